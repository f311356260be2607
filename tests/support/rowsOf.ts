import { type ProgramRun, runProgram } from "../../cli/dump/runProgram";
import type { RegistrationRow } from "../../cli/dump/registrations";

/** Everything that a piece of a program registers and puts out, in a stack called `test`. */
export function runOf(
  build: () => unknown,
  { preview = true }: { readonly preview?: boolean } = {},
): Promise<ProgramRun> {
  return runProgram({ program: build, stack: "test", preview });
}

/** What a piece of a program registers, by type, then name. */
export async function rowsOf(
  build: () => unknown,
  options?: { readonly preview?: boolean },
): Promise<readonly RegistrationRow[]> {
  // What the piece returns would become stack outputs: a component is none.
  const run = await runOf(() => {
    build();
    return {};
  }, options);
  return run.rows;
}

/** The one row of that type and name; fails when there is none. */
export function rowOf(
  rows: readonly RegistrationRow[],
  type: string,
  name: string,
): RegistrationRow {
  const found = rows.find((row) => row.type === type && row.name === name);
  if (found === undefined) {
    const known = rows.map((row) => `${row.type}::${row.name}`).join("\n  ");
    throw new Error(`No ${type}::${name} among\n  ${known}`);
  }
  return found;
}
