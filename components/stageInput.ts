import * as pulumi from "@pulumi/pulumi";
import { planStage, refusalOf } from "../planning";
import type { StagePlan } from "../planning/types";
import { accountGaps, InputError, parseAccount, parseDay, parseSizing } from "../sizing";

export interface StageInput {
  /** Value of the config key `sizing`, as Pulumi hands it over: JSON. */
  readonly sizing: string | undefined;
  /** Value of the config key `account`, likewise; undefined is an empty account. */
  readonly account: string | undefined;
  /** Name of the Pulumi stack: every physical name derives from it. */
  readonly stack: string;
  /** A preview does without the account; an update on EKS stops where the account lacks something. */
  readonly preview: boolean;
  /** Day of the test as year-month-day, which some checks depend on. Default: today. */
  readonly on?: string | undefined;
}

/**
 * The plan of the stage that the config describes. A user's mistake, or a finding that says that the stage cannot work
 * and that the sizing does not accept, ends the program before anything is registered, with its message alone.
 *
 * @throws RunError without a stack: on Node 20 an asynchronous failure with one costs 20 to 30 s under the SDK's source maps.
 */
export function readStage(input: StageInput): StagePlan {
  try {
    const sizing = parseSizing(readObject("sizing", input.sizing));
    const account = parseAccount(readObject("account", input.account));
    const gaps = input.preview ? [] : accountGaps(account, sizing.platform);
    if (gaps.length > 0) {
      throw withoutStack(`The account lacks what an update needs:\n${gaps.join("\n")}`);
    }
    const plan = planStage(sizing, {
      stack: input.stack,
      account,
      on: parseDay(input.on ?? new Date().toISOString().slice(0, 10), "config value day"),
    });
    const refusal = refusalOf(plan);
    if (refusal !== undefined) {
      throw withoutStack(refusal);
    }
    return plan;
  } catch (error) {
    if (error instanceof InputError) {
      throw withoutStack(error.message);
    }
    throw error;
  }
}

/** Not by `Config.getObject`: its error carries a stack. */
function readObject(key: string, text: string | undefined): unknown {
  if (text === undefined) {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    throw withoutStack(
      `The config value ${key} is a text, and must be a mapping: write it as one in the stack file, or set its keys by ` +
        `\`pulumi config set --path ${key}.…\`.`,
    );
  }
}

function withoutStack(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  error.stack = "";
  return error;
}
