import { spawnSync } from "node:child_process";
import { InputError } from "../../sizing";

/** Files of a project at one commit, read from git's object store: nothing is checked out or written. */
export interface GitVersion {
  /** As the user named it, with the commit: `main (1a2b3c4)`. */
  readonly name: string;
  /** Paths of the files in the project's folder and those under some of its folders. */
  readonly files: readonly string[];
  /** Text of the files that were asked for, by path; what is no file of that commit is left out. */
  readonly read: (paths: readonly string[]) => ReadonlyMap<string, string>;
}

const largestAnswer = 256 * 1_024 * 1_024;

/**
 * Finds a version of the project.
 *
 * @param folder the project's folder, itself in a git repository or the repository's own
 * @param ref a branch, tag or commit
 * @param folders folders of the project whose files are listed, beside the files of the project's folder itself
 * @throws InputError when there is no git, no repository, or no such version
 */
export function gitVersion(folder: string, ref: string, folders: readonly string[]): GitVersion {
  const commit = commitOf(folder, ref);
  const listing = git(folder, ["ls-tree", "-z", "--name-only", commit, "--", "./"]);
  const deep = git(folder, [
    "ls-tree",
    "-r",
    "-z",
    "--name-only",
    commit,
    "--",
    ...folders.map((each) => `${each}/`),
  ]);
  return {
    name: commit.startsWith(ref) ? commit.slice(0, 7) : `${ref} (${commit.slice(0, 7)})`,
    files: [...namesOf(listing), ...namesOf(deep)],
    read: (paths) => readFiles(folder, commit, paths),
  };
}

function commitOf(folder: string, ref: string): string {
  const answer = run(folder, [
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${ref}^{commit}`,
  ]);
  if (answer.status === 0) {
    return answer.output.toString("utf8").trim();
  }
  const inside = run(folder, ["rev-parse", "--is-inside-work-tree"]).status === 0;
  throw refused(
    ref,
    inside
      ? "a branch, tag or commit that this repository has"
      : "a version in git; this folder is no git repository",
    inside ? "In a shallow clone, fetch it first: git fetch origin main." : undefined,
  );
}

function refused(ref: string, allowed: string, hint?: string): InputError {
  return new InputError("the command", [
    {
      path: "--compare-to",
      given: JSON.stringify(ref),
      allowed,
      ...(hint === undefined ? {} : { hint }),
    },
  ]);
}

function namesOf(listing: Buffer): readonly string[] {
  return listing
    .toString("utf8")
    .split("\0")
    .filter((name) => name !== "");
}

/** Reads many files with one process: git answers each name with a line that tells the length, and the content. */
function readFiles(
  folder: string,
  commit: string,
  paths: readonly string[],
): ReadonlyMap<string, string> {
  const answers = git(
    folder,
    ["cat-file", "--batch"],
    paths.map((path) => `${commit}:./${path}\n`).join(""),
  );
  const files = new Map<string, string>();
  let at = 0;
  for (const path of paths) {
    const end = answers.indexOf("\n", at);
    const [, type, length] = answers.subarray(at, end).toString("utf8").split(" ");
    at = end + 1;
    if (type === "blob") {
      const size = Number(length);
      files.set(path, answers.subarray(at, at + size).toString("utf8"));
      at += size + 1;
    }
  }
  return files;
}

function git(folder: string, command: readonly string[], input?: string): Buffer {
  const { status, output, errors } = run(folder, command, input);
  if (status !== 0) {
    throw new Error(`git ${command[0] ?? ""} failed: ${errors}`);
  }
  return output;
}

function run(
  folder: string,
  command: readonly string[],
  input?: string,
): { readonly status: number | null; readonly output: Buffer; readonly errors: string } {
  const { status, stdout, stderr, error } = spawnSync("git", command, {
    cwd: folder,
    maxBuffer: largestAnswer,
    ...(input === undefined ? {} : { input }),
  });
  if (error !== undefined) {
    throw new InputError("the command", [
      {
        path: "--compare-to",
        given: "no git on the path",
        allowed: "a version in git, read with git",
        hint: `Install git, or compare two stacks with --compare. (${error.message})`,
      },
    ]);
  }
  return { status, output: stdout, errors: stderr.toString("utf8").trim() };
}
