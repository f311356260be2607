import type { CheckSubject } from "../check";

/** The transport with some of its nodes gone. */
export interface TransportLoss {
  readonly nodes: number;
  readonly connectionsPerPod: number;
  /** `With 1 node lost`, for the beginning of a sentence. */
  readonly when: string;
}

/**
 * Connections of each pod that is left when the sizing's number of nodes is lost, those with the most pods, before any
 * pod is back elsewhere. Undefined where none may be lost, or no pod is left.
 */
export function transportAfterLoss({
  plan,
  placement,
}: Pick<CheckSubject, "plan" | "placement">): TransportLoss | undefined {
  const { name, replicas } = plan.transport.workload;
  const { lostTransportNodes } = plan.checks;
  const pods = placement.nodes
    .map((node) => node.pods.filter(({ workload }) => workload === name).length)
    .sort((left, right) => right - left)
    .slice(0, lostTransportNodes)
    .reduce((sum, count) => sum + count, 0);
  return pods === 0 || pods >= replicas
    ? undefined
    : {
        nodes: lostTransportNodes,
        connectionsPerPod: Math.ceil(plan.load.devices / (replicas - pods)),
        when: `With ${lostTransportNodes} node${lostTransportNodes === 1 ? "" : "s"} lost`,
      };
}
