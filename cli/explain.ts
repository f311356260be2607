import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { isNode, LineCounter, parseDocument } from "yaml";
import { provenanceOf, type Provenance } from "../planning/provenance";
import type { StagePlan } from "../planning/types";
import { InputError, parseSizing, sizingKey } from "../sizing";
import { nearest } from "../sizing/nearest";
import { sizingOrigins } from "../sizing/origins";
import type { ReadStack } from "./stackFiles";

/**
 * Where the values under a path come from: a key of the sizing (`kafka`, `kafka.storageGiB`), a place in the plan
 * (`core.corePartitions`), `cost` or a part of it, a rule or a family of rules (`connections.tracking`, `memory`).
 *
 * @throws InputError for a path that nothing stands under
 */
export function explain(path: string, plan: StagePlan, read: ReadStack): readonly Provenance[] {
  const all = provenance(plan, read);
  const found = all.filter((entry) => isUnder(entry.path, path));
  if (found.length > 0) {
    return found;
  }
  const paths = [...new Set(all.flatMap((entry) => withParents(entry.path)))];
  const near = nearest(path, paths);
  throw new InputError("the command", [
    {
      path: "--explain",
      given: path,
      allowed: "a key of the sizing, a place in the plan, cost, or the name of a rule",
      hint:
        near === undefined
          ? "Such as mqttTransport.replicas, core.corePartitions, cost.transport or connections.tracking."
          : `Did you mean ${near}?`,
    },
  ]);
}

/** Where every value of a stage comes from. */
export function provenance(plan: StagePlan, read: ReadStack): readonly Provenance[] {
  const origins = sizingOrigins(read.sizing, parseSizing(read.sizing));
  return provenanceOf(plan, origins, placesIn(read.path));
}

/** Finds the line of a key of the sizing in its stage file. */
function placesIn(file: string): (keys: readonly string[]) => string | undefined {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, "utf8"), { lineCounter: lines });
  return (keys) => {
    const node = document.getIn(["config", sizingKey, ...keys], true);
    const start = isNode(node) ? node.range?.[0] : undefined;
    return start === undefined ? undefined : `${basename(file)}, line ${lines.linePos(start).line}`;
  };
}

function isUnder(path: string, asked: string): boolean {
  return path === asked || path.startsWith(`${asked}.`) || path.startsWith(`${asked}[`);
}

function withParents(path: string): string[] {
  const keys = path.split(".");
  return keys.map((_, index) => keys.slice(0, index + 1).join("."));
}
