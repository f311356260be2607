/**
 * The data tier alone, for a ThingsBoard of your own: Kafka, Cassandra, PostgreSQL, ZooKeeper and a Redis-compatible
 * cache, sized for three pods of each service, on the cluster that the context names.
 */
import * as kubernetes from "@pulumi/kubernetes";
import { DataTier } from "thingsboard-scale";
import { planDataTier } from "thingsboard-scale/planning";
import { parseSizingPart } from "thingsboard-scale/sizing";

const sizing = parseSizingPart(
  [
    "platform",
    "cluster",
    "existingCluster",
    "nodeGroups",
    "versions",
    "zookeeper",
    "kafka",
    "cassandra",
    "redis",
    "postgresql",
    "pooler",
    // Topics and connection pools follow the pods that use them.
    "tbCore",
    "ruleEngine",
    "jsExecutor",
    "mqttTransport",
  ],
  {
    platform: "existing",
    existingCluster: { context: "staging", storageClass: "fast", nodes: 9 },
    cassandra: { replicas: 3, storageGiB: 200 },
    postgresql: { replicas: 3, maxConnections: 300 },
    tbCore: { replicas: 3 },
    ruleEngine: { replicas: 3 },
    jsExecutor: { replicas: 6 },
    mqttTransport: { replicas: 3, heapMiB: 1024 },
  },
);
const plan = planDataTier(sizing);

const provider = new kubernetes.Provider("staging", { context: "staging" });
const namespace = new kubernetes.core.v1.Namespace(
  "thingsboard",
  { metadata: { name: plan.kafka.placement.namespace } },
  { provider },
);
const stores = new DataTier("stores", { plan }, { provider, dependsOn: namespace });

/** Where the passwords stand, and what to put into ThingsBoard's configuration. */
export const credentials = stores.credentials;
export const kafkaServers = plan.kafka.bootstrapServers;
export const cassandraUrl = plan.cassandra.contactPoint;
export const postgresqlEndpoint = plan.postgresql.endpoint;
