import type {
  PlacedNode,
  PlacedPod,
  PlacementLoss,
  StageDraft,
  StagePlacement,
  UnplacedPod,
} from "../types";
import { fill } from "./fill";
import { reopenGroup, sumsOf, takeLast } from "./openNode";
import type { OpenGroup, OpenNode } from "./openNode";
import { largestFirst } from "./placeStage";

/**
 * Answers what happens when nodes are gone, as often as one asks. Pods on other nodes stay; those that stood on the
 * lost ones are placed again by the same rules, a pod with volumes only in the zone of its volumes (EBS). Nothing comes
 * back: a node group replaces a lost node after some minutes, which this does not wait for.
 */
export function planLosses(
  plan: Pick<StageDraft, "workloads">,
  placement: StagePlacement,
): (lost: ReadonlySet<string>) => PlacementLoss {
  const groups = openAgain(placement);
  const workloads = largestFirst(plan.workloads);
  return (lost) => {
    const moved: { group: OpenGroup; pod: PlacedPod; node: OpenNode }[] = [];
    const pending: UnplacedPod[] = [];
    for (const group of groups) {
      const gone = group.nodes.filter(({ name }) => lost.has(name));
      const left = gone.length === 0 ? [] : group.nodes.filter(({ name }) => !lost.has(name));
      const displaced = byWorkload(gone);
      for (const workload of displaced.size === 0 ? [] : workloads) {
        const waiting = displaced.get(workload.name);
        if (waiting !== undefined) {
          const { placed, refused } = fill(group, workload, waiting, left);
          moved.push(...placed.map((each) => ({ ...each, group })));
          pending.push(
            ...refused.map(({ pod, reason }) => ({ ...pod, group: group.role, reason })),
          );
        }
      }
    }
    for (const { group, node } of moved) {
      takeLast(group, node);
    }
    return {
      lost: [...lost],
      moved: moved.map(({ pod, node }) => ({ pod, node: node.name })),
      pending,
    };
  };
}

/** The placement once nodes are gone and their pods have been placed again where they can be. */
export function placementWithout(
  plan: Pick<StageDraft, "workloads">,
  placement: StagePlacement,
  lost: ReadonlySet<string>,
): StagePlacement {
  const { moved, pending } = planLosses(plan, placement)(lost);
  const nodes = placement.nodes
    .filter(({ name }) => !lost.has(name))
    .map((node) => {
      const news = moved.filter((each) => each.node === node.name).map(({ pod }) => pod);
      return news.length === 0 ? node : withPods(node, [...node.pods, ...news]);
    });
  return { nodes, unplaced: [...placement.unplaced, ...pending] };
}

/** The placement while no Job runs. */
export function withoutJobs(
  plan: Pick<StageDraft, "workloads">,
  placement: StagePlacement,
): StagePlacement {
  const jobs = new Set(plan.workloads.filter(({ kind }) => kind === "Job").map(({ name }) => name));
  const runs = ({ workload }: PlacedPod) => !jobs.has(workload);
  return {
    nodes: placement.nodes.map((node) =>
      node.pods.every(runs) ? node : withPods(node, node.pods.filter(runs)),
    ),
    unplaced: placement.unplaced.filter(runs),
  };
}

function withPods(node: PlacedNode, pods: readonly PlacedPod[]): PlacedNode {
  return { ...node, pods, ...sumsOf(pods) };
}

function openAgain({ nodes }: StagePlacement): readonly OpenGroup[] {
  const roles = [...new Set(nodes.map(({ group }) => group))];
  return roles.map((role) => {
    const placed = nodes.filter(({ group }) => group === role);
    return reopenGroup(role, placed);
  });
}

function byWorkload(
  nodes: readonly OpenNode[],
): ReadonlyMap<string, { pod: PlacedPod; zone?: string }[]> {
  const displaced = new Map<string, { pod: PlacedPod; zone?: string }[]>();
  for (const { zone, pods } of nodes) {
    for (const pod of pods) {
      // Nothing says whether volumes of an existing cluster can follow: its nodes have no zones.
      const waiting = { pod, ...(pod.volumes > 0 && zone !== null ? { zone } : {}) };
      const known = displaced.get(pod.workload);
      if (known === undefined) {
        displaced.set(pod.workload, [waiting]);
      } else {
        known.push(waiting);
      }
    }
  }
  return displaced;
}
