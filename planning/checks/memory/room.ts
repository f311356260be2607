import type { NodeRole } from "../../../sizing/schema/nodeGroups";
import { instanceTypes } from "../../facts/instanceTypes";
import { allocatable } from "../../facts/nodeCapacity";
import type { StageDraft, WorkloadPlan } from "../../types";
import type { CheckSubject } from "../check";
import { reach } from "./containers";

/** Requests of the agents that every node runs. */
function agentsOf({ nodeAgents }: StageDraft): {
  readonly cpuMilli: number;
  readonly memoryMiB: number;
} {
  return {
    cpuMilli: nodeAgents.reduce((sum, { cpuRequestMilli }) => sum + cpuRequestMilli, 0),
    memoryMiB: nodeAgents.reduce((sum, { memoryRequestMiB }) => sum + memoryRequestMiB, 0),
  };
}

/**
 * Memory in MiB that each pod of a workload can be allowed beside everything else on its fullest node. Undefined where
 * none of them has a node.
 */
export function roomFor(
  { plan, placement }: Pick<CheckSubject, "plan" | "placement">,
  { name }: WorkloadPlan,
): number | undefined {
  const reachable = new Map(plan.workloads.map((workload) => [workload.name, reach(workload)]));
  const rooms = placement.nodes.flatMap(({ pods, allocatable: { memoryMiB } }) => {
    const own = pods.filter(({ workload }) => workload === name).length;
    const others = pods
      .filter(({ workload }) => workload !== name)
      .reduce((sum, { workload }) => sum + (reachable.get(workload) ?? 0), 0);
    return own === 0 ? [] : [Math.floor((memoryMiB - others) / own)];
  });
  return rooms.length === 0 ? undefined : Math.min(...rooms);
}

/** What a node must have for one pod of a workload beside the agents, its memory limit raised to so much. */
function nodeFor(
  plan: StageDraft,
  { cpuRequestMilli, memoryRequestMiB }: Pick<WorkloadPlan, "cpuRequestMilli" | "memoryRequestMiB">,
  memoryLimitMiB: number,
): { readonly cpuMilli: number; readonly memoryMiB: number } {
  const agents = agentsOf(plan);
  return {
    cpuMilli: cpuRequestMilli + agents.cpuMilli,
    memoryMiB: Math.max(memoryRequestMiB, memoryLimitMiB) + agents.memoryMiB,
  };
}

/**
 * A setting of a group's instance type on which one pod of a workload fits, of the architecture that its nodes have: the
 * fewest vCPUs, then the least memory. Where the table has none, what such a type must have, in words.
 */
export function typeSetting(
  plan: StageDraft,
  workload: Pick<
    WorkloadPlan,
    "nodeGroup" | "cpuRequestMilli" | "memoryRequestMiB" | "memoryLimitMiB"
  >,
  role: NodeRole,
  memoryLimitMiB = workload.memoryLimitMiB,
): string {
  const needed = nodeFor(plan, workload, memoryLimitMiB);
  const now = plan.eks?.nodeGroups.find((group) => group.role === workload.nodeGroup)?.instanceType;
  const architecture = instanceTypes[now ?? ""]?.architecture ?? "amd64";
  const [found] = Object.entries(instanceTypes)
    .filter(([, type]) => {
      const capacity = allocatable(type);
      return (
        type.architecture === architecture &&
        !type.burstable &&
        capacity.cpuMilli >= needed.cpuMilli &&
        capacity.memoryMiB >= needed.memoryMiB
      );
    })
    .sort(([, left], [, right]) => left.vCpu - right.vCpu || left.memoryMiB - right.memoryMiB);
  return found === undefined
    ? `nodeGroups.${role}.instanceType of at least ${needed.memoryMiB} MiB allocatable`
    : `nodeGroups.${role}.instanceType: ${found[0]}`;
}

/** Whether a workload's pods find room where they are, the limit of their main container raised to so much. */
export function hasRoom(
  subject: Pick<CheckSubject, "plan" | "placement">,
  workload: WorkloadPlan,
  memoryLimitMiB: number,
): boolean {
  const room = roomFor(subject, workload);
  return room !== undefined && podLimitMiB(workload, memoryLimitMiB) <= room;
}

/** The pod's limit once its main container has another one. */
function podLimitMiB(workload: WorkloadPlan, memoryLimitMiB: number): number {
  return workload.memoryLimitMiB - (workload.containers[0]?.memoryLimitMiB ?? 0) + memoryLimitMiB;
}

/** What raises a container's limit, and its node where that has no room for it. */
export function raiseLimit(
  subject: Pick<CheckSubject, "plan" | "placement">,
  workload: WorkloadPlan,
  block: string,
  memoryLimitMiB: number,
): string {
  const setting = `${block}.memoryLimitMiB: ${memoryLimitMiB}`;
  if (hasRoom(subject, workload, memoryLimitMiB)) {
    return setting;
  }
  const { nodeGroup } = workload;
  const podMiB = podLimitMiB(workload, memoryLimitMiB);
  if (nodeGroup === null) {
    return `${setting}, on nodes with room for ${podMiB} MiB beside their other pods`;
  }
  // A node that the pod shares must hold the others too: how it is divided is not for a rule to say.
  return nodeGroup === "worker"
    ? `${setting}, with more or larger worker nodes`
    : `${setting} and ${typeSetting(subject.plan, workload, nodeGroup, podMiB)}`;
}
