import type { CostItem, CostPlan, CostSum, StagePlan, Tier } from "../../planning/types";
import { tableLines, wrapWords, type Column } from "./table";

const INDENT = "  ";

/** What a stage costs: a table of kinds by tier in USD a month, the sums, and what they hold and lack. */
export function costLines({ cost }: Pick<StagePlan, "cost">): readonly string[] {
  return [
    ...(cost.items.length === 0 ? [] : [...kindTable(cost), ""]),
    ...sumTable(cost),
    ...paragraphs(cost),
  ];
}

function kindTable({ items, byKind, byTier, cluster, hoursPerMonth }: CostPlan): string[] {
  const tiers = byTier.map(({ tier }) => tier);
  const monthly = (of: readonly CostItem[]): string =>
    of.length === 0 ? "" : dollars(times(totalOf(of), hoursPerMonth));
  const right = (head: string): Column => ({ head: [head], align: "right" });
  return tableLines(
    [{ head: ["USD a month"], align: "left" }, ...tiers.map(right), right("together")],
    [
      ...byKind.map(({ kind, usdPerHour }) => [
        kind,
        ...tiers.map((tier) => monthly(itemsOf(items, tier, kind))),
        dollars(times(usdPerHour, hoursPerMonth)),
      ]),
      [
        "together",
        ...byTier.map(({ usdPerHour }) => dollars(times(usdPerHour, hoursPerMonth))),
        dollars(cluster.usdPerMonth),
      ],
    ],
    INDENT,
  );
}

function itemsOf(items: readonly CostItem[], tier: Tier, kind: string): readonly CostItem[] {
  return items.filter((item) => item.tier === tier && item.kind === kind);
}

function totalOf(items: readonly CostItem[]): number | null {
  return items.reduce<number | null>(
    (sum, { usdPerHour }) => (sum === null || usdPerHour === null ? null : sum + usdPerHour),
    0,
  );
}

function sumTable(cost: CostPlan): string[] {
  const row = (name: string, sum: CostSum): readonly string[] => [
    name,
    dollars(sum.usdPerHour),
    dollars(sum.usdPerMonth),
    dollars(sum.usdPerThousandDevices),
  ];
  const hasTransportNodes = cost.items.some(
    ({ tier, kind }) => tier === "transport" && kind === "instances",
  );
  return tableLines(
    [
      { head: ["USD"], align: "left" },
      { head: ["an hour"], align: "right" },
      { head: ["a month"], align: "right" },
      { head: ["a month for", "1000 devices"], align: "right" },
    ],
    [
      row("cluster", cost.cluster),
      ...(cost.items.some(({ estimate }) => estimate === true)
        ? [row(`${INDENT}of which estimates`, cost.estimates)]
        : []),
      ...(hasTransportNodes
        ? [
            row("transport tier alone", cost.transport),
            row(`${INDENT}its instances alone`, cost.transportInstances),
          ]
        : []),
      ["load generators", dollars(cost.fleetUsdPerTestHour), "", ""],
    ],
    INDENT,
  );
}

function paragraphs({ items, unknown, pricesOf, hoursPerMonth }: CostPlan): string[] {
  return [
    ...unknown.flatMap((words) => wrapped(`No price is known of ${words}.`)),
    ...(items.length === 0
      ? []
      : wrapped(
          `List prices, the oldest of ${pricesOf}; a month is ${hoursPerMonth} hours under load.`,
        )),
  ];
}

/** For a section's lines, which are indented once more by whoever prints them. */
function wrapped(text: string, indent = ""): string[] {
  return wrapWords(text.split(" "), `${INDENT}${indent}`).map((line) => line.slice(INDENT.length));
}

function times(usd: number | null, factor: number): number | null {
  return usd === null ? null : usd * factor;
}

/** Dollars and cents with a comma between thousands, or `unknown`. */
function dollars(usd: number | null): string {
  return usd === null ? "unknown" : usd.toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ",");
}
