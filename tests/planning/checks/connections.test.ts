import { strict as assert } from "node:assert";
import { placeStage } from "../../../planning";
import { connectionChecks } from "../../../planning/checks/connections";
import type { StageDraft } from "../../../planning/types";
import { stageNames, stagePlan } from "../../support/stages";
import { draftOf, readingsOf } from "./reading";

describe("connections of the committed stages", () => {
  /** Rule, severity, path, value and limit of each finding of the family. */
  const expected: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
    dev: [],
    "100k-20k": [],
    "100k-30k": [],
    "100k-45k": [],
    "300k": [
      ["connections.tracking", "warning", "mqttTransport.replicas", 150_000, 100_000],
      ["connections.linux-conntrack", "warning", "nodeTuning.conntrackMin", 150_000, 131_072],
      ["connections.spread", "warning", "mqttTransport.replicas", 101_035, 100_000],
      ["connections.always-tracked", "info", "nodeGroups.transport.count", 3, 5],
      ["connections.stickiness", "info", "load.generators", 126_272, 100_000],
    ],
    "500k": [
      ["connections.tracking", "warning", "mqttTransport.replicas", 83_334, 76_957],
      ["connections.always-tracked", "info", "nodeGroups.transport.count", 6, 8],
      ["connections.stickiness", "info", "load.generators", 144_774, 100_000],
    ],
    million: [
      ["connections.tracking", "warning", "mqttTransport.replicas", 83_334, 76_957],
      ["connections.always-tracked", "info", "nodeGroups.transport.count", 12, 14],
      ["connections.stickiness", "info", "load.generators", 175_125, 100_000],
    ],
  };

  for (const stack of stageNames) {
    it(`${stack} has the findings that it deserves`, () => {
      const found = stagePlan(stack)
        .findings.filter(({ rule }) => rule.startsWith("connections."))
        .map(({ rule, severity, path, value, limit }) => [rule, severity, path, value, limit]);
      assert.deepEqual(found, expected[stack]);
    });
  }

  it("dev has no load balancer and no EC2: nothing to read", () => {
    const plan = draftOf("dev");
    for (const { rule } of connectionChecks) {
      assert.deepEqual(readingsOf(connectionChecks, rule, plan), [], rule);
    }
  });
});

describe("reading the connections", () => {
  it("takes as long for 10,000,000 devices as for a million, or twice", () => {
    const big = draftOf("million", {
      "load.devices": 10_000_000,
      "load.generators": 160,
      "load.messagesPerSecond": 50_240,
      "nodeGroups.transport.count": 99,
      "mqttTransport.replicas": 99,
    });
    const best = (plan: StageDraft) => {
      const placement = placeStage(plan);
      const runs = Array.from({ length: 40 }, () => {
        const start = process.hrtime.bigint();
        connectionChecks.forEach((check) => check.read({ plan, placement }));
        return Number(process.hrtime.bigint() - start) / 1e6;
      });
      return Math.min(...runs);
    };
    const small = best(draftOf("million"));
    assert.ok(small < 5, `${small} ms`);
    // Ninety-nine nodes against twelve: what is counted is nodes, never devices.
    assert.ok(best(big) < 5);
  });
});
