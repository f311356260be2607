import type { NodeRole } from "../sizing/schema/nodeGroups";
import {
  allocatable,
  existingNodeSystem,
  instanceTypeOf,
  kubeletDefaultPods,
} from "./facts/nodeCapacity";
import type {
  NodeCapacity,
  PlacedPod,
  StageDraft,
  StagePlacement,
  UnplacedPod,
  WorkloadPlan,
} from "./types";

/** A node while it fills. */
interface OpenNode {
  readonly name: string;
  readonly group: NodeRole | null;
  readonly zone: string | null;
  readonly allocatable: NodeCapacity;
  readonly pods: PlacedPod[];
  cpuRequestMilli: number;
  memoryRequestMiB: number;
}

/**
 * Puts every pod of the plan onto a node: the largest first, each on the node of its group that takes it and that its
 * wishes and the emptiest memory favour. Rules hold as for the scheduler (requests, pods a node, required anti-affinity,
 * an even spread over zones); the order is this function's, so a stage that fits here can be scheduled, and one that
 * does not is worth a look. Jobs stand beside everything else, as if they ran at once. Nodes are dealt to zones in turn.
 */
export function placeStage(plan: StageDraft): StagePlacement {
  const nodes = openNodes(plan);
  for (const node of nodes) {
    for (const agent of plan.nodeAgents) {
      put(node, podOf(agent, 0));
    }
  }
  const unplaced: UnplacedPod[] = [];
  for (const workload of largestFirst(plan.workloads)) {
    for (let index = 0; index < workload.replicas; index += 1) {
      const pod = podOf(workload, index);
      const group = nodes.filter((node) => node.group === workload.nodeGroup);
      const { node, reason } = choose(group, workload);
      if (node === undefined) {
        unplaced.push({ ...pod, group: workload.nodeGroup, reason });
      } else {
        put(node, pod);
      }
    }
  }
  return { nodes, unplaced };
}

function openNodes(plan: StageDraft): OpenNode[] {
  if (plan.eks !== undefined) {
    return plan.eks.nodeGroups.flatMap((group) => {
      const type = instanceTypeOf(group.instanceType, `nodeGroups.${group.role}.instanceType`);
      return Array.from({ length: group.count }, (_, index) =>
        openNode(
          `${group.name}-${index}`,
          group.role,
          group.zones[index % group.zones.length] ?? null,
          allocatable(type),
        ),
      );
    });
  }
  const existing = plan.existingCluster;
  return Array.from({ length: existing?.nodes ?? 0 }, (_, index) =>
    openNode(`node-${index}`, null, null, {
      cpuMilli: (existing?.nodeCpuMilli ?? 0) - existingNodeSystem.cpuMilli,
      memoryMiB: (existing?.nodeMemoryMiB ?? 0) - existingNodeSystem.memoryMiB,
      pods: kubeletDefaultPods - existingNodeSystem.pods,
    }),
  );
}

function openNode(
  name: string,
  group: NodeRole | null,
  zone: string | null,
  capacity: NodeCapacity,
): OpenNode {
  return {
    name,
    group,
    zone,
    allocatable: capacity,
    pods: [],
    cpuRequestMilli: 0,
    memoryRequestMiB: 0,
  };
}

/** DaemonSets are on every node already. Jobs come last; else rules before wishes, then memory, CPU and name decide. */
function largestFirst(workloads: readonly WorkloadPlan[]): readonly WorkloadPlan[] {
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

function podOf(workload: WorkloadPlan, index: number): PlacedPod {
  return {
    name: `${workload.name}-${index}`,
    workload: workload.name,
    cpuRequestMilli: workload.cpuRequestMilli,
    memoryRequestMiB: workload.memoryRequestMiB,
  };
}

function put(node: OpenNode, pod: PlacedPod): void {
  node.pods.push(pod);
  node.cpuRequestMilli += pod.cpuRequestMilli;
  node.memoryRequestMiB += pod.memoryRequestMiB;
}

function choose(
  group: readonly OpenNode[],
  workload: WorkloadPlan,
): { readonly node: OpenNode | undefined; readonly reason: string } {
  let reason = `no node in ${workload.nodeGroup ?? "the cluster"}`;
  const takers = group.filter((node) => {
    const refusal = refusalOf(node, group, workload);
    reason = refusal ?? reason;
    return refusal === undefined;
  });
  const [node] = takers.sort(
    (left, right) =>
      unwantedCompany(left, workload) - unwantedCompany(right, workload) ||
      freeMemory(right) - freeMemory(left) ||
      (left.name < right.name ? -1 : 1),
  );
  return { node, reason };
}

/** Why a node does not take one more pod of a workload; undefined when it does. */
function refusalOf(
  node: OpenNode,
  group: readonly OpenNode[],
  workload: WorkloadPlan,
): string | undefined {
  if (workload.antiAffinity === "required" && countOf(workload.name, [node]) > 0) {
    return `${node.name} has a pod of ${workload.name}, and no node may have two`;
  }
  const { cpuMilli, memoryMiB, pods } = node.allocatable;
  if (node.cpuRequestMilli + workload.cpuRequestMilli > cpuMilli) {
    return `${node.name} has ${cpuMilli - node.cpuRequestMilli}m CPU free of ${cpuMilli}m, the pod asks ${workload.cpuRequestMilli}m`;
  }
  if (node.memoryRequestMiB + workload.memoryRequestMiB > memoryMiB) {
    return `${node.name} has ${freeMemory(node)} MiB free of ${memoryMiB}, the pod asks ${workload.memoryRequestMiB}`;
  }
  if (node.pods.length >= pods) {
    return `${node.name} has its ${pods} pods`;
  }
  if (workload.spreadOverZones && exceedsSkew(node, group, workload.name)) {
    return `zone ${node.zone ?? "?"} has more pods of ${workload.name} than another`;
  }
  return undefined;
}

/** Whether one more pod would put the node's zone two ahead of the emptiest one (maxSkew 1). */
function exceedsSkew(node: OpenNode, group: readonly OpenNode[], name: string): boolean {
  const zones = [...new Set(group.map((each) => each.zone))];
  const inZone = (zone: string | null) =>
    countOf(
      name,
      group.filter((each) => each.zone === zone),
    );
  return inZone(node.zone) + 1 - Math.min(...zones.map(inZone)) > 1;
}

function unwantedCompany(node: OpenNode, workload: WorkloadPlan): number {
  return workload.avoids.reduce(
    (sum, { workload: other, weight }) => sum + weight * countOf(other, [node]),
    0,
  );
}

function countOf(workload: string, nodes: readonly OpenNode[]): number {
  return nodes.reduce(
    (sum, node) => sum + node.pods.filter((pod) => pod.workload === workload).length,
    0,
  );
}

function freeMemory(node: OpenNode): number {
  return node.allocatable.memoryMiB - node.memoryRequestMiB;
}
