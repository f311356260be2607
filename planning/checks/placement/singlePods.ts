import type { StageDraft, WorkloadPlan } from "../../types";
import { severityOfLoss } from "../check";
import type { Check, Reading } from "../check";
import { answering } from "./members";
import { countPath } from "./names";

/** What only one pod does. */
export const singlePods: Check = {
  rule: "placement.single-pod",
  title: "Nothing that the stage needs at every moment is a single pod.",
  formula: "replicas ≥ 2 of every store, of the pooler and of ThingsBoard's services, on EKS",
  source: "seed, lines 426 and 2036 (one Pgpool on one node)",
  mend: "Raise the replicas to 2, on two nodes.",
  read: ({ plan }) => (plan.platform === "existing" ? [] : single(plan)),
};

function single(plan: StageDraft): readonly Reading[] {
  const { zookeeper, kafka, cassandra, redis } = plan.dataTier;
  const store = (workload: WorkloadPlan, stops: string, replicas: number) => ({
    workload,
    path: `${workload.name}.replicas`,
    stops,
    replicas,
  });
  return [
    store(zookeeper.workload, "ThingsBoard's services lose each other", 3),
    store(kafka.workload, "no message passes", 3),
    store(cassandra.workload, "no data point is saved", 3),
    store(redis.workload, "every look-up goes to the databases", 6),
    ...answering(plan).map((each) => ({ ...each, replicas: 2 })),
  ].map(({ workload, path, stops, replicas }) => ({
    severity:
      workload.replicas > 1
        ? "fine"
        : plan.checks.mustSurvive.length > 0
          ? "error"
          : severityOfLoss("node", plan.checks),
    path,
    what: `pods of ${workload.name}`,
    value: workload.replicas,
    limit: 2,
    unit: "pods",
    atLeast: true,
    bare: true,
    message: () =>
      `${workload.name} is one pod: with its node lost ${stops} until it runs again elsewhere.`,
    mend: mendOf(plan, workload, path, replicas),
  }));
}

function mendOf(
  plan: StageDraft,
  { nodeGroup, name }: WorkloadPlan,
  path: string,
  replicas: number,
): string {
  const nodes = plan.eks?.nodeGroups.find(({ role }) => role === nodeGroup)?.count ?? 0;
  const { pooler } = plan.dataTier.postgresql;
  return [
    `${path}: ${replicas}`,
    ...(name === nodeGroup && nodes < replicas ? [`${countPath(nodeGroup)}: ${replicas}`] : []),
    // Each pooler pod holds as many connections to PostgreSQL: two with half of them ask no more of it.
    ...(pooler?.workload.name === name
      ? [`pooler.clientSlots: ${Math.floor(pooler.clientSlots / replicas)}`]
      : []),
  ].join(", ");
}
