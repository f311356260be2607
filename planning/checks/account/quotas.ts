import { instanceTypeOf } from "../../facts/nodeCapacity";
import {
  interfacesPerRegion,
  nlbTargetPorts,
  nlbTargets,
  nodesPerManagedGroup,
  vCpuQuota,
} from "../../facts/quotas";
import type { EksPlan, NodeGroupPlan, StageDraft } from "../../types";
import { severityOf } from "../check";
import type { Check, Reading } from "../check";

/** Instances of one region that count against one quota. */
interface Purchased {
  readonly region: string;
  readonly code: string;
  readonly needed: number;
  /** As the account states it. */
  readonly quota: number | undefined;
  readonly path: string;
}

/** vCPUs of the generators; undefined where they are pods. */
function fleetVCpu({ fleet }: StageDraft): number | undefined {
  return fleet.instanceType === null
    ? undefined
    : fleet.count * instanceTypeOf(fleet.instanceType, "loadFleet.instanceType").vCpu;
}

/** vCPUs of the cluster's nodes on spot, and of all others: reserved ones count as on demand. */
function clusterVCpu({ nodeGroups }: EksPlan): {
  readonly onDemand: number;
  readonly spot: number;
} {
  const sum = (groups: readonly NodeGroupPlan[]) =>
    groups.reduce((vCpus, group) => vCpus + group.vCpu, 0);
  return {
    onDemand: sum(nodeGroups.filter(({ purchase }) => purchase !== "spot")),
    spot: sum(nodeGroups.filter(({ purchase }) => purchase === "spot")),
  };
}

/** What counts against each quota, the cluster's first. The account states none for the cluster's spot nodes alone. */
function purchases(plan: StageDraft): readonly Purchased[] {
  const { eks, fleet } = plan;
  const generators = fleetVCpu(plan);
  if (eks === undefined || generators === undefined || fleet.region === null) {
    return [];
  }
  const { onDemand, spot } = clusterVCpu(eks);
  const isSameRegion = fleet.region === eks.region;
  const withFleet = (isSpot: boolean) => (isSameRegion && fleet.spot === isSpot ? generators : 0);
  const fleetQuota = { quota: plan.vCpuQuota.fleet, path: "account.vCpuQuota.fleet" };
  const all: readonly Purchased[] = [
    {
      region: eks.region,
      code: vCpuQuota.onDemandCode,
      needed: onDemand + withFleet(false),
      quota: plan.vCpuQuota.cluster,
      path: "account.vCpuQuota.cluster",
    },
    {
      region: eks.region,
      code: vCpuQuota.spotCode,
      needed: spot + withFleet(true),
      // With generators on spot in the same region the fleet's quota is this one.
      ...(withFleet(true) > 0 ? fleetQuota : { quota: undefined, path: "nodeGroups" }),
    },
    {
      region: fleet.region,
      code: fleet.spot ? vCpuQuota.spotCode : vCpuQuota.onDemandCode,
      needed: isSameRegion ? 0 : generators,
      ...fleetQuota,
    },
  ];
  return all.filter(({ needed }) => needed > 0);
}

function quotaReading(
  { region, code, needed, quota, path }: Purchased,
  { checks }: StageDraft,
): Reading {
  const what = `vCPU in ${region} (${code})`;
  return quota === undefined
    ? {
        severity: "info",
        path,
        what,
        value: needed,
        limit: vCpuQuota.newAccount,
        unit: "vCPU",
        bare: true,
        mend: `Look ${code} up in Service Quotas, and state account.vCpuQuota so that the plan compares.`,
        message: () =>
          `The stage needs ${needed} vCPU in ${region} (${code}), and the account does not say how many it may run; a new account has ${vCpuQuota.newAccount}.`,
      }
    : {
        severity: severityOf(needed, quota, checks),
        path,
        what,
        value: needed,
        limit: quota,
        unit: "vCPU",
        mend: `Ask AWS for at least ${needed} in ${region} (${code}), and state it.`,
        message: () =>
          `The stage needs ${needed} vCPU in ${region}; the account may run ${quota} (${code}).`,
      };
}

