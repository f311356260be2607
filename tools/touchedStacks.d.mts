/** Which of the stacks a change of these files touches. */
export function touchedStacks(
  stacks: readonly string[],
  files: readonly string[],
): readonly { readonly stack: string; readonly touched: boolean }[];

/** Committed stacks that stand on AWS, by name. Default: those of the project. */
export function stacksOnAws(folder?: string): readonly string[];
