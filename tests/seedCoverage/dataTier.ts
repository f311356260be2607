import { strict as assert } from "node:assert";
import { type Sentence, valueAt } from "./stage";

const hostname = "kubernetes.io/hostname";
const zone = "topology.kubernetes.io/zone";
const pods = ["StatefulSet::data-zookeeper", "KafkaNodePool::data-kafka-pool"] as const;
const clientsOf: Readonly<Record<string, readonly [port: number, apps: readonly string[]]>> = {
  "data-zookeeper": [2181, ["tb-core", "tb-rule-engine", "tb-mqtt-transport"]],
  "data-cassandra": [9042, ["tb-core", "tb-rule-engine", "tb-schema", "cassandra-keyspace"]],
  "data-postgresql-pooler": [5432, ["tb-core", "tb-rule-engine", "tb-schema"]],
  "data-redis": [
    6379,
    ["tb-core", "tb-rule-engine", "tb-mqtt-transport", "tb-schema", "redis-forming"],
  ],
};

/** What holds for all stores. */
export const dataTierSentences: readonly Sentence[] = [
  {
    sentence: "every store runs on its node group; the cache on the worker group",
    stack: "million",
    holds: (stage) => {
      stage.pod("StatefulSet::data-zookeeper", { nodeSelector: { role: "kafka" } });
      stage.is("KafkaNodePool::data-kafka-pool", {
        "spec template pod affinity nodeAffinity requiredDuringSchedulingIgnoredDuringExecution nodeSelectorTerms 0 matchExpressions":
          [{ key: "role", operator: "In", values: ["kafka"] }],
      });
      stage.is("CassandraDatacenter::data-cassandra", {
        "spec nodeSelector": { role: "cassandra" },
      });
      stage.is("Cluster::data-postgresql", {
        "spec affinity nodeSelector": { role: "postgresql" },
      });
      stage.pod("StatefulSet::data-redis-a", { "nodeSelector role": "worker" });
    },
  },
  {
    sentence: "stores are spread over hosts",
    stack: "million",
    holds: (stage) => {
      const required =
        "podAntiAffinity requiredDuringSchedulingIgnoredDuringExecution 0 topologyKey";
      stage.pod("StatefulSet::data-zookeeper", { [`affinity ${required}`]: hostname });
      stage.is("KafkaNodePool::data-kafka-pool", {
        [`spec template pod affinity ${required}`]: hostname,
      });
      stage.is("Cluster::data-postgresql", {
        "spec affinity enablePodAntiAffinity": true,
        "spec affinity podAntiAffinityType": "required",
        "spec affinity topologyKey": hostname,
      });
      stage.pod("StatefulSet::data-redis-a", {
        "affinity podAntiAffinity preferredDuringSchedulingIgnoredDuringExecution 0 podAffinityTerm topologyKey":
          hostname,
      });
      // cass-operator keeps two of its pods off one node unless it is told otherwise.
      stage.is("CassandraDatacenter::data-cassandra", {
        "spec allowMultipleNodesPerWorker": undefined,
      });
    },
  },
  {
    sentence: "and over zones",
    stack: "million",
    holds: (stage) => {
      const spread = (path: string) => ({
        [`${path} 0 topologyKey`]: zone,
        [`${path} 0 maxSkew`]: 1,
        [`${path} 0 whenUnsatisfiable`]: "DoNotSchedule",
      });
      stage.is(
        "StatefulSet::data-zookeeper",
        spread("spec template spec topologySpreadConstraints"),
      );
      stage.is(pods[1], spread("spec template pod topologySpreadConstraints"));
      stage.is("Cluster::data-postgresql", spread("spec topologySpreadConstraints"));
      stage.is("Kafka::data-kafka", { "spec kafka rack topologyKey": zone });
    },
  },
  {
    sentence: "one disruption budget a pod: of our own where no operator brings one",
    stack: "million",
    holds: (stage) => {
      assert.deepEqual(
        stage.names("PodDisruptionBudget").filter((name) => name.startsWith("data-")),
        ["data-redis", "data-zookeeper"],
      );
      for (const store of ["zookeeper", "redis"]) {
        stage.is(`PodDisruptionBudget::data-${store}`, {
          "spec maxUnavailable": 1,
          "spec selector matchLabels": { app: store },
        });
      }
      stage.is("Cluster::data-postgresql", { "spec enablePDB": true });
      stage.is("Kafka::data-kafka", {
        "spec kafka template podDisruptionBudget": { maxUnavailable: 1 },
      });
    },
  },
  {
    sentence: "network policies admit their clients only",
    stack: "million",
    holds: (stage) => {
      for (const [name, [port, apps]] of Object.entries(clientsOf)) {
        stage.is(`NetworkPolicy::${name}`, {
          "spec policyTypes": ["Ingress"],
          "spec ingress 0 ports": [{ port, protocol: "TCP" }],
          "spec ingress 0 from": [
            { podSelector: { matchExpressions: [{ key: "app", operator: "In", values: apps }] } },
          ],
        });
        for (const rule of stage.value(`NetworkPolicy::${name}`, "spec ingress") as unknown[]) {
          assert.ok(valueAt(rule, "from") !== undefined, `${name} admits everybody`);
        }
      }
      stage.is("Kafka::data-kafka", {
        "spec kafka listeners 0 networkPolicyPeers 0 podSelector matchExpressions 0 values": [
          "tb-core",
          "tb-rule-engine",
          "tb-mqtt-transport",
          "tb-js-executor",
        ],
      });
      // Behind the pooler, PostgreSQL itself takes its own and its operator's connections alone.
      assert.doesNotMatch(
        JSON.stringify(stage.value("NetworkPolicy::data-postgresql", "spec ingress")),
        /"tb-/,
      );
    },
  },
  {
    sentence: "the management API of Cassandra answers its operator alone",
    stack: "million",
    holds: (stage) => {
      stage.is("CassandraDatacenter::data-cassandra", {
        "spec managementApiAuth": { insecure: {} },
      });
      stage.is("NetworkPolicy::data-cassandra", {
        "spec ingress 2 ports": [{ port: 8080, protocol: "TCP" }],
        "spec ingress 2 from 0 podSelector matchLabels app.kubernetes.io/name": "cass-operator",
      });
      stage.after("CassandraDatacenter::data-cassandra", "NetworkPolicy::data-cassandra");
    },
  },
  {
    sentence: "storage from the sizing, on the encrypted class",
    stack: "million",
    holds: (stage) => {
      stage.is("KafkaNodePool::data-kafka-pool", {
        "spec storage type": "jbod",
        "spec storage volumes 0 type": "persistent-claim",
        "spec storage volumes 0 size": "20Gi",
        "spec storage volumes 0 class": "gp3",
      });
      const claim = "spec storageConfig cassandraDataVolumeClaimSpec";
      stage.is("CassandraDatacenter::data-cassandra", {
        [`${claim} resources requests storage`]: "50Gi",
        [`${claim} storageClassName`]: "gp3",
      });
      stage.is("Cluster::data-postgresql", {
        "spec storage": { size: "30Gi", storageClass: "gp3" },
      });
      stage.is("StatefulSet::data-redis-a", {
        "spec volumeClaimTemplates 0 spec storageClassName": "gp3",
      });
    },
  },
  {
    sentence: "readiness of each store is awaited before anything uses it",
    stack: "million",
    holds: (stage) => {
      const wait = "metadata annotations pulumi.com/waitFor";
      stage.is("Kafka::data-kafka", { [wait]: "condition=Ready" });
      stage.is("CassandraDatacenter::data-cassandra", {
        [wait]: '["condition=Ready","jsonpath={.status.cassandraOperatorProgress}=Ready"]',
      });
      stage.is("Cluster::data-postgresql", { [wait]: "condition=Ready" });
      stage.is("Pooler::data-postgresql-pooler", { [wait]: "jsonpath={.status.phase}=active" });
      stage.timeouts("Kafka::data-kafka", "20m");
      stage.timeouts("CassandraDatacenter::data-cassandra", "30m");
      stage.timeouts("Cluster::data-postgresql", "20m");
      stage.after(
        "StatefulSet::core-node",
        "Kafka::data-kafka",
        "CassandraDatacenter::data-cassandra",
        "Cluster::data-postgresql",
        "Pooler::data-postgresql-pooler",
        "StatefulSet::data-zookeeper",
        "StatefulSet::data-redis-c",
        "Job::data-redis-forming",
        "Job::data-cassandra-keyspace",
      );
    },
  },
];
