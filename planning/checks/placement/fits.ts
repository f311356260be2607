import type { NodeRole } from "../../../sizing/schema/nodeGroups";
import { fitsBeside, smallestCount } from "../../placement";
import type { StageDraft, StagePlacement, UnplacedPod, WorkloadPlan } from "../../types";
import type { Check, Reading } from "../check";
import { keyOf } from "../sizingKeys";
import { countPath, counted } from "./names";

/** Every pod has a node. */
export const fits: Check = {
  rule: "placement.fits",
  title: "Every pod finds a node.",
  formula:
    "pods by requests onto nodes of their group: allocatable CPU and memory without the node agents' (kubelet's reservations, eviction threshold), pods and volumes a node, required anti-affinity, even spread over zones. A Job that fits only while no other runs is worth knowing; one of the install that fits only before ThingsBoard stands is a warning",
  source:
    "awslabs/amazon-eks-ami, nodeadm/internal/kubelet/config.go; kubernetes-sigs/aws-ebs-csi-driver v1.64.0, pkg/driver/node.go; seed, lines 419 to 443",
  mend: "Add nodes to the group, choose a larger instance type, or lower the requests.",
  read: ({ plan, placement }) => {
    const missing = byWorkload(plan, placement);
    const counts = neededCounts(plan, placement);
    return missing.length === 0
      ? [allPlaced(plan, placement)]
      : missing.map((each) => withoutNode(plan, each, counts.get(each.workload.nodeGroup)));
  },
};

function allPlaced(plan: StageDraft, { nodes }: StagePlacement): Reading {
  const pods = plan.workloads
    .filter(({ kind }) => kind !== "DaemonSet")
    .reduce((sum, { replicas }) => sum + replicas, 0);
  return {
    severity: "fine",
    path: plan.platform === "eks" ? "nodeGroups" : "existingCluster.nodes",
    what: "pods with a node",
    value: pods,
    limit: pods,
    unit: "pods",
    atLeast: true,
    bare: true,
    message: () => `All ${pods} pods stand on ${nodes.length} nodes.`,
  };
}

/** A workload and its pods without a node. */
interface Missing {
  readonly workload: WorkloadPlan;
  readonly pods: readonly UnplacedPod[];
}

function byWorkload({ workloads }: StageDraft, { unplaced }: StagePlacement): readonly Missing[] {
  return workloads.flatMap((workload) => {
    const pods = unplaced.filter((pod) => pod.workload === workload.name);
    return pods.length === 0 ? [] : [{ workload, pods }];
  });
}

/** For each group with pods that find no node: on how many nodes all of them do, where there is such a number. */
function neededCounts(
  plan: StageDraft,
  { unplaced }: StagePlacement,
): ReadonlyMap<NodeRole | null, number | undefined> {
  const roles = unplaced.map(({ group }) => group);
  return new Map(
    [...new Set(roles)].map((role) => [
      role,
      smallestCount(plan, role, roles.filter((each) => each === role).length),
    ]),
  );
}

function withoutNode(
  plan: StageDraft,
  { workload, pods }: Missing,
  count: number | undefined,
): Reading {
  const { name, nodeGroup, replicas, kind } = workload;
  const severity = kind === "Job" ? severityOfJob(plan, workload) : "error";
  const reason = pods[0]?.reason ?? "";
  return {
    severity,
    path: countPath(nodeGroup),
    what: `pods of ${name} with a node`,
    value: replicas - pods.length,
    limit: replicas,
    unit: "pods",
    atLeast: true,
    bare: true,
    message: () =>
      kind === "Job"
        ? `The Job ${name} finds no node beside everything else: ${reason}. ${jobEndings[severity]}`
        : `${pods.length} of ${counted(replicas, "pod")} of ${name} ${pods.length === 1 ? "finds" : "find"} no node: ${reason}.`,
    ...(severity === "info" ? {} : { mend: mendOf(workload, count) }),
  };
}

const jobEndings = {
  info: "It fits while no other Job runs, and they run one after another.",
  warning: "It fits at the first install, before ThingsBoard stands; an upgrade's waits.",
  error: "It never runs.",
} as const;

function severityOfJob(plan: StageDraft, job: WorkloadPlan): "info" | "warning" | "error" {
  if (fitsBeside(plan, job, ({ kind }) => kind !== "Job")) {
    return "info";
  }
  const { cassandra } = plan.dataTier;
  const installs = [cassandra.keyspaceJob.name, plan.core.schemaJob.name].includes(job.name);
  const before = ({ kind, tier }: WorkloadPlan) =>
    kind !== "Job" && (tier === "cluster" || tier === "data");
  return installs && fitsBeside(plan, job, before) ? "warning" : "error";
}

/** The number of nodes that places the whole group, or what else to change where more of them do not help. */
function mendOf({ nodeGroup, name }: WorkloadPlan, count: number | undefined): string {
  if (count !== undefined) {
    return `${countPath(nodeGroup)}: ${count}`;
  }
  const type =
    nodeGroup === null
      ? "existingCluster.nodeCpuMilli and nodeMemoryMiB"
      : `nodeGroups.${nodeGroup}.instanceType`;
  const key = keyOf(name);
  return `More such nodes do not help. Choose larger ones (${type})${key === undefined ? "" : `, or lower what ${key} requests`}.`;
}
