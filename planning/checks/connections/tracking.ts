import { readable } from "../../../sizing/describe";
import { measuredTrackedConnections, seedTrackedConnections } from "../../facts/connectionTracking";
import type { ChecksPlan, StageDraft } from "../../types";
import { severityOfLoss } from "../check";
import type { Check, CheckSubject, Reading } from "../check";
import { moreTransportNodes } from "./moreNodes";
import { fullestAfterLoss, fullestAfterZone, fullestNode, transportNodes } from "./transportNodes";
import type { TransportNode } from "./transportNodes";

const trackingSource =
  "EC2 user guide, Security group connection tracking (names no allowance); seed, lines 2060 to 2075 and 2270 " +
  "(about 100,000 on a c6a.large); github.com/meanii/millionws, results/aws/2026-09-30-1m (76,957 on an m7i-flex.large)";

/** Transport nodes that keep each one at `each` connections while `lost` of them are gone. */
function nodesFor(devices: number, each: number, lost: number): number {
  return Math.ceil(devices / each) + lost;
}

/**
 * What keeps the stage to the tracking figures: to the cautious one, since a figure between the two is a warning still.
 * What is refused is told the fewest nodes that are not.
 */
function mendOf(plan: StageDraft, isRefused: boolean): string {
  const { lostTransportNodes: lost, trackedConnections } = plan.checks;
  const { cautious, atMost } = trackedConnections;
  const { devices } = plan.load;
  const certain = nodesFor(devices, Math.min(cautious, atMost), lost);
  const least = nodesFor(devices, atMost, lost);
  return isRefused && least < certain
    ? `${moreTransportNodes(plan, least)}; with ${readable(certain)} of each no doubt is left.`
    : `${moreTransportNodes(plan, certain)}.`;
}

/** How many nodes are left to hold the devices, in words: `3 transport nodes`. */
function nodesInWords(count: number): string {
  return count === 1 ? "1 transport node" : `${readable(count)} transport nodes`;
}

function beliefOf(atMost: number): string {
  return `EC2 is believed to track at most ${readable(atMost)} for an instance and drops what is beyond; AWS publishes no figure.`;
}

type Judgement = Reading["severity"];

/** One finding a stage: the worse of the two states, all nodes up and some lost, speaks for both. */
function judge(
  now: number,
  then: number,
  checks: ChecksPlan,
): { readonly now: Judgement; readonly then: Judgement } {
  const { cautious, atMost } = checks.trackedConnections;
  if (now > atMost) {
    return { now: "error", then: "fine" };
  }
  if (then > atMost) {
    return { now: "fine", then: severityOfLoss("node", checks) };
  }
  return now > cautious
    ? { now: "warning", then: "fine" }
    : { now: "fine", then: then > cautious ? "warning" : "fine" };
}

/** Whether connections.tracking refuses the stage. */
export function isRefused(plan: StageDraft, nodes: readonly TransportNode[]): boolean {
  const { devices } = plan.load;
  const lost = plan.checks.lostTransportNodes;
  const then = lost === 0 ? 0 : (fullestAfterLoss(devices, nodes, lost) ?? 0);
  const judged = judge(fullestNode(devices, nodes), then, plan.checks);
  return judged.now === "error" || judged.then === "error";
}

function readTracking({ plan, placement }: CheckSubject): readonly Reading[] {
  const nodes = transportNodes(plan, placement);
  if (plan.eks === undefined || nodes.length === 0) {
    return [];
  }
  const { devices } = plan.load;
  const { lostTransportNodes: lost, trackedConnections } = plan.checks;
  const { cautious, atMost } = trackedConnections;
  const now = fullestNode(devices, nodes);
  const then = lost === 0 ? undefined : fullestAfterLoss(devices, nodes, lost);
  const severity = judge(now, then ?? 0, plan.checks);
  // A figure that passes only the cautious limit is told, and mended, against that one.
  const limitOf = (value: number) => (value > atMost ? atMost : cautious);
  const worst = Math.max(now, then ?? 0);
  const message = () =>
    `${readable(devices)} devices on ${nodesInWords(nodes.length)} are ${readable(now)} connections on the fullest` +
    (then === undefined ? ". " : `, ${readable(then)} with ${readable(lost)} lost. `) +
    (worst > atMost ? "" : `That is above the cautious ${readable(cautious)}. `) +
    beliefOf(atMost);
  const mend = mendOf(plan, severity.now === "error" || severity.then === "error");
  return [
    {
      severity: severity.now,
      path: "mqttTransport.replicas",
      what: "connections of a transport node",
      unit: "connections",
      value: now,
      limit: limitOf(now),
      message,
      mend,
    },
    ...(then === undefined
      ? []
      : [
          {
            severity: severity.then,
            path: "mqttTransport.replicas",
            what: `connections of a transport node with ${readable(lost)} lost`,
            unit: "connections",
            value: then,
            limit: severity.then === "warning" ? limitOf(then) : atMost,
            message,
            mend,
          },
        ]),
    ...withoutZone(plan, nodes),
  ];
}

/** Only where the sizing asks for it: most stages are not meant to outlive a zone. */
function withoutZone(plan: StageDraft, nodes: readonly TransportNode[]): readonly Reading[] {
  const value = fullestAfterZone(plan.load.devices, nodes);
  if (value === undefined || !plan.checks.mustSurvive.includes("zone")) {
    return [];
  }
  const { atMost } = plan.checks.trackedConnections;
  return [
    {
      severity: value > atMost ? severityOfLoss("zone", plan.checks) : "fine",
      path: "checks.mustSurvive",
      what: "connections of a transport node with a zone lost",
      unit: "connections",
      value,
      limit: atMost,
      message: () =>
        `With a zone lost the fullest transport node has ${readable(value)} connections. ${beliefOf(atMost)}`,
    },
  ];
}

