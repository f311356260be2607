import { gp3 } from "../../facts/disks";
import type { StageDraft, WorkloadPlan } from "../../types";
import { readable } from "../../../sizing/describe";
import type { Check, Reading } from "../check";
import { groupOf, podsPerNode } from "./traffic";

/** Stores that write every message; ZooKeeper's and Valkey's volumes idle. */
function busyStores({ dataTier }: StageDraft): readonly WorkloadPlan[] {
  return [dataTier.kafka.workload, dataTier.cassandra.workload, dataTier.postgresql.workload];
}

/** A type that takes less than its volumes offer throttles all of them at once, and no volume's own metric shows it. */
export const nodeOperations: Check = {
  rule: "messages.node-operations",
  title: "Operations that the stores' volumes offer against what their node's type takes.",
  formula:
    "volumes of Kafka, Cassandra and PostgreSQL on a node × gp3's 3,000 operations a second ≤ EBS baseline of operations of the type; beyond it a warning: the volumes are there and cannot be used to the full",
  source:
    "Amazon EBS user guide, gp3; DescribeInstanceTypes, EbsOptimizedInfo (planning/facts/instanceTypes.ts)",
  mend: "Choose a larger type, or give each store its own group.",
  read: (subject) => {
    const { plan } = subject;
    return (plan.eks?.nodeGroups ?? []).flatMap((group): readonly Reading[] => {
      const here = busyStores(plan).filter(({ nodeGroup }) => nodeGroup === group.role);
      const type = groupOf(plan, { nodeGroup: group.role })?.type;
      const volumes = here.reduce(
        (sum, workload) => sum + workload.volumes.length * podsPerNode(workload, group),
        0,
      );
      if (type === undefined || volumes === 0) {
        return [];
      }
      const value = volumes * gp3.operationsPerSecond;
      return [
        {
          severity: value > type.ebsBaselineIops ? "warning" : "fine",
          path: `nodeGroups.${group.role}.instanceType`,
          what: `operations of a ${group.name} node's volumes`,
          value,
          limit: type.ebsBaselineIops,
          unit: "operations/s",
          // Full use of what was paid for is no shortage.
          bare: true,
          message: () =>
            `${volumes} ${volumes === 1 ? "volume" : "volumes"} of the stores on a ${group.name} node offer ${readable(value)} operations a second; ${group.instanceType} takes ${readable(type.ebsBaselineIops)} as its baseline.`,
        },
      ];
    });
  },
};
