/** Prices of instances that are paid in one way. */
export interface InstancePriceTable {
  /** Day on which they were read, as year-month-day. */
  readonly pricesOf: string;
  readonly source: string;
  /** USD an hour, Linux, by type and region. null or absent: not collected. */
  readonly usdPerHour: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
}

/** What AWS bills beside instances, by the name that the price tables give it. */
export const servicePriceNames = [
  "eksClusterHour",
  "gp3GibMonth",
  "networkLoadBalancerHour",
  "networkCapacityUnitHour",
  "applicationLoadBalancerHour",
  "applicationCapacityUnitHour",
  "publicAddressHour",
  "betweenZonesGbEachWay",
  "toInternetGb",
  "logsIngestedGb",
] as const;
export type ServicePriceName = (typeof servicePriceNames)[number];

/** Prices of one region's services in USD, each for the unit that its name ends with. null: not collected. */
export type ServicePrices = Readonly<Record<ServicePriceName, number | null>>;

/** Where a price is from. */
export interface PriceSource {
  /** Regions that it speaks of; all that have no source of their own where it is left out. */
  readonly regions?: readonly string[];
  /** Day of the price as year-month-day, or its month where the source tells no more. */
  readonly pricesOf: string;
  readonly source: string;
}

/** Prices of what is billed beside instances. */
export interface ServicePriceTable {
  /** Where each price is from. A region has the first source that names it, else the one without regions. */
  readonly sources: Readonly<Record<ServicePriceName | "betweenRegionsGb", readonly PriceSource[]>>;
  readonly services: Readonly<Record<string, ServicePrices>>;
  /** USD for a GB from one region to another, billed in the region that sends. */
  readonly betweenRegionsGb: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
}
