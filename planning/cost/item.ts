import { hoursPerMonth } from "../facts/servicePrices";
import type { CostItem, CostSum } from "../types";
import type { Price } from "./prices";

/** A line of the bill before its price is multiplied in. */
export interface ItemParts extends Pick<
  CostItem,
  "tier" | "kind" | "name" | "quantity" | "unit" | "estimate"
> {
  /** How the quantity comes about: `6 nodes + 3 zones × 2`. Left out where the quantity says all. */
  readonly counting?: string;
  readonly price: Price;
  /** Whether the price is for a month of the unit. Default: for an hour of it. */
  readonly perMonth?: true;
  /** Where the quantity comes from, in front of the price's source. */
  readonly source?: string;
}

/** One line of the bill, with its arithmetic in words. */
export function costItem(parts: ItemParts): CostItem {
  const { tier, kind, name, quantity, unit, counting, price, perMonth, source, estimate } = parts;
  const usdPerUnitHour =
    price.usd === null ? null : perMonth === true ? price.usd / hoursPerMonth : price.usd;
  const usdPerHour = usdPerUnitHour === null ? null : usdPerUnitHour * quantity;
  const priceText = price.usd === null ? "an unknown price" : `${figure(price.usd)} USD`;
  const amount = `${figure(quantity)} ${quantity === 1 ? singular(unit) : unit}`;
  const factors = `${amount} × ${priceText}${perMonth === true ? ` a month ÷ ${hoursPerMonth} h` : ""}`;
  return {
    tier,
    kind,
    name,
    quantity,
    unit,
    usdPerUnitHour,
    usdPerHour,
    formula: [
      ...(counting === undefined ? [] : [`${counting} = ${amount};`]),
      `${factors} = ${usdPerHour === null ? "unknown" : `${figure(usdPerHour)} USD an hour`}`,
    ].join(" "),
    source: source === undefined ? price.source : `${source} ${price.source}`,
    ...(estimate === undefined ? {} : { estimate }),
  };
}

/** One of a unit: `instance`, `address`. Units that are symbols stay as they are. */
function singular(unit: string): string {
  return unit.replace(/(?<=ss)es$|s$/, "");
}

/** A number in at most six figures, without an exponent and trailing zeros. */
export function figure(value: number): string {
  const text = String(value);
  if (text.length <= 8 && !text.includes("e")) {
    return text;
  }
  const rounded = Number(value.toPrecision(6));
  return rounded !== 0 && Math.abs(rounded) < 1e-6 ? rounded.toFixed(9) : String(rounded);
}

/** Sum of items an hour. Null when there are none or one of them is unknown. */
export function hourlySum(items: readonly CostItem[]): number | null {
  return items.length === 0
    ? null
    : items.reduce<number | null>(
        (sum, { usdPerHour }) => (sum === null || usdPerHour === null ? null : sum + usdPerHour),
        0,
      );
}

/** Items summed by the hour, the month and a thousand devices' month. */
export function sumOf(items: readonly CostItem[], devices: number): CostSum {
  const usdPerHour = hourlySum(items);
  const usdPerMonth = usdPerHour === null ? null : usdPerHour * hoursPerMonth;
  return {
    usdPerHour,
    usdPerMonth,
    usdPerThousandDevices: usdPerMonth === null ? null : (usdPerMonth * 1_000) / devices,
  };
}
