import { strict as assert } from "node:assert";
import { planMqttTransport, planTbCore } from "../../planning";
import { thingsboardVariables } from "../../planning/facts/thingsboardVariables";
import { eksStages, sizingOf } from "./support/sizings";

/** The seed's ConfigMap tb-cluster-stack-config, name by name (lines 586 to 668). */
const ofTheSeed = `
  SPRING_JPA_DATABASE_PLATFORM SPRING_DRIVER_CLASS_NAME SPRING_DATASOURCE_URL SPRING_DATASOURCE_USERNAME
  SQL_BATCH_SORT SQL_TS_LATEST_BATCH_SIZE SQL_TS_LATEST_BATCH_MAX_DELAY_MS SQL_TS_BATCH_MAX_DELAY_MS
  SQL_ATTRIBUTES_BATCH_MAX_DELAY_MS TB_QUEUE_TYPE TB_KAFKA_SERVERS TB_QUEUE_KAFKA_REPLICATION_FACTOR TB_KAFKA_ACKS
  TB_KAFKA_BATCH_SIZE TB_KAFKA_LINGER_MS TB_KAFKA_COMPRESSION_TYPE TB_QUEUE_KAFKA_MAX_POLL_RECORDS
  TB_QUEUE_KAFKA_JE_TOPIC_PROPERTIES TB_QUEUE_KAFKA_TA_TOPIC_PROPERTIES TB_QUEUE_CORE_PARTITIONS
  TB_QUEUE_RE_MAIN_PARTITIONS TB_QUEUE_RE_HP_PARTITIONS TB_QUEUE_RE_SQ_PARTITIONS
  TB_QUEUE_RE_MAIN_PACK_PROCESSING_TIMEOUT_MS TB_QUEUE_CORE_PACK_PROCESSING_TIMEOUT_MS
  TB_QUEUE_RE_MAIN_CONSUMER_PER_PARTITION TB_QUEUE_RE_HP_CONSUMER_PER_PARTITION
  TB_QUEUE_RE_SQ_CONSUMER_PER_PARTITION ACTORS_SYSTEM_RULE_DISPATCHER_POOL_SIZE ZOOKEEPER_ENABLED ZOOKEEPER_URL
  DATABASE_TS_TYPE TS_KV_PARTITIONING DATABASE_TS_LATEST_TYPE PERSIST_STATE_TO_TELEMETRY CASSANDRA_URL
  CASSANDRA_CLUSTER_NAME CASSANDRA_LOCAL_DATACENTER CASSANDRA_USE_CREDENTIALS CASSANDRA_USERNAME
  CASSANDRA_READ_CONSISTENCY_LEVEL CASSANDRA_WRITE_CONSISTENCY_LEVEL CASSANDRA_QUERY_BUFFER_SIZE
  CASSANDRA_QUERY_CONCURRENT_LIMIT CASSANDRA_QUERY_POLL_MS CACHE_TYPE REDIS_CONNECTION_TYPE REDIS_NODES
  REDIS_USE_DEFAULT_POOL_CONFIG REDIS_POOL_CONFIG_BLOCK_WHEN_EXHAUSTED REDIS_POOL_CONFIG_TEST_ON_BORROW
  REDIS_POOL_CONFIG_TEST_ON_RETURN CACHE_MAXIMUM_POOL_SIZE JS_EVALUATOR REMOTE_JS_MAX_PENDING_REQUESTS
  REMOTE_JS_MAX_EVAL_REQUEST_TIMEOUT REMOTE_JS_MAX_REQUEST_TIMEOUT REMOTE_JS_SANDBOX_MAX_ERRORS
  REMOTE_JS_SANDBOX_MAX_BLACKLIST_DURATION_SEC HTTP_LOG_CONTROLLER_ERROR_STACK_TRACE CACHE_SPECS_DEVICES_MAX_SIZE
  CACHE_SPECS_DEVICE_CREDENTIALS_MAX_SIZE CACHE_SPECS_SESSIONS_MAX_SIZE TS_KV_PARTITIONS_MAX_CACHE_SIZE
  DEFAULT_INACTIVITY_TIMEOUT DEFAULT_STATE_CHECK_INTERVAL TB_TRANSPORT_SESSIONS_REPORT_TIMEOUT
  TB_TRANSPORT_SESSIONS_INACTIVITY_TIMEOUT TB_QUEUE_TRANSPORT_MAX_PENDING_REQUESTS EDGES_ENABLED
  JSON_TYPE_CAST_ENABLED`
  .trim()
  .split(/\s+/);

