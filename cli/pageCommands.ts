import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { loadGraphviz } from "../report/html/drawing";
import { pageText } from "../report/html/page";
import type { PageStage } from "../report/html/pageStage";
import { InputError } from "../sizing";

/**
 * Writes the stages as one HTML file, `index.html` in that folder, which is made where it is missing. Whoever reads the
 * file meanwhile sees the old one or the new one, never a half. Returns its path.
 *
 * @throws InputError when the folder cannot be written to
 */
export async function writePage(stages: readonly PageStage[], folder: string): Promise<string> {
  const text = pageText(stages, await loadGraphviz());
  // Under `npm run`, INIT_CWD is where the user stands.
  const target = resolve(process.env.INIT_CWD ?? process.cwd(), folder);
  const file = join(target, "index.html");
  try {
    mkdirSync(target, { recursive: true });
    replaceFile(file, text, target);
  } catch (error) {
    throw folderError(folder, error);
  }
  return file;
}

/** Writes beside the file and renames: a rename is whole. */
function replaceFile(file: string, text: string, folder: string): void {
  const workshop = mkdtempSync(join(folder, ".page-"));
  try {
    const draft = join(workshop, "index.html");
    writeFileSync(draft, text);
    renameSync(draft, file);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

/** What an error of the file system means to the person who named the folder. */
function folderError(folder: string, error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error)) {
    return error;
  }
  const isFile = error.code === "EEXIST" || error.code === "ENOTDIR";
  return new InputError("the command", [
    {
      path: "--html",
      given: JSON.stringify(folder),
      allowed: "a folder that can be written to; it is made where it is missing",
      hint: isFile ? "There is a file of that name, or a part of the way is one." : error.message,
    },
  ]);
}
