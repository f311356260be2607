import { cpuHungryWorkloads } from "../../facts/cpuHungryWorkloads";
import type { PlacedNode, StagePlacement } from "../../types";
import type { Check, Reading } from "../check";
import { counted } from "./names";

/** Two workloads that eat a node's CPU do not share one. */
export const neighbours: Check = {
  rule: "placement.neighbours",
  title: "No node carries two workloads that each can take all its CPU.",
  formula: `of ${cpuHungryWorkloads.join(", ")}: workloads with a pod on the same node ≤ 1, on EKS`,
  source: "seed, lines 2012 to 2017 and 2025 to 2027",
  mend: "Give one of them a node group of its own.",
  read: ({ plan, placement }) =>
    plan.platform === "existing" ? [] : sharedNodes(placement).map(reading),
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

function reading({ node, workloads, nodes }: SharedNode): Reading {
  const shared = workloads.length > 1;
  // Whoever is no owner of the group could have one; of several guests the last.
  const guest = workloads.findLast((name) => !shared || name !== node.group) ?? "";
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
