import { strict as assert } from "node:assert";
import { generatorChecks } from "../../../../planning/checks/generators";
import type { StageDraft } from "../../../../planning/types";
import { changed, draftOf, readingsOf } from "../reading";
import type { Changes } from "../reading";

const read = (rule: string, plan: StageDraft) => readingsOf(generatorChecks, rule, plan);
/** Severity, value and limit of a rule's readings. */
const figures = (rule: string, plan: StageDraft) =>
  read(rule, plan).map(({ severity, value, limit }) => [severity, value, limit]);

const million = (changes: Changes = {}) => draftOf("million", changes);
/** A draft of the million with other values in the plan itself, and no headroom asked for. */
const planned = (changes: Changes) => changed(million({ checks: { headroomPercent: 0 } }), changes);

describe("generators.bandwidth", () => {
  const rule = "generators.bandwidth";
  /** Messages of 163 bytes beside 12.5 pings of 106. */
  const messages = (perSecond: number) =>
    figures(
      rule,
      planned({ "load.messagesPerSecondPerGenerator": perSecond, "load.keepAliveSeconds": 2_500 }),
    );

  it("holds messages and pings against the baseline", () => {
    assert.deepEqual(figures(rule, million()), [["fine", 647, 128_000]]);
    assert.deepEqual(figures(rule, draftOf("100k-45k")), [["fine", 2_098, 128_000]]);
    // Without messages the pings are left: 31,250 ÷ 60 × 106 bytes.
    assert.deepEqual(figures(rule, planned({ "load.messagesPerSecondPerGenerator": 0 })), [
      ["fine", 442, 128_000],
    ]);
  });

  it("passes at the baseline, and warns above: the burst ends", () => {
    assert.deepEqual(messages(98_151), [["fine", 128_000, 128_000]]);
    assert.deepEqual(messages(98_152), [["warning", 128_001, 128_000]]);
  });
});

describe("generators.packets", () => {
  it("holds messages and pings against the rate at which an instance was throttled", () => {
    const rule = "generators.packets";
    const messages = (perSecond: number) =>
      figures(
        rule,
        planned({ "load.messagesPerSecondPerGenerator": perSecond, "load.keepAliveSeconds": 62.5 }),
      );
    assert.deepEqual(figures(rule, million()), [["fine", 1_199, 33_000]]);
    assert.deepEqual(messages(32_000), [["fine", 33_000, 33_000]]);
    assert.deepEqual(messages(32_001), [["warning", 33_001, 33_000]]);
  });
});

describe("generators.shards", () => {
  const rule = "generators.shards";
  const shards = (change: Changes) => figures(rule, planned(change));

  it("every device has one generator, and every message one sender", () => {
    assert.deepEqual(shards({}), [
      ["fine", 1_000_000, 1_000_000],
      ["fine", 5_024, 5_024],
    ]);
  });

  it("finds a gap, an overlap, a device too many and a message too few", () => {
    assert.deepEqual(shards({ "fleet.shards.3.start": 93_751 })[0], ["error", 999_999, 1_000_000]);
    assert.deepEqual(shards({ "fleet.shards.3.start": 93_749 })[0], ["error", 999_999, 1_000_000]);
    assert.deepEqual(shards({ "fleet.shards.0.start": 1 })[0], ["error", 999_999, 1_000_000]);
    assert.deepEqual(shards({ "fleet.shards.31.end": 999_999 })[0], ["error", 999_999, 1_000_000]);
    assert.deepEqual(shards({ "fleet.shards": [] })[0], ["error", 0, 1_000_000]);
    assert.deepEqual(shards({ "fleet.shards.7.messagesPerSecond": 156 })[1], [
      "error",
      5_023,
      5_024,
    ]);
  });

  it("the order of the shards does not matter", () => {
    const reversed = [...million().fleet.shards].reverse();
    assert.deepEqual(shards({ "fleet.shards": reversed })[0], ["fine", 1_000_000, 1_000_000]);
  });
});

describe("generators.connect-time", () => {
  const rule = "generators.connect-time";

  it("counts rounds of four, two round trips each, and the pauses between packs", () => {
    // 1,250 packs × (7 rounds × 2 × 125 ms + 51 ms); 1,250 packs × 10 s.
    assert.deepEqual(figures(rule, million()), [
      ["fine", 2_252, 86_400],
      ["fine", 12_500, 86_400],
    ]);
    // A pack that is not full is connected without a pause: 20 packs of 25 and none over, in the cluster.
    assert.deepEqual(figures(rule, draftOf("dev")), [
      ["fine", 2, 86_400],
      ["fine", 200, 86_400],
    ]);
    const oneOver = planned({ "load.devicesPerGenerator": 26 });
    assert.deepEqual(figures(rule, oneOver), [
      ["fine", 3, 86_400],
      ["fine", 20, 86_400],
    ]);
    const near = million({ loadFleet: { region: "eu-west-1", zone: "eu-west-1a" } });
    assert.deepEqual(figures(rule, near)[0], ["fine", 99, 86_400]);
  });

  it("passes a test that is as long, and warns of a shorter one", () => {
    const lasting = (seconds: number) =>
      read(rule, planned({ "load.durationSeconds": seconds })).map(({ severity }) => severity);
    assert.deepEqual(lasting(12_500), ["fine", "fine"]);
    assert.deepEqual(lasting(12_499), ["fine", "info"]);
    assert.deepEqual(lasting(2_252), ["fine", "info"]);
    assert.deepEqual(lasting(2_251), ["warning", "info"]);
    const [reading] = read(rule, planned({ "load.durationSeconds": 60 }));
    assert.equal(
      reading?.message(),
      "A generator takes about 38 minutes to connect its 31,250 devices; the test lasts 60 s.",
    );
  });
});

describe("generators.connect-rate", () => {
  it("says how many capacity units connecting takes", () => {
    const rule = "generators.connect-rate";
    assert.deepEqual(figures(rule, million()), [["fine", 445, 800]]);
    const near = million({ loadFleet: { region: "eu-west-1", zone: "eu-west-1a" } });
    assert.deepEqual(figures(rule, near), [["info", 10_127, 800]]);
    assert.match(read(rule, near)[0]?.message() ?? "", /13 capacity units/);
    // Each generator connects 31,250 devices in 2,251.25 s.
    const fleet = (devices: number) => figures(rule, planned({ "load.devices": devices }));
    assert.deepEqual(fleet(1_801_000), [["fine", 800, 800]]);
    assert.deepEqual(fleet(1_801_001), [["info", 801, 800]]);
  });
});

describe("generators.keep-alive", () => {
  it("the agent pings every 60 seconds, whatever the sizing says", () => {
    const rule = "generators.keep-alive";
    const at = (seconds: number) => figures(rule, million({ "load.keepAliveSeconds": seconds }));
    assert.deepEqual(at(60), [["fine", 60, 60]]);
    assert.deepEqual(at(59), [["info", 59, 60]]);
    assert.deepEqual(at(61), [["info", 61, 60]]);
  });
});
