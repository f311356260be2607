import { strict as assert } from "node:assert";
import { accountChecks } from "../../../planning/checks/account";
import { dayNumber, daysBetween } from "../../../planning/days";
import { parseImage } from "../../../planning/imageReference";
import { imagesOf } from "../../../planning/images";
import type { StageDraft } from "../../../planning/types";
import { stageNames, stagePlan } from "../../support/stages";
import { changed, draftOf, readingsOf, shortOf, type Changes } from "./reading";

const million = draftOf("million");

/** Severity, value and limit of a rule's readings whose words hold a text, in a draft with some values altered. */
function judged(rule: string, of: StageDraft, changes: Changes = {}, holding = "") {
  return readingsOf(accountChecks, rule, changed(of, changes))
    .filter(({ what }) => what.includes(holding))
    .map(({ severity, value, limit }) => [severity, value, limit]);
}

describe("planning/checks/account", () => {
  describe("vCPU quota", () => {
    const rule = "account.vcpu-quota";
    const cluster = (quota: number) =>
      judged(rule, million, { "vCpuQuota.cluster": quota }, "eu-west-1");
    const fleet = (quota: number) =>
      judged(rule, million, { "vCpuQuota.fleet": quota }, "ap-south-1");

    it("says what is needed where the account states none, once a region", () => {
      assert.deepEqual(
        readingsOf(accountChecks, rule, million).map(({ severity, path, message }) => [
          severity,
          path,
          message(),
        ]),
        [
          [
            "info",
            "account.vCpuQuota.cluster",
            "The stage needs 82 vCPU in eu-west-1 (L-1216C47A), and the account does not say how many it may run; a new account has 5.",
          ],
          [
            "info",
            "account.vCpuQuota.fleet",
            "The stage needs 64 vCPU in ap-south-1 (L-1216C47A), and the account does not say how many it may run; a new account has 5.",
          ],
        ],
      );
      assert.equal(readingsOf(accountChecks, rule, million)[0]?.limit, 5);
    });

    it("refuses what the account may not run, in both regions", () => {
      assert.deepEqual(cluster(92), [["fine", 82, 92]]);
      assert.deepEqual(cluster(91), [["warning", 82, 91]]);
      assert.deepEqual(cluster(82), [["warning", 82, 82]]);
      assert.deepEqual(cluster(81), [["error", 82, 81]]);
      assert.deepEqual(fleet(72), [["fine", 64, 72]]);
      assert.deepEqual(fleet(64), [["warning", 64, 64]]);
      assert.deepEqual(fleet(63), [["error", 64, 63]]);
    });

    it("takes the quotas that the account states", () => {
      const stated = draftOf("million", {}, { vCpuQuota: { cluster: 100, fleet: 50 } });
      assert.deepEqual(judged(rule, stated), [
        ["fine", 82, 100],
        ["error", 64, 50],
      ]);
    });

    it("counts spot against its own quota, and a fleet of the same region with the cluster", () => {
      const spotFleet = changed(million, { "fleet.spot": true });
      assert.match(readingsOf(accountChecks, rule, spotFleet)[1]?.message() ?? "", /L-34B43A08/);
      const together = { "fleet.region": "eu-west-1", "vCpuQuota.cluster": 146 };
      assert.deepEqual(judged(rule, million, together), [["warning", 146, 146]]);
      assert.deepEqual(
        judged(rule, million, { ...together, "fleet.spot": true, "vCpuQuota.fleet": 80 }),
        [
          ["fine", 82, 146],
          ["fine", 64, 80],
        ],
      );
      assert.deepEqual(judged(rule, million, { "eks.nodeGroups.1.purchase": "spot" }), [
        ["info", 58, 5],
        ["info", 24, 5],
        ["info", 64, 5],
      ]);
    });
  });

  it("holds the addresses of each subnet to its size", () => {
    const rule = "account.addresses";
    const at = (cidr: string, zone = "eu-west-1a") =>
      judged(rule, million, { "eks.network.subnets.0.cidr": cidr }, zone);
    // 4 transport × 3 × 10, 2 worker, 1 cassandra, 1 postgresql, 1 pooler × 4 × 15, 1 kafka × 3 × 10, and 15.
    assert.deepEqual(at("10.20.0.0/18"), [["fine", 465, 16_379]]);
    assert.deepEqual(at("10.20.0.0/23"), [["warning", 465, 507]]);
    assert.deepEqual(at("10.20.0.0/24"), [["error", 465, 251]]);
    assert.deepEqual(judged(rule, million, {}, "eu-west-1c"), [["fine", 345, 16_379]]);
    const fleet = (count: number) =>
      judged(rule, million, { "fleet.vpcCidr": "10.40.0.0/26", "fleet.count": count }, "fleet");
    assert.deepEqual(fleet(53), [["fine", 53, 59]]);
    assert.deepEqual(fleet(59), [["warning", 59, 59]]);
    assert.deepEqual(fleet(60), [["error", 60, 59]]);
  });

  it("counts network interfaces of both regions", () => {
    const rule = "account.interfaces";
    const at = (count: number) => judged(rule, million, { "fleet.count": count }, "ap-south-1");
    assert.deepEqual(judged(rule, million, {}, "eu-west-1"), [["fine", 93, 5_000]]);
    assert.deepEqual(at(4_500), [["fine", 4_500, 5_000]]);
    assert.deepEqual(at(5_000), [["warning", 5_000, 5_000]]);
    assert.deepEqual(at(5_001), [["error", 5_001, 5_000]]);
  });

  it("counts a prefix list's size as rules, and a group for each list", () => {
    const rule = "account.security-groups";
    const rules = (maxEntries: number) =>
      judged(
        rule,
        million,
        { "eks.network.fleetPrefixLists.0.maxEntries": maxEntries },
        "fullest security group of the NLB",
      );
    assert.deepEqual(rules(59), [["fine", 59, 60]]);
    assert.deepEqual(rules(60), [["fine", 60, 60]]);
    assert.deepEqual(rules(61), [["error", 61, 60]]);
    const full = draftOf(
      "million",
      { "load.generators": 160, "load.messagesPerSecond": 4_960 },
      { mqttCidrs: ["203.0.113.0/25"] },
    );
    assert.deepEqual(judged(rule, full, {}, "groups of the NLB"), [["fine", 5, 5]]);
    assert.deepEqual(judged(rule, full, {}, "groups of the ALB"), [["fine", 4, 5]]);
    const list = { name: "fleet", maxEntries: 60, start: 0, end: 60 };
    assert.deepEqual(
      judged(
        rule,
        full,
        { "eks.network.fleetPrefixLists": [list, list, list, list] },
        "groups of the NLB",
      ),
      [["error", 6, 5]],
    );
  });

  it("holds a node group to 450 nodes", () => {
    const at = (count: number) =>
      judged(
        "account.node-group-size",
        million,
        { "eks.nodeGroups.1.count": count },
        "group transport",
      );
    assert.deepEqual(at(449), [["fine", 449, 450]]);
    assert.deepEqual(at(450), [["fine", 450, 450]]);
    assert.deepEqual(at(451), [["error", 451, 450]]);
  });

  it("holds the MQTT load balancer to 500 targets, two a pod", () => {
    const at = (replicas: number) =>
      judged("account.load-balancer-targets", million, {
        "transport.workload.replicas": replicas,
      });
    assert.deepEqual(at(225), [["fine", 450, 500]]);
    assert.deepEqual(at(250), [["warning", 500, 500]]);
    assert.deepEqual(at(251), [["error", 502, 500]]);
  });

  describe("Kubernetes support", () => {
    const rule = "account.kubernetes-support";
    const on = (day: string | null, changes: Changes = {}) =>
      readingsOf(accountChecks, rule, changed(million, changes), day).map(
        ({ severity, value, limit }) => [severity, value, limit],
      );

    it("reaches to the end of the run, and 30 days further", () => {
      assert.deepEqual(on("2026-11-22"), [["fine", 125, 31]]);
      assert.deepEqual(on("2027-02-24"), [["fine", 31, 31]]);
      assert.deepEqual(on("2027-02-25"), [["warning", 30, 31]]);
      assert.deepEqual(on("2027-03-26"), [["warning", 1, 31]]);
      assert.deepEqual(on("2027-03-27"), [["error", 0, 1]]);
      assert.deepEqual(on("2027-03-28"), [["error", -1, 1]]);
    });

    it("counts the days of a long run", () => {
      const week = { "load.durationSeconds": 604_800 };
      assert.deepEqual(on("2027-03-20", week), [["warning", 7, 37]]);
      assert.deepEqual(on("2027-03-21", week), [["error", 6, 7]]);
      assert.deepEqual(on("2027-03-20", { "load.durationSeconds": 604_801 }), [["error", 7, 8]]);
    });

    it("is said to be unknown where nobody named a day or noted the version's end", () => {
      assert.deepEqual(on(null), [["info", "no day", "2027-03-27"]]);
      const unnoted = { "eks.kubernetesVersion": "1.37" };
      assert.deepEqual(on("2026-11-22", unnoted), [["warning", "2026-11-22", "unknown"]]);
    });

    it("ends for 1.36 on a computed day, and says so", () => {
      const newer = changed(million, { "eks.kubernetesVersion": "1.36" });
      const [reading] = readingsOf(accountChecks, rule, newer, "2027-07-31");
      assert.deepEqual([reading?.severity, reading?.value], ["warning", 1]);
      assert.match(reading?.source ?? "", /^computed, unverified/);
    });
  });

  it("lets no stack expire before its run has ended", () => {
    const expiring = (expiresOn: string) =>
      judged("account.expiry", draftOf("million", {}, { expiresOn }));
    assert.deepEqual(expiring("2026-11-24"), [["fine", 2, 1]]);
    assert.deepEqual(expiring("2026-11-23"), [["fine", 1, 1]]);
    assert.deepEqual(expiring("2026-11-22"), [["warning", 0, 1]]);
    assert.deepEqual(expiring("2026-11-21"), [["error", -1, 0]]);
    assert.deepEqual(judged("account.expiry", million), []);
  });

  it("wants every image pinned", () => {
    const rule = "account.pinned-images";
    const at = (zookeeper: string) =>
      judged(rule, million, { "images.zookeeper": zookeeper }, zookeeper)[0]?.slice(0, 2);
    const digest = `sha256:${"a".repeat(64)}`;
    assert.deepEqual(at("zookeeper:3.9.6"), ["fine", "3.9.6"]);
    assert.deepEqual(at(`zookeeper@${digest}`), ["fine", digest]);
    assert.deepEqual(at(`zookeeper:latest@${digest}`), ["fine", digest]);
    assert.deepEqual(at("zookeeper:latest"), ["error", "latest"]);
    assert.deepEqual(at("zookeeper"), ["error", "no tag"]);
    // A port is no tag.
    assert.deepEqual(at("registry.example.com:5000/zookeeper"), ["error", "no tag"]);
  });

  describe("publishers", () => {
    const rule = "account.publishers";
    const at = (valkey: string) =>
      judged(rule, million, { "images.valkey": valkey }, valkey)[0]?.slice(0, 2);

    it("are those that still publish", () => {
      assert.deepEqual(at("valkey/valkey:8.1.11"), ["fine", "publishes"]);
      assert.deepEqual(at("bitnami/valkey:8.1"), ["error", "bitnami"]);
      assert.deepEqual(at("docker.io/bitnami/valkey:8.1"), ["error", "bitnami"]);
      assert.deepEqual(at("bitnamilegacy/valkey:8.0"), ["warning", "bitnamilegacy"]);
      // A name that merely begins like it is somebody else's.
      assert.deepEqual(at("bitnami-labs/valkey:1"), ["fine", "publishes"]);
    });

    it("are found behind a mirror", () => {
      const mirror = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/mirror";
      assert.deepEqual(at(`${mirror}/bitnami/valkey:8.1`), ["error", "bitnami"]);
      assert.deepEqual(at(`${mirror}/valkey/valkey:8.1`), ["fine", "publishes"]);
      const mirrored = draftOf("million", {}, { imageRegistry: `${mirror}/bitnami` });
      assert.equal(
        readingsOf(accountChecks, rule, mirrored).filter(({ severity }) => severity === "error")
          .length,
        9,
      );
    });

    it("are asked of charts as well", () => {
      const at = (repository: string) =>
        judged(
          rule,
          million,
          { "dataTier.kafka.chart.repository": repository },
          "chart strimzi",
        )[0]?.slice(0, 2);
      assert.deepEqual(at("https://strimzi.io/charts/"), ["fine", "publishes"]);
      assert.deepEqual(at("https://charts.bitnami.com/bitnami"), ["error", "charts.bitnami.com"]);
      assert.deepEqual(at("https://charts.bitnami.com"), ["error", "charts.bitnami.com"]);
    });
  });

  it("warns of a ThingsBoard that stalls at a mass reconnect", () => {
    const at = (version: string) =>
      judged("account.thingsboard-version", million, { "core.version": version });
    assert.deepEqual(at("4.3.1.3"), [["fine", "4.3.1.3", "4.3.1.3"]]);
    assert.deepEqual(at("4.3.1.2"), [["warning", "4.3.1.2", "4.3.1.3"]]);
    assert.deepEqual(at("4.3.1"), [["warning", "4.3.1", "4.3.1.3"]]);
    assert.deepEqual(at("4.3.10"), [["fine", "4.3.10", "4.3.1.3"]]);
    assert.deepEqual(at("4.2.2.3"), [["fine", "4.2.2.3", "4.2.2.3"]]);
    assert.deepEqual(at("4.2.2.2"), [["warning", "4.2.2.2", "4.2.2.3"]]);
    assert.deepEqual(at("4.4.0.2"), [["fine", "4.4.0.2", "a line with the fix"]]);
    assert.deepEqual(at("3.4.0"), [["warning", "3.4.0", "4.3.1.3"]]);
  });

  it("reads of an existing cluster only what runs on it", () => {
    const dev = draftOf("dev");
    const rules = accountChecks
      .filter(({ rule }) => readingsOf(accountChecks, rule, dev).length > 0)
      .map(({ rule }) => rule);
    assert.deepEqual(rules, [
      "account.pinned-images",
      "account.publishers",
      "account.thingsboard-version",
    ]);
  });

  it("reads a million devices as it read them before", () => {
    const measures = accountChecks.filter(({ rule }) => !/images|publishers/.test(rule));
    assert.deepEqual(
      measures.flatMap(({ rule }) => shortOf(accountChecks, rule, million)),
      [
        ["info", "vCPU in eu-west-1 (L-1216C47A)", 82, 5],
        ["info", "vCPU in ap-south-1 (L-1216C47A)", 64, 5],
        ["fine", "addresses in the subnet of eu-west-1a", 465, 16_379],
        ["fine", "addresses in the subnet of eu-west-1b", 405, 16_379],
        ["fine", "addresses in the subnet of eu-west-1c", 345, 16_379],
        ["fine", "addresses in the fleet's subnet", 32, 4_091],
        ["fine", "network interfaces in eu-west-1", 93, 5_000],
        ["fine", "network interfaces in ap-south-1", 32, 5_000],
        ["fine", "rules of the fullest security group of the ALB", 60, 60],
        ["fine", "security groups of the ALB", 2, 5],
        ["fine", "rules of the fullest security group of the NLB", 60, 60],
        ["fine", "security groups of the NLB", 2, 5],
        ["fine", "nodes of the group worker", 6, 450],
        ["fine", "nodes of the group transport", 12, 450],
        ["fine", "nodes of the group cassandra", 3, 450],
        ["fine", "nodes of the group kafka", 3, 450],
        ["fine", "nodes of the group postgresql", 2, 450],
        ["fine", "nodes of the group pooler", 1, 450],
        ["fine", "targets of the MQTT load balancer", 24, 500],
        ["fine", "days of standard support of Kubernetes 1.35 after the day of the test", 125, 31],
        ["fine", "ThingsBoard's version", "4.3.1.3", "4.3.1.3"],
      ],
    );
  });

  it("finds of every committed stage on EKS the two quotas that nobody stated, and nothing else", () => {
    const found = stageNames.map((stack) => [
      stack,
      ...stagePlan(stack)
        .findings.filter(({ rule }) => rule.startsWith("account."))
        .map(({ rule, severity, value }) => [rule, severity, value]),
    ]);
    const quotas = (stack: string, cluster: number, fleet: number) => [
      stack,
      ["account.vcpu-quota", "info", cluster],
      ["account.vcpu-quota", "info", fleet],
    ];
    assert.deepEqual(found, [
      ["dev"],
      quotas("100k-20k", 42, 20),
      quotas("100k-30k", 50, 20),
      quotas("100k-45k", 46, 20),
      quotas("300k", 46, 64),
      quotas("500k", 58, 40),
      quotas("million", 82, 64),
    ]);
  });
});

