import { strict as assert } from "node:assert";
import type { Sentence } from "./stage";

/** Bytes that a topic may take on all brokers: partitions × (bytes + segment) × copies. */
function topicBytes(properties: string, partitions: number, copies: number): number {
  const number = (key: string) => Number(new RegExp(`${key}:(-?\\d+)`).exec(properties)?.[1]);
  return partitions * (number("retention.bytes") + number("segment.bytes")) * copies;
}

/** ZooKeeper and Kafka. */
export const queueSentences: readonly Sentence[] = [
  {
    sentence: "ZooKeeper: three members of the official image, data and log volumes",
    stack: "million",
    holds: (stage) => {
      stage.is("StatefulSet::data-zookeeper", {
        "spec replicas": 3,
        "spec ordinals": { start: 1 },
        "spec volumeClaimTemplates 0 metadata name": "data",
        "spec volumeClaimTemplates 1 metadata name": "datalog",
      });
      stage.pod("StatefulSet::data-zookeeper", {
        "containers 0 image": "zookeeper:3.9.6",
        "containers 0 volumeMounts": [
          { mountPath: "/data", name: "data" },
          { mountPath: "/datalog", name: "datalog" },
        ],
      });
      stage.is("Service::data-zookeeper", {
        "spec clusterIP": "None",
        "spec publishNotReadyAddresses": true,
      });
    },
  },
  {
    sentence: "ZooKeeper: the seed's heap and CPU, and 64 MiB more of memory",
    stack: "million",
    holds: (stage) => {
      stage.variables("StatefulSet::data-zookeeper", { ZK_SERVER_HEAP: "192" });
      stage.pod("StatefulSet::data-zookeeper", {
        "containers 0 resources": {
          limits: { memory: "320Mi" },
          requests: { cpu: "100m", memory: "320Mi" },
        },
      });
    },
  },
  {
    sentence: "ZooKeeper: four-letter-word probes and auto-purge",
    stack: "million",
    holds: (stage) => {
      stage.variables("StatefulSet::data-zookeeper", {
        ZOO_4LW_COMMANDS_WHITELIST: "srvr,ruok,mntr",
        ZOO_AUTOPURGE_PURGEINTERVAL: "24",
        ZOO_AUTOPURGE_SNAPRETAINCOUNT: "3",
      });
      const probe = (kind: string) =>
        stage.text(
          "StatefulSet::data-zookeeper",
          `spec template spec containers 0 ${kind} exec command 2`,
        );
      assert.match(probe("livenessProbe"), /echo ruok .* imok/);
      assert.match(probe("startupProbe"), /echo ruok .* imok/);
      assert.match(probe("readinessProbe"), /echo srvr .*leader\|follower/);
    },
  },
  {
    sentence: "Kafka: Strimzi's operator and the v1 API in KRaft mode, three brokers",
    stack: "million",
    holds: (stage) => {
      stage.is("Release::data-kafka-operator", {
        chart: "strimzi-kafka-operator",
        version: "1.2.0",
        "values watchNamespaces": ["thingsboard"],
      });
      stage.is("Kafka::data-kafka", {
        apiVersion: "kafka.strimzi.io/v1",
        "spec kafka version": "4.3.1",
        "spec zookeeper": undefined,
      });
      stage.is("KafkaNodePool::data-kafka-pool", {
        apiVersion: "kafka.strimzi.io/v1",
        "spec replicas": 3,
        "spec roles": ["controller", "broker"],
        "metadata labels strimzi.io/cluster": "kafka",
      });
      stage.after("KafkaNodePool::data-kafka-pool", "Release::data-kafka-operator");
      stage.after("Kafka::data-kafka", "KafkaNodePool::data-kafka-pool");
    },
  },
  {
    sentence: "Kafka: the seed's replication factors and metrics",
    stack: "million",
    holds: (stage) => {
      stage.is("Kafka::data-kafka", {
        "spec kafka config offsets.topic.replication.factor": 3,
        "spec kafka config transaction.state.log.replication.factor": 3,
        "spec kafka config default.replication.factor": 2,
        "spec kafka config auto.create.topics.enable": false,
        "spec kafka metricsConfig type": "strimziMetricsReporter",
      });
      stage.is("ConfigMap::core-configuration-environment", {
        "data TB_QUEUE_KAFKA_REPLICATION_FACTOR": "2",
      });
    },
  },
  {
    sentence: "Kafka: a heap is chosen where the seed is silent",
    stack: "million",
    holds: (stage) => {
      stage.is("KafkaNodePool::data-kafka-pool", {
        "spec jvmOptions": { "-Xms": "768m", "-Xmx": "768m" },
        "spec resources limits memory": "1536Mi",
      });
    },
  },
  {
    sentence: "Kafka: topic bounds keep all topics under three quarters of the disks",
    stack: "million",
    holds: (stage) => {
      const data = stage.value("ConfigMap::core-configuration-environment", "data");
      // Partitions where the properties name none: three queues of 6; 6 of the core; the vendor's defaults.
      const ofQueues: Readonly<Record<string, number>> = {
        RE: 18,
        CORE: 6,
        CF: 18,
        CF_STATE: 18,
        EDGE: 10,
        VC: 10,
        TASKS: 12,
      };
      const bounds = Object.entries(data as Record<string, string>).flatMap(([key, value]) => {
        const topic = /^TB_QUEUE_KAFKA_(.*)_TOPIC_PROPERTIES$/.exec(key)?.[1];
        return topic === undefined ? [] : [[topic, value] as const];
      });
      const names = bounds.map(([topic]) => topic).sort();
      assert.deepEqual(
        ["CORE", "JE", "NOTIFICATIONS", "OTA", "RE", "TA", "VC"].filter((t) => !names.includes(t)),
        [],
      );
      const bytes = bounds.map(([topic, properties]) => {
        const partitions = Number(/partitions:(\d+)/.exec(properties)?.[1] ?? ofQueues[topic]);
        assert.ok(partitions > 0, topic);
        return topicBytes(properties, partitions, 2);
      });
      const total = bytes.reduce((sum, each) => sum + each, 0);
      const disks = 3 * 20 * 1_073_741_824;
      assert.ok(total < 0.75 * disks, `${String(total)} bytes of ${String(disks)}`);
      assert.ok(total > 0.25 * disks, "the bounds waste the disks");
    },
  },
  {
    sentence:
      "Kafka: the same bounds in every service that may make a topic, before the first start",
    stack: "million",
    holds: (stage) => {
      const data = (name: string, key: string) => stage.value(`ConfigMap::${name}`, `data ${key}`);
      const services = "core-configuration-environment";
      for (const topic of ["RE", "CORE", "TA", "NOTIFICATIONS", "HOUSEKEEPER"]) {
        const key = `TB_QUEUE_KAFKA_${topic}_TOPIC_PROPERTIES`;
        assert.match(String(data(services, key)), /retention\.bytes:\d+/);
        assert.equal(data("transport-environment", key), data(services, key), topic);
      }
      const scripts = "TB_QUEUE_KAFKA_JE_TOPIC_PROPERTIES";
      assert.match(String(data(services, scripts)), /^partitions:12;/);
      assert.equal(data("core-configuration-js-environment", scripts), data(services, scripts));
      stage.after("StatefulSet::core-node", `ConfigMap::${services}`);
      stage.after("StatefulSet::transport", "ConfigMap::transport-environment");
    },
  },
];
