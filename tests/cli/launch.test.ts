import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "..", "..");
const NOT_COPIED = new Set([".git", ".ci", ".cache", "dist", "docs", "node_modules", "tests"]);

interface Ended {
  readonly status: number | null;
  readonly result: string;
  readonly notes: string;
}

function run(program: string, commandLine: readonly string[], cwd: string): Promise<Ended> {
  const env = { ...process.env };
  delete env.INIT_CWD;
  const child = spawn(program, commandLine, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let result = "";
  let notes = "";
  child.stdout.on("data", (data: Buffer) => (result += data.toString()));
  child.stderr.on("data", (data: Buffer) => (notes += data.toString()));
  return new Promise((settle, fail) => {
    child.on("error", fail);
    child.on("close", (status) => {
      settle({ status, result, notes });
    });
  });
}

/** The launcher is tried on a copy of the project: what it builds must not get into the way of other tests. */
describe("the launcher", function () {
  this.timeout(120_000);

  let copy = "";
  const launch = (...commandLine: readonly string[]): Promise<Ended> =>
    run(process.execPath, [join(copy, "cli", "launch.mjs"), ...commandLine], tmpdir());
  const touch = (file: string, time = new Date()): void => {
    utimesSync(join(copy, file), time, time);
  };

  before(() => {
    copy = mkdtempSync(join(tmpdir(), "thingsboard-scale-"));
    for (const name of readdirSync(ROOT).filter((entry) => !NOT_COPIED.has(entry))) {
      cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    }
    symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  });
  after(() => {
    rmSync(copy, { recursive: true });
  });

  it("builds what is missing, also when two start at once, and leaves no workshop behind", async () => {
    const both = await Promise.all([launch("plan", "--json"), launch("plan", "--json")]);
    for (const { status, result, notes } of both) {
      assert.equal(status, 0, notes);
      assert.match(notes, /^Building the command line: a source has changed\.\n$/);
      assert.equal((JSON.parse(result) as unknown[]).length, 7);
    }
    assert.deepEqual(readdirSync(join(copy, "dist")), ["cli"]);
    assert.deepEqual(readdirSync(join(copy, "dist", "cli")).toSorted(), [
      "aws.js",
      "main.js",
      "page.js",
      "program.js",
      "stage.js",
    ]);
  });

  it("plans without Pulumi: what plans holds nothing of it", () => {
    const main = readFileSync(join(copy, "dist", "cli", "main.js"), "utf8");
    // A source may be cited by its package's name; loading it is what takes time.
    assert.doesNotMatch(main, /(?:require|import)\("@(?:pulumi|aws-sdk)\//);
    assert.doesNotMatch(
      main,
      /zrender|graphviz/i,
      "what draws and charts is loaded for the page alone",
    );
    assert.match(
      readFileSync(join(copy, "dist", "cli", "stage.js"), "utf8"),
      /require\("@pulumi\/pulumi"\)/,
    );
  });

  it("builds again when a source is newer, and only then", async () => {
    assert.equal((await launch("plan")).notes, "");
    touch(join("planning", "plan.ts"));
    assert.match((await launch("plan")).notes, /^Building the command line/);
    assert.equal((await launch("plan")).notes, "");
  });

  it("takes a file from where the user stands", async () => {
    const { status, notes, result } = await run(
      process.execPath,
      [join(copy, "cli", "launch.mjs"), "plan", "--json", "--config-file", "../Pulumi.500k.yaml"],
      join(copy, "components"),
    );
    assert.equal(status, 0, notes);
    assert.equal((JSON.parse(result) as { stack: string }).stack, "500k");
  });

  it("does not mind a reader that stops early", async () => {
    const command = `"${process.execPath}" cli/launch.mjs plan --json | head -c 10; echo "|\${PIPESTATUS[0]}"`;
    const { result, notes } = await run("bash", ["-c", command], copy);
    assert.match(result, /^[^|]{10}\|0\n$/);
    assert.equal(notes, "");
  });

  it("runs the program as built, and gives its dump alone as the result", async () => {
    const { status, result, notes } = await launch("dump", "dev");
    assert.equal(status, 0, notes);
    assert.equal(notes, "");
    const rows = JSON.parse(result) as { type: string }[];
    assert.ok(rows.some(({ type }) => type === "kubernetes:apps/v1:StatefulSet"));
  });
});
