import { strict as assert } from "node:assert";
import { type Sentence, type Stage, valueAt } from "./stage";

const common = "ConfigMap::core-configuration-environment";
const install = "initContainers 1";
const services = {
  core: "StatefulSet::core-node",
  ruleEngine: "StatefulSet::core-rule-engine",
} as const;
const jobText = (stage: Stage, path: string) =>
  stage.text("Job::core-schema", `spec template spec ${path}`);
const settings = (stage: Stage) => stage.json("ConfigMap::core-accounts", "data settings.json");
/** Seed, lines 587 to 652: what is alive in 4.3 keeps its value. */
const kept = {
  TB_KAFKA_ACKS: "1",
  TB_KAFKA_BATCH_SIZE: "65536",
  TB_KAFKA_LINGER_MS: "5",
  TB_KAFKA_COMPRESSION_TYPE: "gzip",
  TB_QUEUE_KAFKA_MAX_POLL_RECORDS: "4096",
  TB_QUEUE_CORE_PARTITIONS: "6",
  TB_QUEUE_CORE_PACK_PROCESSING_TIMEOUT_MS: "20000",
  ACTORS_SYSTEM_RULE_DISPATCHER_POOL_SIZE: "16",
  DATABASE_TS_TYPE: "cassandra",
  TS_KV_PARTITIONING: "INDEFINITE",
  TS_KV_PARTITIONS_MAX_CACHE_SIZE: "4194000",
  PERSIST_STATE_TO_TELEMETRY: "true",
  CASSANDRA_QUERY_BUFFER_SIZE: "1000000",
  CASSANDRA_QUERY_CONCURRENT_LIMIT: "500",
  CASSANDRA_QUERY_POLL_MS: "5",
  CACHE_TYPE: "redis",
  CACHE_MAXIMUM_POOL_SIZE: "50",
  JS_EVALUATOR: "remote",
  REMOTE_JS_MAX_PENDING_REQUESTS: "100000",
  REMOTE_JS_MAX_REQUEST_TIMEOUT: "60000",
  DEFAULT_INACTIVITY_TIMEOUT: "1800",
  DEFAULT_STATE_CHECK_INTERVAL: "900",
  TB_QUEUE_TRANSPORT_MAX_PENDING_REQUESTS: "1000000",
  SQL_TS_LATEST_BATCH_MAX_DELAY_MS: "20",
  EDGES_ENABLED: "false",
};
/** Dead in 4.3, or without effect on these services. */
const dropped = [
  "SPRING_JPA_DATABASE_PLATFORM",
  "TB_QUEUE_RE_MAIN_PARTITIONS",
  "TB_QUEUE_RE_HP_PARTITIONS",
  "TB_QUEUE_RE_SQ_PARTITIONS",
  "TB_QUEUE_RE_MAIN_PACK_PROCESSING_TIMEOUT_MS",
  "TB_QUEUE_RE_MAIN_CONSUMER_PER_PARTITION",
  "CACHE_SPECS_DEVICES_MAX_SIZE",
  "CACHE_SPECS_DEVICE_CREDENTIALS_MAX_SIZE",
  "CACHE_SPECS_SESSIONS_MAX_SIZE",
  "HTTP_ENABLED",
  "MQTT_ENABLED",
  "COAP_ENABLED",
  "SNMP_ENABLED",
  "LWM2M_ENABLED",
  "TB_HOST",
];

