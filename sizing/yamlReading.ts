import {
  LineCounter,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  parseAllDocuments,
  visit,
} from "yaml";
import type { Document, Node, Scalar, YAMLMap } from "yaml";
import { joinPath } from "./describe";
import { StackFileError } from "./errors";
import type { Problem } from "./errors";
import { plainScalarDifference } from "./yamlDifferences";

/** A text as YAML, with what is wrong with it so far. */
export interface YamlReading {
  readonly text: string;
  readonly lines: LineCounter;
  readonly document: Document.Parsed;
  readonly problems: Problem[];
}

/** A node, or null where nothing stands. */
export type ReadNode = Node | null;

function lineAt({ lines }: YamlReading, offset: number): number {
  return lines.linePos(offset).line;
}

export function lineOf(reading: YamlReading, node: ReadNode): number {
  return lineAt(reading, node?.range?.[0] ?? 0);
}

function keyText(key: unknown): string | undefined {
  return isScalar(key) && typeof key.value === "string" ? key.value : undefined;
}

export function refuse(
  reading: YamlReading,
  node: ReadNode,
  path: string,
  problem: Omit<Problem, "path" | "line">,
): void {
  reading.problems.push({ path, line: lineOf(reading, node), ...problem });
}

const duplicateHint =
  "Remove one of the two: Pulumi refuses the file, other readers take the last.";

const oddCharacters = [
  {
    form: /[\u0085\u2028\u2029]/,
    given: "a line break of Unicode (U+0085, U+2028 or U+2029)",
    allowed: "ordinary line breaks",
    hint: "Pulumi takes it for the end of a line, other readers do not. Remove it.",
  },
  {
    form: /^ *(- *)*\t/m,
    given: "a tab before the text of a line",
    allowed: "blanks",
    hint: "Pulumi refuses such a file. Put blanks in place of the tab.",
  },
];

/** Reads the text, and refuses what is no YAML, more than one document, and a directive. */
export function readYaml(text: string, name: string): YamlReading {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  const documents: readonly Document.Parsed[] = Array.isArray(parsed) ? parsed : [];
  const [document, second] = documents;
  if (document === undefined) {
    throw new StackFileError(name, [
      { path: "file", given: "nothing", allowed: "a mapping, key: value line by line" },
    ]);
  }
  if (document.errors.some(({ code }) => code === "RESOURCE_EXHAUSTION")) {
    throw new StackFileError(name, [
      { path: "file", given: "a nesting that is too deep to read", allowed: "a stack file" },
    ]);
  }
  const reading: YamlReading = { text, lines, document, problems: [] };
  for (const error of document.errors) {
    const duplicate = error.code === "DUPLICATE_KEY";
    reading.problems.push({
      path: "file",
      line: lineAt(reading, error.pos[0]),
      given: duplicate ? "a key that stands here twice" : `no YAML: ${error.message}`,
      allowed: duplicate ? "each key once" : "YAML",
      ...(duplicate ? { hint: duplicateHint } : {}),
    });
  }
  if (document.errors.some(({ code }) => code !== "DUPLICATE_KEY")) {
    throw new StackFileError(name, reading.problems);
  }
  if (second !== undefined) {
    reading.problems.push({
      path: "file",
      line: lineAt(reading, second.range[0]),
      given: "a second document",
      allowed: "one document",
      hint: "Pulumi reads the first and says nothing of the others. Remove the line ---.",
    });
  }
  if (document.directives.docStart === true && /^%/m.test(text.slice(0, document.range[0]))) {
    reading.problems.push({
      path: "file",
      line: 1,
      given: "a % directive",
      allowed: "no directive",
      hint: "It changes how one reader takes the file and not the other. Remove it.",
    });
  }
  for (const { form, given, allowed, hint } of oddCharacters) {
    const found = form.exec(text);
    if (found === null) continue;
    reading.problems.push({
      path: "file",
      line: lineAt(reading, found.index),
      given,
      allowed,
      hint,
    });
  }
  return reading;
}

