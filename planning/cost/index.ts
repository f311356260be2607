import { onDemandUsdPerHour } from "../facts/instancePrices";
import type { CostItem, CostPlan, CostSum, StageDraft, Tier } from "../types";
import type { NodeRole } from "../../sizing/schema/nodeGroups";

const hoursPerMonth = 730;

const tierOfRole: Readonly<Record<NodeRole, Tier>> = {
  worker: "core",
  transport: "transport",
  cassandra: "data",
  kafka: "data",
  postgresql: "data",
  pooler: "data",
};

/** What a stage costs by the price tables. */
export function planCost(plan: StageDraft): CostPlan {
  const items = (plan.eks?.nodeGroups ?? []).map((group): CostItem => {
    const usd =
      Object.entries(onDemandUsdPerHour[group.instanceType] ?? {}).find(
        ([region]) => region === group.region,
      )?.[1] ?? null;
    return {
      tier: tierOfRole[group.role],
      kind: "instances",
      name: `${group.name}: ${group.count} × ${group.instanceType}`,
      quantity: group.count,
      unit: "instances",
      usdPerUnitHour: usd,
      usdPerHour: usd === null ? null : usd * group.count,
      formula: `${group.count} × ${usd ?? "unknown"} USD/h`,
      source: "planning/facts/instancePrices.ts",
    };
  });
  const cluster = sumOf(items, plan.load.devices);
  return {
    pricesOf: "2026-07-20",
    hoursPerMonth,
    items,
    fleetItems: [],
    unknown: [],
    cluster,
    transport: sumOf(
      items.filter(({ tier }) => tier === "transport"),
      plan.load.devices,
    ),
    transportInstances: sumOf(
      items.filter(({ tier, kind }) => tier === "transport" && kind === "instances"),
      plan.load.devices,
    ),
    byTier: [],
    byKind: [],
    fleetUsdPerTestHour: null,
  };
}

function sumOf(items: readonly CostItem[], devices: number): CostSum {
  const usdPerHour = items.reduce<number | null>(
    (sum, { usdPerHour: usd }) => (sum === null || usd === null ? null : sum + usd),
    0,
  );
  const usdPerMonth = usdPerHour === null ? null : usdPerHour * hoursPerMonth;
  return {
    usdPerHour,
    usdPerMonth,
    usdPerThousandDevices: usdPerMonth === null ? null : (usdPerMonth * 1_000) / devices,
  };
}
