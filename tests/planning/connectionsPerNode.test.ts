import { strict as assert } from "node:assert";
import { connectionsPerNode } from "../../planning";
import type { PlacedNode, StagePlan } from "../../planning/types";
import { stagePlan } from "../support/stages";

const million = stagePlan("million");

/** Nodes with so many transport pods each. */
function nodes(...counts: readonly number[]): readonly PlacedNode[] {
  const [node] = million.placement.nodes;
  const pod = {
    name: "x",
    workload: "tb-mqtt-transport",
    cpuRequestMilli: 1,
    memoryRequestMiB: 1,
    volumes: 0,
  };
  return counts.map((count) => ({ ...node!, pods: Array.from({ length: count }, () => pod) }));
}

function of(devices: number, lostTransportNodes: number, ...counts: readonly number[]) {
  const plan: StagePlan = {
    ...million,
    load: { ...million.load, devices },
    checks: { ...million.checks, lostTransportNodes },
  };
  return connectionsPerNode(plan, { nodes: nodes(...counts), unplaced: [] });
}

describe("connectionsPerNode", () => {
  it("counts the pods of the fullest node, and loses those whose loss is worst", () => {
    assert.deepEqual(of(600, 1, 1, 0, 2, 3), { fullest: 300, withNodesLost: 450 });
    assert.deepEqual(of(600, 2, 1, 0, 2, 3), { fullest: 300, withNodesLost: 600 });
  });

  it("rounds up", () => {
    assert.equal(of(100, 1, 1, 1, 1).fullest, 34);
  });

  it("has no figure where nothing is left, or nothing may be lost", () => {
    assert.equal(of(600, 1, 3).withNodesLost, undefined);
    assert.equal(of(600, 0, 1, 1).withNodesLost, undefined);
  });

  it("gives the seed's figures at the stages", () => {
    const figures = ["300k", "500k", "million"].map((stack) => {
      const plan = stagePlan(stack);
      return connectionsPerNode(plan, plan.placement);
    });
    assert.deepEqual(figures, [
      { fullest: 100_000, withNodesLost: 150_000 },
      { fullest: 83_334, withNodesLost: 100_000 },
      { fullest: 83_334, withNodesLost: 90_910 },
    ]);
  });
});
