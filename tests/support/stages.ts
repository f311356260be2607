import { planStage } from "../../planning";
import type { StagePlan } from "../../planning/types";
import { parseAccount, parseSizing } from "../../sizing";
import { readStackFile } from "../../cli/stackFiles";

/** Names of the committed stages, smallest first. */
export const stageNames = ["dev", "100k-20k", "100k-30k", "100k-45k", "300k", "500k", "million"];

/** Day of every test: what depends on the day must not change with the clock. */
export const testDay = "2026-11-22";

/** The plan of a committed stage, with an account of the caller's or an empty one. */
export function stagePlan(stack: string, account?: unknown): StagePlan {
  const file = readStackFile({ stack });
  return planStage(parseSizing(file.sizing), {
    stack,
    account: parseAccount(account),
    on: testDay,
  });
}
