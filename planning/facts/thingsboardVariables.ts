import { addedVariables, ownVariables } from "./variables/added";
import type { Variable, VariableContext, VariableReader } from "./variables/kinds";
import { seedVariables } from "./variables/seed";

export type { Variable, VariableContext, VariableReader } from "./variables/kinds";

/** Every variable that the seed or this program sets, with what became of it and why. A program's own row follows the common one. */
export const thingsboardVariables: readonly Variable[] = [
  ...seedVariables,
  ...ownVariables,
  ...addedVariables,
];

/** The variables of one program, without secrets, by name in alphabetical order. */
export function environmentOf(
  reader: VariableReader,
  context: VariableContext,
): Readonly<Record<string, string>> {
  const set = thingsboardVariables.flatMap(({ name, outcome }): [string, string][] => {
    if (outcome.kind !== "set" || !outcome.readers.includes(reader)) {
      return [];
    }
    const value = typeof outcome.value === "string" ? outcome.value : outcome.value(context);
    return value === undefined ? [] : [[name, value]];
  });
  const topics = Object.entries(context.topics[reader] ?? {});
  return Object.fromEntries([...set, ...topics].sort(([left], [right]) => (left < right ? -1 : 1)));
}
