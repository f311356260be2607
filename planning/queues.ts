import type { Sizing } from "../sizing/types";
import { PlanError } from "./errors";
import { multipleOf } from "./platform";
import { connectionSlots } from "./tiers/postgresql";
import type { QueuePlan } from "./types";

/** Replica counts that ThingsBoard's queues follow. */
export type QueueSizing = Pick<Sizing, "tbCore" | "ruleEngine" | "jsExecutor">;

/** Partitions of ThingsBoard's queues. Each is a multiple of its consumers, so that none has more to do than another. */
export interface QueuePartitions {
  readonly core: number;
  readonly ruleEngine: number;
  readonly js: number;
  readonly transportApi: number;
}

/** Seed, line 606: six partitions for three or six pods. */
const fewestQueuePartitions = 6;
/** Seed, lines 604 and 605: twelve partitions of the request topics. */
const fewestRequestPartitions = 12;

/** Partitions by queue (seed, lines 604 to 609). */
export function planPartitions(sizing: QueueSizing): QueuePartitions {
  return {
    core: multipleOf(sizing.tbCore.replicas, fewestQueuePartitions),
    ruleEngine: multipleOf(sizing.ruleEngine.replicas, fewestQueuePartitions),
    js: multipleOf(sizing.jsExecutor.replicas, fewestRequestPartitions),
    transportApi: multipleOf(sizing.tbCore.replicas, fewestRequestPartitions),
  };
}

/** ThingsBoard's own pack timeout of a queue in ms (DefaultSystemDataLoaderService.createQueues, v4.3.1.3). */
const usualPackTimeoutMs = 2_000;

/** What the rule engine's queues are set to through REST (seed, lines 607 to 614; the variables are dead since 3.4). */
export function planQueues(partitions: number): readonly QueuePlan[] {
  const queue = (name: QueuePlan["name"], packProcessingTimeoutMs: number): QueuePlan => ({
    name,
    partitions,
    consumerPerPartition: false,
    packProcessingTimeoutMs,
  });
  return [
    // Seed, line 610. Only Main carries the test's load.
    queue("Main", 30_000),
    queue("HighPriority", usualPackTimeoutMs),
    queue("SequentialByOriginator", usualPackTimeoutMs),
  ];
}

/** Largest pool worth having: Hikari's and ThingsBoard's default (SPRING_DATASOURCE_MAXIMUM_POOL_SIZE). */
export const largestPool = 16;

/** PostgreSQL connections of each tb-core and rule engine pod: all pools together fit into the slots. */
export function planConnectionPool(
  sizing: Pick<Sizing, "tbCore" | "ruleEngine" | "postgresql" | "pooler">,
): number {
  const slots = connectionSlots(sizing);
  const pods = sizing.tbCore.replicas + sizing.ruleEngine.replicas;
  const pool = Math.min(largestPool, Math.floor(slots / pods));
  if (pool < 1) {
    throw new PlanError(
      sizing.pooler.replicas > 0 ? "pooler.clientSlots" : "postgresql.maxConnections",
      sizing.pooler.replicas > 0 ? sizing.pooler.clientSlots : sizing.postgresql.maxConnections,
      `enough for one connection of each of ${pods} tb-core and rule engine pods`,
    );
  }
  return pool;
}
