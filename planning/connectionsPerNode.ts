import { fullestAfterLoss, fullestNode, transportNodes } from "./checks/connections/transportNodes";
import type { StageDraft, StagePlacement } from "./types";

/** MQTT connections of the transport tier's nodes. */
export interface ConnectionsPerNode {
  /** Of the node with the most transport pods, with all nodes up. */
  readonly fullest: number;
  /**
   * Of the fullest node that is left once as many are gone as the sizing allows to lose: the worst choice of them, and
   * before any pod has come up elsewhere. Undefined where no node is left, or where none may be lost.
   */
  readonly withNodesLost: number | undefined;
}

/** Connections spread evenly over the pods: the load balancer keeps no client at one target. */
export function connectionsPerNode(
  plan: Pick<StageDraft, "load" | "transport" | "checks">,
  placement: StagePlacement,
): ConnectionsPerNode {
  const nodes = transportNodes(plan, placement);
  const { devices } = plan.load;
  const { lostTransportNodes: lost } = plan.checks;
  return {
    fullest: fullestNode(devices, nodes),
    withNodesLost: lost === 0 ? undefined : fullestAfterLoss(devices, nodes, lost),
  };
}
