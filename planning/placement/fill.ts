import type { PlacedPod, WorkloadPlan } from "../types";
import { countOf, freeMemory, put, refusalOf, takes } from "./openNode";
import type { OpenGroup, OpenNode } from "./openNode";

/** A pod that looks for a node. */
export interface WaitingPod {
  readonly pod: PlacedPod;
  /** The only zone that it may stand in: that of its volume, its rack or its cache group. */
  readonly zone?: string;
}

/** What became of pods that looked for a node. */
export interface Filling {
  readonly placed: readonly { readonly pod: PlacedPod; readonly node: OpenNode }[];
  readonly refused: readonly { readonly pod: PlacedPod; readonly reason: string }[];
}

/** A node that takes the pod, and how much its other pods are unwanted company. */
interface Candidate {
  readonly node: OpenNode;
  company: number;
}

/** One zone's nodes: those that take the pod as a heap, the best first. */
interface Lane {
  readonly zone: string | null;
  readonly candidates: Candidate[];
  /** Pods of the workload in the zone. */
  pods: number;
}

/**
 * Puts pods of one workload onto nodes of its group (all of them unless some are named), each onto the node that the
 * pod's wishes, the emptiest memory and the name favour, under every rule of the scheduler. While one workload is
 * placed, only the node that a pod went to changes: so each zone keeps its nodes in order, and a pod costs no look at
 * all of them.
 */
export function fill(
  group: OpenGroup,
  workload: WorkloadPlan,
  waiting: readonly WaitingPod[],
  nodes: readonly OpenNode[] = group.nodes,
): Filling {
  const lanes = lanesOf(group, nodes, workload);
  const placed: { pod: PlacedPod; node: OpenNode }[] = [];
  const refused: { pod: PlacedPod; reason: string }[] = [];
  // Pods of one workload are alike: where one finds nothing, no later one does.
  const hopeless = new Map<string | undefined, string>();
  for (const { pod, zone } of waiting) {
    const known = hopeless.get(zone);
    if (known !== undefined) {
      refused.push({ pod, reason: known });
      continue;
    }
    const open = openLanes(lanes, workload, zone);
    const lane = bestLane(open);
    const best = lane?.candidates[0];
    if (lane === undefined || best === undefined) {
      const reason = reasonOf(group, nodes, workload, open, zone);
      hopeless.set(zone, reason);
      refused.push({ pod, reason });
      continue;
    }
    put(group, best.node, pod);
    lane.pods += 1;
    settleFirst(group, lane.candidates, workload);
    placed.push({ pod, node: best.node });
  }
  return { placed, refused };
}

function lanesOf(
  group: OpenGroup,
  nodes: readonly OpenNode[],
  workload: WorkloadPlan,
): readonly Lane[] {
  const lanes = new Map<string | null, Lane>();
  const own = group.counts.get(workload.name);
  for (const node of nodes) {
    let lane = lanes.get(node.zone);
    if (lane === undefined) {
      lane = { zone: node.zone, candidates: [], pods: 0 };
      lanes.set(node.zone, lane);
    }
    lane.pods += own?.[node.index] ?? 0;
    if (takes(group, node, workload)) {
      lane.candidates.push({ node, company: unwantedCompany(group, node, workload) });
    }
  }
  return [...lanes.values()].map(ordered);
}

/** With its candidates as a heap. */
function ordered(lane: Lane): Lane {
  const { candidates } = lane;
  for (let index = (candidates.length >> 1) - 1; index >= 0; index -= 1) {
    sink(candidates, index);
  }
  return lane;
}

/** The zone whose first node is best. */
function bestLane(lanes: readonly Lane[]): Lane | undefined {
  let best: Lane | undefined;
  for (const lane of lanes) {
    const [first] = lane.candidates;
    const [leader] = best?.candidates ?? [];
    if (first !== undefined && (leader === undefined || isBetter(first, leader))) {
      best = lane;
    }
  }
  return best;
}

/**
 * The zones that a pod may go to: its own, where it has one; those with the fewest pods, where these are spread evenly
 * (maxSkew 1: a zone must not get two ahead of the emptiest one); else all.
 */
function openLanes(
  lanes: readonly Lane[],
  workload: WorkloadPlan,
  zone: string | undefined,
): readonly Lane[] {
  if (zone !== undefined) {
    return lanes.filter((lane) => lane.zone === zone);
  }
  if (!workload.spreadOverZones) {
    return lanes;
  }
  const fewest = lanes.reduce((least, { pods }) => Math.min(least, pods), Infinity);
  return lanes.filter(({ pods }) => pods === fewest);
}

/** Why the last node of those that may be asked does not take it. */
function reasonOf(
  group: OpenGroup,
  nodes: readonly OpenNode[],
  workload: WorkloadPlan,
  open: readonly Lane[],
  zone: string | undefined,
): string {
  const last = nodes.findLast((node) => open.some((lane) => lane.zone === node.zone));
  const name = group.role ?? "the cluster";
  if (last === undefined) {
    return zone === undefined ? `no node in ${name}` : `no node of ${name} in ${zone}`;
  }
  return refusalOf(group, last, workload);
}

function unwantedCompany(group: OpenGroup, node: OpenNode, { avoids }: WorkloadPlan): number {
  let sum = 0;
  for (const { workload, weight } of avoids) {
    sum += weight * countOf(group, node, workload);
  }
  return sum;
}

function isBetter(left: Candidate, right: Candidate): boolean {
  if (left.company !== right.company) {
    return left.company < right.company;
  }
  const memory = freeMemory(left.node) - freeMemory(right.node);
  return memory === 0 ? left.node.rank < right.node.rank : memory > 0;
}

/** After a pod went to the first node: it sinks to where it now belongs, or leaves if it takes no more. */
function settleFirst(group: OpenGroup, candidates: Candidate[], workload: WorkloadPlan): void {
  const [first] = candidates;
  if (first === undefined) {
    return;
  }
  if (takes(group, first.node, workload)) {
    first.company = unwantedCompany(group, first.node, workload);
  } else {
    const last = candidates.pop();
    if (last === undefined || last === first) {
      return;
    }
    candidates[0] = last;
  }
  sink(candidates, 0);
}

function sink(candidates: Candidate[], from: number): void {
  const moving = candidates[from];
  if (moving === undefined) {
    return;
  }
  let hole = from;
  for (;;) {
    let child = 2 * hole + 1;
    let next = candidates[child];
    const right = candidates[child + 1];
    if (next !== undefined && right !== undefined && isBetter(right, next)) {
      child += 1;
      next = right;
    }
    if (next === undefined || !isBetter(next, moving)) {
      candidates[hole] = moving;
      return;
    }
    candidates[hole] = next;
    hole = child;
  }
}
