import { rulesPerSecurityGroup } from "../../../sizing/limits";
import { instanceTypeOf } from "../../facts/nodeCapacity";
import {
  addressesOfServices,
  reservedAddressesPerSubnet,
  securityGroupsPerInterface,
} from "../../facts/quotas";
import type { EksPlan, NodeGroupPlan, StageDraft } from "../../types";
import { severityOf } from "../check";
import type { Check, Reading } from "../check";

/** Addresses of a range that AWS does not keep. */
function freeAddresses(cidr: string): number {
  const length = Number(cidr.split("/")[1] ?? 32);
  return Math.max(0, 2 ** (32 - length) - reservedAddressesPerSubnet);
}

/** Nodes of a group in a zone: dealt in turn. */
function nodesIn(zone: string, { zones, count }: NodeGroupPlan): number {
  const turn = zones.indexOf(zone);
  return turn < 0 ? 0 : Math.floor((count - turn + zones.length - 1) / zones.length);
}

/** Addresses that the nodes of a zone may take, pods included: every interface of a type filled. */
function addressesOfNodes(zone: string, { nodeGroups }: EksPlan): number {
  return nodeGroups.reduce((sum, group) => {
    const type = instanceTypeOf(group.instanceType, `nodeGroups.${group.role}.instanceType`);
    return sum + nodesIn(zone, group) * type.enis * type.ipv4PerEni;
  }, 0);
}

function addressReading(
  { checks }: StageDraft,
  subnet: { where: string; cidr: string; value: number; path: string },
): Reading {
  const { where, cidr, value, path } = subnet;
  const limit = freeAddresses(cidr);
  return {
    severity: severityOf(value, limit, checks),
    path,
    what: `addresses in ${where}`,
    value,
    limit,
    unit: "addresses",
    message: () => `${value} addresses are needed in ${where}; ${cidr} has ${limit} free.`,
  };
}

/** Nodes, pods and what AWS puts beside them. */
export const addresses: Check = {
  rule: "account.addresses",
  title: "Addresses of each subnet against what its nodes, pods and load balancers take.",
  formula:
    "Σ nodes in the zone × interfaces × addresses of each + 8 (ALB) + 6 (control plane) + 1 (NLB) ≤ addresses of the subnet − 5; generators ≤ addresses of the fleet's range − 5",
  source:
    "Amazon VPC user guide, subnet CIDR blocks; Amazon EKS user guide, subnet requirements; DescribeInstanceTypes (planning/facts/instanceTypes.ts)",
  mend: "Choose a wider cluster.vpcCidr or loadFleet.vpcCidr.",
  read: ({ plan }) => {
    const { eks, fleet } = plan;
    if (eks === undefined) {
      return [];
    }
    const { alb, eks: controlPlane, nlb } = addressesOfServices;
    return [
      ...eks.network.subnets.map(({ zone, cidr }) =>
        addressReading(plan, {
          where: `the subnet of ${zone}`,
          cidr,
          value: addressesOfNodes(zone, eks) + alb + controlPlane + nlb,
          path: "cluster.vpcCidr",
        }),
      ),
      ...(fleet.region === null
        ? []
        : [
            addressReading(plan, {
              where: "the fleet's subnet",
              cidr: fleet.vpcCidr,
              value: fleet.count,
              path: "loadFleet.vpcCidr",
            }),
          ]),
    ];
  },
};

/** Who of a load balancer's clients is admitted: one group a list, and one more by which it reaches its targets. */
function listsOf({ network }: EksPlan): readonly {
  readonly loadBalancer: string;
  readonly maxEntries: readonly number[];
}[] {
  const fleet = network.fleetPrefixLists.map(({ maxEntries }) => maxEntries);
  const own = (list: { readonly maxEntries: number } | undefined) =>
    list === undefined ? [] : [list.maxEntries];
  return [
    { loadBalancer: "ALB", maxEntries: [...fleet, ...own(network.uiPrefixList)] },
    { loadBalancer: "NLB", maxEntries: [...fleet, ...own(network.mqttPrefixList)] },
  ];
}

/** The generators' own group admits nobody and lets four ports out: nothing to count there. */
export const securityGroups: Check = {
  rule: "account.security-groups",
  title: "Rules of the load balancers' security groups, and their number, against AWS's quotas.",
  formula:
    "maxEntries of the prefix list that a group admits ≤ 60, since AWS counts it full or not; lists + 1 ≤ 5 groups on an interface; the fleet's group has no rule inwards. No headroom is asked: the lists fill the groups by design",
  source:
    "Service Quotas L-0EA8095F (60 rules a group) and L-2AFB9258 (5 groups an interface); Amazon VPC user guide, managed prefix lists",
  mend: "Lower load.generators to 180.",
  read: ({ plan }) =>
    plan.eks === undefined
      ? []
      : listsOf(plan.eks).flatMap(({ loadBalancer, maxEntries }): readonly Reading[] => {
          const rules = Math.max(0, ...maxEntries);
          const groups = maxEntries.length + 1;
          return [
            {
              severity: rules > rulesPerSecurityGroup ? "error" : "fine",
              path: "load.generators",
              what: `rules of the fullest security group of the ${loadBalancer}`,
              value: rules,
              limit: rulesPerSecurityGroup,
              unit: "rules",
              // Full by design: one list of the quota's size a group.
              bare: true,
              message: () =>
                `A security group of the ${loadBalancer} counts ${rules} rules, and AWS allows ${rulesPerSecurityGroup}.`,
            },
            {
              severity: groups > securityGroupsPerInterface ? "error" : "fine",
              path: "load.generators",
              what: `security groups of the ${loadBalancer}`,
              value: groups,
              limit: securityGroupsPerInterface,
              unit: "groups",
              message: () =>
                `The ${loadBalancer} has ${groups} security groups, and AWS allows ${securityGroupsPerInterface} on an interface.`,
            },
          ];
        }),
};
