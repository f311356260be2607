import { strict as assert } from "node:assert";
import { connectionChecks } from "../../../../planning/checks/connections";
import {
  measuredTrackedConnections,
  seedTrackedConnections,
} from "../../../../planning/facts/connectionTracking";
import type { StageDraft } from "../../../../planning/types";
import { draftOf, readingsOf, shortOf } from "../reading";
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
const short = (rule: string, plan: StageDraft) => shortOf(connectionChecks, rule, plan);

describe("connections.tracking", () => {
  const rule = "connections.tracking";
  const severities = (plan: StageDraft) => read(rule, plan).map(({ severity }) => severity);

  it("reads both states of each stage", () => {
    const both = (stack: string) => read(rule, draftOf(stack)).map(({ value }) => value);
    assert.deepEqual(both("100k-20k"), [33_334, 50_000]);
    assert.deepEqual(both("300k"), [100_000, 150_000]);
    assert.deepEqual(both("500k"), [83_334, 100_000]);
    assert.deepEqual(both("million"), [83_334, 90_910]);
  });

  it("refuses the seed's 500k on 3 transport nodes, with number, limit, source and mend", () => {
    const layouts: readonly Changes[] = [
      { "nodeGroups.transport.count": 3, "mqttTransport.replicas": 3 },
      // Where pods may share a node, whoever changes the nodes alone leaves three pods without one.
      { "nodeGroups.transport.count": 3, "mqttTransport.antiAffinity": "preferred" },
    ];
    for (const layout of layouts) {
      const [now, lost] = read(rule, draftOf("500k", layout));
      assert.deepEqual(
        [now?.severity, now?.value, now?.limit, lost?.severity],
        ["error", 166_667, 100_000, "fine"],
      );
      assert.equal(
        now?.message(),
        "500,000 devices on 3 transport nodes are 166,667 connections on the fullest, 250,000 with 1 lost. " +
          "EC2 is believed to track at most 100,000 for an instance and drops what is beyond; AWS publishes no figure.",
      );
      assert.equal(
        now.mend,
        "mqttTransport.replicas: 6 and nodeGroups.transport.count: 6; with 8 of each no doubt is left.",
      );
    }
    const source = connectionChecks.find((each) => each.rule === rule)?.source ?? "";
    assert.match(source, /seed, lines 2060 to 2075 and 2270.*millionws.*76,957/);
  });

  it("passes below the cautious figure, at it, and warns one above", () => {
    const at = (cautious: number, lost: number) =>
      severities(checked({ lostTransportNodes: lost, ...tracked(cautious, 100_000) }));
    assert.deepEqual(at(83_335, 0), ["fine"]);
    assert.deepEqual(at(83_334, 0), ["fine"]);
    assert.deepEqual(at(83_333, 0), ["warning"]);
    assert.deepEqual(at(90_910, 1), ["fine", "fine"]);
    // With a node lost alone it is told of that state, and with both of the first.
    assert.deepEqual(at(90_909, 1), ["fine", "warning"]);
    assert.deepEqual(at(83_333, 1), ["warning", "fine"]);
  });

  it("warns beyond the end with a node lost, and refuses where the stage must survive that", () => {
    const at = (atMost: number, mustSurvive: readonly string[]) =>
      severities(checked({ mustSurvive, ...tracked(70_000, atMost) }));
    assert.deepEqual(at(90_910, ["node"]), ["warning", "fine"]);
    assert.deepEqual(at(90_909, []), ["fine", "warning"]);
    assert.deepEqual(at(90_909, ["node"]), ["fine", "error"]);
    assert.deepEqual(at(83_334, ["node"]), ["fine", "error"]);
    assert.deepEqual(at(83_333, ["node"]), ["error", "fine"]);
  });

  it("looks at a zone's loss only where the stage must survive it", () => {
    const zone = (atMost: number) =>
      short(rule, checked({ mustSurvive: ["zone"], ...tracked(100_000, atMost) }))[2];
    const what = "connections of a transport node with a zone lost";
    assert.deepEqual(zone(125_000), ["fine", what, 125_000, 125_000]);
    assert.deepEqual(zone(124_999), ["error", what, 125_000, 124_999]);
  });

  it("counts what a node holds, not a pod: two pods of a worker node are one allowance", () => {
    const shared = draftOf("300k", { "mqttTransport.replicas": 6 });
    assert.deepEqual(
      read(rule, shared).map(({ value }) => value),
      [100_000, 150_000],
    );
    assert.match(read(rule, shared)[1]?.mend ?? "", /antiAffinity: required/);
  });

  it("names a type that the pod fits where the transport has no group of its own", () => {
    assert.equal(
      read(rule, draftOf("300k"))[1]?.mend,
      "mqttTransport.replicas: 5, mqttTransport.antiAffinity: required, nodeGroups.transport.count: 5 " +
        "and nodeGroups.transport.instanceType: r6i.large.",
    );
    const small = {
      "mqttTransport.memoryRequestMiB": 2_048,
      "mqttTransport.memoryLimitMiB": 2_850,
    };
    const mend = (memoryLimitMiB: number) =>
      read(rule, draftOf("300k", { ...small, "mqttTransport.memoryLimitMiB": memoryLimitMiB }))[1]
        ?.mend ?? "";
    assert.match(mend(2_850), /instanceType: c6a\.large\.$/);
    assert.match(mend(2_851), /instanceType: r6i\.large\.$/);
    assert.match(
      mend(100_000),
      /nodeGroups\.transport\.instanceType of at least 100264 MiB allocatable\.$/,
    );
  });
});

