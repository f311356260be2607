import type { Purchase } from "../../sizing/schema/nodeGroups";
import { onDemandPrices } from "./prices/onDemand";
import type { InstancePriceTable } from "./prices/priceTables";
import { reserved1YearPrices } from "./prices/reserved1Year";
import { reserved3YearsPrices } from "./prices/reserved3Years";
import { spotPrices } from "./prices/spot";

/** Instance prices by the way of paying. Each table has its day and its source. */
export const instancePrices: Readonly<Record<Purchase, InstancePriceTable>> = {
  onDemand: onDemandPrices,
  spot: spotPrices,
  reserved1Year: reserved1YearPrices,
  reserved3Years: reserved3YearsPrices,
};
