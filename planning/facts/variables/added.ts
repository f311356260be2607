import { dropped, set } from "./kinds";
import type { Variable, VariableReader } from "./kinds";

const server: readonly VariableReader[] = ["server"];
const transport: readonly VariableReader[] = ["transport"];
const js: readonly VariableReader[] = ["js"];
const webUi: readonly VariableReader[] = ["webUi"];
const javaServices: readonly VariableReader[] = ["server", "transport"];

/** Share of a tb-js-executor pod's limit that V8's old space may take; the rest is Node itself and buffers. */
const nodeHeapPercent = 75;

/** What tb-js-executor and tb-web-ui set for themselves in the seed (lines 1163 to 1253). */
export const ownVariables: readonly Variable[] = [
  set(1164, "HTTP_BIND_ADDRESS", webUi, "0.0.0.0", "The seed's value."),
  set(1166, "HTTP_BIND_PORT", webUi, "8080", "The seed's value; the image's default is 8090."),
  set(1238, "SLOW_QUERY_LOG_MS", js, "100.000", "The seed's value."),
  set(1240, "SCRIPT_STAT_PRINT_FREQUENCY", js, "10000", "The seed's value."),
  set(1242, "SCRIPT_BODY_TRACE_FREQUENCY", js, "1000000", "The seed's value."),
  set(1244, "SLOW_QUERY_LOG_BODY", js, "false", "The seed's value."),
  set(1246, "TB_KAFKA_LINGER_MS", js, "10", "The seed's value for this service."),
  set(
    1248,
    "TB_KAFKA_BATCH_SIZE",
    js,
    "250",
    "Messages here, not bytes (msa/js-executor/queue/kafkaTemplate.ts).",
  ),
  set(
    1250,
    "TB_QUEUE_KAFKA_COMPRESSION",
    js,
    "gzip",
    "The name that tb-js-executor reads; the seed's TB_KAFKA_COMPRESSION_TYPE never reached it.",
  ),
  dropped(
    1252,
    "SCRIPT_USE_SANDBOX",
    "false runs tenants' scripts unisolated: marked dangerous in the source. The default true stays.",
  ),
];

/** Variables that the seed did not know or need. */
export const addedVariables: readonly Variable[] = [
  set(
    null,
    "SPRING_DATASOURCE_MAXIMUM_POOL_SIZE",
    server,
    (context) => String(context.connectionPoolSize),
    "All pools together fit into the connection slots.",
  ),
  set(
    null,
    "CASSANDRA_KEYSPACE_NAME",
    server,
    (context) => context.cassandra.keyspace,
    "The keyspace that is made before the install.",
  ),
  set(
    null,
    "REDIS_HOST",
    javaServices,
    (context) => standaloneCache(context.redis)?.host,
    "A standalone cache.",
  ),
  set(
    null,
    "REDIS_PORT",
    javaServices,
    (context) => standaloneCache(context.redis)?.port,
    "A standalone cache.",
  ),
  set(
    null,
    "ZOOKEEPER_SESSION_TIMEOUT_MS",
    javaServices,
    "10000",
    "The default of 3 s takes a long garbage collection for a lost node and repartitions the cluster.",
  ),
  set(
    null,
    "ZOOKEEPER_RECALCULATE_DELAY_MS",
    javaServices,
    "10000",
    "A restarted pod is back before its partitions are moved.",
  ),
  set(
    null,
    "AUDIT_LOG_MASK_DEVICE",
    server,
    "OFF",
    "A million created devices would be a million audit rows. Other entities stay audited.",
  ),
  set(
    null,
    "METRICS_ENABLED",
    javaServices,
    "true",
    "Off by default; the run's verdict reads them.",
  ),
  set(
    null,
    "METRICS_ENDPOINTS_EXPOSE",
    javaServices,
    "prometheus",
    "/actuator/prometheus, the only path that the rule engine leaves open.",
  ),
  set(
    null,
    "WEB_APPLICATION_ENABLE",
    transport,
    "true",
    "The transport has no web server otherwise, and so no metrics.",
  ),
  set(
    null,
    "WEB_APPLICATION_TYPE",
    transport,
    "servlet",
    "A servlet server is the only kind it has.",
  ),
  set(
    null,
    "HTTP_BIND_PORT",
    transport,
    "8083",
    "Port of the metrics; the default, stated because the pod names it.",
  ),
  set(null, "MQTT_BIND_PORT", transport, "1883", "The default, stated because the pod names it."),
  set(null, "MQTT_SSL_ENABLED", transport, "true", "MQTT over TLS beside plain MQTT."),
  set(
    null,
    "MQTT_SSL_BIND_PORT",
    transport,
    "8883",
    "The default, stated because the pod names it.",
  ),
  set(
    null,
    "MQTT_SSL_PROTOCOL",
    transport,
    "TLSv1.2",
    "Oldest protocol that devices in the field still speak and nobody calls broken.",
  ),
  set(
    null,
    "MQTT_SSL_CREDENTIALS_TYPE",
    transport,
    "PEM",
    "A Secret of type kubernetes.io/tls, mounted without subPath: the files are watched.",
  ),
  set(null, "MQTT_SSL_PEM_CERT", transport, "/tls/tls.crt", "Key of the Secret."),
  set(null, "MQTT_SSL_PEM_KEY", transport, "/tls/tls.key", "Key of the Secret."),
  set(
    null,
    "MQTT_SSL_PEM_KEY_PASSWORD",
    transport,
    "",
    "The key is not encrypted; the default would name a password.",
  ),
  set(
    null,
    "HTTP_PORT",
    js,
    "8888",
    "Port of the probes; the default, stated because the pod names it.",
  ),
  set(
    null,
    "NODE_OPTIONS",
    js,
    (context) =>
      `--max-old-space-size=${Math.floor((context.jsMemoryLimitMiB * nodeHeapPercent) / 100)}`,
    "Keeps V8 below the pod's memory limit.",
  ),
];

/** Host and port of the only node, where there is only one. */
function standaloneCache(redis: {
  readonly mode: "cluster" | "standalone";
  readonly nodes: readonly string[];
}): { readonly host: string; readonly port: string } | undefined {
  const [host, port] = redis.nodes[0]?.split(":") ?? [];
  return redis.mode === "standalone" && host !== undefined && port !== undefined
    ? { host, port }
    : undefined;
}
