import type { StageDraft, StagePlacement } from "../../types";

/** A node that holds devices. */
export interface TransportNode {
  readonly zone: string | null;
  /** Transport pods on it. */
  readonly pods: number;
}

/** Nodes with at least one transport pod. Pods that found no node hold nobody. */
export function transportNodes(
  plan: Pick<StageDraft, "transport">,
  placement: StagePlacement,
): readonly TransportNode[] {
  const { name } = plan.transport.workload;
  return placement.nodes
    .map(({ zone, pods }) => ({
      zone,
      pods: pods.filter(({ workload }) => workload === name).length,
    }))
    .filter(({ pods }) => pods > 0);
}

/** Transport pods of some nodes together. */
export function podsOf(nodes: readonly TransportNode[]): number {
  return nodes.reduce((sum, { pods }) => sum + pods, 0);
}

/** Transport pods of the node that has most of them. */
export function mostPods(nodes: readonly TransportNode[]): number {
  return nodes.reduce((most, { pods }) => Math.max(most, pods), 0);
}

/** Connections of the fullest node, every pod holding an even share, rounded up. */
export function fullestNode(devices: number, nodes: readonly TransportNode[]): number {
  return nodes.length === 0 ? 0 : connectionsOf(devices, mostPods(nodes), podsOf(nodes));
}

/**
 * Connections of the fullest node that is left once `lost` nodes are gone: the worst choice of them, before any pod has
 * come up elsewhere. Undefined where no node is left.
 */
export function fullestAfterLoss(
  devices: number,
  nodes: readonly TransportNode[],
  lost: number,
): number | undefined {
  if (lost >= nodes.length) {
    return undefined;
  }
  const sorted = nodes.map(({ pods }) => pods).sort((left, right) => right - left);
  const total = podsOf(nodes);
  // Of the nodes beside one that stays, those with the most pods leave the fewest behind.
  const worst = sorted.map((kept, index) => {
    const others = sorted.filter((_, other) => other !== index);
    const gone = others.slice(0, lost).reduce((sum, pods) => sum + pods, 0);
    return connectionsOf(devices, kept, total - gone);
  });
  return Math.max(...worst);
}

/**
 * Connections of the fullest node that is left once all nodes of one zone are gone, the worst zone of them. Undefined
 * where that leaves no node.
 */
export function fullestAfterZone(
  devices: number,
  nodes: readonly TransportNode[],
): number | undefined {
  const zones = [...new Set(nodes.map(({ zone }) => zone))];
  const left = zones.map((zone) => nodes.filter((node) => node.zone !== zone));
  return left.some((rest) => rest.length === 0)
    ? undefined
    : Math.max(...left.map((rest) => fullestNode(devices, rest)));
}

function connectionsOf(devices: number, pods: number, ofPods: number): number {
  return pods * Math.ceil(devices / ofPods);
}
