import { strict as assert } from "node:assert";
import { allChecks, draftStage, placeStage } from "../../../planning";
import { headroomPercent } from "../../../planning/checks/check";
import { parseAccount, parseSizing } from "../../../sizing";
import { rawSizing } from "../../sizing/validSizing";
import { stageNames, testDay } from "../../support/stages";

/** What the formula of a rule says that keeps no headroom, or not always. */
const exemption = "No headroom is asked";

/** Rules with a figure that the sizing's headroom does not touch, though the figure counts as room. */
function unmovedBy(percent: number): readonly string[] {
  const found = stageNames.flatMap((stack) => {
    const raw = { ...rawSizing(stack), checks: { headroomPercent: percent } };
    const plan = draftStage(parseSizing(raw), {
      stack,
      account: parseAccount(undefined),
      on: testDay,
    });
    const subject = { plan, placement: placeStage(plan), on: testDay };
    return allChecks.flatMap((check) =>
      check
        .read(subject)
        .filter(
          ({ severity, bare, value, limit, atLeast }) =>
            severity === "fine" &&
            bare !== true &&
            typeof value === "number" &&
            typeof limit === "number" &&
            headroomPercent(value, limit, atLeast) < percent,
        )
        .map(() => check.rule),
    );
  });
  return [...new Set(found)].sort();
}

describe("headroom that the sizing asks for", () => {
  it("is kept by every rule, or its formula says that none is asked", () => {
    const silent = unmovedBy(90).filter((rule) => {
      const check = allChecks.find((each) => each.rule === rule);
      return !(check?.formula ?? "").includes(exemption);
    });
    assert.deepEqual(silent, []);
  });

  it("is not asked by these rules", () => {
    assert.deepEqual(
      allChecks.filter(({ formula }) => formula.includes(exemption)).map(({ rule }) => rule),
      [
        "connections.tracking",
        "connections.linux-conntrack",
        "connections.keep-alive",
        "connections.idle-order",
        "connections.spread",
        "generators.heap",
        "generators.tracking",
        "generators.packets",
        "generators.connect-time",
        "memory.transport-heap",
        "memory.java-limit",
        "memory.page-cache",
        "memory.pod-limit",
        "memory.node-limits",
        "memory.valkey-reserve",
        "memory.valkey-data",
        "memory.shared-buffers",
        "memory.work-mem",
        "placement.requests",
        "messages.script-partitions",
        "messages.kafka-retention",
        "messages.rule-engine-rate",
        "database.pools",
        "database.pools-after-loss",
        "database.pooler-loss",
        "database.small-pool",
        "account.security-groups",
        "account.node-group-size",
      ],
    );
  });
});