describe("connections.tracking-figures", () => {
  const rule = "connections.tracking-figures";

  it("the sizing's defaults are what others have seen", () => {
    assert.deepEqual(million().checks.trackedConnections, {
      cautious: measuredTrackedConnections,
      atMost: seedTrackedConnections,
    });
    assert.deepEqual(figures(rule, million()), [
      ["fine", 76_957, 76_957],
      ["fine", 100_000, 100_000],
      ["fine", 76_957, 100_000],
    ]);
  });

  it("says so where a sizing counts on more, and where its figures stand on their heads", () => {
    assert.deepEqual(figures(rule, checked(tracked(76_958, 100_001))), [
      ["info", 76_958, 76_957],
      ["info", 100_001, 100_000],
      ["fine", 76_958, 100_001],
    ]);
    assert.deepEqual(figures(rule, checked(tracked(70_000, 70_000)))[2], ["fine", 70_000, 70_000]);
    assert.deepEqual(figures(rule, checked(tracked(70_001, 70_000)))[2], [
      "warning",
      70_001,
      70_000,
    ]);
  });
});

describe("connections.always-tracked", () => {
  const rule = "connections.always-tracked";

  it("says how many nodes the cautious figure takes, where there are fewer", () => {
    assert.deepEqual(figures(rule, draftOf("100k-20k")), [["fine", 3, 3]]);
    assert.deepEqual(figures(rule, million()), [["info", 12, 14]]);
    assert.deepEqual(figures(rule, checked({ lostTransportNodes: 0 })), [["info", 12, 13]]);
    assert.deepEqual(figures(rule, checked(tracked(90_910, 100_000))), [["fine", 12, 12]]);
    assert.deepEqual(figures(rule, checked(tracked(90_909, 100_000))), [["info", 12, 13]]);
    assert.match(
      read(rule, million())[0]?.message() ?? "",
      /13 transport nodes, 14 with 1 to lose/,
    );
  });
});

describe("connections.nodes-left", () => {
  const rule = "connections.nodes-left";

  it("wants one node that is left", () => {
    assert.deepEqual(figures(rule, million()), [["fine", 11, 1]]);
    assert.deepEqual(figures(rule, checked({ lostTransportNodes: 11 })), [["fine", 1, 1]]);
    assert.deepEqual(figures(rule, checked({ lostTransportNodes: 12 })), [["warning", 0, 1]]);
    assert.deepEqual(figures(rule, checked({ lostTransportNodes: 12, mustSurvive: ["node"] })), [
      ["error", 0, 1],
    ]);
  });
});

describe("connections.linux-conntrack", () => {
  const rule = "connections.linux-conntrack";
  const table = (entries: number, checks = {}) =>
    million({
      nodeTuning: { conntrackMaxPerCore: 1_024, conntrackMin: entries },
      checks: { headroomPercent: 0, ...checks },
    });

  it("takes kube-proxy's larger of cores and minimum", () => {
    assert.deepEqual(figures(rule, million()), [
      ["fine", 83_334, 1_048_576],
      ["fine", 90_910, 1_048_576],
    ]);
    const byCores = million({ nodeTuning: { conntrackMaxPerCore: 50_000, conntrackMin: 1_024 } });
    assert.deepEqual(figures(rule, byCores)[0], ["fine", 83_334, 100_000]);
  });

  it("passes at the limit, warns beyond it with a node lost, refuses beyond it with all up", () => {
    const severities = (plan: StageDraft) => read(rule, plan).map(({ severity }) => severity);
    assert.deepEqual(severities(table(90_910)), ["fine", "fine"]);
    assert.deepEqual(severities(table(90_909)), ["fine", "warning"]);
    assert.deepEqual(severities(table(90_909, { mustSurvive: ["node"] })), ["fine", "error"]);
    assert.deepEqual(severities(table(83_334)), ["fine", "warning"]);
    assert.deepEqual(severities(table(83_333)), ["error", "fine"]);
  });

  it("keeps the headroom that the sizing asks for with all nodes up", () => {
    const withRoom = (entries: number) =>
      read(rule, table(entries, { headroomPercent: 10, lostTransportNodes: 0 }))[0]?.severity;
    assert.equal(withRoom(92_594), "fine");
    assert.equal(withRoom(92_593), "warning");
  });

  it("500k on 3 nodes with Linux's own table fails here too, and the mend holds both states", () => {
    const [now] = read(
      rule,
      draftOf("500k", {
        "nodeGroups.transport.count": 3,
        "mqttTransport.replicas": 3,
        nodeTuning: {},
      }),
    );
    assert.deepEqual([now?.severity, now?.value, now?.limit], ["error", 166_667, 131_072]);
    assert.equal(now?.mend, "nodeTuning.conntrackMin: 277778 or more.");
  });
});
