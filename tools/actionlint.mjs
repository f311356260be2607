// Checks the workflows of .github/workflows with actionlint: the one on the path, else the pinned one through Go. Where
// neither can be had it says so and ends well: the workflows are no part of what a user runs.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const PINNED = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";
const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs a tool in the project's folder; undefined where it is not installed. */
function run(command, args, stdio) {
  const { error, status } = spawnSync(command, args, { cwd: root, stdio });
  return error?.code === "ENOENT" ? undefined : (status ?? 1);
}

/** How to start actionlint; undefined where it cannot be had, without the network say. */
function actionlint() {
  if (run("actionlint", ["-version"], "ignore") === 0) {
    return ["actionlint"];
  }
  const throughGo = ["go", "run", PINNED];
  return run("go", ["run", PINNED, "-version"], "ignore") === 0 ? throughGo : undefined;
}

const found = actionlint();
if (found === undefined) {
  console.error(
    "The workflows were not checked: neither actionlint nor Go with a module proxy is here.",
  );
} else {
  const [command, ...args] = found;
  // Without the checkers of scripts, so that the result is the same whether or not a machine has them.
  process.exitCode = run(command, [...args, "-shellcheck=", "-pyflakes="], "inherit");
}
