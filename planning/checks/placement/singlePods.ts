import type { StageDraft, WorkloadPlan } from "../../types";
import { severityOfLoss } from "../check";
import type { Check, CheckSubject, Reading } from "../check";
import { poolPods, poolerSettings, slotsAfterLoss } from "../poolSlots";
import { typeSetting } from "../memory/room";
import { answering } from "./members";
import { countPath } from "./names";

/** What only one pod does. */
export const singlePods: Check = {
  rule: "placement.single-pod",
  title: "Nothing that the stage needs at every moment is a single pod.",
  formula: "replicas ≥ 2 of every store, of the pooler and of ThingsBoard's services, on EKS",
  source: "seed, lines 426 and 2036 (one Pgpool on one node)",
  mend: "Raise the replicas to 2, on two nodes.",
  read: (subject) => (subject.plan.platform === "existing" ? [] : single(subject)),
};

function single(subject: CheckSubject): readonly Reading[] {
  const { plan } = subject;
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
    mend: mendOf(subject, workload, path, replicas),
  }));
}

function mendOf(
  { plan, placement }: CheckSubject,
  workload: WorkloadPlan,
  path: string,
  replicas: number,
): string {
  const { pooler } = plan.dataTier.postgresql;
  const isPooler = pooler?.workload.name === workload.name;
  const { name, nodeGroup } = workload;
  const nodes = plan.eks?.nodeGroups.find(({ role }) => role === nodeGroup)?.count ?? 0;
  return [
    `${path}: ${replicas}`,
    ...(name === nodeGroup && nodes < replicas ? [`${countPath(nodeGroup)}: ${replicas}`] : []),
    ...(isPooler && nodeGroup === "postgresql" ? ownGroup(plan, workload, replicas) : []),
    // All pods may come to one pooler pod, a lost node's old connections too; half the slots each would be too few.
    ...(isPooler
      ? poolerSettings(
          plan,
          slotsAfterLoss(plan, placement, poolPods(plan) * plan.core.connectionPoolSize),
          replicas,
        )
      : []),
  ].join(", ");
}

/** A group of the pooler's own, on which a node holds all its pods while another is lost: beside PostgreSQL they starve it. */
function ownGroup(
  plan: StageDraft,
  { cpuRequestMilli, memoryRequestMiB, memoryLimitMiB }: WorkloadPlan,
  replicas: number,
): readonly string[] {
  const together = {
    nodeGroup: "postgresql",
    cpuRequestMilli: cpuRequestMilli * replicas,
    memoryRequestMiB: memoryRequestMiB * replicas,
    memoryLimitMiB: memoryLimitMiB * replicas,
  } as const;
  return [typeSetting(plan, together, "pooler"), `nodeGroups.pooler.count: ${replicas}`];
}
