import { strict as assert } from "node:assert";
import { resolve } from "node:path";
import { loadProgram, runProgram } from "../cli/dump/runProgram";
import { readStack, stackConfig } from "../cli/stack";
import { sizingKey } from "../sizing";
import { testDay } from "./support/stages";
import { runUnderEngine, type EngineRun } from "./support/recordingEngine";

const PROGRAM = resolve(__dirname, "..", "index.ts");

/** What a preview runs is the SDK's own `cmd/run`: what mocha's loader loads proves nothing about it. */
describe("the program under the SDK's cmd/run", function () {
  // Against hanging alone: each run takes a few seconds, and ten times that on a busy machine.
  this.timeout(120_000);

  const runs = new Map<string, EngineRun>();
  before(async () => {
    for (const stack of ["dev", "million"]) {
      runs.set(stack, await runUnderEngine(stackConfig(readStack(stack), testDay)));
    }
  });

  for (const stack of ["dev", "million"]) {
    it(`registers for ${stack} what the dump shows`, async () => {
      const underEngine = runs.get(stack)!;
      assert.deepEqual(underEngine.messages, []);
      assert.deepEqual(underEngine.errors, []);
      assert.equal(underEngine.status, 0);
      const { config } = stackConfig(readStack(stack), testDay);
      const dumped = await runProgram({ program: () => loadProgram(PROGRAM), stack, config });
      assert.ok(dumped.rows.length > 0);
      assert.deepEqual(underEngine.registered.rows, dumped.rows);
      assert.deepEqual(underEngine.registered.outputs, dumped.outputs);
    });
  }

  const badSizings: Record<string, { readonly text: string; readonly says: RegExp }> = {
    "a misspelt key": { text: JSON.stringify({ load: { devicess: 1 } }), says: /load\.devicess/ },
    "a text that is no mapping": { text: "million", says: /sizing is a text/ },
    "an unknown instance type": {
      text: JSON.stringify({
        ...(readStack("million").sizing as object),
        nodeGroups: { worker: { instanceType: "c9z.huge", count: 40 } },
        mqttTransport: { replicas: 12, heapMiB: 1024 },
      }),
      says: /c9z\.huge/,
    },
  };
  const half = readStack("500k").sizing as Record<string, Record<string, object>>;
  badSizings["a size that cannot work"] = {
    // The seed's own failure: 500,000 devices on three nodes (lines 2060 to 2075).
    text: JSON.stringify({
      ...half,
      nodeGroups: {
        ...half.nodeGroups,
        transport: { ...half.nodeGroups?.transport, count: 3 },
      },
      mqttTransport: { ...half.mqttTransport, replicas: 3 },
    }),
    says: /refused[\s\S]*166,667[\s\S]*100,000/,
  };

  for (const [what, { text, says }] of Object.entries(badSizings)) {
    it(`ends at once with 32 on ${what}, names it and registers nothing`, async () => {
      const run = await runUnderEngine({ stack: "dev", config: { [sizingKey]: text } });
      assert.equal(run.status, 32);
      assert.equal(run.messages.length, 1);
      assert.match(run.messages[0] ?? "", says);
      assert.doesNotMatch(run.messages[0] ?? "", /\n +at /, "a user's mistake has no stack trace");
      assert.deepEqual(run.registered.rows, []);
      // An error with a stack would keep Node 20 busy for 20 to 30 s, many times a good run. No absolute time: the
      // machine may be busy.
      const good = runs.get("million")!.milliseconds;
      assert.ok(run.milliseconds < 2 * good, `${run.milliseconds} ms, a good run ${good} ms`);
    });
  }
});
