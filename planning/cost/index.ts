import { hoursPerMonth } from "../facts/servicePrices";
import type { CostItem, CostKind, CostPlan, CostSum, EksPlan, StageDraft, Tier } from "../types";
import { claimItems, controlPlaneItems, nodeGroupItems } from "./clusterItems";
import { fleetItems } from "./fleetItems";
import { costItem, hourlySum, sumOf } from "./item";
import { httpLoadBalancerItems, mqttLoadBalancerItems } from "./loadBalancerItems";
import { PriceReader } from "./prices";
import { zoneTrafficItems } from "./zoneTrafficItems";

const tiers: readonly Tier[] = ["cluster", "data", "core", "transport"];

const kinds: readonly CostKind[] = [
  "instances",
  "control plane",
  "volumes",
  "load balancers",
  "public addresses",
  "traffic between zones",
  "traffic between regions",
  "traffic to the internet",
  "logs",
];

/** What every stage on AWS leaves out of its sums. */
const leftOut = [
  "extended support of a Kubernetes version: the account's checks judge the day",
  "surplus CPU credits of burstable instances under steady load",
  "people at the UI, and MQTT clients beside the fleet",
  "the provisioning of the devices, image pulls, and a new node's minutes beside the old one",
  "traffic of Valkey, ZooKeeper and between ThingsBoard's services across zones",
  "storage of logs, encryption keys, buckets, API calls, support and taxes",
];

const unknownSum: CostSum = { usdPerHour: null, usdPerMonth: null, usdPerThousandDevices: null };

/**
 * What a stage costs by the price tables, its load running all the time. EKS in standard support; list prices without
 * taxes. What no price is known of is named in `unknown` and makes the sums null that it belongs to.
 */
export function planCost(plan: StageDraft): CostPlan {
  return plan.eks === undefined ? existingClusterCost(plan) : eksCost(plan, plan.eks);
}

function eksCost(plan: StageDraft, eks: EksPlan): CostPlan {
  const prices = new PriceReader();
  const subject = { eks, load: plan.load };
  const items = inOrder([
    ...controlPlaneItems(eks, prices),
    ...eks.nodeGroups.flatMap((group) => nodeGroupItems(group, prices)),
    ...claimItems(plan.workloads, eks.region, prices),
    ...mqttLoadBalancerItems(subject, prices),
    ...httpLoadBalancerItems(subject, prices),
    ...zoneTrafficItems(plan, eks, prices),
    internetItem(plan, eks, prices),
  ]);
  const ofFleet = fleetItems(plan, eks, prices);
  const { devices } = plan.load;
  const ofTransport = items.filter(({ tier }) => tier === "transport");
  const ownNodes = ofTransport.filter(({ kind }) => kind === "instances");
  return {
    pricesOf: prices.pricesOf,
    hoursPerMonth,
    items,
    fleetItems: ofFleet,
    unknown: prices.unknown,
    notCounted: leftOut,
    cluster: sumOf(items, devices),
    estimates: sumOf(
      items.filter(({ estimate }) => estimate === true),
      devices,
    ),
    transport: ownNodes.length === 0 ? unknownSum : sumOf(ofTransport, devices),
    transportInstances: sumOf(ownNodes, devices),
    byTier: tiers.map((tier) => ({
      tier,
      usdPerHour: hourlySum(items.filter((item) => item.tier === tier)),
    })),
    byKind: kinds
      .map((kind) => ({ kind, of: items.filter((item) => item.kind === kind) }))
      .filter(({ of }) => of.length > 0)
      .map(({ kind, of }) => ({ kind, usdPerHour: hourlySum(of) })),
    fleetUsdPerTestHour: hourlySum(ofFleet),
  };
}

/** Tier by tier, kind by kind. */
function inOrder(items: readonly CostItem[]): readonly CostItem[] {
  return [...items].sort(
    (left, right) =>
      tiers.indexOf(left.tier) - tiers.indexOf(right.tier) ||
      kinds.indexOf(left.kind) - kinds.indexOf(right.kind),
  );
}

/** Devices are the fleet's, in a region of AWS: nothing of the load leaves for the internet. The line says so, and the price. */
function internetItem({ fleet }: StageDraft, { region }: EksPlan, prices: PriceReader): CostItem {
  return costItem({
    tier: "transport",
    kind: "traffic to the internet",
    name: "devices elsewhere",
    quantity: 0,
    unit: "GB",
    counting: `every device is a load generator's, in ${fleet.region ?? region}`,
    price: prices.service("toInternetGb", region),
  });
}

/** Nothing of AWS is made. What the cluster costs that stands already is its owner's to say: unknown, and never 0. */
function existingClusterCost({ existingCluster }: StageDraft): CostPlan {
  return {
    pricesOf: new PriceReader().pricesOf,
    hoursPerMonth,
    items: [],
    fleetItems: [],
    unknown: [
      `the cluster of the context ${existingCluster?.context ?? "unnamed"}: it stands already, and its owner pays it`,
    ],
    notCounted: [],
    cluster: unknownSum,
    estimates: unknownSum,
    transport: unknownSum,
    transportInstances: unknownSum,
    byTier: [],
    byKind: [],
    fleetUsdPerTestHour: null,
  };
}
