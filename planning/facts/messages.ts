/**
 * What one message costs on its way, and what was shown to work. Rates of the seed are those of its stage of 15,000
 * messages a second (lines 2023 to 2037): 3 rule engines, 3 Cassandra nodes and one PostgreSQL primary on 4 vCPU each,
 * "performing ok, but close to the CPU limits for Postgresql and Cassandra".
 */

/** Messages a second that one tb-rule-engine pod carried there: 15,000 by 3 pods. Not known as its end. */
export const ruleEngineMessagesPerSecond = 5_000;

/** Latest values a second that PostgreSQL's primary wrote there, for each vCPU of its node: 45,000 by 4. Near its end. */
export const latestValuesPerSecondPerVCpu = 11_250;

/** Rows a second that a Cassandra node wrote there, for each vCPU: 45,000 points × 3 copies by 3 nodes of 4 vCPU. Near its end. */
export const cassandraRowsPerSecondPerVCpu = 11_250;

/**
 * `storeBytes.kafkaRecord` is that of the agent's SMART_METER message with its 3 data points; each further one adds its
 * name and value. Counted from the JSON, never measured.
 */
export const dataPointsOfCountedRecord = 3;
export const recordBytesPerFurtherDataPoint = 30;

/**
 * What is left of a record in a topic whose producers compress by gzip, in percent. Chosen, on the safe side: batches of
 * 64 KiB hold more than a hundred messages that differ in a few digits.
 */
export const gzipPercent = 50;

/**
 * Times that a message is written to Kafka: by the transport to Main, and by the rule engine to tb-core, which tells
 * its web sockets (thingsboard v4.3.1.3, AbstractSubscriptionService.forwardToSubscriptionManagerService).
 */
export const recordsPerMessage = 2;

/** Bytes of one latest value from ThingsBoard to PostgreSQL. Chosen: a row of an upsert in a batch. */
export const latestValueBytes = 120;

/**
 * Cassandra's disk for one data point and copy, compressed: ThingsBoard's own run of 100,000 devices and 15,000 points a
 * second kept 1.3 thousand million points in 20 GiB ("Performance on different AWS instances", disk usage). It says
 * that the size varies with the content: 29 GiB for a thousand million in another run there.
 */
export const cassandraMeasured = { points: 1_300_000_000, gibibytes: 20 } as const;

/** The most compact that ThingsBoard publishes: 1.0 GB a day at 3,333 points a second (architecture, "Performance"). */
export const cassandraMostCompact = {
  bytesPerDay: 1_000_000_000,
  pointsPerDay: 287_971_200,
} as const;

/**
 * Share of the data volume that may be full before a compaction has no room, in percent: size-tiered compaction, the
 * default of ts_kv_cf, writes the merged table before it deletes those that it merged (Cassandra documentation, "STCS").
 */
export const cassandraFillPercent = 50;

/**
 * Times that a row is written to Cassandra's data volume: once by the flush, and by each of four merges on its way up
 * the tiers. Chosen: four tables of a size merge into one (STCS, min_threshold 4), and 4 ^ 4 flushes fill the volume.
 */
export const cassandraDataWrites = 5;

/**
 * Bytes that PostgreSQL's volume takes for one latest value: its log record, and its share of page images and of the
 * pages that a checkpoint writes. Chosen; at 45,000 a second the seed's volumes held.
 */
export const latestValueDiskBytes = 1_024;

/** Threads of a tb-rule-engine pod that write latest values (thingsboard.yml v4.3.1.3, line 436). */
export const latestValueThreads = 3;

/** Values of one batch, and ms that an unfilled one waits, where the plan states neither (same file, lines 433 and 434). */
export const latestValueBatch = { size: 1_000, delayMs: 50 } as const;

/** Records of one poll where the plan states none (thingsboard.yml v4.3.1.3, TB_QUEUE_KAFKA_MAX_POLL_RECORDS). */
export const usualPollRecords = 8_192;

/**
 * Seconds for which a consumer may be gone before its messages must be safe: pods of an unreachable node are given up
 * after 300 (Kubernetes, DefaultTolerationSeconds).
 */
export const consumerAbsenceSeconds = 300;

/**
 * How far an estimate may be off: up to this many times its limit a figure that rests on one is a warning, beyond it an
 * error. Chosen.
 */
export const estimateMargin = 2;
