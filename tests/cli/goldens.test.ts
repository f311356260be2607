import { strict as assert } from "node:assert";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { dumpStack, writeGoldens } from "../../cli/dump/commands";
import { goldenText } from "../../cli/dump/golden";

const PROGRAM = resolve(__dirname, "..", "support", "smallProgram.ts");

function stackOf(stack: string, length: number): Parameters<typeof dumpStack>[0] {
  return { stack, config: { "thingsboard-scale:sizing": JSON.stringify({ length }) } };
}

describe("writeGoldens", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "golden-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("writes one file a stack, runs the program anew for each, and removes what is left over", async () => {
    writeFileSync(join(folder, "gone.json"), "[]");
    const names = await writeGoldens([stackOf("one", 8), stackOf("two", 9)], PROGRAM, folder);
    assert.deepEqual(names, ["one.json", "two.json"]);
    assert.deepEqual(readdirSync(folder).toSorted(), ["one.json", "two.json"]);
    for (const [stack, length] of [["one", 8] as const, ["two", 9] as const]) {
      const rows = await dumpStack(stackOf(stack, length), PROGRAM);
      assert.equal(rows[0]?.name, `${stack}-password`);
      assert.equal(readFileSync(join(folder, `${stack}.json`), "utf8"), goldenText(rows));
    }
  });

  it("changes nothing when one stack fails", async () => {
    writeFileSync(join(folder, "one.json"), "before");
    await assert.rejects(
      writeGoldens([stackOf("one", 8), stackOf("two", 7)], PROGRAM, folder),
      /length: given 7, allowed 8 or more/,
    );
    assert.deepEqual(readdirSync(folder), ["one.json"]);
    assert.equal(readFileSync(join(folder, "one.json"), "utf8"), "before");
  });

  it("shows a text of several lines line by line", () => {
    const row = { type: "a:b:C", name: "d", parent: null, options: {} };
    const text = goldenText([{ ...row, inputs: { data: { script: "one\ntwo", word: "three" } } }]);
    assert.deepEqual(JSON.parse(text), [
      { ...row, inputs: { data: { script: ["one", "two"], word: "three" } } },
    ]);
    assert.ok(text.endsWith("]\n"));
  });
});
