import { operatorConnections, superuserReservedConnections } from "../../sizing/limits";
import { largestPool } from "../queues";
import type { StageDraft, StagePlacement } from "../types";

/** Connections that PostgreSQL keeps back: its superuser's and the operator's own. */
export function reservedConnections({ dataTier }: StageDraft): number {
  const { superuser_reserved_connections: stated } = dataTier.postgresql.parameters;
  return Number(stated ?? superuserReservedConnections) + operatorConnections;
}

/** Pods that hold a pool of connections. */
export function poolPods({ core }: StageDraft): number {
  return core.core.replicas + core.ruleEngine.replicas;
}

/** tb-core and rule engine pods of the node that has most of them; one where none is placed. */
export function mostOnOneNode({ core }: StageDraft, { nodes }: StagePlacement): number {
  const names = [core.core.name, core.ruleEngine.name];
  const counts = nodes.map(
    ({ pods }) => pods.filter(({ workload }) => names.includes(workload)).length,
  );
  return Math.max(1, ...counts);
}

/**
 * The fewest slots, and no fewer than `from`, that still suffice with a node lost. The pools are derived from the slots,
 * so more slots may make larger pools, which ask for more again until they are as large as they get.
 */
export function slotsAfterLoss(plan: StageDraft, placement: StagePlacement, from: number): number {
  const pods = poolPods(plan);
  const withStale = pods + mostOnOneNode(plan, placement);
  const enough = withStale * largestPool;
  for (let slots = from; slots < enough; slots += 1) {
    if (withStale * Math.min(largestPool, Math.floor(slots / pods)) <= slots) {
      return slots;
    }
  }
  return Math.max(from, enough);
}

/** The least `maxConnections` that leaves the sizing's headroom to so many server connections. */
export function connectionsFor(plan: StageDraft, serverConnections: number): number {
  const { headroomPercent } = plan.checks;
  return Math.ceil((serverConnections * 100) / (100 - headroomPercent)) + reservedConnections(plan);
}

/** So many slots of each of so many pooler pods, and what PostgreSQL needs for them where it has less. */
export function poolerSettings(
  plan: StageDraft,
  slots: number,
  poolers: number,
): readonly string[] {
  const least = connectionsFor(plan, poolers * slots);
  return [
    `pooler.clientSlots: ${slots}`,
    ...(plan.dataTier.postgresql.maxConnections < least
      ? [`postgresql.maxConnections: ${least}`]
      : []),
  ];
}
