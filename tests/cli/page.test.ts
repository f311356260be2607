import { strict as assert } from "node:assert";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ExitStatus } from "../../cli/exitStatus";
import { main } from "../../cli/main";
import * as pageCommands from "../../cli/pageCommands";
import { testDay } from "../support/stages";

function unused(): Promise<never> {
  return Promise.reject(new Error("the page does not need this"));
}

async function run(...commandLine: readonly string[]) {
  let result = "";
  const notes: string[] = [];
  const status = await main(commandLine, {
    writeResult: (text) => {
      result += text;
    },
    writeNote: (line) => {
      notes.push(line);
    },
    today: testDay,
    colour: false,
    projectFolder: resolve(__dirname, "..", ".."),
    programFile: "",
    loadProgramCommands: unused,
    loadAwsCommands: unused,
    loadPageCommands: () => Promise.resolve(pageCommands),
  });
  return { status, result, notes };
}

describe("plan --html", function () {
  this.timeout(60_000);
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "thingsboard-scale-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("makes the folder, writes one file, and prints its path and nothing else", async () => {
    const target = join(folder, "a", "b");
    const { status, result, notes } = await run("plan", "dev", "--html", target);
    assert.deepEqual(notes, []);
    assert.equal(status, ExitStatus.fine);
    assert.equal(result, `${join(target, "index.html")}\n`);
    assert.deepEqual(readdirSync(target), ["index.html"]);
    const page = readFileSync(join(target, "index.html"), "utf8");
    assert.match(page, /^<!doctype html>[\s\S]*<\/html>\s*$/);
    assert.match(page, new RegExp(`Plan for ${testDay}`));
    assert.match(page, /Pulumi\.dev\.yaml, line \d+/);
  });

  it("replaces the page that stands there", async () => {
    writeFileSync(join(folder, "index.html"), "old");
    await run("plan", "dev", "--html", folder, "--on", "2027-01-31");
    assert.match(readFileSync(join(folder, "index.html"), "utf8"), /Plan for 2027-01-31/);
    assert.deepEqual(readdirSync(folder), ["index.html"]);
  });

  it("refuses a folder that is a file, by name", async () => {
    const file = join(folder, "taken");
    writeFileSync(file, "mine");
    for (const target of [file, join(file, "below")]) {
      const { status, result, notes } = await run("plan", "dev", "--html", target);
      assert.equal(status, ExitStatus.badInput);
      assert.equal(result, "");
      assert.match(
        notes.join("\n"),
        /--html: given[\s\S]*taken[\s\S]*There is a file of that name/,
      );
    }
    assert.equal(readFileSync(file, "utf8"), "mine");
  });

  it("leaves no half page behind when it cannot be put in place", async () => {
    const target = join(folder, "index.html");
    rmSync(target, { force: true });
    const blocked = join(folder, "blocked");
    await run("plan", "dev", "--html", join(blocked, "index.html"));
    const { status, notes } = await run("plan", "dev", "--html", blocked);
    assert.equal(status, ExitStatus.badInput, notes.join("\n"));
    assert.deepEqual(readdirSync(blocked), ["index.html"]);
    assert.ok(!existsSync(target));
  });

  it("is one of the ways to see a plan, not two at once", async () => {
    const { status, notes } = await run("plan", "dev", "--html", folder, "--json");
    assert.equal(status, ExitStatus.badInput);
    assert.match(notes.join("\n"), /--html <folder>.*cannot be used with option '--json'/);
  });
});