/** An instance beyond the quota does not start, and the group waits for it. */
export const vCpu: Check = {
  rule: "account.vcpu-quota",
  title: "vCPUs of the cluster's and of the fleet's region against the account's quotas.",
  formula:
    "Σ vCPU of the nodes that are not spot ≤ account.vCpuQuota.cluster; generators × vCPU ≤ account.vCpuQuota.fleet; added where both count against one quota of one region",
  source:
    "Service Quotas L-1216C47A (on demand) and L-34B43A08 (spot), standard families; AWS's default is 5 for a new account",
  mend: "Ask AWS for a larger quota before the stage is stood up.",
  read: ({ plan }) => purchases(plan).map((each) => quotaReading(each, plan)),
};

/** Every interface that the nodes' types can take, as the CNI takes them when pods ask for addresses. */
export const interfaces: Check = {
  rule: "account.interfaces",
  title: "Network interfaces against the region's quota.",
  formula:
    "Σ nodes × interfaces of their type ≤ 5,000; generators ≤ 5,000; no elastic address is taken",
  source: "Service Quotas L-DF5E4CA3; DescribeInstanceTypes (planning/facts/instanceTypes.ts)",
  mend: "Ask AWS for more interfaces.",
  read: ({ plan }) => {
    const { eks, fleet } = plan;
    if (eks === undefined) {
      return [];
    }
    const ofCluster = eks.nodeGroups.reduce(
      (sum, { role, instanceType, count }) =>
        sum + count * instanceTypeOf(instanceType, `nodeGroups.${role}.instanceType`).enis,
      0,
    );
    const regions = [
      { region: eks.region, value: ofCluster, path: "nodeGroups" },
      ...(fleet.region === null
        ? []
        : [{ region: fleet.region, value: fleet.count, path: "load.generators" }]),
    ];
    return regions.map(({ region, value, path }): Reading => ({
      severity: severityOf(value, interfacesPerRegion, plan.checks),
      path,
      what: `network interfaces in ${region}`,
      value,
      limit: interfacesPerRegion,
      unit: "interfaces",
      message: () => `${value} network interfaces in ${region}, of ${interfacesPerRegion}.`,
    }));
  },
};

/** EKS refuses a larger group. */
export const nodeGroupSize: Check = {
  rule: "account.node-group-size",
  title: "Nodes of each managed node group against EKS's quota.",
  formula: "count of each group ≤ 450. No headroom is asked: the count is exact",
  source: "Service Quotas L-BD136F5B",
  mend: "Choose a larger instance type.",
  read: ({ plan }) =>
    (plan.eks?.nodeGroups ?? []).map(({ name, role, count }): Reading => ({
      severity: count > nodesPerManagedGroup ? "error" : "fine",
      path: `nodeGroups.${role}.count`,
      what: `nodes of the group ${name}`,
      value: count,
      limit: nodesPerManagedGroup,
      unit: "nodes",
      message: () =>
        `The group ${name} has ${count} nodes, and EKS allows ${nodesPerManagedGroup}.`,
    })),
};

/** With cross-zone on, every zone's part of the load balancer knows every target. */
export const loadBalancerTargets: Check = {
  rule: "account.load-balancer-targets",
  title: "Targets of the MQTT load balancer against its quota.",
  formula: "tb-mqtt-transport pods × 2 ports ≤ 500, in all zones together since cross-zone is on",
  source:
    "Network Load Balancer user guide, quotas (2023, may have moved): 500 targets a zone, and 500 in all with cross-zone",
  mend: "Lower mqttTransport.replicas on larger nodes.",
  read: ({ plan }) => {
    if (plan.transport.loadBalancer === undefined) {
      return [];
    }
    const value = plan.transport.workload.replicas * nlbTargetPorts;
    return [
      {
        severity: severityOf(value, nlbTargets, plan.checks),
        path: "mqttTransport.replicas",
        what: "targets of the MQTT load balancer",
        value,
        limit: nlbTargets,
        unit: "targets",
        message: () => `The MQTT load balancer has ${value} targets, and AWS allows ${nlbTargets}.`,
      },
    ];
  },
};
