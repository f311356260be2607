import type { Consequence } from "../../types";
import { readable } from "../../../sizing/describe";
import type { StageView } from "../view";

/** The stage as it stands, and as it is to be. */
export interface StageChange {
  readonly before: StageView;
  readonly after: StageView;
}

/** Finds what a change does to a standing stage. */
export type ConsequenceRule = (change: StageChange) => readonly Consequence[];

/** Whether both sides say something, and not the same. What is unknown on one side is no difference. */
export function differs<Value>(
  before: Value | null | undefined,
  after: Value | null | undefined,
): boolean {
  return (
    before !== null &&
    before !== undefined &&
    after !== null &&
    after !== undefined &&
    JSON.stringify(before) !== JSON.stringify(after)
  );
}

/** Both sides, where both are known and not the same. */
export function changeOf<Value>(
  before: Value | null | undefined,
  after: Value | null | undefined,
): { readonly from: Value; readonly to: Value } | undefined {
  return before !== null &&
    before !== undefined &&
    after !== null &&
    after !== undefined &&
    JSON.stringify(before) !== JSON.stringify(after)
    ? { from: before, to: after }
    : undefined;
}

/** Keys whose values differ, in order; a key that one side lacks is one. */
export function changedKeys(
  before: Readonly<Record<string, unknown>> | null | undefined,
  after: Readonly<Record<string, unknown>> | null | undefined,
): readonly string[] {
  if (!before || !after) {
    return [];
  }
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
}

/** `a`, `a and b`, `a, b and c`; of more than four the first three and how many more. */
export function listed(words: readonly string[]): string {
  const shown = words.length > 4 ? [...words.slice(0, 3), `${words.length - 3} more`] : [...words];
  const last = shown.pop() ?? "";
  return shown.length === 0 ? last : `${shown.join(", ")} and ${last}`;
}

/** `All 500,000 devices`, or `About 250,000 devices` of a part of the pods. */
export function devicesOf({ load }: StageView, part: number, whole: number): string {
  if (load?.devices == null) {
    return part === whole ? "All devices" : "Their devices";
  }
  const devices = Math.round((load.devices * part) / whole);
  return `${part === whole ? "All" : "About"} ${readable(devices)} devices`;
}
