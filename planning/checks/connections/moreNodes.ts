import type { StageDraft } from "../../types";
import { typeSetting } from "../memory/room";

/** What spreads the transport over so many nodes, one pod each: a group of their own where they have none. */
export function moreTransportNodes(plan: StageDraft, nodes: number): string {
  const replicas = `mqttTransport.replicas: ${nodes}`;
  if (plan.eks === undefined) {
    return replicas;
  }
  const count = `nodeGroups.transport.count: ${nodes}`;
  return plan.eks.nodeGroups.some(({ role }) => role === "transport")
    ? `${replicas} and ${count}`
    : `${replicas}, mqttTransport.antiAffinity: required, ${count} and ` +
        typeSetting(plan, plan.transport.workload, "transport");
}
