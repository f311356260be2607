import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { InputError, StackFileError, parseProjectFile, parseStackFile } from "../sizing";
import { nearest } from "../sizing/nearest";

/** Which stage to read: a stack of the project, or any file. */
export type StackSource = { readonly stack: string } | { readonly configFile: string };

/** A stage as its file states it, not yet checked against the schema. */
export interface ReadStack {
  /** The middle of `Pulumi.<stack>.yaml`; of another file, its name without the extension. */
  readonly stack: string;
  /** Absolute path of the file. */
  readonly path: string;
  readonly sizing: unknown;
  /** The file's own account, else the one that `Pulumi.yaml` states for all stacks, else undefined. */
  readonly account: unknown;
  /** Day of the test, where the file states one. */
  readonly day?: string;
}

const stackFileName = /^Pulumi\.(.+)\.yaml$/;

/** The project's folder: the nearest one above this program that holds `Pulumi.yaml`. */
export function projectRoot(from = __dirname): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, "Pulumi.yaml"))) return folder;
    if (folder === path.dirname(folder)) {
      throw new InputError("the project", [
        {
          path: "Pulumi.yaml",
          given: `no such file in ${from} or above it`,
          allowed: "a folder of the project",
        },
      ]);
    }
  }
}

/** Why a file could not be read, in words; undefined for what is no error of the file system. */
function readFailure(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "ENOENT":
      return "no such file";
    case "EISDIR":
      return "a folder";
    case "EACCES":
    case "EPERM":
      return "a file that may not be read";
    default:
      return typeof code === "string" ? `a file that cannot be read (${code})` : undefined;
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const given = readFailure(error);
    if (given === undefined) throw error;
    throw new StackFileError(file, [
      { path: path.basename(file), given, allowed: "a stack file such as Pulumi.dev.yaml" },
    ]);
  }
}

/** Names of the committed stacks, in no order. */
function stackNames(root: string): readonly string[] {
  return readdirSync(root).flatMap((name) => stackFileName.exec(name)?.[1] ?? []);
}

const load = z.object({
  load: z.object({ devices: z.number(), messagesPerSecond: z.number() }),
});

/** Devices and messages per second, to sort by; a file that cannot be used comes last, and says why when it is read. */
function loadOf(stack: string, root: string): readonly [number, number] {
  const name = `Pulumi.${stack}.yaml`;
  try {
    const file = parseStackFile(readText(path.join(root, name)), name);
    const stated = load.safeParse(file.sizing).data?.load;
    if (stated !== undefined) return [stated.devices, stated.messagesPerSecond];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
  return [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
}

/** Every stack of the project: by devices, then by messages per second, then by name. */
export function listStacks(root = projectRoot()): readonly string[] {
  return stackNames(root)
    .map((stack) => ({ stack, load: loadOf(stack, root) }))
    .sort(
      (left, right) =>
        left.load[0] - right.load[0] ||
        left.load[1] - right.load[1] ||
        (left.stack < right.stack ? -1 : 1),
    )
    .map(({ stack }) => stack);
}

function unknownStack(stack: string, root: string): InputError {
  const stacks = listStacks(root);
  const close = nearest(stack, stacks);
  return new InputError("the command", [
    {
      path: "stack",
      given: JSON.stringify(stack),
      allowed: stacks.length === 0 ? "a stack; there is none" : stacks.join(", "),
      hint:
        close === undefined
          ? "Copy a stack file to make a new stage, or name a file with --config-file."
          : `Did you mean ${close}?`,
    },
  ]);
}

/** The account that the project states for all of its stacks. */
function projectAccount(root: string): unknown {
  return parseProjectFile(readText(path.join(root, "Pulumi.yaml")), "Pulumi.yaml").account;
}

/**
 * Reads one stage. A stack is `Pulumi.<stack>.yaml` in the project's folder; a file is looked for from where the user
 * stands, which under `npm run` is `INIT_CWD`.
 *
 * @throws InputError when there is no such stack or file
 * @throws StackFileError naming every problem of the file, with its line
 */
export function readStackFile(source: StackSource, root = projectRoot()): ReadStack {
  let file: string;
  let stack: string;
  if ("stack" in source) {
    stack = source.stack;
    if (!stackNames(root).includes(stack)) throw unknownStack(stack, root);
    file = path.join(root, `Pulumi.${stack}.yaml`);
  } else {
    file = path.resolve(process.env.INIT_CWD ?? process.cwd(), source.configFile);
    const name = path.basename(file);
    stack = stackFileName.exec(name)?.[1] ?? path.parse(name).name;
  }
  const { account, ...stated } = parseStackFile(readText(file), path.basename(file));
  return { stack, path: file, ...stated, account: account ?? projectAccount(root) };
}
