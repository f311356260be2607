import type { NodeGroupPlan, StageDraft } from "../../types";
import type { Check, Reading } from "../check";
import { listed } from "./names";

/** Nodes that AWS may take back. */
export const spot: Check = {
  rule: "placement.spot",
  title: "No store and no pooler stands on spot nodes.",
  formula: "stores and poolers sent to a node group with purchase spot ≤ 0",
  source:
    "Amazon EC2 user guide, Spot Instance interruptions (two minutes' notice; several may be taken at once)",
  mend: "Buy the group on demand or reserved; spot suits what keeps nothing.",
  read: ({ plan }) => (plan.eks?.nodeGroups ?? []).map((group) => reading(plan, group)),
};

function reading(plan: StageDraft, { role, purchase }: NodeGroupPlan): Reading {
  const stores = plan.workloads
    .filter(
      ({ nodeGroup, volumes, name }) =>
        nodeGroup === role && (volumes.length > 0 || name === "pooler"),
    )
    .map(({ name }) => name);
  const onSpot = purchase === "spot" ? stores : [];
  return {
    severity: onSpot.length === 0 ? "fine" : "warning",
    path: `nodeGroups.${role}.purchase`,
    what: `stores on spot nodes of ${role}`,
    value: onSpot.length,
    limit: 0,
    unit: "stores",
    bare: true,
    message: () =>
      `${listed(onSpot)} on spot nodes of ${role}: AWS may take several back at once, with two minutes' notice.`,
    mend: `nodeGroups.${role}.purchase: onDemand`,
  };
}
