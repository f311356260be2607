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
/** A draft of the million with other values in the plan itself, which no sizing can have. */
const planned = (changes: Changes) => changed(million(), changes);

describe("connections.load-balancer-ports", () => {
  const rule = "connections.load-balancer-ports";
  const withoutAddress = (replicas: number, crossZone: boolean) =>
    changed(
      draftOf("million", {
        "mqttTransport.replicas": replicas,
        "nodeGroups.transport.count": replicas,
        checks: { headroomPercent: 0 },
      }),
      {
        "transport.loadBalancer.preserveClientAddress": false,
        "transport.loadBalancer.crossZone": crossZone,
      },
    );

  it("with the client's address a generator's own ports are the limit", () => {
    assert.deepEqual(figures(rule, million()), [["fine", 31_250, 64_511]]);
    const ports = (range: string) =>
      figures(
        rule,
        changed(checked({ headroomPercent: 0 }), {
          "fleet.sysctls": { "net.ipv4.ip_local_port_range": range },
        }),
      );
    assert.deepEqual(ports("1024 32274"), [["fine", 31_250, 31_250]]);
    assert.deepEqual(ports("1024 32273"), [["error", 31_250, 31_249]]);
  });

  it("without it 55,000 to a pod from each address that sends to it", () => {
    assert.deepEqual(figures(rule, withoutAddress(12, true)), [["fine", 83_334, 165_000]]);
    assert.deepEqual(figures(rule, withoutAddress(12, false)), [["error", 83_334, 55_000]]);
    assert.deepEqual(figures(rule, withoutAddress(19, false)), [["fine", 52_632, 55_000]]);
    assert.deepEqual(figures(rule, withoutAddress(18, false)), [["error", 55_556, 55_000]]);
    assert.deepEqual(figures(rule, withoutAddress(20, false)), [["fine", 50_000, 55_000]]);
    const exact = changed(withoutAddress(20, false), { "load.devices": 1_100_000 });
    assert.deepEqual(figures(rule, exact), [["fine", 55_000, 55_000]]);
    assert.equal(
      read(rule, withoutAddress(12, false))[0]?.mend,
      "mqttTransport.replicas: 19 or more.",
    );
  });
});

describe("connections.keep-alive", () => {
  const rule = "connections.keep-alive";
  const severities = (seconds: number, changes: Changes = {}) =>
    read(rule, planned({ "load.keepAliveSeconds": seconds, ...changes })).map(
      ({ severity }) => severity,
    );

  it("is held against everybody who forgets", () => {
    assert.deepEqual(figures(rule, million()), [
      ["fine", 60, 600],
      ["fine", 60, 350],
      ["fine", 60, 900],
      ["fine", 60, 86_400],
      ["fine", 60, 432_000],
    ]);
  });

  it("must be below each of them, and not equal", () => {
    assert.deepEqual(severities(349), ["fine", "fine", "fine", "fine", "fine"]);
    // EC2's guide names 350 s; whether the nodes' own setting goes before it is not known.
    assert.deepEqual(severities(350), ["fine", "warning", "fine", "fine", "fine"]);
    assert.deepEqual(severities(599), ["fine", "warning", "fine", "fine", "fine"]);
    assert.deepEqual(severities(600), ["error", "warning", "fine", "fine", "fine"]);
    assert.deepEqual(severities(900), ["error", "warning", "error", "fine", "fine"]);
    const linux = "eks.nodeTuning.sysctls";
    const key = "net.netfilter.nf_conntrack_tcp_timeout_established";
    assert.deepEqual(severities(60, { [linux]: { [key]: "60" } })[3], "error");
    assert.deepEqual(severities(59, { [linux]: { [key]: "60" } })[3], "fine");
    assert.equal(severities(60, { [linux]: {} }).length, 4);
  });

  it("knows the 350 s of generators on Nitro v6", () => {
    const nitro6 = { "fleet.instanceType": "c8i.large" };
    assert.equal(severities(349, nitro6)[4], "fine");
    assert.equal(severities(350, nitro6)[4], "error");
    assert.match(
      read(rule, planned({ "load.keepAliveSeconds": 350, ...nitro6 }))[4]?.message() ?? "",
      /EC2 on the c8i\.large generators forgets its connection after 350 s/,
    );
  });
});

describe("connections.idle-order", () => {
  it("the load balancer forgets before EC2 does", () => {
    const rule = "connections.idle-order";
    const at = (seconds: number) =>
      figures(rule, planned({ "eks.nodeTuning.tcpEstablishedTimeoutSeconds": seconds }));
    assert.deepEqual(figures(rule, million()), [["fine", 600, 900]]);
    assert.deepEqual(at(601), [["fine", 600, 601]]);
    assert.deepEqual(at(600), [["warning", 600, 600]]);
    assert.deepEqual(at(350), [["warning", 600, 350]]);
  });
});
