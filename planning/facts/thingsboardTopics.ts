/**
 * Kafka topics that ThingsBoard 4.3.1.3 creates for itself, by the environment variable that bounds them
 * (`TB_QUEUE_KAFKA_<variable>_TOPIC_PROPERTIES`). Read at tag v4.3.1.3: thingsboard.yml lines 1828 to 1862,
 * common/queue `TbKafkaTopicConfigs`, `TopicService`, `HashPartitionService`, `KafkaTbCoreQueueFactory`,
 * `KafkaTbRuleEngineQueueFactory`, `KafkaTbTransportQueueFactory`.
 * EDQS topics are missing: they exist only with TB_EDQS_SYNC_ENABLED or TB_EDQS_API_SUPPORTED, both off by default.
 */

/** Counts that decide how many topics and partitions there are. */
export interface TopicScale {
  readonly coreReplicas: number;
  readonly ruleEngineReplicas: number;
  readonly transportReplicas: number;
  readonly corePartitions: number;
  readonly queuePartitions: number;
  readonly transportApiPartitions: number;
  readonly jsPartitions: number;
}

/** One kind of topic. */
export interface TopicKind {
  readonly variable: string;
  /** Partitions in the cluster of all topics of the kind. */
  readonly partitions: (scale: TopicScale) => number;
  /** What the property string states; absent where each partition of the queue is a topic of its own with one. */
  readonly partitionsPerTopic?: (scale: TopicScale) => number;
  readonly retentionMs: number;
  /** ThingsBoard's own `retention.bytes`, or the seed's where it sets one: never more than this. */
  readonly retentionBytesAtMost: number;
  /** Share of the disk, against the others'. */
  readonly weight: number;
  readonly extra?: string;
}

const day = 86_400_000;
const thingsboardRetentionBytes = 1_048_576_000;
/** Seed, lines 604 and 605. */
const seedRetentionBytes = 104_857_600;

/** Topics that every message passes: behind by minutes they must still hold all of it. */
const hot = 32;
const cold = 1;

/**
 * Partitions of a rule engine queue before the queue Job sets its number (DefaultSystemDataLoaderService.createQueues).
 * tb-core may have sent to any of them by then, and a topic once made stays.
 */
const queuePartitionsBeforeTheJob = 10;
const ruleEngineQueues = 3;
const madeOfQueue = (scale: TopicScale) =>
  Math.max(scale.queuePartitions, queuePartitionsBeforeTheJob);

/** Kinds by variable, in the order of thingsboard.yml. */
export const topicKinds: readonly TopicKind[] = [
  {
    // tb_rule_engine.{main,hp,sq}.N
    variable: "RE",
    partitions: (scale) => ruleEngineQueues * madeOfQueue(scale),
    retentionMs: 7 * day,
    retentionBytesAtMost: thingsboardRetentionBytes,
    weight: hot,
  },
  {
    // tb_core.N and tb_usage_stats
    variable: "CORE",
    partitions: (scale) => scale.corePartitions + 1,
    retentionMs: 7 * day,
    retentionBytesAtMost: thingsboardRetentionBytes,
    weight: hot,
  },
  {
    // tb_transport.api.requests, and tb_transport.api.responses.<pod> with one partition by code
    variable: "TA",
    partitions: (scale) => scale.transportApiPartitions + scale.transportReplicas,
    partitionsPerTopic: (scale) => scale.transportApiPartitions,
    retentionMs: 7 * day,
    retentionBytesAtMost: seedRetentionBytes,
    weight: hot,
  },
  {
    // tb_core, tb_edge, tb_rule_engine, calculated_field and tb_transport.notifications.<pod>
    variable: "NOTIFICATIONS",
    partitions: (scale) =>
      2 * scale.coreReplicas + 2 * scale.ruleEngineReplicas + scale.transportReplicas,
    partitionsPerTopic: () => 1,
    retentionMs: 7 * day,
    retentionBytesAtMost: thingsboardRetentionBytes,
    weight: cold,
  },
  {
    // js_eval.requests, and js_eval.responses.<pod> of tb-core and rule engine with one partition by code
    variable: "JE",
    partitions: (scale) => scale.jsPartitions + scale.coreReplicas + scale.ruleEngineReplicas,
    partitionsPerTopic: (scale) => scale.jsPartitions,
    retentionMs: 7 * day,
    retentionBytesAtMost: seedRetentionBytes,
    weight: cold,
  },
  {
    // tb_ota_package
    variable: "OTA",
    partitions: () => 10,
    partitionsPerTopic: () => 10,
    retentionMs: 7 * day,
    retentionBytesAtMost: thingsboardRetentionBytes,
    weight: cold,
  },
  {
    // tb_version_control.N (TB_QUEUE_VC_PARTITIONS)
    variable: "VC",
    partitions: () => 10,
    retentionMs: 7 * day,
    retentionBytesAtMost: thingsboardRetentionBytes,
    weight: cold,
  },
  {
    // tb_housekeeper
    variable: "HOUSEKEEPER",
    partitions: () => 10,
    partitionsPerTopic: () => 10,
    retentionMs: 7 * day,
    retentionBytesAtMost: thingsboardRetentionBytes,
    weight: cold,
  },
  {
    // tb_housekeeper.reprocessing
    variable: "HOUSEKEEPER_REPROCESSING",
    partitions: () => 1,
    partitionsPerTopic: () => 1,
    retentionMs: 90 * day,
    retentionBytesAtMost: thingsboardRetentionBytes,
    weight: cold,
  },
  {
    // tb_edge.N (TB_QUEUE_EDGE_PARTITIONS)
    variable: "EDGE",
    partitions: () => 10,
    retentionMs: 7 * day,
    retentionBytesAtMost: thingsboardRetentionBytes,
    weight: cold,
  },
  {
    // tb_edge_event.notifications.<tenant>.<edge>: one an edge. The test has none; one is counted.
    variable: "EDGE_EVENT",
    partitions: () => 1,
    partitionsPerTopic: () => 1,
    retentionMs: 30 * day,
    retentionBytesAtMost: thingsboardRetentionBytes,
    weight: cold,
  },
  {
    // tb_cf_event.N: as many as Main's
    variable: "CF",
    partitions: madeOfQueue,
    retentionMs: 7 * day,
    retentionBytesAtMost: thingsboardRetentionBytes,
    weight: cold,
  },
  {
    // tb_cf_state.N: compacted, so its size follows its keys and not retention.bytes. Empty without calculated fields.
    variable: "CF_STATE",
    partitions: madeOfQueue,
    retentionMs: -1,
    retentionBytesAtMost: thingsboardRetentionBytes,
    weight: cold,
    extra: "cleanup.policy:compact",
  },
  {
    // tasks.dummy.N (TB_QUEUE_TASKS_PARTITIONS) and jobs.stats
    variable: "TASKS",
    partitions: () => 13,
    retentionMs: 7 * day,
    retentionBytesAtMost: seedRetentionBytes,
    weight: cold,
  },
];

/** Kinds that tb-mqtt-transport creates topics of (tb-mqtt-transport.yml, lines 320 to 330). tb-core and rule engine take all. */
export const transportTopicVariables: readonly string[] = [
  "RE",
  "CORE",
  "TA",
  "NOTIFICATIONS",
  "HOUSEKEEPER",
];

/** The only kind that tb-js-executor creates (msa/js-executor/queue/kafkaTemplate.ts). */
export const jsTopicVariables: readonly string[] = ["JE"];