/** EC2's allowance per instance. */
export const tracking: Check = {
  rule: "connections.tracking",
  title: "Connections of a transport node against what EC2 tracks for an instance.",
  formula:
    "transport pods of the fullest node × ⌈devices ÷ transport pods⌉ ≤ checks.trackedConnections.atMost, and again with " +
    "checks.lostTransportNodes nodes gone, before their pods have come up elsewhere; a warning above " +
    "checks.trackedConnections.cautious. No headroom is asked: the cautious figure is it. The node's other connections (Kafka, Valkey, the kubelet: hundreds) are neglected",
  source: trackingSource,
  mend: "Raise mqttTransport.replicas and nodeGroups.transport.count.",
  read: readTracking,
};

/** Where the two figures of the sizing come from. */
export const trackingFigures: Check = {
  rule: "connections.tracking-figures",
  title: "The sizing's figures of EC2's tracking against what anybody has seen.",
  formula: `checks.trackedConnections.cautious ≤ ${readable(measuredTrackedConnections)} (measured) and ≤ atMost; atMost ≤ ${readable(seedTrackedConnections)} (seed)`,
  source: trackingSource,
  mend: "Measure it: `ethtool -S` on a node of the type, conntrack_allowance_available; and set checks.trackedConnections to it.",
  read: ({ plan }) => {
    if (plan.eks === undefined) {
      return [];
    }
    const { cautious, atMost } = plan.checks.trackedConnections;
    const seen = (key: "cautious" | "atMost", value: number, limit: number): Reading => ({
      severity: value > limit ? "info" : "fine",
      path: `checks.trackedConnections.${key}`,
      what: `tracked connections that the sizing counts on (${key})`,
      unit: "connections",
      value,
      limit,
      bare: true,
      message: () =>
        `The sizing counts on ${readable(value)} tracked connections; ${readable(limit)} is what others report. AWS publishes none.`,
    });
    return [
      seen("cautious", cautious, measuredTrackedConnections),
      seen("atMost", atMost, seedTrackedConnections),
      {
        severity: cautious > atMost ? "warning" : "fine",
        path: "checks.trackedConnections.cautious",
        what: "cautious figure of EC2's tracking",
        unit: "connections",
        value: cautious,
        limit: atMost,
        bare: true,
        message: () =>
          `The cautious figure (${readable(cautious)}) is above the end that the sizing believes in (${readable(atMost)}).`,
        mend: `checks.trackedConnections.cautious: ${atMost} or less.`,
      },
    ];
  },
};

/** What no security group can change. */
export const alwaysTracked: Check = {
  rule: "connections.always-tracked",
  title: "Nodes that EC2's cautious tracking figure asks for: no security group avoids tracking.",
  formula:
    "⌈devices ÷ checks.trackedConnections.cautious⌉ + checks.lostTransportNodes ≤ nodes with a transport pod",
  source:
    "EC2 user guide, Security group connection tracking: flows through a Network Load Balancer are always tracked",
  mend: "Nothing need change; more transport nodes make the stage independent of the unpublished figure.",
  read: ({ plan, placement }) => {
    const nodes = transportNodes(plan, placement).length;
    if (plan.transport.loadBalancer === undefined || nodes === 0) {
      return [];
    }
    const { lostTransportNodes: lost } = plan.checks;
    const { cautious } = plan.checks.trackedConnections;
    const { devices } = plan.load;
    const needed = nodesFor(devices, cautious, lost);
    return [
      {
        severity: nodes < needed ? "info" : "fine",
        path: "nodeGroups.transport.count",
        what: "transport nodes for the cautious tracking figure",
        unit: "nodes",
        value: nodes,
        limit: needed,
        atLeast: true,
        bare: true,
        message: () =>
          `EC2 tracks every flow through the load balancer, however open the security groups are (they spare it only ` +
          `connections straight to a node). At ${readable(cautious)} a node ${readable(devices)} devices take ` +
          `${nodesInWords(needed - lost)}, ${readable(needed)} with ${readable(lost)} to lose; there are ${readable(nodes)}.`,
      },
    ];
  },
};

/** Whether anybody is left to hold the devices. */
export const nodesLeft: Check = {
  rule: "connections.nodes-left",
  title: "Transport nodes that are left once those that may be lost are gone.",
  formula: "nodes with a transport pod − checks.lostTransportNodes ≥ 1",
  source: "seed, lines 2272 to 2275: one node more than the devices need",
  mend: "Raise mqttTransport.replicas and the nodes that hold them, or lower checks.lostTransportNodes.",
  read: ({ plan, placement }) => {
    const nodes = transportNodes(plan, placement).length;
    if (plan.eks === undefined || nodes === 0) {
      return [];
    }
    const { lostTransportNodes: lost } = plan.checks;
    const left = Math.max(0, nodes - lost);
    return [
      {
        severity: left === 0 ? severityOfLoss("node", plan.checks) : "fine",
        path: "mqttTransport.replicas",
        what: `transport nodes with ${readable(lost)} lost`,
        unit: "nodes",
        value: left,
        limit: 1,
        atLeast: true,
        bare: true,
        message: () =>
          `With ${readable(lost)} of ${nodesInWords(nodes)} lost no device has anywhere to connect to until a pod has come up elsewhere.`,
        mend: `mqttTransport.replicas: ${lost + 1} on ${nodesInWords(lost + 1)}.`,
      },
    ];
  },
};
