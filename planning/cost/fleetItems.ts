import { zoneSidesBilled } from "../facts/servicePrices";
import { generatorLogBytesPerSecond } from "../facts/traffic";
import type { CostItem, EksPlan, StageDraft } from "../types";
import { costItem, figure } from "./item";
import { purchaseWords, type PriceReader } from "./prices";
import { deviceTraffic, deviceTrafficSource, gbPerHour } from "./traffic";

/** The load generators as instances, their volumes, addresses and logs, and the devices' traffic: an hour of a test. */
export function fleetItems(
  { fleet, load }: Pick<StageDraft, "fleet" | "load">,
  eks: EksPlan,
  prices: PriceReader,
): readonly CostItem[] {
  const { region, instanceType, count, rootVolumeGiB, spot } = fleet;
  if (region === null || instanceType === null) {
    return [];
  }
  return [
    costItem({
      tier: "fleet",
      kind: "instances",
      name: `${count} × ${instanceType}${spot ? `, ${purchaseWords.spot}` : ""}`,
      quantity: count,
      unit: "instances",
      price: prices.instance(instanceType, region, spot ? "spot" : "onDemand"),
      source: "Quantity: the plan.",
    }),
    costItem({
      tier: "fleet",
      kind: "volumes",
      name: "root volumes",
      quantity: count * rootVolumeGiB,
      unit: "GiB",
      counting: `${count} × ${rootVolumeGiB} GiB`,
      price: prices.service("gp3GibMonth", region),
      perMonth: true,
      source: "Quantity: the plan.",
    }),
    costItem({
      tier: "fleet",
      kind: "public addresses",
      name: "generators",
      quantity: count,
      unit: "addresses",
      price: prices.service("publicAddressHour", region),
      source: "Quantity: the plan.",
    }),
    ...deviceTrafficItems(load, { fleet: region, cluster: eks.region }, prices),
    costItem({
      tier: "fleet",
      kind: "logs",
      name: "generators' logs (estimate)",
      quantity: gbPerHour(count * generatorLogBytesPerSecond),
      unit: "GB",
      counting: `${count} generators × ${generatorLogBytesPerSecond} B a second`,
      price: prices.service("logsIngestedGb", region),
      source: "Quantity: one line a second, chosen and unmeasured.",
      estimate: true,
    }),
  ];
}

/**
 * Sent from region to region and billed in the one that sends (AWS Global Network, questions and answers). Within one
 * region it goes to public addresses, which bills it like traffic between zones, out and in.
 */
function deviceTrafficItems(
  load: StageDraft["load"],
  regions: { readonly fleet: string; readonly cluster: string },
  prices: PriceReader,
): readonly CostItem[] {
  const { gbUp, gbDown } = deviceTraffic(load);
  const ways = [
    { words: "devices to cluster", gb: gbUp, from: regions.fleet, to: regions.cluster },
    { words: "cluster to devices", gb: gbDown, from: regions.cluster, to: regions.fleet },
  ];
  return ways.map(({ words, gb, from, to }) => {
    const within = from === to;
    return costItem({
      tier: "fleet",
      kind: within ? "traffic between zones" : "traffic between regions",
      name: within ? `${words}, by public addresses` : `${words}, ${from} to ${to}`,
      quantity: within ? gb * zoneSidesBilled : gb,
      unit: "GB",
      ...(within ? { counting: `${figure(gb)} GB an hour × ${zoneSidesBilled} sides billed` } : {}),
      price: within
        ? prices.service("betweenZonesGbEachWay", from)
        : prices.betweenRegions(from, to),
      source: deviceTrafficSource,
    });
  });
}
