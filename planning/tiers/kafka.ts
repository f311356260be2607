import type { Sizing } from "../../sizing/types";
import { planCharts } from "../facts/images";
import { strimziOperator } from "../facts/systemContainers";
import { hasZones, nodeGroupFor, planPlacement, serviceHost } from "../platform";
import type { PlatformSizing } from "../platform";
import { planPartitions } from "../queues";
import type { QueueSizing } from "../queues";
import { planTopics, topicDiskMiB } from "../topics";
import type { KafkaPlan, WorkloadPlan } from "../types";
import { container, workload } from "../workload";

/** What planning Kafka reads of a sizing: its own block, and the counts of ThingsBoard's pods, which its topics follow. */
export type KafkaSizing = PlatformSizing & QueueSizing & Pick<Sizing, "kafka" | "mqttTransport">;

/** Copies of each ThingsBoard partition where the sizing states none (seed, line 380). */
const usualReplicationFactor = 2;
/** Copies of Kafka's own topics (seed, lines 378 and 379). */
const usualInternalReplicationFactor = 3;
/** Kafka's own default of transaction.state.log.min.isr. */
const usualInternalMinInSyncReplicas = 2;

/** Kafka by Strimzi, in KRaft mode: every pod is controller and broker (seed, lines 375 to 383). */
export function planKafka(sizing: KafkaSizing): KafkaPlan {
  const { kafka } = sizing;
  const partitions = planPartitions(sizing);
  const replicationFactor =
    kafka.replicationFactor ?? Math.min(usualReplicationFactor, kafka.replicas);
  const disks = { brokers: kafka.replicas, storageGiB: kafka.storageGiB, replicationFactor };
  const topics = planTopics(
    {
      coreReplicas: sizing.tbCore.replicas,
      ruleEngineReplicas: sizing.ruleEngine.replicas,
      transportReplicas: sizing.mqttTransport.replicas,
      corePartitions: partitions.core,
      queuePartitions: partitions.ruleEngine,
      transportApiPartitions: partitions.transportApi,
      jsPartitions: partitions.js,
    },
    disks,
  );
  return {
    placement: planPlacement(sizing),
    workload: brokers(sizing),
    operator: workload({
      name: "strimzi-cluster-operator",
      tier: "data",
      kind: "Deployment",
      nodeGroup: nodeGroupFor("worker", sizing),
      replicas: 1,
      containers: [container("strimzi-cluster-operator", strimziOperator)],
    }),
    chart: planCharts(sizing.versions).strimzi,
    version: sizing.versions.kafka,
    heapMiB: kafka.heapMiB,
    replicationFactor,
    internalReplicationFactor: Math.min(usualInternalReplicationFactor, kafka.replicas),
    internalMinInSyncReplicas: Math.min(usualInternalMinInSyncReplicas, kafka.replicas),
    storageGiB: kafka.storageGiB,
    bootstrapServers: `${serviceHost("kafka-kafka-bootstrap")}:9092`,
    topics,
    topicDiskMiB: topicDiskMiB(topics, disks),
  };
}

function brokers(sizing: KafkaSizing): WorkloadPlan {
  const { kafka } = sizing;
  const { heapMiB, ...resources } = kafka;
  return workload({
    name: "kafka",
    tier: "data",
    kind: "KafkaNodePool",
    nodeGroup: nodeGroupFor("kafka", sizing),
    replicas: kafka.replicas,
    containers: [container("kafka", { ...resources, heapMiB })],
    // Strimzi adds it with `rack`, which needs the nodes' zone labels, and gives it the broker's own resources
    // (KafkaCluster.createInitContainer of strimzi-kafka-operator 1.2.0).
    initContainers: hasZones(sizing) ? [container("kafka-init", resources)] : [],
    ports: [
      { name: "plain", port: 9092 },
      { name: "control", port: 9090 },
      { name: "replication", port: 9091 },
      { name: "metrics", port: 9404 },
    ],
    volumes: [{ name: "data", sizeGiB: kafka.storageGiB }],
    antiAffinity: "required",
    spreadOverZones: hasZones(sizing),
  });
}