/** The entries of a mapping whose keys are text; every other key is refused. */
export function entriesOf(
  reading: YamlReading,
  map: YAMLMap,
  path: string,
): readonly { readonly key: string; readonly keyNode: Scalar; readonly value: ReadNode }[] {
  return map.items.flatMap(({ key: rawKey, value: rawValue }) => {
    const keyNode = isScalar(rawKey) ? rawKey : null;
    const key = keyText(rawKey);
    const value = isNode(rawValue) ? rawValue : null;
    if (keyNode === null || key === undefined) {
      refuse(reading, isNode(rawKey) ? rawKey : map, path === "" ? "file" : path, {
        given: "a key that is no text",
        allowed: "keys that are text",
        hint: "Put it in quotes: Pulumi takes no other keys.",
      });
      return [];
    }
    return [{ key, keyNode, value }];
  });
}

/** Refuses, anywhere within a value, what Pulumi and npm's `yaml` take for different things. */
export function refuseDifferences(reading: YamlReading, root: ReadNode, path: string): void {
  if (root === null) return;
  visit(root, {
    Node: (_key, node, ancestors) => {
      const place = pathOf(path, [...ancestors, node]);
      if (node.tag !== undefined && hasWrittenTag(reading, node)) {
        refuse(reading, node, place, {
          given: "a value with a tag",
          allowed: "a value without one",
          hint: "Readers do not agree on tags. Remove it, and put text in quotes.",
        });
      }
      if (isAlias(node) || node.anchor !== undefined) {
        refuse(reading, node, place, {
          given: isAlias(node) ? `the alias *${node.source}` : `the anchor &${node.anchor ?? ""}`,
          allowed: "the value itself",
          hint: "Pulumi writes the file anew without anchors. Write the value out.",
        });
      }
      if (isMap(node)) checkKeys(reading, node, place);
      if (isScalar(node)) checkScalar(reading, node, place);
    },
  });
}

/** The parser fills in `tag` for scalars that it resolves; one that a person wrote stands before the value. */
function hasWrittenTag({ text }: YamlReading, node: Node): boolean {
  const start = node.range?.[0] ?? 0;
  const before = text.slice(0, start);
  return /(^|[\s[{,])!\S*\s*(&\S+\s*)?$/.test(before);
}

function checkKeys(reading: YamlReading, map: YAMLMap, path: string): void {
  for (const { key, keyNode } of entriesOf(reading, map, path)) {
    if (key === "secure") {
      refuse(reading, keyNode, path, {
        given: "an encrypted value (secure)",
        allowed: "plain values",
        hint: "Nothing in a sizing or an account is a secret; secrets are generated. Write the value itself.",
      });
    }
  }
}

function checkScalar(reading: YamlReading, scalar: Scalar, path: string): void {
  if (scalar.type === "PLAIN") {
    const difference = plainScalarDifference(scalar.source ?? "");
    if (difference !== undefined) refuse(reading, scalar, path, difference);
  }
  if (scalar.type === "QUOTE_DOUBLE") {
    const [start = 0, end = 0] = scalar.range ?? [];
    if (/(^|[^\\])(\\\\)*\\\//.test(reading.text.slice(start, end))) {
      refuse(reading, scalar, path, {
        given: "the escape \\/",
        allowed: "/",
        hint: "Pulumi's reader does not know it. Write / without the backslash.",
      });
    }
  }
}

/** Path of the last of these nodes, each of which holds the next. */
function pathOf(root: string, chain: readonly unknown[]): string {
  let path = root;
  chain.forEach((node, index) => {
    const next = chain[index + 1];
    if (isPair(node)) {
      const key = keyText(node.key);
      // The key itself belongs to the mapping that holds it.
      if (key !== undefined && next !== node.key) path = joinPath(path, key);
    } else if (typeof node === "object" && node !== null && "items" in node && !isMap(node)) {
      const items: unknown = node.items;
      if (Array.isArray(items) && next !== undefined) path = joinPath(path, items.indexOf(next));
    }
  });
  return path;
}
