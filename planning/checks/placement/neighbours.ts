import { cpuHungryWorkloads } from "../../facts/cpuHungryWorkloads";
import { placementWithout, withoutJobs } from "../../placement";
import type { PlacedNode, StageDraft, StagePlacement } from "../../types";
import type { Check, Reading } from "../check";
import { counted } from "./names";

/** Two workloads that eat a node's CPU do not share one. */
export const neighbours: Check = {
  rule: "placement.neighbours",
  title: "No node carries two workloads that each can take all its CPU.",
  formula:
    `of ${cpuHungryWorkloads.join(", ")}: workloads with a pod on the same node ≤ 1, on EKS. With all nodes up it is a ` +
    "warning. Three nodes for two instances of PostgreSQL and the pooler pass: the pooler keeps off PostgreSQL's nodes, and " +
    "the third is its own. What shares a node only while one is lost is worth knowing: of the three any, where the pods fit",
  source: "seed, lines 2012 to 2017 and 2025 to 2027",
  mend: "Give one of them a node group of its own.",
  read: ({ plan, placement }) =>
    plan.platform === "existing"
      ? []
      : [...sharedNodes(placement).map(reading), ...withNodeLost(plan, placement)],
};

interface SharedNode {
  readonly node: PlacedNode;
  readonly workloads: readonly string[];
  /** Nodes that carry the same ones. */
  readonly nodes: number;
}

/** One node for each combination of such workloads that stands on one, alone or together. */
function sharedNodes({ nodes }: StagePlacement): readonly SharedNode[] {
  const found = new Map<string, SharedNode>();
  for (const node of nodes) {
    const workloads = cpuHungryWorkloads.filter((name) =>
      node.pods.some(({ workload }) => workload === name),
    );
    if (workloads.length > 0) {
      const key = workloads.join(" ");
      const known = found.get(key);
      found.set(key, { node: known?.node ?? node, workloads, nodes: (known?.nodes ?? 0) + 1 });
    }
  }
  return [...found.values()];
}

/** Whoever is no owner of the group could have one; of several guests the last. */
function guestOf({ node, workloads }: SharedNode): string {
  return workloads.findLast((name) => workloads.length === 1 || name !== node.group) ?? "";
}

function reading(found: SharedNode): Reading {
  const { node, workloads, nodes } = found;
  const shared = workloads.length > 1;
  const guest = guestOf(found);
  return {
    severity: shared ? "warning" : "fine",
    path: `nodeGroups.${guest}`,
    what: `CPU-hungry workloads on ${node.name}`,
    value: workloads.length,
    limit: 1,
    unit: "workloads",
    bare: true,
    message: () =>
      `${workloads.join(" and ")} share ${counted(nodes, "node")} (${node.name}). Pgpool beside PostgreSQL drove a node's CPU to its maximum.`,
    mend: `Add nodeGroups.${guest}: a node group of its own.`,
  };
}

/** One reading for each group where such workloads live together: the loss that sets most of them onto one node. */
function withNodeLost(plan: StageDraft, placement: StagePlacement): readonly Reading[] {
  const running = withoutJobs(plan, placement);
  return [...new Set(running.nodes.map(({ group }) => group))].flatMap((group) => {
    const nodes = running.nodes.filter((node) => node.group === group);
    const now = sharedNodes({ nodes, unplaced: [] });
    const together = new Set(now.flatMap(({ workloads }) => workloads));
    // Who shares a node already is warned of that, and hears no more.
    if (together.size < 2 || now.some(({ workloads }) => workloads.length > 1)) {
      return [];
    }
    const losses = nodes.flatMap(({ name: lost }) =>
      sharedNodes(placementWithout(plan, { nodes, unplaced: [] }, new Set([lost]))).map(
        (found) => ({
          lost,
          found,
        }),
      ),
    );
    const most = Math.max(...losses.map(({ found }) => found.workloads.length));
    const worst = losses.findLast(({ found }) => found.workloads.length === most);
    return worst === undefined ? [] : [lossReading(worst)];
  });
}

function lossReading({
  lost,
  found,
}: {
  readonly lost: string;
  readonly found: SharedNode;
}): Reading {
  const { node, workloads } = found;
  const guest = guestOf(found);
  return {
    severity: workloads.length > 1 ? "info" : "fine",
    path: `nodeGroups.${guest}`,
    what: `CPU-hungry workloads on ${node.name} with ${lost} lost`,
    value: workloads.length,
    limit: 1,
    unit: "workloads",
    bare: true,
    message: () =>
      `With ${lost} lost ${workloads.join(" and ")} share ${node.name}. Pgpool beside PostgreSQL drove a node's CPU to its maximum.`,
    mend: `Add nodeGroups.${guest}: a node group of its own.`,
  };
}
