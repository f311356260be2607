import type { NodeRole } from "../../sizing/schema/nodeGroups";
import type { StageDraft, WorkloadPlan } from "../types";
import { placeStage } from "./placeStage";

/** The stage with one group's workloads alone, on so many nodes. */
function groupAlone(plan: StageDraft, role: NodeRole | null, count: number): StageDraft {
  const { eks, existingCluster } = plan;
  return {
    ...plan,
    workloads: plan.workloads.filter((each) => each.nodeGroup === role),
    ...(eks === undefined
      ? {}
      : {
          eks: {
            ...eks,
            nodeGroups: eks.nodeGroups
              .filter((group) => group.role === role)
              .map((group) => ({ ...group, count })),
          },
        }),
    ...(existingCluster === undefined
      ? {}
      : { existingCluster: { ...existingCluster, nodes: count } }),
  };
}

/** Nodes of a group now. */
function countOfGroup({ eks, existingCluster }: StageDraft, role: NodeRole | null): number {
  return eks === undefined
    ? (existingCluster?.nodes ?? 0)
    : (eks.nodeGroups.find((group) => group.role === role)?.count ?? 0);
}

/**
 * The fewest nodes of a group, more than now, on which every pod of it finds a place; undefined where no number of
 * nodes of that type helps.
 *
 * @param missing pods that have no place now: with a node for each of them in every zone, more do not help
 */
export function smallestCount(
  plan: StageDraft,
  role: NodeRole | null,
  missing: number,
): number | undefined {
  const now = countOfGroup(plan, role);
  const zones = plan.eks?.nodeGroups.find((group) => group.role === role)?.zones.length ?? 1;
  const empty = groupAlone(plan, role, zones);
  const fitsEmpty = (workload: WorkloadPlan) =>
    allPlaced({ ...empty, workloads: [{ ...workload, replicas: 1 }] });
  if (!empty.workloads.every(fitsEmpty)) {
    return undefined;
  }
  for (let count = now + 1; count <= now + missing * zones; count += 1) {
    if (allPlaced(groupAlone(plan, role, count))) {
      return count;
    }
  }
  return undefined;
}

function allPlaced(plan: StageDraft): boolean {
  return placeStage(plan).unplaced.length === 0;
}

/** Whether all pods of a workload find a place beside the pods of some other workloads. */
export function fitsBeside(
  plan: StageDraft,
  workload: WorkloadPlan,
  others: (other: WorkloadPlan) => boolean,
): boolean {
  const workloads = plan.workloads.filter(
    (each) =>
      each.name === workload.name || (each.nodeGroup === workload.nodeGroup && others(each)),
  );
  return placeStage({ ...plan, workloads }).unplaced.every((pod) => pod.workload !== workload.name);
}
