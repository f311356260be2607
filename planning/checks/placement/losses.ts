import type { NodeRole } from "../../../sizing/schema/nodeGroups";
import { planLosses, withoutJobs } from "../../placement";
import type {
  ChecksPlan,
  PlacedNode,
  PlacementLoss,
  StageDraft,
  UnplacedPod,
  WorkloadPlan,
} from "../../types";
import { severityOfLoss } from "../check";
import type { Check, CheckSubject, Reading } from "../check";
import { countPath, counted, listed } from "./names";

const formula =
  "every loss is tried: pods on other nodes stay, displaced ones are placed again. Counted are pods that are free to move: without a volume, without required anti-affinity, of several; the others wait for their node by design, and placement.node-quorum and placement.zone-quorum judge those. Jobs have ended";

/** What no longer fits with one node lost. */
export const nodeLost: Check = {
  rule: "placement.node-lost",
  title: "With any one node lost, its pods find room on the others.",
  formula: `${formula}. Nodes of one group and zone with the same pods are alike, and one of them is tried`,
  source:
    "Kubernetes documentation, Assigning Pods to Nodes; Amazon EBS user guide (a volume attaches in its zone)",
  mend: "Add a node to the group, or lower the requests; until the group has replaced the node, the pods wait.",
  read: (subject) =>
    subject.plan.platform === "existing"
      ? []
      : worstNodes(subject).map((worst) => readingOf("node", subject.plan.checks, worst)),
};

/** What no longer fits with one zone lost. */
export const zoneLost: Check = {
  rule: "placement.zone-lost",
  title: "With any one zone lost, its pods find room in the others.",
  formula: `${formula}. Found only where more pods wait than with a node lost, unless the sizing states that the stage survives the loss of a zone`,
  source: nodeLost.source,
  mend: "Add nodes to the group, or lower the requests; until the group has replaced the nodes in other zones, the pods wait.",
  read: (subject) => {
    const { plan } = subject;
    if (plan.platform === "existing") {
      return [];
    }
    const worst = worstByGroup(subject, zoneLosses).map((each) => ({
      each,
      reading: readingOf("zone", plan.checks, each),
    }));
    if (
      plan.checks.mustSurvive.includes("zone") ||
      worst.every(({ each }) => each.pods.length === 0)
    ) {
      return worst.map(({ reading }) => reading);
    }
    const byNode = new Map(worstNodes(subject).map(({ role, pods }) => [role, pods.length]));
    return worst.map(({ each, reading }) =>
      each.pods.length <= (byNode.get(each.role) ?? 0) ? { ...reading, severity: "fine" } : reading,
    );
  },
};

interface Loss {
  /** `worker-0`, or a zone. */
  readonly name: string;
  readonly nodes: readonly PlacedNode[];
}

/** The loss that leaves most of a group's pods without a node. */
interface Worst {
  readonly role: NodeRole | null;
  readonly name: string;
  readonly pods: readonly UnplacedPod[];
}

const nodesOfSubject = new WeakMap<CheckSubject, readonly Worst[]>();

/** Both rules ask for it: reckoned once for a subject. */
function worstNodes(subject: CheckSubject): readonly Worst[] {
  const known = nodesOfSubject.get(subject) ?? worstByGroup(subject, nodeLosses);
  nodesOfSubject.set(subject, known);
  return known;
}

/** What is tried, and with what: the same for nodes and for zones. */
interface Trial {
  readonly free: ReadonlySet<string>;
  readonly nodes: readonly PlacedNode[];
  readonly lose: (lost: ReadonlySet<string>) => PlacementLoss;
}

const trialOfSubject = new WeakMap<CheckSubject, Trial>();

function trialOf(subject: CheckSubject): Trial {
  const known = trialOfSubject.get(subject) ?? newTrial(subject);
  trialOfSubject.set(subject, known);
  return known;
}

function newTrial({ plan, placement }: CheckSubject): Trial {
  const free = freeToMove(plan.workloads);
  const running = withoutJobs(plan, placement);
  // The others' pods wait for their node by design.
  const roles = new Set(
    running.nodes.filter((node) => carries(node, free)).map(({ group }) => group),
  );
  const nodes = running.nodes.filter(({ group }) => roles.has(group));
  return { free, nodes, lose: planLosses(plan, { nodes, unplaced: [] }) };
}

function worstByGroup(
  subject: CheckSubject,
  lossesOf: (nodes: readonly PlacedNode[], free: ReadonlySet<string>) => readonly Loss[],
): readonly Worst[] {
  const { free, nodes, lose } = trialOf(subject);
  const worst = new Map<NodeRole | null, Worst>();
  for (const { name, nodes: lost } of lossesOf(nodes, free)) {
    const loss = lose(new Set(lost.map((node) => node.name)));
    for (const role of new Set(lost.map(({ group }) => group))) {
      const pods = waiting(loss, role, free);
      if (pods.length > (worst.get(role)?.pods.length ?? -1)) {
        worst.set(role, { role, name, pods });
      }
    }
  }
  return [...worst.values()];
}

function carries({ pods }: PlacedNode, workloads: ReadonlySet<string>): boolean {
  return pods.some(({ workload }) => workloads.has(workload));
}

function waiting(
  { pending }: PlacementLoss,
  role: NodeRole | null,
  free: ReadonlySet<string>,
): readonly UnplacedPod[] {
  return pending.filter(({ group, workload }) => group === role && free.has(workload));
}

function freeToMove(workloads: StageDraft["workloads"]): ReadonlySet<string> {
  const isFree = ({ kind, replicas, volumes, antiAffinity }: WorkloadPlan) =>
    kind !== "DaemonSet" && replicas > 1 && volumes.length === 0 && antiAffinity !== "required";
  return new Set(workloads.filter(isFree).map(({ name }) => name));
}

/** One node of each kind that carries such pods: the others of the kind do the same to the stage. */
function nodeLosses(nodes: readonly PlacedNode[], free: ReadonlySet<string>): readonly Loss[] {
  const kinds = new Map<string, Loss>();
  for (const node of nodes) {
    let kind = `${node.group ?? ""} ${node.zone ?? ""}`;
    for (const { workload } of node.pods) {
      kind += ` ${workload}`;
    }
    if (!kinds.has(kind) && carries(node, free)) {
      kinds.set(kind, { name: node.name, nodes: [node] });
    }
  }
  return [...kinds.values()];
}

function zoneLosses(nodes: readonly PlacedNode[]): readonly Loss[] {
  const zones = new Set(nodes.map(({ zone }) => zone));
  return [...zones].map((zone) => ({
    name: zone ?? "",
    nodes: nodes.filter((node) => node.zone === zone),
  }));
}

function readingOf(
  lost: "node" | "zone",
  checks: ChecksPlan,
  { role, name, pods }: Worst,
): Reading {
  return {
    severity: pods.length === 0 ? "fine" : severityOfLoss(lost, checks),
    path: countPath(role),
    what: `pods of ${role ?? "the cluster"} that wait with a ${lost} lost`,
    value: pods.length,
    limit: 0,
    unit: "pods",
    bare: true,
    message: () =>
      `With ${name} lost, ${counted(pods.length, "pod")} of ${role ?? "the cluster"} ${pods.length === 1 ? "finds" : "find"} no other node: ${listed(pods.map((pod) => pod.name))} (${pods[0]?.reason ?? ""}).`,
  };
}
