// Runs the command line: builds it first when a source is newer than what was built.
// Nothing is imported here that the common case, a build in step, does not need.
import { readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const sources = [
  "index.ts",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "sizing",
  "planning",
  "components",
  "report",
  "cli",
];
const built = ["main.js", "program.js", "stage.js", "aws.js", "page.js"];

/** Newest change of a source in milliseconds. A folder's own time tells of files that came or went. */
function newestChange(path) {
  const { mtimeMs } = statSync(path);
  const isFolder = !/\.\w+$/.test(path);
  if (!isFolder) {
    return mtimeMs;
  }
  const inside = readdirSync(path).filter(
    (name) => /\.(ts|mjs)$/.test(name) || !name.includes("."),
  );
  return Math.max(mtimeMs, ...inside.map((name) => newestChange(join(path, name))));
}

function isBuiltInStep() {
  const builtAt = built.map(
    (name) => statSync(join(root, "dist", "cli", name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  const changedAt = sources.map((name) => newestChange(join(root, name)));
  return Math.min(...builtAt) > Math.max(...changedAt);
}

async function buildAgain() {
  try {
    const { build } = await import("./build.mjs");
    console.error("Building the command line: a source has changed.");
    await build();
    return true;
  } catch (error) {
    if (error.code === "ERR_MODULE_NOT_FOUND") {
      console.error("Cannot build the command line: esbuild is missing. Run `npm ci` first.");
    } else if (error.errors === undefined) {
      console.error(error);
    }
    // No status of the contract: not the stage is wrong, but this checkout.
    process.exitCode = 70;
    return false;
  }
}

if (isBuiltInStep() || (await buildAgain())) {
  createRequire(import.meta.url)(join(root, "dist", "cli", "main.js"));
}
