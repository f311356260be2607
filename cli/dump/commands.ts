import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { goldenText } from "./golden";
import type { RegistrationRow } from "./registrations";
import { loadProgram, runProgram } from "./runProgram";

/** A stack as the program reads it: its name and its config by `project:key`, objects as JSON. */
export interface StackConfig {
  readonly stack: string;
  readonly config: Readonly<Record<string, string>>;
}

/** Every registration of a preview of the stack. `programFile` is the program, source or built. */
export async function dumpStack(
  { stack, config }: StackConfig,
  programFile: string,
): Promise<readonly RegistrationRow[]> {
  const { rows } = await runProgram({ program: () => loadProgram(programFile), stack, config });
  return rows;
}

/**
 * Writes the golden dump of every stack into a folder, all or none, and removes those of stacks that are gone.
 *
 * @returns names of the files, in the order of the stacks.
 */
export async function writeGoldens(
  stacks: readonly StackConfig[],
  programFile: string,
  folder: string,
): Promise<readonly string[]> {
  const goldens: { readonly name: string; readonly text: string }[] = [];
  for (const stack of stacks) {
    const rows = await dumpStack(stack, programFile);
    goldens.push({ name: `${stack.stack}.json`, text: goldenText(rows) });
  }
  const names = goldens.map(({ name }) => name);
  mkdirSync(folder, { recursive: true });
  const workshop = mkdtempSync(join(folder, ".new-"));
  try {
    goldens.forEach(({ name, text }) => {
      writeFileSync(join(workshop, name), text);
    });
    names.forEach((name) => {
      renameSync(join(workshop, name), join(folder, name));
    });
  } finally {
    rmSync(workshop, { recursive: true });
  }
  readdirSync(folder)
    .filter((name) => name.endsWith(".json") && !names.includes(name))
    .forEach((name) => {
      rmSync(join(folder, name));
    });
  return names;
}
