import { readable } from "../../../sizing/describe";
import type { Consequence } from "../../types";
import type { NodeGroupView, StageView } from "../view";
import { changedKeys, changeOf, devicesOf, differs, listed } from "./consequence";
import type { ConsequenceRule, StageChange } from "./consequence";

/** Inputs of a managed node group that cannot be changed; the instance type is not among them here: it stands in the template. */
const forceNew =
  "terraform-provider-aws, internal/service/eks/node_group.go (ami_type, subnet_ids: ForceNew)";

const inTemplate =
  "components/platform/managedNodeGroup.ts (launch template; terraform-provider-aws, internal/service/eks/node_group.go: UpdateNodegroupVersion)";

/** What a group of nodes goes through, its own change and its place in the stage. */
const nodeGroups: ConsequenceRule = ({ before, after }) => {
  const [old, now] = [before.eks?.nodeGroups, after.eks?.nodeGroups];
  if (!old || !now || differs(before.eks?.region, after.eks?.region)) {
    return [];
  }
  return old.flatMap((group) => {
    const next = now.find(({ name }) => name === group.name);
    if (next === undefined) {
      return [gone(group, before)];
    }
    const anew = replaced(group, next, { before, after });
    if (anew !== undefined) {
      return [anew];
    }
    return [...rolled(group, next, { before, after }), ...fewer(group, next, before)];
  });
};

/** The group is deleted first, since its name is fixed; then all of its nodes are made anew. */
function replaced(
  group: NodeGroupView,
  next: NodeGroupView,
  { before, after }: StageChange,
): Consequence | undefined {
  const architecture = changeOf(group.architecture, next.architecture);
  const zones = changeOf(sorted(group.zones), sorted(next.zones));
  if (architecture === undefined && zones === undefined) {
    return undefined;
  }
  const reason =
    architecture === undefined
      ? `its subnets (${listed(next.zones ?? [])} in place of ${listed(group.zones ?? [])})`
      : `its architecture (${architecture.to} in place of ${architecture.from})`;
  const left = (zones?.from ?? []).filter((zone) => !(zones?.to ?? []).includes(zone));
  return {
    rule: "nodeGroup.replaced",
    effect: "replaced",
    what: `node group ${group.name}`,
    path:
      architecture !== undefined
        ? `nodeGroups.${group.name}.instanceType`
        : differs(zonesOf(before), zonesOf(after))
          ? "cluster.zones"
          : // PostgreSQL's group stands in as many zones as there are instances.
            "postgresql.replicas",
    message: [
      `A managed node group cannot change ${reason}: it is deleted with all of its ${nodesOf(group)} at once, and made anew after that.`,
      pausedPods(group, before),
      ...(left.length > 0 && storesOn(group, before).length > 0
        ? [`Volumes in ${listed(left)} are left without a node, and their pods without a place.`]
        : []),
    ].join(" "),
    source: forceNew,
  };
}

function zonesOf({ eks }: StageView): readonly string[] | null {
  return eks?.network?.subnets?.map(({ zone }) => zone) ?? null;
}

function gone(group: NodeGroupView, stage: StageView): Consequence {
  return {
    rule: "nodeGroup.gone",
    effect: "replaced",
    what: `node group ${group.name}`,
    path: `nodeGroups.${group.name}`,
    message: [
      `The group is deleted with its ${nodesOf(group)}. What ran there moves to another group.`,
      pausedPods(group, stage),
    ].join(" "),
    source: "components/platform/platform.ts (one group a plan entry)",
  };
}

