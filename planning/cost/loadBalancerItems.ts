import { applicationCapacityUnitConnections, networkCapacityUnit } from "../facts/servicePrices";
import type { CostItem, EksPlan, LoadPlan } from "../types";
import { costItem, figure } from "./item";
import type { PriceReader } from "./prices";
import { deviceTraffic, newFlowsPerSecond } from "./traffic";

/** What both load balancers are told. */
export interface LoadBalancerSubject {
  readonly eks: EksPlan;
  readonly load: LoadPlan;
}

/** The load balancer of MQTT: its hours, the capacity that the traffic needs, and an address in each zone. */
export function mqttLoadBalancerItems(
  { eks, load }: LoadBalancerSubject,
  prices: PriceReader,
): readonly CostItem[] {
  const { region } = eks;
  const { gbUp, gbDown } = deviceTraffic(load);
  const dimensions = [
    {
      words: `${figure(newFlowsPerSecond(load))} new flows a second ÷ ${networkCapacityUnit.newFlowsPerSecond}`,
      units: newFlowsPerSecond(load) / networkCapacityUnit.newFlowsPerSecond,
    },
    {
      words: `${load.devices} active flows ÷ ${networkCapacityUnit.activeFlows}`,
      units: load.devices / networkCapacityUnit.activeFlows,
    },
    {
      words: `${figure(gbUp + gbDown)} GB an hour ÷ ${networkCapacityUnit.gbPerHour}`,
      units: (gbUp + gbDown) / networkCapacityUnit.gbPerHour,
    },
  ];
  const units = Math.max(...dimensions.map((each) => each.units));
  return [
    costItem({
      tier: "transport",
      kind: "load balancers",
      name: "MQTT: network load balancer",
      quantity: 1,
      unit: "load balancer",
      price: prices.service("networkLoadBalancerHour", region),
    }),
    costItem({
      tier: "transport",
      kind: "load balancers",
      name: "MQTT: capacity units",
      quantity: units,
      unit: "units",
      counting: `the largest of ${dimensions.map(({ words }) => words).join(", ")}`,
      price: prices.service("networkCapacityUnitHour", region),
      source: "Unit: AWS, Elastic Load Balancing pricing (TCP).",
    }),
    addresses("transport", "MQTT: load balancer", eks, prices),
  ];
}

/** The load balancer of the UI and the REST API. Under load only the generators' sessions pass it. */
export function httpLoadBalancerItems(
  { eks, load }: LoadBalancerSubject,
  prices: PriceReader,
): readonly CostItem[] {
  const { region } = eks;
  return [
    costItem({
      tier: "core",
      kind: "load balancers",
      name: "HTTP: application load balancer",
      quantity: 1,
      unit: "load balancer",
      price: prices.service("applicationLoadBalancerHour", region),
    }),
    costItem({
      tier: "core",
      kind: "load balancers",
      name: "HTTP: capacity units",
      quantity: load.generators / applicationCapacityUnitConnections,
      unit: "units",
      counting: `${load.generators} generators' REST sessions ÷ ${applicationCapacityUnitConnections} active connections`,
      price: prices.service("applicationCapacityUnitHour", region),
      source: "Unit: AWS, Elastic Load Balancing pricing.",
    }),
    addresses("core", "HTTP: load balancer", eks, prices),
  ];
}

function addresses(
  tier: "transport" | "core",
  name: string,
  { network, region }: EksPlan,
  prices: PriceReader,
): CostItem {
  return costItem({
    tier,
    kind: "public addresses",
    name,
    quantity: network.subnets.length,
    unit: "addresses",
    counting: `one in each of ${network.subnets.length} zones`,
    price: prices.service("publicAddressHour", region),
    source: "Quantity: the plan.",
  });
}