/** ThingsBoard: configuration, install, accounts and queues. */
export const tbCoreSentences: readonly Sentence[] = [
  {
    sentence: "the seed's ConfigMaps: each living variable with its value",
    stack: "million",
    holds: (stage) => {
      for (const [key, value] of Object.entries(kept)) {
        stage.is(common, { [`data ${key}`]: value });
      }
      for (const node of [services.core, services.ruleEngine]) {
        stage.pod(node, {
          "containers 0 envFrom 0 configMapRef name": stage.value(common, "metadata name"),
        });
      }
    },
  },
  {
    sentence: "dead variables are gone everywhere",
    stack: "million",
    holds: (stage) => {
      const all = JSON.stringify([...stage.all("ConfigMap"), ...stage.all("StatefulSet")]);
      assert.deepEqual(
        dropped.filter((name) => all.includes(`"${name}"`)),
        [],
      );
    },
  },
  {
    sentence: "replaced variables: a batch of messages, not of bytes, for the script executor",
    stack: "million",
    holds: (stage) => {
      stage.is("ConfigMap::core-configuration-js-environment", {
        "data TB_KAFKA_BATCH_SIZE": "250",
        "data TB_QUEUE_KAFKA_COMPRESSION": "gzip",
        "data TB_KAFKA_COMPRESSION_TYPE": undefined,
        "data SCRIPT_USE_SANDBOX": undefined,
      });
    },
  },
  {
    sentence: "JVM options and logback as files",
    stack: "million",
    holds: (stage) => {
      const files = "ConfigMap::core-configuration-node-files";
      const options = stage.text(files, "data thingsboard.conf");
      assert.match(options, /-XX:\+UseG1GC -XX:MaxGCPauseMillis=500/);
      assert.match(options, /-XX:\+ExitOnOutOfMemoryError/);
      assert.doesNotMatch(options, /UseBiasedLocking/);
      const logback = stage.text(files, "data logback.xml");
      assert.match(logback, /logger name="org\.apache\.kafka\.clients" level="WARN"/);
      assert.doesNotMatch(logback, /azure/);
      stage.pod(services.core, {
        "volumes 0 configMap name": stage.value(files, "metadata name"),
        "containers 0 volumeMounts 0 mountPath": "/config",
      });
    },
  },
  {
    sentence: "secrets by reference",
    stack: "million",
    holds: (stage) => {
      for (const node of [services.core, services.ruleEngine]) {
        stage.fromSecret(node, "SPRING_DATASOURCE_PASSWORD", ["postgresql-app", "password"]);
        stage.fromSecret(node, "CASSANDRA_PASSWORD", ["cassandra-superuser", "password"]);
        stage.fromSecret(node, "REDIS_PASSWORD", ["redis", "password"]);
      }
      stage.fromSecret(
        "Job::core-schema",
        "SPRING_DATASOURCE_PASSWORD",
        ["postgresql-app", "password"],
        install,
      );
      stage.is("Secret::data-postgresql-app", { stringData: "<secret>" });
    },
  },
  {
    sentence: "the install runs once and fails loudly",
    stack: "million",
    holds: (stage) => {
      stage.is("Job::core-schema", {
        "spec backoffLimit": 0,
        "spec podFailurePolicy rules 0 action": "FailJob",
        "metadata annotations pulumi.com/skipAwait": undefined,
      });
      stage.pod("Job::core-schema", {
        restartPolicy: "Never",
        [`${install} image`]: "thingsboard/tb-node:4.3.1.3",
      });
    },
  },
  {
    sentence: "the install looks first and marks last, so that it may run again",
    stack: "million",
    holds: (stage) => {
      assert.match(jobText(stage, "initContainers 0 command 2"), /decide nothing/);
      assert.match(jobText(stage, "initContainers 0 command 2"), /no mark of a finished install/);
      assert.match(
        jobText(stage, "containers 0 command 2"),
        /INSERT INTO thingsboard_scale_schema/,
      );
    },
  },
  {
    sentence: "the install is awaited, long enough",
    stack: "million",
    holds: (stage) => {
      stage.timeouts("Job::core-schema", "20m");
      stage.after(services.core, "Job::core-schema");
    },
  },
  {
    sentence: "the install loads the tenant",
    stack: "million",
    holds: (stage) => {
      assert.match(
        jobText(stage, `${install} command 2`),
        /export INSTALL_TB=true LOAD_DEMO=true\n\s+exec start-tb-node\.sh/,
      );
    },
  },
  {
    sentence: "generated passwords for sysadmin, tenant and every customer of the demo",
    stack: "million",
    holds: (stage) => {
      assert.deepEqual(
        stage.names("RandomPassword").filter((name) => name.startsWith("core-accounts-")),
        ["customer", "customer-a", "customer-b", "customer-c", "sysadmin", "tenant"].map(
          (account) => `core-accounts-${account}`,
        ),
      );
      stage.is("RandomPassword::core-accounts-tenant", { length: 32, special: false });
      const accounts = valueAt(settings(stage), "accounts");
      assert.ok(Array.isArray(accounts));
      assert.deepEqual(
        accounts.map((account: unknown) => [
          valueAt(account, "username"),
          valueAt(account, "passwordFile"),
        ]),
        [
          ["sysadmin@thingsboard.org", "/accounts/sysadmin"],
          ["tenant@thingsboard.org", "/accounts/tenant"],
          ["customer@thingsboard.org", "/accounts/customer"],
          ["customerA@thingsboard.org", "/accounts/customer-a"],
          ["customerB@thingsboard.org", "/accounts/customer-b"],
          ["customerC@thingsboard.org", "/accounts/customer-c"],
        ],
      );
      stage.pod("Job::core-accounts", { "volumes 1 secret secretName": "tb-accounts" });
    },
  },
  {
    sentence: "they are in place before any load balancer exists",
    stack: "million",
    holds: (stage) => {
      stage.after("Ingress::core-ingress", "Job::core-accounts");
      stage.after("Service::transport-load-balancer", "Job::core-accounts");
    },
  },
  {
    sentence: "queues by the REST API: partitions, pack timeout, consumer per partition",
    stack: "million",
    holds: (stage) => {
      const queue = (name: string, packProcessingTimeout: number) => ({
        name,
        partitions: 6,
        consumerPerPartition: false,
        packProcessingTimeout,
      });
      assert.deepEqual(valueAt(settings(stage), "queues"), [
        queue("Main", 30_000),
        queue("HighPriority", 2_000),
        queue("SequentialByOriginator", 2_000),
      ]);
      assert.equal(valueAt(settings(stage), "restEndpoint"), "http://tb-core:8080");
      assert.match(stage.text("ConfigMap::core-accounts", "data configure.mjs"), /\/api\/queues/);
      stage.after("Job::core-accounts", "Service::core-node");
    },
  },
];