function environments(stage: string) {
  const sizing = sizingOf(stage);
  const { environment, jsEnvironment, webUiEnvironment } = planTbCore(sizing);
  return {
    server: environment,
    js: jsEnvironment,
    webUi: webUiEnvironment,
    transport: planMqttTransport(sizing).environment,
  };
}

describe("ThingsBoard's variables", () => {
  it("answers each of the seed's 71 variables once, in the seed's order, with a reason", () => {
    assert.equal(ofTheSeed.length, 71);
    const answered = thingsboardVariables.filter(
      ({ seedLine }) => seedLine !== undefined && seedLine >= 586 && seedLine <= 668,
    );
    assert.deepEqual(
      answered.map(({ name }) => name),
      ofTheSeed,
    );
    assert.ok(thingsboardVariables.every(({ reason }) => reason.length > 10));
  });

  it("has one value at most for each program", () => {
    for (const reader of ["server", "transport", "js", "webUi"] as const) {
      const names = thingsboardVariables.flatMap(({ name, outcome }) =>
        outcome.kind === "set" && outcome.readers.includes(reader) ? [name] : [],
      );
      assert.deepEqual(names, [...new Set(names)], reader);
    }
  });

  it("sets what the seed sets, with today's addresses and derived numbers", () => {
    const { server } = environments("million");
    const stated: Record<string, string> = {
      SPRING_DATASOURCE_URL:
        "jdbc:postgresql://postgresql-pooler.thingsboard.svc.cluster.local:5432/thingsboard",
      SPRING_DATASOURCE_MAXIMUM_POOL_SIZE: "16",
      TB_KAFKA_SERVERS: "kafka-kafka-bootstrap.thingsboard.svc.cluster.local:9092",
      TB_QUEUE_KAFKA_REPLICATION_FACTOR: "2",
      TB_KAFKA_BATCH_SIZE: "65536",
      TB_QUEUE_CORE_PARTITIONS: "6",
      TB_QUEUE_CORE_PACK_PROCESSING_TIMEOUT_MS: "20000",
      CASSANDRA_URL: "cassandra-datacenter1-service.thingsboard.svc.cluster.local:9042",
      CASSANDRA_READ_CONSISTENCY_LEVEL: "LOCAL_QUORUM",
      CASSANDRA_WRITE_CONSISTENCY_LEVEL: "LOCAL_QUORUM",
      REDIS_CONNECTION_TYPE: "cluster",
      TS_KV_PARTITIONING: "INDEFINITE",
      PERSIST_STATE_TO_TELEMETRY: "true",
      METRICS_ENABLED: "true",
      ZOOKEEPER_SESSION_TIMEOUT_MS: "10000",
    };
    for (const [name, value] of Object.entries(stated)) {
      assert.equal(server[name], value, name);
    }
    assert.equal(server.REDIS_NODES?.split(",").length, 6);
    assert.equal(server.ZOOKEEPER_URL?.split(",").length, 3);
  });

  it("keeps what is dropped, secret or set elsewhere out of every ConfigMap", () => {
    for (const [program, environment] of Object.entries(environments("million"))) {
      for (const { name, outcome } of thingsboardVariables) {
        const elsewhere = outcome.kind === "elsewhere" && outcome.where !== "planTopics";
        if (outcome.kind === "dropped" || outcome.kind === "secret" || elsewhere) {
          assert.ok(!(name in environment), `${program}: ${name}`);
        }
      }
      const secret = Object.keys(environment).filter(
        (name) => /PASSWORD|SECRET|TOKEN/.test(name) && environment[name] !== "",
      );
      assert.deepEqual(secret, [], program);
    }
  });

  it("the transport hashes over the same partitions and creates its topics with the same bounds", () => {
    for (const stage of [...eksStages, "dev"]) {
      const { server, transport } = environments(stage);
      const shared = Object.keys(transport).filter((name) =>
        /^(TB_QUEUE_|TB_KAFKA_|ZOOKEEPER_|REDIS_)/.test(name),
      );
      assert.ok(shared.includes("TB_QUEUE_CORE_PARTITIONS"));
      for (const name of shared) {
        assert.equal(transport[name], server[name], name);
      }
      assert.deepEqual(
        shared.filter((name) => name.endsWith("_TOPIC_PROPERTIES")),
        ["CORE", "HOUSEKEEPER", "NOTIFICATIONS", "RE", "TA"].map(
          (kind) => `TB_QUEUE_KAFKA_${kind}_TOPIC_PROPERTIES`,
        ),
      );
    }
  });

  it("the JavaScript executor counts messages in a batch, and bounds the same topic", () => {
    const { js, server, webUi } = environments("million");
    assert.equal(js.TB_KAFKA_BATCH_SIZE, "250");
    assert.equal(js.TB_KAFKA_LINGER_MS, "10");
    assert.equal(js.TB_QUEUE_KAFKA_COMPRESSION, "gzip");
    assert.equal(js.NODE_OPTIONS, "--max-old-space-size=300");
    assert.ok(!("TB_KAFKA_COMPRESSION_TYPE" in js) && !("SCRIPT_USE_SANDBOX" in js));
    assert.equal(js.TB_QUEUE_KAFKA_JE_TOPIC_PROPERTIES, server.TB_QUEUE_KAFKA_JE_TOPIC_PROPERTIES);
    assert.deepEqual(webUi, { HTTP_BIND_ADDRESS: "0.0.0.0", HTTP_BIND_PORT: "8080" });
  });

  it("a store of one: no pooler, one copy, a standalone cache", () => {
    const { server } = environments("dev");
    assert.equal(
      server.SPRING_DATASOURCE_URL,
      "jdbc:postgresql://postgresql-rw.thingsboard.svc.cluster.local:5432/thingsboard",
    );
    assert.equal(server.TB_QUEUE_KAFKA_REPLICATION_FACTOR, "1");
    assert.equal(server.CASSANDRA_READ_CONSISTENCY_LEVEL, "ONE");
    assert.equal(server.REDIS_CONNECTION_TYPE, "standalone");
    assert.equal(server.REDIS_HOST, "redis-0.redis-headless.thingsboard.svc.cluster.local");
    assert.equal(server.REDIS_PORT, "6379");
    assert.ok(!("REDIS_NODES" in server) && !("REDIS_USE_DEFAULT_POOL_CONFIG" in server));
  });

  it("a transport can be put in front of somebody else's stores", () => {
    const { environment } = planMqttTransport(sizingOf("million"), undefined, {
      kafka: { bootstrapServers: "broker.example:9092", replicationFactor: 3 },
      zookeeper: { connectString: "zookeeper.example:2181" },
    });
    assert.equal(environment.TB_KAFKA_SERVERS, "broker.example:9092");
    assert.equal(environment.TB_QUEUE_KAFKA_REPLICATION_FACTOR, "3");
    assert.equal(environment.ZOOKEEPER_URL, "zookeeper.example:2181");
    assert.equal(environment.REDIS_CONNECTION_TYPE, "cluster");
  });
});
