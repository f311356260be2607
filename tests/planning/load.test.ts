import { strict as assert } from "node:assert";
import fc from "fast-check";
import { PlanError, draftStage, planLoad, planShards } from "../../planning";
import { sizingOf } from "./support/sizings";

const load = fc
  .record({
    generators: fc.integer({ min: 1, max: 240 }),
    devicesEach: fc.integer({ min: 1, max: 40_000 }),
    messagesEach: fc.integer({ min: 1, max: 2_000 }),
  })
  .map(({ generators, devicesEach, messagesEach }) => ({
    ...sizingOf("dev").load,
    generators,
    devices: generators * devicesEach,
    messagesPerSecond: generators * messagesEach,
  }));

/** Every number of plain data, by its path. */
function numbers(value: unknown, path = ""): Map<string, number> {
  if (typeof value === "number") {
    return new Map([[path, value]]);
  }
  if (typeof value !== "object" || value === null) {
    return new Map();
  }
  return new Map(
    Object.entries(value).flatMap(([key, each]) => [...numbers(each, `${path}.${key}`)]),
  );
}

describe("load", () => {
  it("shards cover every device exactly once, in order", () => {
    fc.assert(
      fc.property(load, (stated) => {
        const planned = planLoad(stated);
        const shards = planShards(planned);
        assert.equal(shards.length, stated.generators);
        assert.equal(shards[0]?.start, 0);
        assert.equal(shards.at(-1)?.end, stated.devices);
        shards.forEach((shard, index) => {
          assert.equal(shard.index, index);
          assert.ok(shard.end > shard.start);
          assert.equal(shard.start, index === 0 ? 0 : shards[index - 1]?.end);
        });
        assert.equal(
          shards.reduce((sum, { messagesPerSecond }) => sum + messagesPerSecond, 0),
          stated.messagesPerSecond,
        );
      }),
    );
  });

  it("a load that the generators cannot share evenly is refused", () => {
    const { load: million } = sizingOf("million");
    assert.throws(
      () => planLoad({ ...million, devices: 1_000_001 }),
      (error: unknown) => error instanceof PlanError && error.path === "load.devices",
    );
    assert.throws(
      () => planLoad({ ...million, messagesPerSecond: 5_000 }),
      (error: unknown) => error instanceof PlanError && error.path === "load.messagesPerSecond",
    );
  });

  it("more devices never lower a number of the plan", () => {
    const generators = 32;
    const step = fc.integer({ min: 1, max: 60_000 });
    fc.assert(
      fc.property(step, step, (one, more) => {
        const plan = (devicesEach: number) =>
          numbers(
            draftStage(
              sizingOf("million", {
                load: { devices: generators * devicesEach, messagesPerSecond: 5_024, generators },
              }),
              { stack: "million" },
            ),
          );
        const fewer = plan(one);
        const greater = plan(one + more);
        assert.deepEqual([...greater.keys()], [...fewer.keys()]);
        for (const [path, number] of fewer) {
          assert.ok((greater.get(path) ?? -1) >= number, path);
        }
        assert.ok((greater.get(".transport.connectionsPerPod") ?? 0) > 0);
      }),
      { numRuns: 20 },
    );
  });
});
