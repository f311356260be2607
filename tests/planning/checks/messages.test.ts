import { strict as assert } from "node:assert";
import { messageChecks } from "../../../planning/checks/messages";
import type { StageDraft } from "../../../planning/types";
import { stageNames, stagePlan } from "../../support/stages";
import { changed, draftOf, readingsOf, shortOf, type Changes } from "./reading";

const million = draftOf("million");
const fastest = draftOf("100k-45k");

/** Severity, value and limit of a rule's readings whose words hold a text, in a draft with some values altered. */
function judged(rule: string, of: StageDraft, changes: Changes = {}, holding = "") {
  return readingsOf(messageChecks, rule, changed(of, changes))
    .filter(({ what }) => what.includes(holding))
    .map(({ severity, value, limit }) => [severity, value, limit]);
}

function messageOf(rule: string, of: StageDraft, changes: Changes): string {
  return readingsOf(messageChecks, rule, changed(of, changes))
    .filter(({ severity }) => severity !== "fine")
    .map(({ message }) => message())
    .join(" ");
}

describe("planning/checks/messages", () => {
  describe("partitions", () => {
    const rule = "messages.partitions";
    const ofCore = (corePartitions: number) =>
      judged(rule, million, { "core.corePartitions": corePartitions }, "tb_core");

    it("takes a multiple of the pods, one each included", () => {
      assert.deepEqual(ofCore(12), [["fine", 0, 0]]);
      assert.deepEqual(ofCore(6), [["fine", 0, 0]]);
    });

    it("warns of an uneven share, and of pods without a partition", () => {
      assert.deepEqual(ofCore(7), [["warning", 1, 0]]);
      assert.equal(
        messageOf(rule, million, { "core.corePartitions": 5 }),
        "tb_core has 5 partitions for 6 pods of tb-core: some pods have 1, others 0.",
      );
    });

    it("knows who consumes what", () => {
      const uneven = changed(million, {
        "core.transportApiPartitions": 13,
        "core.queues.0.partitions": 8,
        "core.jsPartitions": 13,
      });
      assert.deepEqual(
        readingsOf(messageChecks, rule, uneven)
          .filter(({ severity }) => severity === "warning")
          .map(({ path, value }) => [path, value]),
        [
          ["tbCore.replicas", 1],
          ["ruleEngine.replicas", 2],
          ["jsExecutor.replicas", 1],
        ],
      );
    });
  });

  it("wants a partition of the script requests for each executor", () => {
    const rule = "messages.script-partitions";
    assert.deepEqual(judged(rule, million, { "core.jsPartitions": 7 }), [["fine", 6, 7]]);
    assert.deepEqual(judged(rule, million, { "core.jsPartitions": 6 }), [["fine", 6, 6]]);
    assert.deepEqual(judged(rule, million, { "core.jsPartitions": 5 }), [["warning", 6, 5]]);
  });

  it("holds Kafka's topics to the disk", () => {
    const rule = "messages.kafka-disk";
    const at = (topicDiskMiB: number) =>
      judged(rule, million, { "dataTier.kafka.topicDiskMiB": topicDiskMiB });
    assert.deepEqual(at(18_432), [["fine", 18_432, 20_480]]);
    assert.deepEqual(at(18_433), [["warning", 18_433, 20_480]]);
    assert.deepEqual(at(20_480), [["warning", 20_480, 20_480]]);
    assert.deepEqual(at(20_481), [["error", 20_481, 20_480]]);
    // 20 GiB ÷ (15,000 × 2 × 500 bytes × 2 copies ÷ 3 brokers) = 2,147 s.
    assert.match(
      messageOf(rule, fastest, { "dataTier.kafka.topicDiskMiB": 30_000 }),
      /30,000 MiB of a broker's 20,480.* in 0 hours if none is deleted/,
    );
  });

  describe("time that the topics keep", () => {
    const rule = "messages.kafka-retention";
    /** 6 partitions × bytes ÷ (15,000 × 250 bytes): 300 s at 187,500,000 bytes. */
    const at = (retentionBytes: number, more: Changes = {}) =>
      judged(
        rule,
        fastest,
        { "dataTier.kafka.topics.0.retentionBytes": retentionBytes, ...more },
        "Main",
      );

    it("is enough from 300 s on", () => {
      assert.deepEqual(at(187_500_000), [["fine", 300, 300]]);
      assert.deepEqual(at(187_499_999), [["warning", 299, 300]]);
    });

    it("is an error below the pack timeout", () => {
      assert.deepEqual(at(18_750_000), [["warning", 30, 300]]);
      assert.deepEqual(at(18_749_999), [["error", 29, 30]]);
    });

    it("is half as long without compression, and never longer than the bound by time", () => {
      assert.deepEqual(at(187_500_000, { "core.environment.TB_KAFKA_COMPRESSION_TYPE": "none" }), [
        ["warning", 150, 300],
      ]);
      assert.deepEqual(at(187_500_000, { "dataTier.kafka.topics.0.retentionMs": 250_999 }), [
        ["warning", 250, 300],
      ]);
    });

    it("is read of tb_core's topics as well", () => {
      assert.deepEqual(
        judged(rule, fastest, { "dataTier.kafka.topics.1.retentionBytes": 187_000_000 }, "tb_core"),
        [["warning", 299, 300]],
      );
    });

    it("is shorter with more data points in a message", () => {
      // 500 + 30 × 7 bytes, half of it.
      assert.deepEqual(at(266_250_000, { "load.dataPointsPerSecond": 150_000 }), [
        ["fine", 300, 300],
      ]);
    });
  });

  it("warns beyond the rate that a rule engine was shown to carry, and never refuses", () => {
    const rule = "messages.rule-engine-rate";
    const at = (messagesPerSecond: number) =>
      judged(rule, fastest, { "load.messagesPerSecond": messagesPerSecond });
    assert.deepEqual(at(15_000), [["fine", 5_000, 5_000]]);
    assert.deepEqual(at(15_001), [["warning", 5_001, 5_000]]);
    assert.deepEqual(at(150_000), [["warning", 50_000, 5_000]]);
    const [reading] = readingsOf(
      messageChecks,
      rule,
      changed(fastest, { "load.messagesPerSecond": 15_001 }),
    );
    assert.equal(reading?.mend, "ruleEngine.replicas: 4");
  });

  for (const rule of ["messages.latest-values", "messages.cassandra-rate"]) {
    it(`holds ${rule} to 11,250 a second and vCPU`, () => {
      const at = (dataPointsPerSecond: number, more: Changes = {}) =>
        judged(rule, fastest, { "load.dataPointsPerSecond": dataPointsPerSecond, ...more });
      assert.deepEqual(at(40_500), [["fine", 40_500, 45_000]]);
      assert.deepEqual(at(40_501), [["warning", 40_501, 45_000]]);
      assert.deepEqual(at(90_000), [["warning", 90_000, 45_000]]);
      assert.deepEqual(at(90_001), [["error", 90_001, 45_000]]);
    });
  }

  it("counts the copies of a row, and the vCPU of the nodes that write", () => {
    const twoCopies = { "dataTier.cassandra.replicationFactor": 2 };
    assert.deepEqual(judged("messages.cassandra-rate", fastest, twoCopies), [
      ["fine", 30_000, 45_000],
    ]);
    const larger = draftOf("100k-45k", {
      "nodeGroups.postgresql.instanceType": "c6i.2xlarge",
      "nodeGroups.cassandra.instanceType": "c6i.2xlarge",
    });
    assert.deepEqual(judged("messages.latest-values", larger), [["fine", 45_000, 90_000]]);
    assert.deepEqual(judged("messages.cassandra-rate", larger), [["fine", 45_000, 90_000]]);
  });

  describe("time to save full packs", () => {
    const rule = "messages.pack-timeout";
    const at = (packProcessingTimeoutMs: number, more: Changes = {}) =>
      judged(rule, fastest, {
        "core.queues.0.packProcessingTimeoutMs": packProcessingTimeoutMs,
        ...more,
      });

    it("stays below Main's timeout", () => {
      assert.deepEqual(at(912), [["fine", 820, 912]]);
      assert.deepEqual(at(911), [["warning", 820, 911]]);
      assert.deepEqual(at(410), [["warning", 820, 410]]);
      assert.deepEqual(at(409), [["error", 820, 409]]);
    });

    it("grows with the consumers and the poll", () => {
      assert.deepEqual(at(30_000, { "core.queues.0.consumerPerPartition": true }), [
        ["fine", 1_639, 30_000],
      ]);
      assert.deepEqual(
        at(30_000, { "core.environment.TB_QUEUE_KAFKA_MAX_POLL_RECORDS": undefined }),
        [["fine", 1_639, 30_000]],
      );
    });
  });

  it("gives Cassandra's disk half of itself for a compaction", () => {
    const rule = "messages.cassandra-disk";
    const at = (storageGiB: number) =>
      judged(rule, million, { "dataTier.cassandra.storageGiB": storageGiB });
    assert.deepEqual(at(45), [["fine", 20_515, 23_040]]);
    assert.deepEqual(at(44), [["warning", 20_515, 22_528]]);
    assert.deepEqual(at(5), [["warning", 20_515, 2_560]]);
    // Not even the most compact that is published.
    assert.deepEqual(at(4), [["error", 4_313, 4_096]]);
    const [reading] = readingsOf(
      messageChecks,
      rule,
      changed(million, { "dataTier.cassandra.storageGiB": 30 }),
    );
    assert.equal(reading?.mend, "cassandra.storageGiB: 45; or load.durationSeconds: 58220");
  });

  it("counts Cassandra's disk by the length of the run", () => {
    assert.deepEqual(
      judged("messages.cassandra-disk", million, { "load.durationSeconds": 43_200 }),
      [["fine", 10_258, 25_600]],
    );
  });

  it("holds each volume to gp3's baseline", () => {
    const at = (dataPointsPerSecond: number) =>
      judged(
        "messages.volume-rate",
        fastest,
        { "load.dataPointsPerSecond": dataPointsPerSecond },
        "postgresql",
      );
    assert.deepEqual(at(114_688), [["fine", 112, 125]]);
    assert.deepEqual(at(114_689), [["warning", 113, 125]]);
    assert.deepEqual(at(128_000), [["warning", 125, 125]]);
    assert.deepEqual(at(256_000), [["warning", 250, 125]]);
    assert.deepEqual(at(256_001), [["error", 251, 125]]);
  });

  it("holds what a node writes to its type's baseline", () => {
    const at = (dataPointsPerSecond: number) =>
      judged(
        "messages.node-disk-rate",
        fastest,
        { "load.dataPointsPerSecond": dataPointsPerSecond },
        "postgresql",
      );
    assert.deepEqual(at(137_329), [["fine", 1_125, 1_250]]);
    assert.deepEqual(at(137_330), [["warning", 1_126, 1_250]]);
    assert.deepEqual(at(305_175), [["warning", 2_500, 1_250]]);
    assert.deepEqual(at(305_176), [["error", 2_501, 1_250]]);
  });

  it("adds up the stores that share a node", () => {
    const shared = draftOf("100k-45k", { "nodeGroups.kafka": undefined });
    const [worker] = judged("messages.node-disk-rate", shared, {}, "worker");
    assert.deepEqual(worker, ["fine", 80, 1_250]);
  });

  describe("commits of latest values", () => {
    const rule = "messages.commit-rate";
    const at = (pods: number, more: Changes = {}) =>
      judged(rule, fastest, { "core.ruleEngine.replicas": pods, ...more });

    it("stay below the operations of volume and node", () => {
      assert.deepEqual(at(18), [["fine", 2_700, 3_000]]);
      assert.deepEqual(at(19), [["warning", 2_850, 3_000]]);
      assert.deepEqual(at(40), [["warning", 6_000, 3_000]]);
      assert.deepEqual(at(41), [["error", 6_150, 3_000]]);
    });

    it("come by full batches or by the delay, whichever is more often", () => {
      const stated = {
        "core.environment.SQL_TS_LATEST_BATCH_MAX_DELAY_MS": undefined,
        "core.environment.SQL_TS_LATEST_BATCH_SIZE": undefined,
      };
      assert.deepEqual(at(3, stated), [["fine", 180, 3_000]]);
      assert.deepEqual(at(3, { ...stated, "load.dataPointsPerSecond": 200_000 }), [
        ["fine", 200, 3_000],
      ]);
    });

    it("are bound by the node where it takes less than the volume", () => {
      const small = draftOf("100k-45k", { "nodeGroups.postgresql.instanceType": "i4i.large" });
      assert.deepEqual(judged(rule, small), [["fine", 450, 2_500]]);
    });
  });

  it("holds the operations of a node's volumes to what its type takes", () => {
    const rule = "messages.node-operations";
    const of = (instanceType: string) =>
      judged(
        rule,
        draftOf("million", { "nodeGroups.cassandra.instanceType": instanceType }),
        {},
        "cassandra",
      );
    // Two volumes: exactly what a c6i.xlarge takes, and more than a c6i.large does.
    assert.deepEqual(of("c6i.xlarge"), [["fine", 6_000, 6_000]]);
    assert.deepEqual(of("c6i.large"), [["warning", 6_000, 3_600]]);
    assert.deepEqual(of("c6i.2xlarge"), [["fine", 6_000, 12_000]]);
    assert.deepEqual(judged(rule, million, {}, "kafka"), [["fine", 3_000, 3_600]]);
    assert.match(
      messageOf(rule, draftOf("million", { "nodeGroups.cassandra.instanceType": "c6i.large" }), {}),
      /^2 volumes of the stores on a cassandra node offer 6,000 operations a second; c6i\.large takes 3,600/,
    );
    assert.deepEqual(judged(rule, draftOf("dev")), []);
  });

  it("holds a node's traffic to its type's baseline", () => {
    const at = (messagesPerSecond: number) =>
      judged(
        "messages.network",
        fastest,
        { "load.messagesPerSecond": messagesPerSecond },
        "kafka node",
      );
    assert.deepEqual(at(131_625), [["fine", 702, 781]]);
    assert.deepEqual(at(131_626), [["warning", 703, 781]]);
    assert.deepEqual(at(292_875), [["warning", 1_562, 781]]);
    assert.deepEqual(at(292_876), [["error", 1_563, 781]]);
  });

  it("reads neither disks nor networks of a cluster that stands already", () => {
    const read = messageChecks
      .filter(({ read: readings }) => {
        const plan = stagePlan("dev");
        return readings({ plan, placement: plan.placement }).length > 0;
      })
      .map(({ rule }) => rule);
    assert.deepEqual(read, [
      "messages.partitions",
      "messages.script-partitions",
      "messages.kafka-disk",
      "messages.kafka-retention",
      "messages.rule-engine-rate",
      "messages.cassandra-disk",
    ]);
  });

  // Each rule's edges are pinned above; this holds every figure that a stage is told.
  it("reads the fastest stage as it was read before", () => {
    const others = messageChecks.filter(({ rule }) => rule !== "messages.partitions");
    assert.deepEqual(
      others.flatMap(({ rule }) => shortOf(messageChecks, rule, fastest)),
      [
        ["fine", "tb-js-executor pods against partitions of the script requests", 6, 12],
        ["fine", "what all topics may take of a broker's disk", 14_100, 20_480],
        ["fine", "time for which Main keeps the stage's messages", 587, 300],
        ["fine", "time for which tb_core keeps the stage's messages", 587, 300],
        ["fine", "messages a second of a tb-rule-engine pod", 5_000, 5_000],
        ["warning", "latest values a second of PostgreSQL's primary", 45_000, 45_000],
        ["warning", "rows a second of a Cassandra node", 45_000, 45_000],
        ["fine", "time to save a full pack of every consumer of Main", 820, 30_000],
        ["warning", "data of the run on a Cassandra node", 61_251, 25_600],
        ["fine", "writes to the data volume of kafka", 10, 125],
        ["fine", "writes to the commitlog volume of cassandra", 7, 125],
        ["fine", "writes to the data volume of cassandra", 33, 125],
        ["fine", "writes to the data volume of postgresql", 44, 125],
        ["fine", "writes of a cassandra node to EBS", 324, 1_250],
        ["fine", "writes of a kafka node to EBS", 80, 650],
        ["fine", "writes of a postgresql node to EBS", 369, 1_250],
        ["fine", "operations of a cassandra node's volumes", 6_000, 6_000],
        ["fine", "operations of a kafka node's volumes", 3_000, 3_600],
        ["fine", "operations of a postgresql node's volumes", 3_000, 6_000],
        ["fine", "commits a second of PostgreSQL's primary", 450, 3_000],
        ["fine", "traffic of a worker node, the busier way", 73, 1_562],
        ["fine", "traffic of a cassandra node, the busier way", 54, 1_562],
        ["fine", "traffic of a kafka node, the busier way", 80, 781],
        ["fine", "traffic of a postgresql node, the busier way", 44, 1_562],
      ],
    );
  });

  it("counts the keep-alives of a transport node's devices", () => {
    const at = (keepAliveSeconds: number) =>
      judged(
        "messages.network",
        million,
        { "load.keepAliveSeconds": keepAliveSeconds },
        "transport",
      );
    // (5,024 × 163 + 1,000,000 ÷ keep-alive × 106) × 8 ÷ 12 nodes.
    assert.deepEqual(at(60), [["fine", 2, 781]]);
    assert.deepEqual(at(10), [["fine", 8, 781]]);
  });

  it("finds what the committed stages deserve", () => {
    const found = stageNames.map((stack) => [
      stack,
      ...stagePlan(stack)
        .findings.filter(({ rule }) => rule.startsWith("messages."))
        .map(({ rule, severity, value, limit }) => [rule, severity, value, limit]),
    ]);
    assert.deepEqual(found, [
      ["dev"],
      ["100k-20k", ["messages.cassandra-disk", "warning", 27_237, 25_600]],
      ["100k-30k", ["messages.cassandra-disk", "warning", 40_834, 25_600]],
      [
        "100k-45k",
        ["messages.latest-values", "warning", 45_000, 45_000],
        ["messages.cassandra-rate", "warning", 45_000, 45_000],
        ["messages.cassandra-disk", "warning", 61_251, 25_600],
      ],
      ["300k"],
      ["500k"],
      ["million"],
    ]);
  });
});