describe("planning/days", () => {
  it("counts days as the calendar does", () => {
    assert.equal(dayNumber("1970-01-01"), 0);
    assert.equal(dayNumber("2000-03-01"), 11_017);
    const days = ["1999-12-31", "2024-02-29", "2026-11-22", "2027-03-27", "2100-03-01"];
    assert.deepEqual(
      days.map(dayNumber),
      days.map((day) => Date.parse(day) / 86_400_000),
    );
    assert.equal(daysBetween("2028-02-28", "2028-03-01"), 2);
    assert.equal(daysBetween("2027-03-01", "2027-02-28"), -1);
  });
});

describe("planning/imageReference", () => {
  it("splits names by Docker's reference grammar", () => {
    assert.deepEqual(parseImage("zookeeper:3.9.6"), {
      registry: "docker.io",
      repository: "zookeeper",
      tag: "3.9.6",
    });
    assert.deepEqual(parseImage("ghcr.io/cloudnative-pg/postgresql:16.15"), {
      registry: "ghcr.io",
      repository: "cloudnative-pg/postgresql",
      tag: "16.15",
    });
    assert.deepEqual(parseImage("localhost:5000/a/b@sha256:12"), {
      registry: "localhost:5000",
      repository: "a/b",
      digest: "sha256:12",
    });
  });
});

describe("planning/images", () => {
  it("names every image once, and only workloads that the stage has as its uses", () => {
    const used = imagesOf(million.images);
    const names = used.map(({ image }) => image);
    assert.deepEqual(
      [...new Set(names)].sort(),
      [...new Set(Object.values(million.images))].sort(),
    );
    assert.equal(new Set(names).size, names.length);
    const known = new Set([...million.workloads.map(({ name }) => name), "load generators"]);
    assert.deepEqual(
      used.flatMap(({ uses }) => uses).filter((use) => !known.has(use)),
      [],
    );
  });
});
