import * as pulumi from "@pulumi/pulumi";
import { planStage, PlanError } from "../planning";
import type { StagePlan } from "../planning/types";
import { accountGaps, parseAccount, parseSizing, SizingError } from "../sizing";

export interface StageInput {
  /** Value of the config key `sizing`, unchecked. */
  readonly sizing: unknown;
  /** Value of the config key `account`, unchecked; undefined is an empty account. */
  readonly account: unknown;
  /** Name of the Pulumi stack: every physical name derives from it. */
  readonly stack: string;
  /** A preview does without the account; an update on EKS stops where the account lacks something. */
  readonly preview: boolean;
}

/**
 * The plan of the stage that the config describes. A user's mistake ends the program before anything is registered,
 * with its message alone.
 *
 * @throws RunError without a stack: on Node 20 an asynchronous failure with one costs 20 to 30 s under the SDK's source maps.
 */
export function readStage(input: StageInput): StagePlan {
  try {
    const sizing = parseSizing(input.sizing);
    const account = parseAccount(input.account);
    const gaps = input.preview ? [] : accountGaps(account, sizing.platform);
    if (gaps.length > 0) {
      throw withoutStack(`The account lacks what an update needs:\n${gaps.join("\n")}`);
    }
    return planStage(sizing, { stack: input.stack, account });
  } catch (error) {
    if (error instanceof SizingError || error instanceof PlanError) {
      throw withoutStack(error.message);
    }
    throw error;
  }
}

function withoutStack(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  error.stack = "";
  return error;
}
