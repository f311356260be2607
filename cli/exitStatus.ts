/** How a command ends. */
export const ExitStatus = {
  fine: 0,
  /** A check found an error. */
  finding: 1,
  /** Arguments, stack file or sizing cannot be used. */
  badInput: 2,
  /** A fault of this program. */
  fault: 70,
} as const;
export type ExitStatus = (typeof ExitStatus)[keyof typeof ExitStatus];

/** Mistakes in several files at once, in their own words. */
export class ConfigError extends Error {
  public override readonly name = "ConfigError";
}

/** Errors that are a user's mistake: their message says all, a stack trace would say nothing. */
const USER_ERRORS: ReadonlySet<string> = new Set([
  "ConfigError",
  "InputError",
  "PlanError",
  "ProgramError",
  "SizingError",
  "StackFileError",
]);

/** Whether an error is the user's mistake. By name, since the bundles each carry their own classes. */
export function isUserError(error: unknown): error is Error {
  return error instanceof Error && USER_ERRORS.has(error.name);
}
