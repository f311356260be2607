import { planStage } from "../../../planning";
import { compareStages } from "../../../planning/comparison";
import type { Consequence, StageComparison, StagePlan } from "../../../planning/types";
import { parseAccount, parseSizing } from "../../../sizing";
import { rawSizing } from "../../sizing/validSizing";
import { testDay } from "../../support/stages";

/** A committed stage with values stated otherwise, by their path in the sizing; undefined takes a key away. */
export function planWith(
  stack: string,
  changes: Readonly<Record<string, unknown>> = {},
  account?: unknown,
): StagePlan {
  const sizing = rawSizing(stack);
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split(".");
    const last = keys.pop()!;
    let holder = sizing;
    for (const key of keys) holder = (holder[key] ??= {}) as Record<string, unknown>;
    if (value === undefined) Reflect.deleteProperty(holder, last);
    else holder[last] = value;
  }
  return planStage(parseSizing(sizing), {
    stack,
    account: parseAccount(account),
    on: testDay,
  });
}

/** A stage compared with itself, changed. */
export function comparisonOf(
  changes: Readonly<Record<string, unknown>>,
  stack = "million",
  account?: unknown,
): StageComparison {
  return compareStages(planWith(stack), planWith(stack, changes, account));
}

/** What a change of a stage does. */
export function consequencesOf(
  changes: Readonly<Record<string, unknown>>,
  stack = "million",
): readonly Consequence[] {
  return comparisonOf(changes, stack).consequences;
}

/** Rules that a change meets, each with its effect: `kafka.brokers: refused`. */
export function rulesOf(
  changes: Readonly<Record<string, unknown>>,
  stack = "million",
): readonly string[] {
  return consequencesOf(changes, stack).map(({ rule, effect }) => `${rule}: ${effect}`);
}
