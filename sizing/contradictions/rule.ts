import { joinPath } from "../describe";
import type { Problem } from "../errors";
import type { Sizing } from "../types";

/** A rule between values that are right one by one. */
export interface Rule<Whole> {
  /** Paths that `find` reads, and no others: it runs only where all of them hold usable values. */
  readonly reads: readonly string[];
  /** Every breach of the rule. */
  readonly find: (whole: Whole) => readonly Problem[];
}

/** A rule of a sizing. */
export type Contradiction = Rule<Sizing>;

/** Entries of a list that stand in it before. */
export function repeated(
  path: string,
  entries: readonly string[],
  hint = "Remove the second.",
): readonly Problem[] {
  return entries.flatMap((entry, index) => {
    const first = entries.indexOf(entry);
    return first === index
      ? []
      : [
          {
            path: joinPath(path, index),
            given: entry,
            allowed: `an entry that does not stand in ${joinPath(path, first)}`,
            hint,
          },
        ];
  });
}
