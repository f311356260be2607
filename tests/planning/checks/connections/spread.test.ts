import { strict as assert } from "node:assert";
import { connectionChecks } from "../../../../planning/checks/connections";
import type { StageDraft } from "../../../../planning/types";
import { changed, draftOf, readingsOf } from "../reading";
import type { Changes } from "../reading";

const read = (rule: string, plan: StageDraft) => readingsOf(connectionChecks, rule, plan);
/** Severity, value and limit of a rule's readings. */
const figures = (rule: string, plan: StageDraft) =>
  read(rule, plan).map(({ severity, value, limit }) => [severity, value, limit]);

const million = (changes: Changes = {}) => draftOf("million", changes);
const checked = (checks: object) => million({ checks });
const tracked = (cautious: number, atMost: number) => ({
  trackedConnections: { cautious, atMost },
});
/** A draft of the million with other values in the plan itself, which no sizing can have. */
const planned = (changes: Changes) => changed(million(), changes);

describe("connections.spread", () => {
  const rule = "connections.spread";

  it("without stickiness the hottest node is little above the even share", () => {
    assert.deepEqual(figures(rule, million()), [["fine", 84_534, 100_000]]);
    assert.deepEqual(figures(rule, checked(tracked(84_534, 84_534))), [["fine", 84_534, 84_534]]);
    assert.deepEqual(figures(rule, checked(tracked(84_533, 84_533))), [
      ["warning", 84_534, 84_533],
    ]);
    // Above the cautious figure too: connections.tracking warns of another one.
    assert.deepEqual(figures(rule, draftOf("300k")), [["warning", 101_035, 100_000]]);
    assert.equal(
      read(rule, planned({ "checks.trackedConnections.atMost": 84_533 }))[0]?.mend,
      "mqttTransport.replicas: 13 and nodeGroups.transport.count: 13.",
    );
    assert.deepEqual(
      figures(rule, checked({ mustSurvive: ["node"], ...tracked(76_957, 84_533) })),
      [["fine", 84_534, 84_533]],
    );
    // Where the even share is too much already, connections.tracking refuses it.
    assert.deepEqual(figures(rule, checked(tracked(83_333, 83_333))), [["fine", 84_534, 83_333]]);
  });

  it("with stickiness by source address whole generators clump", () => {
    const sticky = (changes: Changes) =>
      changed(million(changes), { "transport.loadBalancer.stickiness": "source_ip" });
    assert.deepEqual(figures(rule, sticky({})), [["error", 175_125, 100_000]]);
    // More than 4 of 32 on one of 12: 89 % of draws; more than 5: 48 %; 8: 1.1 %; 9: 0.2 %.
    const bears = (generators: number) => ({ checks: tracked(50_000, generators * 31_250) });
    assert.equal(figures(rule, sticky(bears(4)))[0]?.[0], "error");
    assert.equal(figures(rule, sticky(bears(5)))[0]?.[0], "warning");
    assert.equal(figures(rule, sticky(bears(8)))[0]?.[0], "warning");
    assert.equal(figures(rule, sticky(bears(9)))[0]?.[0], "fine");
    assert.equal(
      read(rule, sticky({ checks: tracked(76_957, 131_072) }))[0]?.message(),
      "32 addresses of 31,250 devices over 12 pods: the hottest gets 175,125 connections on average, " +
        "and in 89 % of draws more than 131,072.",
    );
  });

  it("without cross-zone whole generators go to one zone", () => {
    const oneZone = (changes: Changes) =>
      changed(million(changes), { "transport.loadBalancer.crossZone": false });
    const [reading] = read(rule, oneZone({}));
    assert.deepEqual(
      [reading?.severity, reading?.value, reading?.limit],
      ["error", 420_905, 400_000],
    );
    assert.match(reading?.message() ?? "", /over 3 zones: .* in 69 % of draws more than 400,000/);
    assert.equal(figures(rule, oneZone({ checks: tracked(76_957, 200_000) }))[0]?.[0], "fine");
  });
});

describe("connections.stickiness", () => {
  const rule = "connections.stickiness";

  it("tells what the seed's stickiness would do, where it would do harm", () => {
    assert.deepEqual(figures(rule, draftOf("100k-20k")), [["fine", 49_266, 100_000]]);
    assert.deepEqual(figures(rule, million()), [["info", 175_125, 100_000]]);
    // More than 8 of 32 on one of 12: 1.1 % of draws; more than 9: 0.2 %.
    const at = (generators: number) =>
      figures(rule, checked(tracked(50_000, generators * 31_250)))[0]?.[0];
    assert.equal(at(9), "fine");
    assert.equal(at(8), "info");
  });

  it("is silent where the plan has stickiness: connections.spread speaks of that", () => {
    assert.deepEqual(read(rule, planned({ "transport.loadBalancer.stickiness": "source_ip" })), []);
  });
});
