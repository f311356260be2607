import type { PageStage } from "../report/html/pageStage";
import { provenance } from "./explain";
import { dayOf, everyPlan, planOf, type Day } from "./plans";
import { readStack } from "./stack";
import type { ReadStack } from "./stackFiles";

/**
 * The stages that a page shows, each with the day of its test and where its values come from: the one that is named,
 * or every stack.
 */
export function pageStages(
  stack: string | undefined,
  configFile: string | undefined,
  day: Day,
): readonly PageStage[] {
  const stage = (read: ReadStack, plan = planOf(read, day)): PageStage => ({
    plan,
    on: dayOf(read, day),
    provenance: provenance(plan, read),
  });
  return stack !== undefined || configFile !== undefined
    ? [stage(readStack(stack, configFile))]
    : everyPlan(day).map((plan) => stage(readStack(plan.stack), plan));
}
