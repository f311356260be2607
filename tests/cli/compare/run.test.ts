import { strict as assert } from "node:assert";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { isComparison, runComparison, type CompareOptions } from "../../../cli/compare/run";
import { ExitStatus } from "../../../cli/exitStatus";
import type { Comparison } from "../../../planning/types";
import { plain } from "../../../report/text/style";
import { testDay } from "../../support/stages";

const ROOT = resolve(__dirname, "..", "..", "..");

async function run(
  options: CompareOptions,
  stack?: string,
): Promise<{ readonly status: ExitStatus; readonly result: string }> {
  let result = "";
  const status = await runComparison(stack, options, {
    projectFolder: ROOT,
    writeResult: (text) => {
      result += text;
    },
    writeNote: () => undefined,
    style: plain,
    day: { on: testDay, today: testDay },
  });
  return { status, result };
}

describe("plan --compare", () => {
  it("is asked for by either option", () => {
    assert.equal(isComparison({}), false);
    assert.equal(isComparison({ compare: ["500k"] }), true);
    assert.equal(isComparison({ compareTo: "main" }), true);
  });

  it("prints the comparison of two stacks, for people, for other programs and for GitHub", async () => {
    const compare = ["500k", "million"];
    const text = await run({ compare });
    assert.equal(text.status, ExitStatus.fine);
    assert.match(text.result, /^500k → million\n/);
    assert.ok(Math.max(...text.result.split("\n").map((line) => line.length)) <= 80);
    const json = await run({ compare, json: true });
    const document = JSON.parse(json.result) as Comparison;
    assert.deepEqual(
      [document.from, document.to, document.stacks.map(({ change }) => change)],
      ["500k", "million", ["changed"]],
    );
    const markdown = await run({ compare, markdown: true });
    assert.ok(
      markdown.result.startsWith("<!-- thingsboard-scale plan -->\n## Plan: 500k → million"),
    );
  });

  it("takes a file in place of a stack, and ends with 1 when it cannot work", async () => {
    const folder = mkdtempSync(join(tmpdir(), "stack-"));
    try {
      const file = join(folder, "Pulumi.few.yaml");
      const text = readFileSync(join(ROOT, "Pulumi.500k.yaml"), "utf8");
      const few = text
        .replace(/(transport: \{[^}]*count: )6/, "$13")
        .replace(/(mqttTransport:[^}]*?replicas: )6/, "$13");
      assert.notEqual(few, text);
      writeFileSync(file, few);
      const { status, result } = await run({ compare: ["500k", file] });
      assert.equal(status, ExitStatus.finding);
      assert.match(result, /500k made as large as few/);
      const back = await run({ compare: [file, "500k"] });
      assert.equal(back.status, ExitStatus.fine, "the later side counts");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  const wrong: readonly (readonly [string, CompareOptions, string | undefined, RegExp])[] = [
    ["one stack", { compare: ["500k"] }, undefined, /--compare: given 500k, allowed two stacks/],
    ["three", { compare: ["500k", "million"] }, "dev", /--compare: given 500k million/],
    ["an unknown stack", { compare: ["500k", "milion"] }, undefined, /"milion"/],
    [
      "both options",
      { compare: ["500k", "million"], compareTo: "main" },
      undefined,
      /one of --compare and --compare-to/,
    ],
    ["an unknown version", { compareTo: "no-such-version" }, "dev", /--compare-to: given/],
  ];
  for (const [title, options, stack, message] of wrong) {
    it(`refuses ${title}`, async () => {
      await assert.rejects(run(options, stack), message);
    });
  }
});
