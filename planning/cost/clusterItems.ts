import { controlPlaneLogGbPerMonth } from "../facts/traffic";
import { hoursPerMonth } from "../facts/servicePrices";
import type { NodeRole } from "../../sizing/schema/nodeGroups";
import type { CostItem, EksPlan, NodeGroupPlan, Tier, WorkloadPlan } from "../types";
import { costItem } from "./item";
import { purchaseWords, type PriceReader } from "./prices";

/** Tier that a node group is counted to: the one whose pods it is there for. */
export const tierOfRole: Readonly<Record<NodeRole, Tier>> = {
  worker: "core",
  transport: "transport",
  cassandra: "data",
  kafka: "data",
  postgresql: "data",
  pooler: "data",
};

const plannedSource = "Quantity: the plan.";

/** The control plane and its logs. Standard support: a version in extended support costs six times as much. */
export function controlPlaneItems(eks: EksPlan, prices: PriceReader): readonly CostItem[] {
  return [
    costItem({
      tier: "cluster",
      kind: "control plane",
      name: `EKS ${eks.kubernetesVersion}, standard support`,
      quantity: 1,
      unit: "cluster",
      price: prices.service("eksClusterHour", eks.region),
    }),
    costItem({
      tier: "cluster",
      kind: "logs",
      name: "control plane's logs (estimate)",
      quantity: controlPlaneLogGbPerMonth / hoursPerMonth,
      unit: "GB",
      counting: `${controlPlaneLogGbPerMonth} GB a month ÷ ${hoursPerMonth} h`,
      price: prices.service("logsIngestedGb", eks.region),
      source: "Quantity: of another cluster with all five types (Smana/cloud-native-ref#1920).",
      estimate: true,
    }),
  ];
}

/** A node group's instances, root volumes and public addresses. */
export function nodeGroupItems(group: NodeGroupPlan, prices: PriceReader): readonly CostItem[] {
  const { name, count, region, instanceType, rootVolumeGiB, purchase = "onDemand" } = group;
  const tier = tierOfRole[group.role];
  return [
    costItem({
      tier,
      kind: "instances",
      name: `${name}: ${count} × ${instanceType}${purchase === "onDemand" ? "" : `, ${purchaseWords[purchase]}`}`,
      quantity: count,
      unit: "instances",
      price: prices.instance(instanceType, region, purchase),
      source: plannedSource,
    }),
    costItem({
      tier,
      kind: "volumes",
      name: `${name}: root volumes`,
      quantity: count * rootVolumeGiB,
      unit: "GiB",
      counting: `${count} × ${rootVolumeGiB} GiB`,
      price: prices.service("gp3GibMonth", region),
      perMonth: true,
      source: plannedSource,
    }),
    costItem({
      tier,
      kind: "public addresses",
      name: `${name}: nodes`,
      quantity: count,
      unit: "addresses",
      price: prices.service("publicAddressHour", region),
      source: plannedSource,
    }),
  ];
}

/** The volumes that pods claim, one item a workload. */
export function claimItems(
  workloads: readonly WorkloadPlan[],
  region: string,
  prices: PriceReader,
): readonly CostItem[] {
  return workloads
    .filter(({ volumes }) => volumes.length > 0)
    .map(({ name, tier, replicas, volumes }) => {
      const sizes = volumes.map(({ sizeGiB }) => sizeGiB);
      return costItem({
        tier,
        kind: "volumes",
        name: `${name}: claims`,
        quantity: replicas * sizes.reduce((sum, size) => sum + size, 0),
        unit: "GiB",
        counting: `${replicas} × ${sizes.length === 1 ? String(sizes[0]) : `(${sizes.join(" + ")})`} GiB`,
        price: prices.service("gp3GibMonth", region),
        perMonth: true,
        source: plannedSource,
      });
    });
}
