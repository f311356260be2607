import { readable } from "../../../sizing/describe";
import type { NodeGroupPlan, StageDraft } from "../../types";
import { severityOf, severityOfLoss } from "../check";
import type { Check, Reading } from "../check";
import { fullestAfterLoss, fullestNode, transportNodes } from "./transportNodes";

function groupOf(plan: StageDraft): NodeGroupPlan | undefined {
  const role = plan.transport.workload.nodeGroup;
  return plan.eks?.nodeGroups.find((group) => group.role === role);
}

/** What would hold so many connections, in the sizing's terms. */
function mendFor(connections: number, { headroomPercent }: StageDraft["checks"]): string {
  const room = Math.ceil((connections * 100) / (100 - headroomPercent));
  return `nodeTuning.conntrackMin: ${room} or more.`;
}

/** Linux's own table of connections: one entry for each that a pod holds, in the node's network. */
export const linuxConntrack: Check = {
  rule: "connections.linux-conntrack",
  title: "Connections of a transport node against Linux's connection tracking table.",
  formula:
    "connections of the fullest transport node, with all nodes up and with checks.lostTransportNodes gone ≤ " +
    "max(nodeTuning.conntrackMaxPerCore × cores, nodeTuning.conntrackMin). Connections that have just closed stay for a " +
    "minute or two and come on top: neglected. No headroom is asked with nodes lost",
  source:
    "kube-proxy, conntrack.maxPerCore and conntrack.min (kubernetes v1.35.4, cmd/kube-proxy/app/conntrack.go); " +
    "seed, lines 2066 to 2075 (131,072) and 2137 to 2142",
  mend: "Raise nodeTuning.conntrackMaxPerCore and nodeTuning.conntrackMin, or the number of transport nodes.",
  read: ({ plan, placement }) => {
    const group = groupOf(plan);
    const nodes = transportNodes(plan, placement);
    if (group === undefined || nodes.length === 0) {
      return [];
    }
    const limit = group.conntrackMax;
    const { devices } = plan.load;
    const { lostTransportNodes: lost } = plan.checks;
    const now = fullestNode(devices, nodes);
    const then = lost === 0 ? undefined : fullestAfterLoss(devices, nodes, lost);
    const severityNow = severityOf(now, limit, plan.checks);
    const common = { path: "nodeTuning.conntrackMin", unit: "connections", limit } as const;
    const message = (value: number, state: string) => () =>
      `A ${group.name} node holds ${readable(value)} connections${state}; Linux tracks ${readable(limit)} there and drops the rest.`;
    const readings: Reading[] = [
      {
        ...common,
        severity: severityNow,
        what: "connections in a transport node's Linux table",
        value: now,
        message: message(now, ""),
        mend: mendFor(Math.max(now, then ?? 0), plan.checks),
      },
    ];
    if (then !== undefined) {
      readings.push({
        ...common,
        severity:
          severityNow === "error" || then <= limit ? "fine" : severityOfLoss("node", plan.checks),
        what: `connections in a transport node's Linux table with ${readable(lost)} lost`,
        value: then,
        message: message(then, ` with ${readable(lost)} of ${readable(nodes.length)} lost`),
        mend: mendFor(then, plan.checks),
      });
    }
    return readings;
  },
};
