import { strict as assert } from "node:assert";
import { stageRun } from "../support/stageRun";
import { Stage, type Sentence } from "./stage";

const database = "Cluster::data-postgresql";
const pooler = "Pooler::data-postgresql-pooler";

/** PostgreSQL and its pooler. */
export const postgresqlSentences: readonly Sentence[] = [
  {
    sentence: "PostgreSQL: CloudNativePG and a cluster of two, with its own resources",
    stack: "million",
    holds: (stage) => {
      stage.is("Release::data-postgresql-operator", {
        chart: "cloudnative-pg",
        version: "0.29.0",
        "values crds create": true,
      });
      stage.is(database, {
        apiVersion: "postgresql.cnpg.io/v1",
        "spec instances": 2,
        "spec imageName": "ghcr.io/cloudnative-pg/postgresql:16.15-standard-trixie",
        "spec enableSuperuserAccess": false,
        "spec resources": {
          requests: { cpu: "3000m", memory: "4096Mi" },
          limits: { memory: "6144Mi" },
        },
      });
      stage.after(database, "Release::data-postgresql-operator");
    },
  },
  {
    sentence: "PostgreSQL: the seed's tuning from 500k on, less what the operator manages",
    stack: "500k",
    holds: (stage) => {
      const parameters = "spec postgresql parameters";
      stage.is(database, {
        [`${parameters} max_connections`]: "300",
        [`${parameters} shared_buffers`]: "2048MB",
        [`${parameters} work_mem`]: "64MB",
        [`${parameters} maintenance_work_mem`]: "320MB",
        [`${parameters} effective_cache_size`]: "6GB",
        [`${parameters} random_page_cost`]: "1.5",
        [`${parameters} checkpoint_timeout`]: "15min",
        [`${parameters} max_wal_size`]: "1024MB",
        [`${parameters} wal_keep_size`]: "3650MB",
        [`${parameters} max_worker_processes`]: "4",
        [`${parameters} jit`]: "on",
        [`${parameters} archive_mode`]: undefined,
        [`${parameters} archive_command`]: undefined,
        [`${parameters} shared_preload_libraries`]: undefined,
      });
    },
  },
  {
    sentence: "PostgreSQL: 250 connections and no tuning before",
    stack: "100k-20k",
    holds: (stage) => {
      stage.is(database, {
        "spec postgresql parameters max_connections": "250",
        "spec postgresql parameters work_mem": undefined,
        "spec postgresql parameters shared_buffers": "128MB",
      });
    },
  },
  {
    sentence: "PostgreSQL: the tuning comes from the sizing and is not fixed",
    stack: "million",
    holds: async () => {
      const run = await stageRun({
        stack: "million",
        change: { "postgresql.parameters.work_mem": "48MB" },
      });
      new Stage(run).is(database, { "spec postgresql parameters work_mem": "48MB" });
    },
  },
  {
    sentence: "pooler: on its own node group, with the seed's CPU and memory",
    stack: "million",
    holds: (stage) => {
      stage.is(pooler, {
        "spec cluster name": "postgresql",
        "spec instances": 1,
        "spec type": "rw",
        "spec template spec nodeSelector": { role: "pooler" },
        "spec template spec containers": [
          {
            name: "pgbouncer",
            resources: { requests: { cpu: "3000m", memory: "500Mi" }, limits: { memory: "500Mi" } },
          },
        ],
      });
      stage.after(pooler, database);
    },
  },
  {
    sentence: "pooler: where it shares a group, off the nodes with PostgreSQL on them if it can",
    stack: "100k-20k",
    holds: (stage) => {
      stage.is(pooler, { "spec template spec nodeSelector": { role: "postgresql" } });
      const keepsOff = (matchLabels: Record<string, string>) => ({
        labelSelector: { matchLabels },
        topologyKey: "kubernetes.io/hostname",
      });
      stage.is(pooler, {
        "spec template spec affinity podAntiAffinity": {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 9, podAffinityTerm: keepsOff({ app: "postgresql" }) },
            { weight: 1, podAffinityTerm: keepsOff({ "cnpg.io/poolerName": "postgresql-pooler" }) },
          ],
        },
      });
    },
  },
  {
    sentence: "pooler: session mode, and a server pool as large as its 200 client slots",
    stack: "million",
    holds: (stage) => {
      stage.is(pooler, {
        "spec pgbouncer poolMode": "session",
        "spec pgbouncer parameters default_pool_size": "200",
        "spec pgbouncer parameters max_client_conn": "220",
      });
    },
  },
  {
    sentence:
      "pooler: 12 pods × 16 connections ≤ 200 slots ≤ 300 − what PostgreSQL keeps for itself",
    stack: "million",
    holds: (stage) => {
      stage.is("ConfigMap::core-configuration-environment", {
        "data SPRING_DATASOURCE_MAXIMUM_POOL_SIZE": "16",
        "data SPRING_DATASOURCE_URL":
          "jdbc:postgresql://postgresql-pooler.thingsboard.svc.cluster.local:5432/thingsboard",
      });
      stage.is("StatefulSet::core-node", { "spec replicas": 6 });
      stage.is("StatefulSet::core-rule-engine", { "spec replicas": 6 });
      stage.is(database, { "spec postgresql parameters superuser_reserved_connections": "3" });
    },
  },
  {
    sentence: "pooler: more pods than the slots hold are refused",
    stack: "million",
    holds: async () => {
      await assert.rejects(
        stageRun({ stack: "million", change: { "pooler.clientSlots": 290 } }),
        /pooler\.clientSlots|postgresql\.maxConnections/,
      );
    },
  },
];
