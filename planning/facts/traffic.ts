/**
 * Bytes on the wire, TCP and IP headers included. Estimates, counted from the fields and not measured: 84 B of JSON (one
 * SMART_METER message of thingsboard/performance-tests: `{"ts":…,"values":{pulseCounter,leakage,batteryLevel}}`), 27 B of
 * MQTT header and topic, 52 B of TCP and IP. The tool publishes with QoS 0 (BaseMqttAPITest, AT_MOST_ONCE), so that a
 * message is answered by TCP's acknowledgement alone.
 */
export const mqttBytes = {
  publish: 163,
  acknowledgement: 52,
  /** PINGREQ and the acknowledgement of its answer. */
  pingUp: 106,
  /** PINGRESP. */
  pingDown: 54,
} as const;

/**
 * Bytes of a GB. AWS bills 2^30 for some services and 10^9 for others; the smaller one is never too cheap.
 */
export const bytesPerGb = 1_000_000_000;

/**
 * What the stores write, in bytes of one record. Counted from the fields of the serialised form and unmeasured: what
 * rests on them is called an estimate wherever it is shown.
 */
export const storeBytes = {
  /** One record of the rule engine's topic: TbMsgProto with its ids, type, metadata and data, and the record's header. */
  kafkaRecord: 500,
  /** One INSERT into ts_kv_cf, a row for each data point: partition key, clustering key, one cell, message header. */
  cassandraRow: 150,
  /** Write-ahead log of one upsert into ts_kv_latest, as the standby gets it: row lock, row, index entry, page header. */
  postgresqlRow: 250,
} as const;

/**
 * GB of control-plane logs in a month, all five types: estimate. A public cluster with all five was billed 144 USD a
 * month for them (Smana/cloud-native-ref#1920, eu-west-3, August 2026), at about 0.57 USD a GB.
 */
export const controlPlaneLogGbPerMonth = 250;

/** Bytes that a load generator logs in a second: one line. Chosen; unmeasured. */
export const generatorLogBytesPerSecond = 200;
