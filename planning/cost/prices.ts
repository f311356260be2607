import { instancePrices } from "../facts/instancePrices";
import type { PriceSource, ServicePriceName } from "../facts/prices/priceTables";
import { servicePrices } from "../facts/servicePrices";
import type { Purchase } from "../types";

/** A price in USD, where it is from, and the words for it where it is missing. */
export interface Price {
  readonly usd: number | null;
  readonly source: string;
}

/** Ways of paying, in words. */
export const purchaseWords: Readonly<Record<Purchase, string>> = {
  onDemand: "on demand",
  spot: "spot",
  reserved1Year: "reserved for 1 year",
  reserved3Years: "reserved for 3 years",
};

const serviceWords: Readonly<Record<ServicePriceName, string>> = {
  eksClusterHour: "the EKS control plane",
  gp3GibMonth: "a gp3 volume",
  networkLoadBalancerHour: "a network load balancer",
  networkCapacityUnitHour: "a network load balancer's capacity unit",
  applicationLoadBalancerHour: "an application load balancer",
  applicationCapacityUnitHour: "an application load balancer's capacity unit",
  publicAddressHour: "a public IPv4 address",
  betweenZonesGbEachWay: "traffic between zones",
  toInternetGb: "traffic to the internet",
  logsIngestedGb: "logs",
};

/** Reads the price tables for one stage, and keeps in mind what they lack and how old they are. */
export class PriceReader {
  readonly #unknown = new Set<string>();
  readonly #days = new Set<string>();

  /** An instance for an hour. */
  instance(type: string, region: string, purchase: Purchase): Price {
    const table = instancePrices[purchase];
    return this.#price(
      at(at(table.usdPerHour, type), region),
      table,
      `${type} ${purchaseWords[purchase]} in ${region}`,
    );
  }

  /** A service for the unit that its name ends with. */
  service(name: ServicePriceName, region: string): Price {
    return this.#price(
      at(servicePrices.services, region)?.[name],
      sourceIn(region, servicePrices.sources[name]),
      `${serviceWords[name]} in ${region}`,
    );
  }

  /** A GB from one region to another. */
  betweenRegions(from: string, to: string): Price {
    return this.#price(
      at(at(servicePrices.betweenRegionsGb, from), to),
      sourceIn(from, servicePrices.sources.betweenRegionsGb),
      `traffic from ${from} to ${to}`,
    );
  }

  /** What the tables lack, of all that was asked for. */
  get unknown(): readonly string[] {
    return [...this.#unknown];
  }

  /** Day of the oldest price that was given; of the on-demand prices when none was. */
  get pricesOf(): string {
    return [...this.#days].sort()[0] ?? instancePrices.onDemand.pricesOf;
  }

  #price(usd: number | null | undefined, from: PriceSource | undefined, words: string): Price {
    if (usd === null || usd === undefined || from === undefined) {
      this.#unknown.add(words);
      return { usd: null, source: "Not collected." };
    }
    this.#days.add(from.pricesOf);
    return { usd, source: `${from.source} Of ${from.pricesOf}.` };
  }
}

/** What says the price of one region: the first source that names it, else the one of all others. */
function sourceIn(region: string, sources: readonly PriceSource[]): PriceSource | undefined {
  return (
    sources.find(({ regions }) => regions?.includes(region) === true) ??
    sources.find(({ regions }) => regions === undefined)
  );
}

/** A record's own value: a region named like a method of objects has none. */
function at<Value>(
  record: Readonly<Record<string, Value>> | undefined,
  key: string,
): Value | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
