import type { NodeRole } from "../../sizing/schema/nodeGroups";
import type { PlacedNode, PlacedPod, WorkloadPlan } from "../types";

/** What a node is before anything stands on it. */
export type EmptyNode = Pick<PlacedNode, "name" | "group" | "zone" | "allocatable" | "volumeLimit">;

/** A node while it fills. */
export interface OpenNode extends EmptyNode {
  /** Place among its group's nodes: as they were made, and by name. */
  readonly index: number;
  readonly rank: number;
  readonly pods: PlacedPod[];
  cpuRequestMilli: number;
  memoryRequestMiB: number;
  volumes: number;
}

/** The nodes that a pod of a group may go to. */
export interface OpenGroup {
  readonly role: NodeRole | null;
  readonly nodes: readonly OpenNode[];
  /** Pods of each workload on each node, counted as they come, so that no rule has to look at the pods. */
  readonly counts: Map<string, number[]>;
}

/** A group of nodes; those of DaemonSets stand on all of them from the start. */
export function openGroup(
  role: NodeRole | null,
  nodes: readonly EmptyNode[],
  agents: readonly PlacedPod[] = [],
): OpenGroup {
  const ranks = new Map(
    nodes
      .map(({ name }) => name)
      .sort()
      .map((name, rank) => [name, rank]),
  );
  const { cpuRequestMilli, memoryRequestMiB, volumes } = sumsOf(agents);
  return {
    role,
    nodes: nodes.map((node, index) => ({
      name: node.name,
      group: node.group,
      zone: node.zone,
      allocatable: node.allocatable,
      volumeLimit: node.volumeLimit,
      index,
      rank: ranks.get(node.name) ?? index,
      pods: [...agents],
      cpuRequestMilli,
      memoryRequestMiB,
      volumes,
    })),
    counts: new Map(),
  };
}

/** A group as a placement left it. */
export function reopenGroup(role: NodeRole | null, placed: readonly PlacedNode[]): OpenGroup {
  const group = openGroup(role, placed);
  for (const node of group.nodes) {
    for (const pod of placed[node.index]?.pods ?? []) {
      put(group, node, pod);
    }
  }
  return group;
}

/** What pods ask for together. */
export function sumsOf(
  pods: readonly PlacedPod[],
): Pick<PlacedNode, "cpuRequestMilli" | "memoryRequestMiB" | "volumes"> {
  const sums = { cpuRequestMilli: 0, memoryRequestMiB: 0, volumes: 0 };
  for (const pod of pods) {
    sums.cpuRequestMilli += pod.cpuRequestMilli;
    sums.memoryRequestMiB += pod.memoryRequestMiB;
    sums.volumes += pod.volumes;
  }
  return sums;
}

/** The node as it stands. */
export function closed(node: OpenNode): PlacedNode {
  const { name, group, zone, pods, cpuRequestMilli, memoryRequestMiB, allocatable } = node;
  const { volumes, volumeLimit } = node;
  return {
    name,
    group,
    zone,
    pods,
    cpuRequestMilli,
    memoryRequestMiB,
    allocatable,
    volumes,
    volumeLimit,
  };
}

/** Puts a pod onto a node, whether or not a rule forbids it. */
export function put(group: OpenGroup, node: OpenNode, pod: PlacedPod): void {
  node.pods.push(pod);
  count(group, node, pod, 1);
}

/** Takes the pod away that was put last. */
export function takeLast(group: OpenGroup, node: OpenNode): void {
  const pod = node.pods.pop();
  if (pod !== undefined) {
    count(group, node, pod, -1);
  }
}

function count({ nodes, counts }: OpenGroup, node: OpenNode, pod: PlacedPod, sign: 1 | -1): void {
  let ofWorkload = counts.get(pod.workload);
  if (ofWorkload === undefined) {
    ofWorkload = nodes.map(() => 0);
    counts.set(pod.workload, ofWorkload);
  }
  ofWorkload[node.index] = (ofWorkload[node.index] ?? 0) + sign;
  node.cpuRequestMilli += sign * pod.cpuRequestMilli;
  node.memoryRequestMiB += sign * pod.memoryRequestMiB;
  node.volumes += sign * pod.volumes;
}

/** Pods of a workload on a node. */
export function countOf({ counts }: OpenGroup, node: OpenNode, workload: string): number {
  return counts.get(workload)?.[node.index] ?? 0;
}

/** Memory that no pod has asked for. */
export function freeMemory(node: OpenNode): number {
  return node.allocatable.memoryMiB - node.memoryRequestMiB;
}

/** Whether a node takes one more pod of a workload; the even spread over zones is looked at elsewhere. */
export function takes(group: OpenGroup, node: OpenNode, workload: WorkloadPlan): boolean {
  const { allocatable, volumeLimit } = node;
  return (
    node.cpuRequestMilli + workload.cpuRequestMilli <= allocatable.cpuMilli &&
    node.memoryRequestMiB + workload.memoryRequestMiB <= allocatable.memoryMiB &&
    node.pods.length < allocatable.pods &&
    (volumeLimit === null || node.volumes + workload.volumes.length <= volumeLimit) &&
    (workload.antiAffinity !== "required" || countOf(group, node, workload.name) === 0)
  );
}

/** Why a node does not take one more pod of a workload. */
export function refusalOf(group: OpenGroup, node: OpenNode, workload: WorkloadPlan): string {
  const { cpuMilli, memoryMiB, pods } = node.allocatable;
  if (workload.antiAffinity === "required" && countOf(group, node, workload.name) > 0) {
    return `${node.name} has a pod of ${workload.name}, and no node may have two`;
  }
  if (node.cpuRequestMilli + workload.cpuRequestMilli > cpuMilli) {
    return `${node.name} has ${cpuMilli - node.cpuRequestMilli}m CPU free of ${cpuMilli}m, the pod asks ${workload.cpuRequestMilli}m`;
  }
  if (node.memoryRequestMiB + workload.memoryRequestMiB > memoryMiB) {
    return `${node.name} has ${freeMemory(node)} MiB free of ${memoryMiB}, the pod asks ${workload.memoryRequestMiB}`;
  }
  return node.pods.length >= pods
    ? `${node.name} has its ${pods} pods`
    : `${node.name} has ${node.volumes} of at most ${node.volumeLimit ?? 0} volumes, the pod brings ${workload.volumes.length}`;
}
