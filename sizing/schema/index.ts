import { z } from "zod";
import { checksSchema } from "./checks";
import {
  cassandraSchema,
  kafkaSchema,
  poolerSchema,
  postgresqlSchema,
  redisSchema,
  zookeeperSchema,
} from "./dataTier";
import { loadSchema } from "./load";
import { loadFleetSchema } from "./loadFleet";
import { nodeGroupsSchema } from "./nodeGroups";
import { clusterSchema, existingClusterSchema, nodeTuningSchema } from "./platform";
import {
  jsExecutorSchema,
  mqttTransportSchema,
  ruleEngineSchema,
  tbCoreSchema,
  webUiSchema,
} from "./thingsboard";
import { versionsSchema } from "./versions";

/**
 * The one object that tells one stage from another. It states load, counts, types, replicas, heaps and storage;
 * shards, partitions, pools, replication factors and totals are derived from it by `planStage`.
 */
export const sizingSchema = z.strictObject({
  platform: z
    .enum(["eks", "existing"])
    .default("eks")
    .describe(
      "`eks` makes the cluster on AWS (seed, line 198); `existing` uses one that stands already, such as kind or minikube.",
    ),
  load: loadSchema.describe("What the stage must bear."),
  cluster: clusterSchema.describe("The cluster on AWS (platform eks)."),
  existingCluster: existingClusterSchema
    .optional()
    .describe("The cluster to use (platform existing)."),
  nodeGroups: nodeGroupsSchema.default({}).describe("Node groups by role (platform eks)."),
  nodeTuning: nodeTuningSchema.describe("Kernel settings of the nodes (platform eks)."),
  zookeeper: zookeeperSchema.describe("ThingsBoard's service discovery."),
  kafka: kafkaSchema.describe("Message queue."),
  cassandra: cassandraSchema.describe("Time series."),
  redis: redisSchema.describe("Redis-compatible cache (Valkey)."),
  postgresql: postgresqlSchema.describe("Entities, latest values and attributes."),
  pooler: poolerSchema.describe("PgBouncer in front of PostgreSQL."),
  tbCore: tbCoreSchema.describe("ThingsBoard core."),
  ruleEngine: ruleEngineSchema.describe("ThingsBoard rule engine."),
  jsExecutor: jsExecutorSchema.describe("ThingsBoard JavaScript executor."),
  webUi: webUiSchema.describe("ThingsBoard web UI."),
  mqttTransport: mqttTransportSchema.describe("ThingsBoard MQTT transport."),
  loadFleet: loadFleetSchema.describe("Load generators."),
  checks: checksSchema.describe("What the checks hold the stage to."),
  versions: versionsSchema.describe("Pinned versions of images, charts and add-ons."),
});
