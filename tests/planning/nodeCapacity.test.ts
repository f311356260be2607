import { strict as assert } from "node:assert";
import { PlanError, planStage } from "../../planning";
import { instancePrices } from "../../planning/facts/instancePrices";
import { instanceTypes } from "../../planning/facts/instanceTypes";
import { allocatable, instanceTypeOf } from "../../planning/facts/nodeCapacity";
import { sizingOf } from "./support/sizings";

/** CPU in milli, memory in MiB, pods, by Karpenter's published table (reference/instance-types). */
const published: Record<string, readonly [number, number, number]> = {
  "m6a.xlarge": [3920, 14162, 58],
  "m6a.2xlarge": [7910, 29317, 58],
  "c6a.large": [1930, 3114, 29],
  "c6a.xlarge": [3920, 6584, 58],
  "c6a.2xlarge": [7910, 14162, 58],
  "c6i.large": [1930, 3114, 29],
  "c6i.xlarge": [3920, 6584, 58],
  "c6i.2xlarge": [7910, 14162, 58],
  "t3a.small": [1930, 1451, 8],
  "t3a.medium": [1930, 3246, 17],
  "c6g.medium": [940, 1392, 8],
  "c6g.large": [1930, 3055, 29],
  "c7g.large": [1930, 3055, 29],
  "c7g.xlarge": [3920, 6525, 58],
  "m7g.xlarge": [3920, 14103, 58],
  "c8g.large": [1930, 3055, 29],
  "t4g.small": [1930, 1359, 11],
  "r6i.large": [1930, 14481, 29],
  "r7g.large": [1930, 14422, 29],
  "i4i.large": [1930, 14481, 29],
  "c8i.large": [1930, 2784, 59],
};

describe("node capacity", () => {
  it("knows these 21 types, each with prices or null", () => {
    assert.deepEqual(Object.keys(instanceTypes), Object.keys(published));
    assert.deepEqual(Object.keys(instancePrices.onDemand.usdPerHour), Object.keys(instanceTypes));
  });

  for (const [name, [cpuMilli, memoryMiB, pods]] of Object.entries(published)) {
    it(`${name} leaves ${cpuMilli}m, ${memoryMiB} MiB and ${pods} pods`, () => {
      assert.deepEqual(allocatable(instanceTypeOf(name, "test")), { cpuMilli, memoryMiB, pods });
    });
  }

  it("an unknown type is refused with its key and the known ones", () => {
    const sizing = sizingOf("100k-20k", {
      nodeGroups: { worker: { instanceType: "m6a.huge", count: 3 } },
    });
    assert.throws(
      () => planStage(sizing, { stack: "x" }),
      (error: unknown) =>
        error instanceof PlanError &&
        error.path === "nodeGroups.worker.instanceType" &&
        error.given === "m6a.huge" &&
        error.message.includes("c6a.large"),
    );
  });

  it("an arm64 type makes arm64 nodes and generators", () => {
    const planned = planStage(
      sizingOf("100k-20k", {
        nodeGroups: { worker: { instanceType: "m7g.xlarge", count: 9 } },
        loadFleet: { instanceType: "t4g.small" },
      }),
      { stack: "arm" },
    );
    assert.equal(planned.eks?.nodeGroups[0]?.architecture, "arm64");
    assert.equal(planned.fleet.architecture, "arm64");
  });
});
