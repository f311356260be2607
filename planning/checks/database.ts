import { readable } from "../../sizing/describe";
import { operatorConnections } from "../../sizing/limits";
import { attributeThreads, eventThreads } from "../facts/databaseConnections";
import { latestValueThreads } from "../facts/messages";
import type { StageDraft } from "../types";
import { severityOf, severityOfLoss } from "./check";
import type { Check } from "./check";
import {
  connectionsFor,
  mostOnOneNode,
  poolPods,
  poolerSettings,
  reservedConnections,
  slotsAfterLoss,
} from "./poolSlots";

const seedConnections = "seed, lines 423 to 428 (250 connections, 200 client slots) and 2188 (300)";

/** Connections that ThingsBoard opens, and those that are there for it. */
interface Connections {
  readonly pods: number;
  readonly pool: number;
  readonly held: number;
  /** What PostgreSQL leaves beside its superuser's and the operator's. */
  readonly free: number;
  readonly reserved: number;
  /** Of one pooler pod, or of PostgreSQL where there is none. */
  readonly slots: number;
  readonly path: "pooler.clientSlots" | "postgresql.maxConnections";
  readonly door: "a pooler pod" | "PostgreSQL";
}

function connectionsOf(plan: StageDraft): Connections {
  const { maxConnections, pooler } = plan.dataTier.postgresql;
  const pods = poolPods(plan);
  const pool = plan.core.connectionPoolSize;
  const reserved = reservedConnections(plan);
  const free = maxConnections - reserved;
  return {
    pods,
    pool,
    held: pods * pool,
    free,
    reserved,
    ...(pooler === undefined
      ? { slots: free, path: "postgresql.maxConnections", door: "PostgreSQL" }
      : { slots: pooler.clientSlots, path: "pooler.clientSlots", door: "a pooler pod" }),
  };
}

/** What to write where more slots are needed. */
function moreSlots(plan: StageDraft, slots: number): string {
  const { pooler } = plan.dataTier.postgresql;
  return pooler === undefined
    ? `postgresql.maxConnections: ${slots + reservedConnections(plan)}.`
    : `${poolerSettings(plan, slots, pooler.workload.replicas).join(" and ")}.`;
}

const pools: Check = {
  rule: "database.pools",
  title: "Connections of all pools together against the slots that take them.",
  formula:
    "(tb-core pods + rule engine pods) × pool ≤ pooler.clientSlots of one pooler pod, since nothing spreads clients evenly over several; " +
    "without a pooler ≤ postgresql.maxConnections − reserved − the operator's. " +
    "No headroom is asked: the pools are derived from the slots and fill them by design",
  source: `${seedConnections}; PgBouncer, default_pool_size: a client beyond it waits in session mode`,
  mend: "Raise pooler.clientSlots, or postgresql.maxConnections without a pooler.",
  read: ({ plan }) => {
    const { pods, pool, held, slots, path, door } = connectionsOf(plan);
    return [
      {
        severity: held > slots ? "error" : "fine",
        path,
        what: "database connections of all pools",
        unit: "connections",
        value: held,
        limit: slots,
        message: () =>
          `${pods} pods with ${pool} connections each hold ${readable(held)}, and ${door} has ${readable(slots)} for them.`,
        mend: moreSlots(plan, held),
      },
    ];
  },
};

const serverConnections: Check = {
  rule: "database.server-connections",
  title: "Server connections of all pooler pods against what PostgreSQL has for them.",
  formula:
    "pooler.replicas × pooler.clientSlots ≤ postgresql.maxConnections − superuser_reserved_connections − " +
    `${operatorConnections} of CloudNativePG's own`,
  source: `${seedConnections}; PostgreSQL 16, superuser_reserved_connections`,
  mend: "Raise postgresql.maxConnections, or lower pooler.clientSlots.",
  read: ({ plan }) => {
    const { pooler, maxConnections } = plan.dataTier.postgresql;
    if (pooler === undefined) {
      return [];
    }
    const { free, reserved } = connectionsOf(plan);
    const { replicas } = pooler.workload;
    const value = replicas * pooler.clientSlots;
    return [
      {
        severity: severityOf(value, free, plan.checks),
        path: "postgresql.maxConnections",
        what: "server connections of the pooler",
        unit: "connections",
        value,
        limit: free,
        message: () =>
          `${replicas} pooler pod${replicas === 1 ? "" : "s"} with ${readable(pooler.clientSlots)} slots may open ${readable(value)} connections; ` +
          `of ${readable(maxConnections)} PostgreSQL has ${readable(free)} for them, ${reserved} being reserved.`,
        mend: `postgresql.maxConnections: ${connectionsFor(plan, value)}.`,
      },
    ];
  },
};

