import { accountKey, dayKey, InputError, sizingKey } from "../sizing";
import type { StackConfig } from "./dump/commands";
import { listStacks, readStackFile, type ReadStack } from "./stackFiles";

/**
 * Reads the stage that a command names: a stack, a file, or both, where the file says what the stage is and the name
 * what it is called, as `pulumi up --stack <stack> --config-file <file>` takes them.
 *
 * @throws InputError when neither is named or there is no such stack or file
 */
export function readStack(stack: string | undefined, configFile?: string): ReadStack {
  if (configFile !== undefined) {
    const file = readStackFile({ configFile });
    return { ...file, stack: stack ?? file.stack };
  }
  if (stack === undefined) {
    throw new InputError("the command", [
      { path: "stack", given: "none", allowed: `${listStacks().join(", ")}, or --config-file` },
    ]);
  }
  return readStackFile({ stack });
}

/**
 * A stage as the repository has it: without an account, which a stack file takes on when it is used and which belongs
 * into no committed dump.
 */
export function stageConfig(stack: string, on: string): StackConfig {
  return stackConfig({ ...readStack(stack), account: undefined }, on);
}

/** A stage as Pulumi hands it to the program: objects as JSON. `on` is the day of the test. */
export function stackConfig({ stack, sizing, account }: ReadStack, on: string): StackConfig {
  return {
    stack,
    config: {
      [sizingKey]: JSON.stringify(sizing),
      [dayKey]: on,
      ...(account !== undefined && { [accountKey]: JSON.stringify(account) }),
    },
  };
}
