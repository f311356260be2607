import { readable } from "../../../sizing/describe";
import type { PlacedNode, StageDraft, StagePlacement } from "../../types";
import type { Check, Reading } from "../check";
import { keyOf } from "../sizingKeys";
import { reach } from "./containers";

/** Nodes by group, in the order of the placement. */
function groupsOf({ nodes }: StagePlacement): readonly (readonly [PlacedNode, ...PlacedNode[]])[] {
  return [...new Set(nodes.map(({ group }) => group))].flatMap((group) => {
    const [first, ...others] = nodes.filter((node) => node.group === group);
    return first === undefined ? [] : [[first, ...others] as const];
  });
}

function nameOf({ group }: PlacedNode): string {
  return group === null ? "the cluster" : `the ${group} group`;
}

/** Key that decides how much memory a node has. */
function pathOf({ group }: PlacedNode): string {
  return group === null ? "existingCluster.nodeMemoryMiB" : `nodeGroups.${group}.instanceType`;
}

/** No pod may be allowed more than its node has. */
export const podLimit: Check = {
  rule: "memory.pod-limit",
  title: "Memory limit of each pod against what one node of its group has for pods.",
  formula:
    "memory limits of the pod's containers ≤ allocatable memory of a node of its group. No headroom is asked: a limit is a " +
    "bound, no use, and kubelet's reservations and eviction threshold are taken off already",
  source:
    "awslabs/amazon-eks-ami, nodeadm/internal/kubelet/config.go (reserved and eviction memory); Kubernetes, Node-pressure eviction",
  mend: "Lower the pod's memoryLimitMiB, or take a larger instance type.",
  read: ({ plan, placement }) =>
    groupsOf(placement).flatMap(([node]): readonly Reading[] => {
      const limit = node.allocatable.memoryMiB;
      const pods = plan.workloads
        .filter(({ kind, nodeGroup }) => kind !== "DaemonSet" && nodeGroup === node.group)
        .sort((left, right) => right.memoryLimitMiB - left.memoryLimitMiB);
      const tooLarge = pods.filter(({ memoryLimitMiB }) => memoryLimitMiB > limit);
      return (tooLarge.length === 0 ? pods.slice(0, 1) : tooLarge).map((workload) => {
        const block = keyOf(workload.name);
        return {
          severity: workload.memoryLimitMiB > limit ? "error" : "fine",
          path: block === undefined ? pathOf(node) : `${block}.memoryLimitMiB`,
          what: `memory limit of ${workload.name} on a node of ${nameOf(node)}`,
          unit: "MiB",
          value: workload.memoryLimitMiB,
          limit,
          message: () =>
            `A pod of ${workload.name} may take ${readable(workload.memoryLimitMiB)} MiB, and a node of ${nameOf(node)} has ${readable(limit)} for pods.`,
        };
      });
    }),
};

/** Pods whose limits can be reached together must fit. */
export const nodeLimits: Check = {
  rule: "memory.node-limits",
  title: "Memory that the pods of a node can reach together against what it has for pods.",
  formula:
    "on the fullest node of each group: limits of the stores', ThingsBoard's and the generators' pods + requests of agents, " +
    "add-ons and controllers (which stay near them) ≤ allocatable memory. Without Jobs: they end before the devices connect. " +
    "No headroom is asked: that all pods reach their limits at once is the worst case already",
  source:
    "Kubernetes, Node-pressure eviction: past its allocatable memory a node evicts, first what is furthest above its request",
  mend: "Bring requests and limits together, or take more or larger nodes.",
  read: ({ plan, placement }) => {
    const reachable = new Map(plan.workloads.map((workload) => [workload.name, reach(workload)]));
    const on = ({ pods }: PlacedNode) =>
      pods.reduce((sum, { workload }) => sum + (reachable.get(workload) ?? 0), 0);
    return groupsOf(placement).map((nodes): Reading => {
      const fullest = nodes.reduce((most, node) => (on(node) > on(most) ? node : most));
      const value = on(fullest);
      const limit = fullest.allocatable.memoryMiB;
      return {
        severity: value > limit ? "warning" : "fine",
        path: pathOf(fullest),
        what: `memory that pods can reach on ${fullest.name}`,
        unit: "MiB",
        value,
        limit,
        message: () =>
          `The pods of ${fullest.name} can reach ${readable(value)} MiB together, and it has ${readable(limit)}: ${largestOf(plan, fullest)}. Past that it evicts.`,
      };
    });
  },
};

/** The three workloads that take the most of a node. */
function largestOf(plan: StageDraft, node: PlacedNode): string {
  return plan.workloads
    .map((workload) => {
      const pods = node.pods.filter((pod) => pod.workload === workload.name).length;
      return { name: workload.name, pods, memoryMiB: pods * reach(workload) };
    })
    .sort((left, right) => right.memoryMiB - left.memoryMiB)
    .slice(0, 3)
    .filter(({ memoryMiB }) => memoryMiB > 0)
    .map(({ name, pods, memoryMiB }) => `${pods} × ${name} ${readable(memoryMiB)}`)
    .join(", ");
}
