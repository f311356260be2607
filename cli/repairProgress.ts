import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";

const progressSchema = z.strictObject({
  target: z.string(),
  pods: z.array(z.string()),
  repaired: z.array(z.string()),
});

/** How far a repair has come. */
export interface RepairProgress {
  /** kubectl's arguments that name the cluster. */
  readonly target: string;
  /** All pods, in the order of the repair. */
  readonly pods: readonly string[];
  readonly repaired: readonly string[];
}

/** The progress in that file, undefined without one, `unreadable` when the file holds something else. */
export function readProgress(file: string): RepairProgress | "unreadable" | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return undefined;
    }
    throw error;
  }
  try {
    return progressSchema.parse(JSON.parse(text));
  } catch {
    return "unreadable";
  }
}

/** Replaces the file as a whole: whoever stops the program in the middle finds the old progress or the new. */
export function saveProgress(file: string, progress: RepairProgress): void {
  mkdirSync(dirname(file), { recursive: true });
  const next = `${file}.next`;
  writeFileSync(next, `${JSON.stringify(progress, null, 2)}\n`);
  renameSync(next, file);
}

/** Removes the progress of a finished repair, so that the next one begins with the first node. */
export function forgetProgress(file: string): void {
  rmSync(file, { force: true });
}