const afterLoss: Check = {
  rule: "database.pools-after-loss",
  title:
    "Slots while the pods of a lost node come up elsewhere and their old connections still stand.",
  formula:
    "(tb-core pods + rule engine pods + those of them on one node) × pool ≤ slots. A pod that is replaced in peace closes its " +
    "connections first; one that vanishes with its node leaves them until TCP keepalive gives up. " +
    "No headroom is asked with a node lost",
  source: "PgBouncer, tcp_keepalive and tcp_keepidle; PostgreSQL 16, tcp_keepalives_idle",
  mend: "Raise pooler.clientSlots, or postgresql.maxConnections without a pooler.",
  read: ({ plan, placement }) => {
    const { pods, pool, slots, path, door } = connectionsOf(plan);
    const stale = mostOnOneNode(plan, placement);
    const value = (pods + stale) * pool;
    return [
      {
        severity: value > slots ? severityOfLoss("node", plan.checks) : "fine",
        path,
        what: "database connections after a node's loss",
        unit: "connections",
        value,
        limit: slots,
        message: () =>
          `With a node lost, ${pods} pods and the ${stale} that stood on it count ${readable(value)} connections, and ${door} has ${readable(slots)}: ` +
          "the successors wait until the old connections are given up.",
        mend: moreSlots(plan, slotsAfterLoss(plan, placement, slots)),
      },
    ];
  },
};

const poolerLoss: Check = {
  rule: "database.pooler-loss",
  title: "Slots that are left when one pooler pod is gone.",
  formula:
    "(tb-core pods + rule engine pods) × pool ≤ (pooler.replicas − 1) × pooler.clientSlots. " +
    "No headroom is asked with a pod lost",
  source: "seed, lines 2012 to 2027: one Pgpool; here one PgBouncer in its place",
  mend: "Raise pooler.replicas; all their slots together must stay below postgresql.maxConnections.",
  read: ({ plan }) => {
    const { pooler } = plan.dataTier.postgresql;
    if (pooler === undefined) {
      return [];
    }
    const { held } = connectionsOf(plan);
    const left = pooler.workload.replicas - 1;
    const limit = left * pooler.clientSlots;
    const loss = severityOfLoss("node", plan.checks);
    return [
      {
        // The only pod comes back within a minute, and the pools connect again by themselves.
        severity: held <= limit ? "fine" : left === 0 && loss === "warning" ? "info" : loss,
        path: "pooler.replicas",
        what: "database connections with a pooler pod gone",
        unit: "connections",
        value: held,
        limit,
        ...(left === 0 ? { bare: true } : {}),
        message: () =>
          left === 0
            ? `There is one pooler pod. While it is gone, no pod reaches PostgreSQL and nothing is saved but what Kafka keeps.`
            : `With a pooler pod gone, ${readable(limit)} slots are left for ${readable(held)} connections.`,
        mend: "Raise pooler.replicas; all their slots together must stay below postgresql.maxConnections.",
      },
    ];
  },
};

const smallPool: Check = {
  rule: "database.small-pool",
  title: "Connections of one pod against its threads that write to PostgreSQL.",
  formula:
    `pool ≥ ${latestValueThreads} threads of latest values + ${attributeThreads} of attributes + ${eventThreads} of events; ` +
    "with fewer they wait for each other, and REST for all of them. No headroom is asked: a thread needs no more than one",
  source: "thingsboard v4.3.1.3, thingsboard.yml, sql.*.batch_threads",
  mend: "Raise pooler.clientSlots, or run fewer tb-core and rule engine pods.",
  read: ({ plan }) => {
    const { pods, pool, path } = connectionsOf(plan);
    const limit = latestValueThreads + attributeThreads + eventThreads;
    return [
      {
        severity: pool < limit ? "info" : "fine",
        path,
        what: "database connections of a pod",
        unit: "connections",
        value: pool,
        limit,
        atLeast: true,
        message: () =>
          `Each of ${pods} pods has ${pool} connections, and ${limit} threads that write to PostgreSQL.`,
      },
    ];
  },
};

/** Database connections: pools, pooler and PostgreSQL. */
export const databaseChecks: readonly Check[] = [
  pools,
  serverConnections,
  afterLoss,
  poolerLoss,
  smallPool,
];
