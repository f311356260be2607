import { changeOf, differs } from "./consequence";
import type { ConsequenceRule } from "./consequence";
import { derivedPath } from "./derived";

/** Every broker is a controller too, and Strimzi's controllers are a fixed quorum. */
const kafkaBrokers: ConsequenceRule = ({ before, after }) => {
  const brokers = changeOf(
    before.dataTier?.kafka?.workload?.replicas,
    after.dataTier?.kafka?.workload?.replicas,
  );
  return brokers === undefined
    ? []
    : [
        {
          rule: "kafka.brokers",
          effect: "refused",
          what: `Kafka: ${brokers.from} to ${brokers.to} brokers`,
          path: "kafka.replicas",
          message: `Each broker is a controller too, and Strimzi does not scale a pool of controllers: their quorum is static.${
            brokers.to < brokers.from
              ? " It also takes no broker away that still has partitions, and the old brokers have some of every topic. Delete the stage's Kafka and make it anew, or make a new stack."
              : " Make a new stack with that many instead."
          }`,
          source:
            "strimzi-kafka-operator 1.2.0, documentation/assemblies/deploying/assembly-kraft-mode.adoc (static controller quorums) and KafkaClusterCreator.java",
        },
      ];
};

/** ThingsBoard makes topics that are missing, and alters none. */
const kafkaTopics: ConsequenceRule = ({ before, after }) => {
  const [old, now] = [before.dataTier?.kafka, after.dataTier?.kafka];
  const changed = (old?.topics ?? []).filter((topic) => {
    const next = now?.topics?.find(({ variable }) => variable === topic.variable);
    return (
      next !== undefined &&
      (
        ["retentionMs", "retentionBytes", "segmentBytes", "partitionsPerTopic", "extra"] as const
      ).some((bound) => differs(topic[bound], next[bound]))
    );
  });
  const copies = changeOf(old?.replicationFactor, now?.replicationFactor);
  const internal = changeOf(old?.internalReplicationFactor, now?.internalReplicationFactor);
  return [
    ...(changed.length === 0
      ? []
      : [
          {
            rule: "kafka.topics",
            effect: "noted" as const,
            what: `${changed.length} kinds of topics`,
            path: derivedPath(before, after) ?? "kafka",
            message: `Topics that exist keep their old bounds and partitions: ThingsBoard makes topics and never alters one. Set what differs (${changed.map(({ variable }) => variable).join(", ")}) with Kafka's own tools, or the disks are shared out as before.`,
            source: "thingsboard v4.3.1.3, common/queue/…/kafka/KafkaAdmin.java",
          },
        ]),
    ...(copies === undefined && internal === undefined
      ? []
      : [
          {
            rule: "kafka.copies",
            effect: "noted" as const,
            what:
              copies === undefined
                ? "Kafka: copies of its own topics"
                : `Kafka: ${copies.from} to ${copies.to} copies of each partition`,
            path: "kafka.replicationFactor",
            message:
              "Only topics that are made from now on have that many copies; those that exist keep theirs until their partitions are reassigned by hand.",
            source: "thingsboard v4.3.1.3, common/queue/…/kafka/KafkaAdmin.java",
          },
        ]),
  ];
};

export const kafkaRules: readonly ConsequenceRule[] = [kafkaBrokers, kafkaTopics];
