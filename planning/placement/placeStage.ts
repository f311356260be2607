import type { NodeRole } from "../../sizing/schema/nodeGroups";
import {
  allocatable,
  existingNodeSystem,
  instanceTypeOf,
  kubeletDefaultPods,
} from "../facts/nodeCapacity";
import { attachableVolumes } from "../facts/volumeAttachments";
import type {
  NodeGroupPlan,
  PlacedPod,
  StageDraft,
  StagePlacement,
  UnplacedPod,
  WorkloadPlan,
} from "../types";
import { fill } from "./fill";
import type { WaitingPod } from "./fill";
import { closed, openGroup } from "./openNode";
import type { EmptyNode, OpenGroup } from "./openNode";

/**
 * Puts every pod of the plan onto a node: the largest first, each on the node of its group that takes it and that its
 * wishes and the emptiest memory favour. Rules hold as for the scheduler (requests, pods and volumes a node, required
 * anti-affinity, an even spread over zones, the zones of racks and cache groups); the order is this function's, so a
 * stage that fits here can be scheduled, and one that does not is worth a look. Jobs stand beside everything else, as
 * if they ran at once. Nodes are dealt to zones in turn.
 */
export function placeStage(plan: StageDraft): StagePlacement {
  const groups = openGroups(plan);
  const unplaced: UnplacedPod[] = [];
  for (const workload of largestFirst(plan.workloads)) {
    const group = groups.get(workload.nodeGroup) ?? openGroup(workload.nodeGroup, []);
    for (const { pod, reason } of fill(group, workload, podsOf(plan, workload)).refused) {
      unplaced.push({ ...pod, group: workload.nodeGroup, reason });
    }
  }
  return { nodes: [...groups.values()].flatMap(({ nodes }) => nodes.map(closed)), unplaced };
}

function openGroups(plan: StageDraft): ReadonlyMap<NodeRole | null, OpenGroup> {
  const agents = plan.nodeAgents.map((agent) => podOf(agent, 0));
  return plan.eks === undefined
    ? new Map([[null, openGroup(null, existingNodes(plan), agents)]])
    : new Map(
        plan.eks.nodeGroups.map((group) => [
          group.role,
          openGroup(group.role, nodesOf(group), agents),
        ]),
      );
}

function nodesOf(group: NodeGroupPlan): readonly EmptyNode[] {
  const type = instanceTypeOf(group.instanceType, `nodeGroups.${group.role}.instanceType`);
  const capacity = allocatable(type);
  const volumeLimit = attachableVolumes(group.instanceType, type);
  return Array.from({ length: group.count }, (_, index) => ({
    name: `${group.name}-${index}`,
    group: group.role,
    zone: group.zones[index % group.zones.length] ?? null,
    allocatable: capacity,
    volumeLimit,
  }));
}

function existingNodes({ existingCluster }: StageDraft): readonly EmptyNode[] {
  const { nodes = 0, nodeCpuMilli = 0, nodeMemoryMiB = 0 } = existingCluster ?? {};
  return Array.from({ length: nodes }, (_, index) => ({
    name: `node-${index}`,
    group: null,
    zone: null,
    allocatable: {
      cpuMilli: nodeCpuMilli - existingNodeSystem.cpuMilli,
      memoryMiB: nodeMemoryMiB - existingNodeSystem.memoryMiB,
      pods: kubeletDefaultPods - existingNodeSystem.pods,
    },
    volumeLimit: null,
  }));
}

/** DaemonSets are on every node already. Jobs come last; else rules before wishes, then memory, CPU and name decide. */
export function largestFirst(workloads: readonly WorkloadPlan[]): readonly WorkloadPlan[] {
  const turn = (workload: WorkloadPlan) =>
    workload.kind === "Job" ? 2 : workload.antiAffinity === "required" ? 0 : 1;
  return workloads
    .filter((workload) => workload.kind !== "DaemonSet")
    .sort(
      (left, right) =>
        turn(left) - turn(right) ||
        right.memoryRequestMiB - left.memoryRequestMiB ||
        right.cpuRequestMilli - left.cpuRequestMilli ||
        (left.name < right.name ? -1 : 1),
    );
}

/** Pods of a workload; those of racks and cache groups are dealt to their zones in turn. */
function podsOf(plan: StageDraft, workload: WorkloadPlan): readonly WaitingPod[] {
  const { redis, cassandra } = plan.dataTier;
  const zones =
    workload.name === redis.workload.name
      ? redis.groups.map(({ zone }) => zone)
      : workload.name === cassandra.workload.name
        ? cassandra.racks.map(({ zone }) => zone)
        : [];
  return Array.from({ length: workload.replicas }, (_, index) => {
    const pod = podOf(workload, index);
    const zone = zones[index % Math.max(1, zones.length)];
    return zone === undefined || zone === null ? { pod } : { pod, zone };
  });
}

function podOf(workload: WorkloadPlan, index: number): PlacedPod {
  return {
    name: `${workload.name}-${index}`,
    workload: workload.name,
    cpuRequestMilli: workload.cpuRequestMilli,
    memoryRequestMiB: workload.memoryRequestMiB,
    volumes: workload.volumes.length,
  };
}
