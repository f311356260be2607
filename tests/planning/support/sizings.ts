import { readStackFile } from "../../../cli/stackFiles";
import { sizingSchema } from "../../../sizing/schema";
import type { Sizing } from "../../../sizing/types";

/** Blocks of a sizing, as a stage file states them. */
export type RawSizing = Readonly<Record<string, unknown>>;

const committed = new Map<string, RawSizing>();

/**
 * A committed stage's sizing with some blocks replaced, every default filled in. By the schema alone: contradictions
 * that `parseSizing` refuses get through, so that the plan's own refusals can be seen.
 */
export function sizingOf(stage: string, changes: RawSizing = {}): Sizing {
  const raw = committed.get(stage) ?? (readStackFile({ stack: stage }).sizing as RawSizing);
  committed.set(stage, raw);
  return sizingSchema.parse({ ...raw, ...changes });
}

/** Names of the stages on EKS, smallest first. */
export const eksStages = ["100k-20k", "100k-30k", "100k-45k", "300k", "500k", "million"] as const;
