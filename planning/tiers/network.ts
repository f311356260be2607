import {
  accountAddresses,
  fleetSecurityGroups,
  maximumGenerators,
  rulesPerSecurityGroup,
} from "../../sizing/limits";
import type { Account, Sizing } from "../../sizing/types";
import { PlanError } from "../errors";
import { instanceTypeOf } from "../facts/nodeCapacity";
import { nodeRoles } from "../../sizing/schema/nodeGroups";
import type { NetworkPlan, PrefixListPlan, SubnetPlan } from "../types";

/** What planning the cluster's network reads of a sizing. */
export type NetworkSizing = Pick<Sizing, "cluster" | "nodeGroups" | "load">;

/** What planning it reads of an account. */
export type NetworkAccount = Pick<Account, "uiCidrs" | "mqttCidrs">;

/** Addresses that AWS keeps in each subnet (VPC User Guide, "Subnet CIDR blocks"). */
const reservedAddresses = 5;

/** Subnets, one a zone, and the lists of addresses that the load balancers admit. */
export function planNetwork(sizing: NetworkSizing, account?: NetworkAccount): NetworkPlan {
  const ui = accountList("ui", account?.uiCidrs ?? []);
  const mqtt = accountList("mqtt", account?.mqttCidrs ?? []);
  return {
    vpcCidr: sizing.cluster.vpcCidr,
    subnets: planSubnets(sizing),
    fleetPrefixLists: fleetPrefixLists(sizing.load.generators),
    ...(ui === undefined ? {} : { uiPrefixList: ui }),
    ...(mqtt === undefined ? {} : { mqttPrefixList: mqtt }),
  };
}

/**
 * The range cut into a power of two of equal subnets, the first ones one a zone. Pods take addresses of the network:
 * the CNI reserves whole interfaces, so each node is counted with every address that its type can hold.
 */
function planSubnets(sizing: NetworkSizing): readonly SubnetPlan[] {
  const { vpcCidr, zones } = sizing.cluster;
  const [base = "", length = ""] = vpcCidr.split("/");
  const bits = Math.ceil(Math.log2(zones.length));
  const subnetLength = Number(length) + bits;
  const size = 2 ** (32 - subnetLength);
  const needed = addressesOfFullestZone(sizing);
  if (size - reservedAddresses < needed) {
    throw new PlanError(
      "cluster.vpcCidr",
      vpcCidr,
      `a range whose ${2 ** bits} subnets hold ${needed} addresses each; this one's hold ${Math.max(0, size - reservedAddresses)}`,
      "Nodes and pods take their addresses from it.",
    );
  }
  const first = Math.floor(addressNumber(base) / (size * 2 ** bits)) * size * 2 ** bits;
  return zones.map((zone, index) => ({
    zone,
    cidr: `${addressText(first + index * size)}/${subnetLength}`,
  }));
}

/** Addresses of the zone with most nodes, each group spread evenly. */
function addressesOfFullestZone(sizing: NetworkSizing): number {
  return nodeRoles.reduce((sum, role) => {
    const group = sizing.nodeGroups[role];
    if (group === undefined) {
      return sum;
    }
    const type = instanceTypeOf(group.instanceType, `nodeGroups.${role}.instanceType`);
    const nodes = Math.ceil(group.count / sizing.cluster.zones.length);
    return sum + nodes * type.enis * type.ipv4PerEni;
  }, 0);
}

function fleetPrefixLists(generators: number): NetworkPlan["fleetPrefixLists"] {
  const count = Math.ceil(generators / rulesPerSecurityGroup);
  if (count > fleetSecurityGroups) {
    throw new PlanError(
      "load.generators",
      generators,
      `at most ${maximumGenerators}`,
      "AWS allows five security groups on an interface, three of them free for the fleet, and 60 rules in each.",
    );
  }
  return Array.from({ length: count }, (_, index) => {
    const start = index * rulesPerSecurityGroup;
    const end = Math.min(generators, start + rulesPerSecurityGroup);
    // Always of full size: AWS does not resize a list in the step that changes its entries, so a stage could not grow.
    return { name: `fleet-${index + 1}`, maxEntries: rulesPerSecurityGroup, start, end };
  });
}

function accountList(
  name: string,
  cidrs: readonly string[],
): (PrefixListPlan & { readonly cidrs: readonly string[] }) | undefined {
  return cidrs.length === 0 ? undefined : { name, maxEntries: accountAddresses, cidrs };
}

function addressNumber(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

function addressText(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
