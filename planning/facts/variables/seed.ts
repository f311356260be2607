import { dropped, elsewhere, fromSecret, set } from "./kinds";
import type { Variable, VariableReader } from "./kinds";

const server: readonly VariableReader[] = ["server"];
const transport: readonly VariableReader[] = ["transport"];
const javaServices: readonly VariableReader[] = ["server", "transport"];
const all: readonly VariableReader[] = ["server", "transport", "js"];

const queuesByRest = "the queue Job, POST /api/queues";
const queueGone =
  "Ignored since 3.4: queues are rows of the database (DefaultSystemDataLoaderService.createQueues).";
const redundant = "The default today; stated so that a changed default changes nothing.";
const seedValue = "Alive under its name; the seed's value.";
const cacheSizeOnlySwitches =
  "With Redis a size only switches the cache on, which the default 10000 does; TTL and Valkey's maxmemory bound it.";
const monolithOnly =
  "Read by the monolith alone: its transports are off in tb-core and tb-rule-engine anyway.";

const whenCluster =
  (value: string): Parameters<typeof set>[3] =>
  (context) =>
    context.redis.mode === "cluster" ? value : undefined;

/**
 * Every variable of the seed's ConfigMap (lines 586 to 668) and of tb-node's own list (lines 918 to 954), and what became
 * of it in ThingsBoard 4.3.1.3 (thingsboard.yml, tb-mqtt-transport.yml and custom-environment-variables.yml at v4.3.1.3).
 */
