// Says which stacks on AWS a change touches: `node tools/touchedStacks.mjs <base>` prints a JSON list of
// {stack, touched}, for a matrix of GitHub. A stack is touched by its own file, and all are by anything that is part of
// the program or of its policy.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parse } from "yaml";

const root = fileURLToPath(new URL("..", import.meta.url));
const stackFile = /^Pulumi\.(.+)\.yaml$/;

/** Files and folders of which nothing reaches a stack. What is not listed counts as code. */
const apart = [
  /^(\.ci|\.github|bench|cli|docs|examples|report|tests|tools)\//,
  /^[^/]*\.md$/,
  /^(LICENSE|\.gitignore|\.mocharc\.json|\.prettierignore|\.prettierrc\.json|eslint\.config\.mjs)$/,
];

/**
 * Which of the stacks a change touches.
 *
 * @param {readonly string[]} stacks names of stacks
 * @param {readonly string[]} files paths that the change adds, alters or takes away
 */
export function touchedStacks(stacks, files) {
  const touchesCode = files.some(
    (file) => !stackFile.test(file) && !apart.some((pattern) => pattern.test(file)),
  );
  return stacks.map((stack) => ({
    stack,
    touched: touchesCode || files.includes(`Pulumi.${stack}.yaml`),
  }));
}

/** Committed stacks whose platform is EKS, which is the default: on an existing cluster AWS has no part. */
export function stacksOnAws(folder = root) {
  return readdirSync(folder)
    .flatMap((name) => stackFile.exec(name)?.[1] ?? [])
    .filter((stack) => {
      const { config } = parse(readFileSync(join(folder, `Pulumi.${stack}.yaml`), "utf8"));
      return config?.["thingsboard-scale:sizing"]?.platform !== "existing";
    })
    .toSorted();
}

function changedFiles(base) {
  const names = execFileSync("git", ["diff", "--name-only", "-z", `${base}...HEAD`, "--"], {
    cwd: root,
    encoding: "utf8",
  });
  return names.split("\0").filter((name) => name !== "");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [base] = process.argv.slice(2);
  if (base === undefined) {
    console.error("usage: node tools/touchedStacks.mjs <commit or branch to compare with>");
    process.exitCode = 2;
  } else {
    console.log(JSON.stringify(touchedStacks(stacksOnAws(), changedFiles(base))));
  }
}
