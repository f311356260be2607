import { paginateDescribeSpotPriceHistory, type EC2Client } from "@aws-sdk/client-ec2";
import type { PricingClient } from "@aws-sdk/client-pricing";
import { servicePriceNames } from "../../planning/facts/prices/priceTables";
import type { ServicePrices } from "../../planning/facts/prices/priceTables";
import {
  isUsage,
  onDemandUsd,
  productsOf,
  reservedUsd,
  type Product,
  type ProductFilter,
} from "./priceList";
import { betweenRegionsFilter, instanceFilter, serviceQueries } from "./serviceQueries";

/** USD by type and region, or by region and region. null: AWS has no price. */
export type PriceRows = Record<string, Record<string, number | null>>;

/** All that the price tables hold. */
export interface PricesRead {
  readonly onDemand: PriceRows;
  readonly spot: PriceRows;
  readonly reserved1Year: PriceRows;
  readonly reserved3Years: PriceRows;
  readonly services: Record<string, ServicePrices>;
  readonly betweenRegionsGb: PriceRows;
}

export interface PriceSources {
  readonly pricing: PricingClient;
  /** EC2 of one region. */
  readonly ec2: (region: string) => EC2Client;
}

/** Reads every price of these types in these regions. Regions at once, their prices one after the other. */
export async function readPrices(
  { pricing, ec2 }: PriceSources,
  wanted: { readonly types: readonly string[]; readonly regions: readonly string[] },
): Promise<PricesRead> {
  const { types, regions } = wanted;
  const byRegion = await Promise.all(
    regions.map(async (region) => ({
      region,
      instances: await instancesOf(pricing, region, types),
      spot: await spotOf(ec2(region), types),
      services: await servicesOf(pricing, region),
      toRegions: await transfersFrom(
        pricing,
        region,
        regions.filter((other) => other !== region),
      ),
    })),
  );
  const rows = (
    price: (of: (typeof byRegion)[number], type: string) => number | null | undefined,
  ): PriceRows =>
    Object.fromEntries(
      types.map((type) => [
        type,
        Object.fromEntries(byRegion.map((of) => [of.region, price(of, type) ?? null])),
      ]),
    );
  return {
    onDemand: rows(({ instances }, type) => onDemandUsd(instances.get(type) ?? [])),
    spot: rows(({ spot }, type) => spot.get(type)),
    reserved1Year: rows(({ instances }, type) => reservedUsd(instances.get(type) ?? [], 1)),
    reserved3Years: rows(({ instances }, type) => reservedUsd(instances.get(type) ?? [], 3)),
    services: Object.fromEntries(byRegion.map(({ region, services }) => [region, services])),
    betweenRegionsGb: Object.fromEntries(
      byRegion.map(({ region, toRegions }) => [region, toRegions]),
    ),
  };
}

async function instancesOf(
  pricing: PricingClient,
  region: string,
  types: readonly string[],
): Promise<ReadonlyMap<string, readonly Product[]>> {
  const found = new Map<string, readonly Product[]>();
  for (const type of types) {
    found.set(type, await productsOf(pricing, "AmazonEC2", instanceFilter(region, type)));
  }
  return found;
}

async function servicesOf(pricing: PricingClient, region: string): Promise<ServicePrices> {
  const asked = new Map<string, readonly Product[]>();
  const ask = async (serviceCode: string, filter: ProductFilter): Promise<readonly Product[]> => {
    const key = JSON.stringify([serviceCode, filter]);
    const products = asked.get(key) ?? (await productsOf(pricing, serviceCode, filter));
    asked.set(key, products);
    return products;
  };
  const prices: [string, number | null][] = [];
  for (const name of servicePriceNames) {
    const { serviceCode, filter, usage } = serviceQueries[name];
    const products = await ask(serviceCode, filter(region));
    prices.push([name, onDemandUsd(products.filter((product) => isUsage(product, usage)))]);
  }
  return pricesByName(new Map(prices));
}

function pricesByName(prices: ReadonlyMap<string, number | null>): ServicePrices {
  const of = (name: (typeof servicePriceNames)[number]): number | null => prices.get(name) ?? null;
  return {
    eksClusterHour: of("eksClusterHour"),
    gp3GibMonth: of("gp3GibMonth"),
    networkLoadBalancerHour: of("networkLoadBalancerHour"),
    networkCapacityUnitHour: of("networkCapacityUnitHour"),
    applicationLoadBalancerHour: of("applicationLoadBalancerHour"),
    applicationCapacityUnitHour: of("applicationCapacityUnitHour"),
    publicAddressHour: of("publicAddressHour"),
    betweenZonesGbEachWay: of("betweenZonesGbEachWay"),
    toInternetGb: of("toInternetGb"),
    logsIngestedGb: of("logsIngestedGb"),
  };
}

async function transfersFrom(
  pricing: PricingClient,
  from: string,
  others: readonly string[],
): Promise<Record<string, number | null>> {
  const prices: Record<string, number | null> = {};
  for (const to of others) {
    prices[to] = onDemandUsd(
      await productsOf(pricing, "AWSDataTransfer", betweenRegionsFilter(from, to)),
    );
  }
  return prices;
}

/** The present spot price of each type in its dearest zone (EC2, DescribeSpotPriceHistory). */
async function spotOf(
  client: EC2Client,
  types: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const dearest = new Map<string, number>();
  const pages = paginateDescribeSpotPriceHistory(
    { client },
    {
      Filters: [{ Name: "instance-type", Values: [...types] }],
      ProductDescriptions: ["Linux/UNIX"],
      // A start of now answers with the price that holds, one a type and zone.
      StartTime: new Date(),
    },
  );
  for await (const { SpotPriceHistory: prices = [] } of pages) {
    for (const { InstanceType: type = "", SpotPrice: usd = "" } of prices) {
      dearest.set(type, Math.max(dearest.get(type) ?? 0, Number(usd)));
    }
  }
  return dearest;
}
