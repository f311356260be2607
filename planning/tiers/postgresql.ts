import { operatorConnections, superuserReservedConnections } from "../../sizing/limits";
import type { Sizing } from "../../sizing/types";
import { planCharts, planImages } from "../facts/images";
import { cloudNativePgOperator, poolerBootstrap } from "../facts/systemContainers";
import { hasZones, nodeGroupFor, planPlacement, serviceHost } from "../platform";
import type { PlatformSizing, RegistryAccount } from "../platform";
import type { PostgresqlPlan, WorkloadPlan } from "../types";
import { container, workload } from "../workload";

/** What planning PostgreSQL and its pooler reads of a sizing. */
export type PostgresqlSizing = PlatformSizing & Pick<Sizing, "postgresql" | "pooler">;

/** Client connections above ThingsBoard's, for the install Job and psql. */
const spareClientConnections = 20;
const port = 5432;

/** PostgreSQL by CloudNativePG, with PgBouncer in front unless the sizing says 0 (seed, lines 419 to 443). */
export function planPostgresql(
  sizing: PostgresqlSizing,
  account?: RegistryAccount,
): PostgresqlPlan {
  const { postgresql, pooler } = sizing;
  const service = pooler.replicas > 0 ? "postgresql-pooler" : "postgresql-rw";
  return {
    placement: planPlacement(sizing),
    workload: instances(sizing),
    operator: workload({
      name: "cloudnative-pg",
      tier: "data",
      kind: "Deployment",
      nodeGroup: nodeGroupFor("worker", sizing),
      replicas: 1,
      containers: [container("manager", cloudNativePgOperator)],
    }),
    chart: planCharts(sizing.versions).cloudNativePg,
    image: planImages(sizing.versions, account?.imageRegistry).postgresql,
    database: "thingsboard",
    storageGiB: postgresql.storageGiB,
    parameters: parameters(sizing),
    maxConnections: postgresql.maxConnections,
    ...(pooler.replicas > 0
      ? {
          pooler: {
            workload: poolerPods(sizing),
            clientSlots: pooler.clientSlots,
            maxClientConnections: pooler.clientSlots + spareClientConnections,
          },
        }
      : {}),
    endpoint: `${serviceHost(service)}:${port}`,
  };
}

/**
 * Connections that ThingsBoard's pools may hold together: the pooler's slots, or what PostgreSQL itself leaves beside
 * the superuser's and the operator's.
 */
export function connectionSlots(sizing: Pick<Sizing, "postgresql" | "pooler">): number {
  const stated = sizing.postgresql.parameters.superuser_reserved_connections;
  const reserved =
    stated === undefined ? superuserReservedConnections : Number.parseInt(stated, 10);
  return sizing.pooler.replicas > 0
    ? sizing.pooler.clientSlots
    : sizing.postgresql.maxConnections - reserved - operatorConnections;
}

function parameters(sizing: PostgresqlSizing): Readonly<Record<string, string>> {
  const { postgresql } = sizing;
  return {
    superuser_reserved_connections: String(superuserReservedConnections),
    // A lagging replica's slot may keep a quarter of the volume in WAL, no more: a full disk stops PostgreSQL.
    max_slot_wal_keep_size: `${Math.floor((postgresql.storageGiB * 1_024) / 4)}MB`,
    // Any pg_stat_statements.* parameter makes the operator load that library, as the seed has it loaded (line 424).
    "pg_stat_statements.track": "all",
    ...postgresql.parameters,
    max_connections: String(postgresql.maxConnections),
    shared_buffers: `${postgresql.sharedBuffersMiB}MB`,
  };
}

function instances(sizing: PostgresqlSizing): WorkloadPlan {
  const { postgresql } = sizing;
  return workload({
    name: "postgresql",
    tier: "data",
    kind: "PostgresqlCluster",
    nodeGroup: nodeGroupFor("postgresql", sizing),
    replicas: postgresql.replicas,
    containers: [container("postgres", postgresql)],
    // The operator gives its init container the cluster's own resources.
    initContainers: [container("bootstrap-controller", postgresql)],
    ports: [
      { name: "postgresql", port },
      { name: "metrics", port: 9187 },
      { name: "status", port: 8000 },
    ],
    volumes: [{ name: "pgdata", sizeGiB: postgresql.storageGiB }],
    antiAffinity: "required",
    spreadOverZones: hasZones(sizing),
  });
}

/** PgBouncer. On PostgreSQL's own nodes it keeps off the database's pods where it can (seed, line 2012). */
function poolerPods(sizing: PostgresqlSizing): WorkloadPlan {
  return workload({
    name: "pooler",
    tier: "data",
    kind: "Pooler",
    nodeGroup: nodeGroupFor("pooler", sizing),
    replicas: sizing.pooler.replicas,
    containers: [container("pgbouncer", sizing.pooler)],
    initContainers: [container("bootstrap-controller", poolerBootstrap)],
    ports: [
      { name: "pgbouncer", port },
      { name: "metrics", port: 9127 },
    ],
    antiAffinity: "preferred",
    avoids: [
      { workload: "postgresql", weight: 9 },
      { workload: "pooler", weight: 1 },
    ],
  });
}
