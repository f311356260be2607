import { strict as assert } from "node:assert";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { CANARY } from "../cli/dump/answers";
import { goldenText } from "../cli/dump/golden";
import { loadProgram, runProgram, type ProgramRun } from "../cli/dump/runProgram";
import { stageConfig } from "../cli/stack";
import { stageNames, testDay } from "./support/stages";

const ROOT = resolve(__dirname, "..");
const GOLDEN = join(ROOT, "tests", "golden");
const PROGRAM = join(ROOT, "index.ts");

const runs = new Map<string, Promise<ProgramRun>>();

/** One run of a stack serves all tests of it. */
function runStack(stack: string): Promise<ProgramRun> {
  const { config } = stageConfig(stack, testDay);
  const run = runs.get(stack) ?? runProgram({ program: () => loadProgram(PROGRAM), stack, config });
  runs.set(stack, run);
  return run;
}

describe("every committed stage", function () {
  this.timeout(60_000);

  after(() => {
    runs.clear();
  });

  for (const stack of stageNames) {
    it(`${stack} registers what its golden dump shows`, async () => {
      const file = join(GOLDEN, `${stack}.json`);
      assert.ok(existsSync(file), `no tests/golden/${stack}.json: run \`npm run golden\``);
      const { rows } = await runStack(stack);
      const isSame = goldenText(rows) === readFileSync(file, "utf8");
      assert.ok(
        isSame,
        `${stack} registers something else than tests/golden/${stack}.json. ` +
          "Run `npm run golden` and review the difference with git.",
      );
    });

    it(`${stack} shows no generated secret in a row or an output`, async () => {
      const run = await runStack(stack);
      const shown = [...run.rows, run.outputs, run.componentOutputs].map((part) =>
        JSON.stringify(part),
      );
      assert.deepEqual(
        shown.filter((text) => text.includes(CANARY)),
        [],
      );
    });
  }

  it("has a golden dump, and no golden dump is left of a stack that is gone", () => {
    assert.deepEqual(
      readdirSync(GOLDEN).toSorted(),
      stageNames.map((stack) => `${stack}.json`).toSorted(),
    );
  });
});
