import { basename } from "node:path";
import { PlanError, planStage } from "../planning";
import type { StagePlan } from "../planning/types";
import { InputError, parseAccount, parseDay, parseSizing } from "../sizing";
import { ConfigError, isUserError } from "./exitStatus";
import { readStack } from "./stack";
import { listStacks, type ReadStack } from "./stackFiles";

/** Which day the test is on: as the command line says, else as the stage's file does, else today. */
export interface Day {
  readonly on?: string | undefined;
  readonly today: string;
}

/** The day of a stage's test, as year-month-day. */
export function dayOf({ day }: Pick<ReadStack, "day">, { on, today }: Day): string {
  if (on !== undefined) return parseDay(on, "--on");
  return day === undefined ? today : parseDay(day, "thingsboard-scale:day");
}

/**
 * Plans one stage.
 *
 * @throws InputError that names the file where the mistake stands
 */
export function planOf(read: ReadStack, day: Day): StagePlan {
  const name = basename(read.path);
  const on = dayOf(read, day);
  const sizing = parseSizing(read.sizing, name);
  const account = parseAccount(read.account, name);
  try {
    return planStage(sizing, { stack: read.stack, account, on });
  } catch (error) {
    throw error instanceof PlanError
      ? new InputError(`the sizing of ${name}`, error.problems)
      : error;
  }
}

/** Plans of all stacks that have one, and what is wrong with the others. */
export interface AllPlans {
  readonly plans: readonly StagePlan[];
  /** In the words of each mistake; empty when every stack can be planned. */
  readonly mistakes: readonly string[];
}

/** Plans every stack. A mistake in one hides neither the others nor their mistakes. */
export function planAll(
  day: Day,
  readers: readonly (() => ReadStack)[] = listStacks().map((stack) => () => readStack(stack)),
): AllPlans {
  // Once for all: a wrong day is one mistake, however many stages there are.
  if (day.on !== undefined) parseDay(day.on, "--on");
  const mistakes: string[] = [];
  const plans = readers.flatMap((read) => {
    try {
      return [planOf(read(), day)];
    } catch (error) {
      if (!isUserError(error)) throw error;
      mistakes.push(error.message);
      return [];
    }
  });
  return { plans, mistakes };
}

/**
 * The plan of every stack.
 *
 * @throws ConfigError with what is wrong in each file that cannot be planned
 */
export function everyPlan(day: Day): readonly StagePlan[] {
  const { plans, mistakes } = planAll(day);
  if (mistakes.length > 0) throw new ConfigError(mistakes.join("\n"));
  return plans;
}
