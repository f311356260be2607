import { strict as assert } from "node:assert";
import { placeStage } from "../../../planning";
import { generatorChecks } from "../../../planning/checks/generators";
import type { StageDraft } from "../../../planning/types";
import { stageNames, stagePlan } from "../../support/stages";
import { draftOf, readingsOf } from "./reading";
import type { Changes } from "./reading";

const read = (rule: string, plan: StageDraft) => readingsOf(generatorChecks, rule, plan);
const million = (changes: Changes = {}) => draftOf("million", changes);

describe("generators of the committed stages", () => {
  for (const stack of stageNames) {
    it(`${stack} has the findings that it deserves`, () => {
      const found = stagePlan(stack)
        .findings.filter(({ rule }) => rule.startsWith("generators."))
        .map(({ rule, severity, path, value, limit }) => [rule, severity, path, value, limit]);
      const credits = [
        ["generators.cpu-credits", "info", "loadFleet.instanceType"],
        ["t3a.small", "20 % of each vCPU"],
      ].flat();
      assert.deepEqual(found, stack === "dev" ? [] : [credits]);
    });
  }

  it("dev's generators are pods: no bandwidth, packets, credits and tracking of EC2's to read", () => {
    const plan = draftOf("dev");
    const silent = generatorChecks
      .map(({ rule }) => rule)
      .filter((rule) => read(rule, plan).length === 0);
    assert.deepEqual(silent, [
      "generators.tracking",
      "generators.bandwidth",
      "generators.packets",
      "generators.connect-rate",
      "generators.cpu-credits",
    ]);
  });

  it("reads every rule of a million devices in well under 5 ms, and of ten as well", () => {
    const best = (plan: StageDraft) => {
      const placement = placeStage(plan);
      const runs = Array.from({ length: 40 }, () => {
        const start = process.hrtime.bigint();
        generatorChecks.forEach((check) => check.read({ plan, placement }));
        return Number(process.hrtime.bigint() - start) / 1e6;
      });
      return Math.min(...runs);
    };
    const ten = million({
      "load.devices": 10_000_000,
      "load.generators": 160,
      "load.messagesPerSecond": 50_240,
    });
    assert.ok(best(million()) < 2);
    assert.ok(best(ten) < 4);
  });
});
