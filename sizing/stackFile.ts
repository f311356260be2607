import { isMap, isScalar } from "yaml";
import type { Node, YAMLMap } from "yaml";
import { StackFileError } from "./errors";
import type { Problem } from "./errors";
import { nearest } from "./nearest";
import { entriesOf, lineOf, readYaml, refuse, refuseDifferences } from "./yamlReading";
import type { ReadNode, YamlReading } from "./yamlReading";

/** Name of the project, as `Pulumi.yaml` states it; the namespace of its configuration keys. */
export const projectName = "thingsboard-scale";

/** Configuration key of the sizing in a stack file. */
export const sizingKey = `${projectName}:sizing`;

/** Configuration key of the account, in a stack file or, for all stacks, in `Pulumi.yaml`. */
export const accountKey = `${projectName}:account`;

/** Configuration key of the day of the test, which some checks depend on; today when left out. */
export const dayKey = `${projectName}:day`;

const topLevelKeys = [
  "config",
  "encryptionsalt",
  "secretsprovider",
  "encryptedkey",
  "environment",
] as const;

/** What a stack file states, not yet checked against the schema. */
export interface StackFile {
  readonly sizing: unknown;
  /** Undefined when the file has none. */
  readonly account: unknown;
  /** Day of the test, where the file states one. */
  readonly day?: string;
}

/** What has been read of a stack file so far. */
interface Found {
  sizing?: unknown;
  account?: unknown;
  day?: string;
}

const ownKeys = [sizingKey, accountKey, dayKey];

function missingSizing(line: number, given: string): Problem {
  return {
    path: `config.${sizingKey}`,
    line,
    given,
    allowed: "the sizing of the stage",
    hint: `Copy a stage such as Pulumi.dev.yaml, or run with --config-file.`,
  };
}

/** Name of a configuration key that a person most likely meant, if it is not one. */
function ownKey(key: string): { readonly wanted: string } | undefined {
  if (ownKeys.includes(key)) return undefined;
  const parts = key.split(":");
  const name = parts.at(-1) ?? "";
  const namespace = parts.length > 1 ? (parts[0] ?? "") : projectName;
  const ours = nearest(namespace, [projectName]) === projectName;
  if (!ours) return undefined;
  const known = nearest(name, ["sizing", "account", "day"]);
  if (namespace !== projectName && known === undefined) return undefined;
  return { wanted: known === undefined ? "" : `${projectName}:${known}` };
}

/** Refuses an empty value and a text: Pulumi hands on the one as "", and reads the other as JSON. */
function structured(reading: YamlReading, keyNode: Node, value: ReadNode, key: string): unknown {
  if (isMap(value)) return value.toJS(reading.document) as unknown;
  const empty = value === null || (isScalar(value) && value.value === null);
  refuse(reading, keyNode, `config.${key}`, {
    given: empty ? "nothing" : "a value that is no mapping",
    allowed: "a mapping, key: value line by line",
    ...(empty && key === accountKey ? { hint: "Write {} after it, or leave the key out." } : {}),
  });
  return undefined;
}

/** The value of a key of ours, once everything in it is read alike by both readers. */
function ownValue(reading: YamlReading, keyNode: Node, value: ReadNode, key: string): unknown {
  const before = reading.problems.length;
  refuseDifferences(reading, value, key.slice(projectName.length + 1));
  return reading.problems.length > before ? undefined : structured(reading, keyNode, value, key);
}

function topLevel(reading: YamlReading, name: string): YAMLMap {
  const { contents } = reading.document;
  if (isMap(contents)) return contents;
  throw new StackFileError(name, [...reading.problems, missingSizing(1, "no mapping")]);
}

/**
 * Reads a stack file. What Pulumi's reader (gopkg.in/yaml.v3) and npm's `yaml` would take for different things is
 * refused with its line; what Pulumi itself writes, and the keys of other projects and providers, are passed over.
 *
 * @param text the file
 * @param name what to call it in an error, such as `Pulumi.million.yaml`
 * @throws StackFileError naming every problem with its line
 */
export function parseStackFile(text: string, name: string): StackFile {
  const reading = readYaml(text.replace(/^\uFEFF/, ""), name);
  const found: Found = {};
  let line = 1;
  let seen = false;
  for (const { key, keyNode, value } of entriesOf(reading, topLevel(reading, name), "")) {
    if (key === "config") {
      line = lineOf(reading, keyNode);
      if (isMap(value)) seen = readConfig(reading, value, found) || seen;
      continue;
    }
    if (topLevelKeys.some((known) => known === key)) continue;
    const meant = nearest(key, topLevelKeys) ?? ownKey(key)?.wanted;
    refuse(reading, keyNode, key, {
      given: "a key that Pulumi does not read",
      allowed: topLevelKeys.join(", "),
      ...(meant === undefined || meant === ""
        ? {}
        : { hint: meant.includes(":") ? `It belongs under config.` : `Did you mean ${meant}?` }),
    });
  }
  if (!seen && reading.problems.length === 0) {
    reading.problems.push(missingSizing(line, "nothing"));
  }
  if (reading.problems.length > 0) throw new StackFileError(name, reading.problems);
  const { sizing, account, day } = found;
  return { sizing, account, ...(day === undefined ? {} : { day }) };
}

/** The day as a quoted text: without quotes Pulumi's reader takes a date for a point in time. */
function readDay(reading: YamlReading, keyNode: Node, value: ReadNode, found: Found): void {
  if (isScalar(value) && typeof value.value === "string" && value.type !== "PLAIN") {
    found.day = value.value;
    return;
  }
  refuse(reading, keyNode, `config.${dayKey}`, {
    given: "no quoted text",
    allowed: 'a quoted date such as "2027-03-01"',
  });
}

/** Reads the configuration keys of this project; says whether a sizing was among them. */
function readConfig(reading: YamlReading, config: YAMLMap, found: Found): boolean {
  let seen = false;
  for (const { key, keyNode, value } of entriesOf(reading, config, "config")) {
    if (key === sizingKey) {
      seen = true;
      found.sizing = ownValue(reading, keyNode, value, key);
    } else if (key === accountKey) {
      found.account = ownValue(reading, keyNode, value, key);
    } else if (key === dayKey) {
      readDay(reading, keyNode, value, found);
    } else {
      const own = ownKey(key);
      if (own === undefined && key !== "<<") continue;
      refuse(reading, keyNode, `config.${key}`, {
        given: key === "<<" ? "a merge key" : "a key that does not exist",
        allowed: `${ownKeys.join(", ")}, and keys of other projects`,
        ...(own?.wanted ? { hint: `Did you mean ${own.wanted}?` } : {}),
      });
    }
  }
  return seen;
}

/**
 * The account that `Pulumi.yaml` states for all stacks: `config.thingsboard-scale:account.value`, or its `default`.
 * Pulumi uses it, whole, where a stack file states none. Undefined when there is none.
 *
 * @throws StackFileError naming every problem with its line
 */
export function parseProjectFile(text: string, name: string): { readonly account: unknown } {
  const reading = readYaml(text.replace(/^\uFEFF/, ""), name);
  const config = topLevel(reading, name).get("config");
  const declared = isMap(config) ? (config.get(accountKey) ?? config.get("account")) : undefined;
  let account: unknown;
  if (isMap(declared)) {
    for (const { key, keyNode, value } of entriesOf(reading, declared, accountKey)) {
      if (key === "value" || key === "default") {
        account = ownValue(reading, keyNode, value, accountKey);
      }
    }
  }
  if (reading.problems.length > 0) throw new StackFileError(name, reading.problems);
  return { account };
}