export const seedVariables: readonly Variable[] = [
  // PostgreSQL
  dropped(
    586,
    "SPRING_JPA_DATABASE_PLATFORM",
    "In no thingsboard.yml since 3.4: SPRING_JPA_DIALECT rules, and its default is right.",
  ),
  set(587, "SPRING_DRIVER_CLASS_NAME", server, "org.postgresql.Driver", redundant),
  set(
    588,
    "SPRING_DATASOURCE_URL",
    server,
    (context) => `jdbc:postgresql://${context.postgresql.endpoint}/${context.postgresql.database}`,
    "The pooler's Service, or the primary's where the stage has no pooler.",
  ),
  fromSecret(
    589,
    "SPRING_DATASOURCE_USERNAME",
    "postgresql-app",
    "username",
    "CloudNativePG makes an owner of the database; the seed's superuser postgres is not needed.",
  ),
  set(590, "SQL_BATCH_SORT", server, "true", redundant),
  set(591, "SQL_TS_LATEST_BATCH_SIZE", server, "1000", redundant),
  set(592, "SQL_TS_LATEST_BATCH_MAX_DELAY_MS", server, "20", seedValue),
  set(593, "SQL_TS_BATCH_MAX_DELAY_MS", server, "20", seedValue),
  set(594, "SQL_ATTRIBUTES_BATCH_MAX_DELAY_MS", server, "20", seedValue),
  // Kafka
  set(596, "TB_QUEUE_TYPE", all, "kafka", seedValue),
  set(
    597,
    "TB_KAFKA_SERVERS",
    all,
    (context) => context.kafka.bootstrapServers,
    "Strimzi's bootstrap Service.",
  ),
  set(
    598,
    "TB_QUEUE_KAFKA_REPLICATION_FACTOR",
    all,
    (context) => String(context.kafka.replicationFactor),
    "Of the topics that each service creates: every service must have it.",
  ),
  set(599, "TB_KAFKA_ACKS", all, "1", "The seed's value; the default today is all."),
  set(
    600,
    "TB_KAFKA_BATCH_SIZE",
    javaServices,
    "65536",
    "Bytes here. tb-js-executor counts messages under this name and has its own.",
  ),
  set(
    601,
    "TB_KAFKA_LINGER_MS",
    javaServices,
    "5",
    "The seed's value; tb-js-executor has its own.",
  ),
  set(
    602,
    "TB_KAFKA_COMPRESSION_TYPE",
    javaServices,
    "gzip",
    "The seed's value; tb-js-executor never reads it, TB_QUEUE_KAFKA_COMPRESSION is its name there.",
  ),
  set(603, "TB_QUEUE_KAFKA_MAX_POLL_RECORDS", javaServices, "4096", seedValue),
  elsewhere(
    604,
    "TB_QUEUE_KAFKA_JE_TOPIC_PROPERTIES",
    "planTopics",
    "Bounded together with all other topics; the same string in tb-core, rule engine and js-executor.",
  ),
  elsewhere(
    605,
    "TB_QUEUE_KAFKA_TA_TOPIC_PROPERTIES",
    "planTopics",
    "Bounded together with all other topics; the same string in tb-core and transport.",
  ),
  set(
    606,
    "TB_QUEUE_CORE_PARTITIONS",
    javaServices,
    (context) => String(context.partitions.core),
    "Derived; the transport hashes devices over it too, so both must have the same.",
  ),
  elsewhere(607, "TB_QUEUE_RE_MAIN_PARTITIONS", queuesByRest, queueGone),
  elsewhere(608, "TB_QUEUE_RE_HP_PARTITIONS", queuesByRest, queueGone),
  elsewhere(609, "TB_QUEUE_RE_SQ_PARTITIONS", queuesByRest, queueGone),
  elsewhere(610, "TB_QUEUE_RE_MAIN_PACK_PROCESSING_TIMEOUT_MS", queuesByRest, queueGone),
  set(611, "TB_QUEUE_CORE_PACK_PROCESSING_TIMEOUT_MS", server, "20000", seedValue),
  elsewhere(612, "TB_QUEUE_RE_MAIN_CONSUMER_PER_PARTITION", queuesByRest, queueGone),
  elsewhere(613, "TB_QUEUE_RE_HP_CONSUMER_PER_PARTITION", queuesByRest, queueGone),
  elsewhere(614, "TB_QUEUE_RE_SQ_CONSUMER_PER_PARTITION", queuesByRest, queueGone),
  set(
    615,
    "ACTORS_SYSTEM_RULE_DISPATCHER_POOL_SIZE",
    server,
    "16",
    "The seed's value; the default is 8 today.",
  ),
  // ZooKeeper
  set(
    617,
    "ZOOKEEPER_ENABLED",
    javaServices,
    "true",
    "The only discovery there is for more than one node.",
  ),
  set(
    618,
    "ZOOKEEPER_URL",
    javaServices,
    (context) => context.zookeeper.connectString,
    "All members by name, so that a client moves on when one is gone.",
  ),
  // Cassandra
  set(620, "DATABASE_TS_TYPE", server, "cassandra", seedValue),
  set(621, "TS_KV_PARTITIONING", server, "INDEFINITE", seedValue),
  set(
    622,
    "DATABASE_TS_LATEST_TYPE",
    server,
    "sql",
    "The seed leaves it at the default and calls it a key difference: stated.",
  ),
  set(
    623,
    "PERSIST_STATE_TO_TELEMETRY",
    server,
    "true",
    "Must have this value at the install too: device_info_view is built from it.",
  ),
  set(
    624,
    "CASSANDRA_URL",
    server,
    (context) => context.cassandra.contactPoint,
    "The datacenter's headless Service.",
  ),
  set(625, "CASSANDRA_CLUSTER_NAME", server, (context) => context.cassandra.clusterName, seedValue),
  set(
    626,
    "CASSANDRA_LOCAL_DATACENTER",
    server,
    (context) => context.cassandra.datacenter,
    "A wrong one makes the install hang.",
  ),
  set(627, "CASSANDRA_USE_CREDENTIALS", server, "true", seedValue),
  fromSecret(
    628,
    "CASSANDRA_USERNAME",
    "cassandra-superuser",
    "username",
    "The role cassandra has no login; the operator makes the superuser of the Secret.",
  ),
  set(
    629,
    "CASSANDRA_READ_CONSISTENCY_LEVEL",
    server,
    (context) => context.cassandra.consistencyLevel,
    "LOCAL_QUORUM is the seed's QUORUM in one datacenter; ONE with a single copy.",
  ),
  set(
    630,
    "CASSANDRA_WRITE_CONSISTENCY_LEVEL",
    server,
    (context) => context.cassandra.consistencyLevel,
    "As for reads.",
  ),
  set(631, "CASSANDRA_QUERY_BUFFER_SIZE", server, "1000000", seedValue),
  set(632, "CASSANDRA_QUERY_CONCURRENT_LIMIT", server, "500", seedValue),
  set(633, "CASSANDRA_QUERY_POLL_MS", server, "5", seedValue),
  // Redis
  set(635, "CACHE_TYPE", javaServices, "redis", "The word stays redis for Valkey."),
  set(
    636,
    "REDIS_CONNECTION_TYPE",
    javaServices,
    (context) => context.redis.mode,
    "cluster, or standalone with one node.",
  ),
  set(
    637,
    "REDIS_NODES",
    javaServices,
    (context) => (context.redis.mode === "cluster" ? context.redis.nodes.join(",") : undefined),
    "Every node by name; a standalone cache takes REDIS_HOST.",
  ),
  set(
    638,
    "REDIS_USE_DEFAULT_POOL_CONFIG",
    javaServices,
    whenCluster("false"),
    "So that the pool's own numbers count.",
  ),
  set(639, "REDIS_POOL_CONFIG_BLOCK_WHEN_EXHAUSTED", javaServices, "false", seedValue),
  set(640, "REDIS_POOL_CONFIG_TEST_ON_BORROW", javaServices, "false", redundant),
  set(641, "REDIS_POOL_CONFIG_TEST_ON_RETURN", javaServices, "false", redundant),
  set(642, "CACHE_MAXIMUM_POOL_SIZE", server, "50", seedValue),
  // JavaScript executors
  set(644, "JS_EVALUATOR", server, "remote", seedValue),
  set(645, "REMOTE_JS_MAX_PENDING_REQUESTS", server, "100000", seedValue),
  set(646, "REMOTE_JS_MAX_EVAL_REQUEST_TIMEOUT", server, "60000", redundant),
  set(647, "REMOTE_JS_MAX_REQUEST_TIMEOUT", server, "60000", seedValue),
  set(648, "REMOTE_JS_SANDBOX_MAX_ERRORS", server, "100000", seedValue),
  set(649, "REMOTE_JS_SANDBOX_MAX_BLACKLIST_DURATION_SEC", server, "1", seedValue),
  // Common
  set(651, "HTTP_LOG_CONTROLLER_ERROR_STACK_TRACE", server, "false", redundant),
  dropped(654, "CACHE_SPECS_DEVICES_MAX_SIZE", cacheSizeOnlySwitches),
  dropped(655, "CACHE_SPECS_DEVICE_CREDENTIALS_MAX_SIZE", cacheSizeOnlySwitches),
  dropped(656, "CACHE_SPECS_SESSIONS_MAX_SIZE", cacheSizeOnlySwitches),
  set(
    657,
    "TS_KV_PARTITIONS_MAX_CACHE_SIZE",
    server,
    "4194000",
    "Lives in the heap, not in Redis: the seed's value.",
  ),
  set(659, "DEFAULT_INACTIVITY_TIMEOUT", server, "1800", seedValue),
  set(660, "DEFAULT_STATE_CHECK_INTERVAL", server, "900", seedValue),
  set(
    661,
    "TB_TRANSPORT_SESSIONS_REPORT_TIMEOUT",
    transport,
    "60000",
    "The seed's value: it sets how much the sessions load tb-core.",
  ),
  set(
    662,
    "TB_TRANSPORT_SESSIONS_INACTIVITY_TIMEOUT",
    transport,
    "600000",
    "The default today. Above the keep-alive, so that pings keep a session.",
  ),
  set(664, "TB_QUEUE_TRANSPORT_MAX_PENDING_REQUESTS", javaServices, "1000000", seedValue),
  set(666, "EDGES_ENABLED", server, "false", seedValue),
  set(668, "JSON_TYPE_CAST_ENABLED", javaServices, "false", seedValue),
  // tb-node's own list
  dropped(926, "TB_HOST", "Read by the web UI's proxy only."),
  dropped(945, "HTTP_ENABLED", monolithOnly),
  dropped(947, "MQTT_ENABLED", monolithOnly),
  dropped(949, "COAP_ENABLED", monolithOnly),
  dropped(951, "SNMP_ENABLED", monolithOnly),
  dropped(953, "LWM2M_ENABLED", monolithOnly),
];