/** Another machine, disk or kernel setting: a new version of the launch template, and the nodes follow one by one. */
function rolled(
  group: NodeGroupView,
  next: NodeGroupView,
  { before, after }: StageChange,
): readonly Consequence[] {
  const reasons = [
    ...(differs(group.instanceType, next.instanceType)
      ? [`${next.instanceType ?? ""} in place of ${group.instanceType ?? ""}`]
      : []),
    ...(differs(group.rootVolumeGiB, next.rootVolumeGiB) ? ["another root volume"] : []),
    ...(differs(group.conntrackMax, next.conntrackMax) ||
    changedKeys(before.eks?.nodeTuning, after.eks?.nodeTuning).length > 0
      ? ["other kernel settings"]
      : []),
  ];
  if (reasons.length === 0) {
    return [];
  }
  const stores = storesOn(group, before);
  return [
    {
      rule: "nodeGroup.rolled",
      effect: "restarted",
      what: `node group ${group.name}`,
      path: differs(group.instanceType, next.instanceType)
        ? `nodeGroups.${group.name}.instanceType`
        : differs(group.rootVolumeGiB, next.rootVolumeGiB)
          ? `nodeGroups.${group.name}.rootVolumeGiB`
          : "nodeTuning",
      message: [
        `Its ${nodesOf(group)} are replaced one after the other (${listed(reasons)}), and their pods move.`,
        ...(stores.length === 0
          ? []
          : [`Volumes of ${listed(stores)} stay in their zones and are attached again there.`]),
        ...reconnects(group, before),
      ].join(" "),
      source: inTemplate,
    },
  ];
}

function fewer(
  group: NodeGroupView,
  next: NodeGroupView,
  stage: StageView,
): readonly Consequence[] {
  const count = changeOf(group.count, next.count);
  if (count === undefined || count.to > count.from) {
    return [];
  }
  const stores = storesOn(group, stage);
  return [
    {
      rule: "nodeGroup.fewer",
      effect: "restarted",
      what: `node group ${group.name}`,
      path: `nodeGroups.${group.name}.count`,
      message: [
        `${readable(count.from - count.to)} of ${readable(count.from)} nodes go, and AWS chooses which; their pods move.`,
        ...(stores.length === 0
          ? []
          : [
              `A pod of ${listed(stores)} whose volume stands in a zone without a node waits until there is one.`,
            ]),
        ...(isTransport(group, stage)
          ? [`${devicesOf(stage, count.from - count.to, count.from)} reconnect.`]
          : []),
      ].join(" "),
      source: "Amazon EC2 Auto Scaling User Guide, default termination policy",
    },
  ];
}

function nodesOf({ count }: NodeGroupView): string {
  return count === null ? "nodes" : count === 1 ? "1 node" : `${readable(count)} nodes`;
}

/** Workloads of a group that keep data on volumes. */
function storesOn(group: NodeGroupView, { workloads }: StageView): readonly string[] {
  return (workloads ?? [])
    .filter(({ nodeGroup, volumes }) => nodeGroup === group.name && (volumes ?? []).length > 0)
    .map(({ name }) => name);
}

function pausedPods(group: NodeGroupView, stage: StageView): string {
  const stores = storesOn(group, stage);
  const pods = group.workloads ?? [];
  const disconnected = reconnects(group, stage);
  return [
    ...(stores.length > 0
      ? [
          `Until then ${listed(stores)} ${stores.length === 1 ? "is" : "are"} down as a whole; the volumes stay, each in its zone.`,
        ]
      : pods.length > 0
        ? [`Until then ${listed(pods)} ${pods.length === 1 ? "is" : "are"} down.`]
        : []),
    ...disconnected,
  ].join(" ");
}

function reconnects(group: NodeGroupView, stage: StageView): readonly string[] {
  return isTransport(group, stage)
    ? [`${devicesOf(stage, 1, 1)} reconnect as their pod goes.`]
    : [];
}

function isTransport({ name }: NodeGroupView, { transport }: StageView): boolean {
  return transport?.workload?.nodeGroup === name;
}

function sorted(zones: readonly string[] | null): readonly string[] | null {
  return zones === null ? null : [...zones].sort();
}

export const nodeGroupRules: readonly ConsequenceRule[] = [nodeGroups];
