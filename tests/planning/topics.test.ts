import { strict as assert } from "node:assert";
import fc from "fast-check";
import { PlanError, planKafka, topicEnvironment, topicProperties } from "../../planning";
import type { TopicPlan } from "../../planning";
import { topicKinds } from "../../planning/facts/thingsboardTopics";
import { planTopics, topicDiskMiB } from "../../planning/topics";
import { eksStages, sizingOf } from "./support/sizings";

const segment = 26_214_400;

function only(topics: readonly TopicPlan[], variable: string): TopicPlan {
  return topics.find((topic) => topic.variable === variable)!;
}

/** Bytes on one broker, counted again from the plan alone. */
function bytesPerBroker(topics: readonly TopicPlan[], factor: number, brokers: number): number {
  let bytes = 0;
  for (const topic of topics) {
    bytes += topic.partitions * (topic.retentionBytes + topic.segmentBytes);
  }
  return (bytes * factor) / brokers;
}

describe("Kafka topics", () => {
  it("counts the partitions of the million stage, kind by kind", () => {
    const { topics } = planKafka(sizingOf("million"));
    assert.deepEqual(Object.fromEntries(topics.map((t) => [t.variable, t.partitions])), {
      RE: 30, // main, hp and sq with the 10 that exist before the queue Job
      CORE: 7, // 6 and usage statistics
      TA: 24, // 12 requests and one response topic for each of 12 transports
      NOTIFICATIONS: 36, // core, edge, rule engine, calculated fields × 6, transport × 12
      JE: 24, // 12 requests and one response topic for each of 6 + 6 pods
      OTA: 10,
      VC: 10,
      HOUSEKEEPER: 10,
      HOUSEKEEPER_REPROCESSING: 1,
      EDGE: 10,
      EDGE_EVENT: 1,
      CF: 10,
      CF_STATE: 10,
      TASKS: 13,
    });
  });

  for (const stage of [...eksStages, "dev"]) {
    it(`${stage}: within three quarters of the disks, hot topics above the others`, () => {
      const sizing = sizingOf(stage);
      const { topics, topicDiskMiB: disk, replicationFactor } = planKafka(sizing);
      const bytes = bytesPerBroker(topics, replicationFactor, sizing.kafka.replicas);
      assert.equal(disk, Math.ceil(bytes / 1_048_576));
      assert.ok(disk <= sizing.kafka.storageGiB * 1_024 * 0.75);
      assert.ok(only(topics, "RE").retentionBytes > only(topics, "OTA").retentionBytes);
      assert.equal(only(topics, "RE").retentionBytes, only(topics, "CORE").retentionBytes);
    });
  }

  it("holds the bound for any counts, disks and copies, or refuses", () => {
    const count = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(
        fc.tuple(count, count, count, count, count, count, count),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 3 }),
        ([a, b, c, d, e, f, g], storageGiB, brokers, copies) => {
          const replicationFactor = Math.min(copies, brokers);
          const disks = { brokers, storageGiB, replicationFactor };
          const scale = {
            coreReplicas: a,
            ruleEngineReplicas: b,
            transportReplicas: c,
            corePartitions: d,
            queuePartitions: e,
            transportApiPartitions: f,
            jsPartitions: g,
          };
          let topics: readonly TopicPlan[];
          try {
            topics = planTopics(scale, disks);
          } catch (error) {
            assert.ok(error instanceof PlanError);
            assert.equal(error.path, "kafka.storageGiB");
            const partitions = topicKinds.reduce((sum, kind) => sum + kind.partitions(scale), 0);
            const least = (partitions * 2 * segment * replicationFactor) / brokers;
            assert.ok(least > storageGiB * 2 ** 30 * 0.75);
            return;
          }
          assert.ok(
            bytesPerBroker(topics, replicationFactor, brokers) <= storageGiB * 2 ** 30 * 0.75,
          );
          for (const topic of topics) {
            const bound = topicKinds.find((kind) => kind.variable === topic.variable)!;
            assert.ok(topic.retentionBytes >= segment && topic.retentionBytes % segment === 0);
            assert.ok(topic.retentionBytes <= bound.retentionBytesAtMost);
          }
        },
      ),
    );
  });

  it("with disks to spare every kind has its own bound: the seed's 100 MiB for JE and TA, else ThingsBoard's", () => {
    const { topics } = planKafka(sizingOf("million", { kafka: { storageGiB: 2_000 } }));
    const bounds = Object.fromEntries(topics.map((t) => [t.variable, t.retentionBytes]));
    assert.equal(bounds.JE, 104_857_600);
    assert.equal(bounds.TA, 104_857_600);
    assert.equal(bounds.TASKS, 104_857_600);
    assert.equal(bounds.RE, 1_048_576_000);
    assert.equal(bounds.CF_STATE, 1_048_576_000);
  });

  it("a disk that is too small is refused with the size that would do", () => {
    assert.throws(
      () => planKafka(sizingOf("million", { kafka: { storageGiB: 5 } })),
      (error: unknown) => {
        assert.ok(error instanceof PlanError);
        assert.equal(error.path, "kafka.storageGiB");
        assert.match(error.allowed, /at least 9 GiB on each of 3 brokers/);
        return true;
      },
    );
    assert.equal(planKafka(sizingOf("million", { kafka: { storageGiB: 9 } })).storageGiB, 9);
  });

  it("property strings are the seed's, with min.insync.replicas", () => {
    const { topics } = planKafka(sizingOf("million"));
    assert.equal(
      topicProperties(only(topics, "TA")),
      "partitions:12;retention.ms:604800000;segment.bytes:26214400;retention.bytes:104857600;min.insync.replicas:1",
    );
    assert.match(
      topicProperties(only(topics, "CF_STATE")),
      /^retention\.ms:-1;.*;cleanup\.policy:compact$/,
    );
    assert.doesNotMatch(topicProperties(only(topics, "RE")), /partitions/);
    const variables = topicEnvironment(topics);
    assert.equal(Object.keys(variables).length, topicKinds.length);
    assert.ok(Object.values(variables).every((value) => value.includes("min.insync.replicas:1")));
    assert.deepEqual(Object.keys(topicEnvironment(topics, ["JE"])), [
      "TB_QUEUE_KAFKA_JE_TOPIC_PROPERTIES",
    ]);
  });

  it("disk grows with the copies and shrinks with the brokers", () => {
    const { topics } = planKafka(sizingOf("million"));
    const disk = (replicationFactor: number, brokers: number) =>
      topicDiskMiB(topics, { replicationFactor, brokers });
    assert.equal(disk(2, 3), Math.ceil((disk(1, 1) * 2) / 3));
    assert.ok(disk(3, 3) > disk(2, 3) && disk(2, 6) < disk(2, 3));
  });
});
