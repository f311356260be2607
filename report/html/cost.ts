import type { CostItem, CostSum, StagePlan, Tier } from "../../planning/types";
import { markup, type Markup, type Part } from "./markup";
import { formatDollars, formatNumber } from "./numbers";
import { pricesDay, table, tiers, tierWords, type Column } from "./parts";
import { sourceText } from "./sourceText";

/** What the stage costs: by kind and tier, and every line with its arithmetic. */
export function costSection(plan: StagePlan, anchor: string): Markup {
  const { cost } = plan;
  return markup`<section id="${anchor}-cost" aria-labelledby="${anchor}-cost-title">
    <h3 id="${anchor}-cost-title">Cost</h3>
    <p class="small">
      List prices${pricesDay([plan])}, without taxes and without what an account has negotiated; a
      month has ${formatNumber(cost.hoursPerMonth)} hours.
    </p>
    ${
      cost.unknown.length === 0
        ? undefined
        : markup`<div class="unknown">
            <p>No price is known for:</p>
            <ul>
              ${cost.unknown.map((each) => markup`<li>${each}</li>`)}
            </ul>
          </div>`
    }
    ${cost.items.length === 0 ? markup`<p>Nothing of the cluster is billed by AWS to this stage.</p>` : kindTable(plan)}
    ${sums(plan)}
    ${
      cost.notCounted.length === 0
        ? undefined
        : markup`<details>
            <summary>What the sums leave out</summary>
            <ul class="plain-list">
              ${cost.notCounted.map((each) => markup`<li>${each}</li>`)}
            </ul>
          </details>`
    }
    ${arithmetic(plan, anchor)}
  </section>`;
}

function monthly(items: readonly CostItem[], hours: number): number | null {
  return items.reduce<number | null>(
    (sum, { usdPerHour }) =>
      sum === null || usdPerHour === null ? null : sum + usdPerHour * hours,
    0,
  );
}

function kindTable({ cost }: StagePlan): Markup {
  const { hoursPerMonth, items } = cost;
  const kinds = [...new Set(items.map(({ kind }) => kind))];
  const paid = tiers.filter((tier) => items.some((item) => item.tier === tier));
  const cells = (of: readonly CostItem[]): string[] =>
    [...paid.map((tier): Tier | undefined => tier), undefined].map((tier) => {
      const own = of.filter((item) => tier === undefined || item.tier === tier);
      return own.length === 0 ? "–" : formatDollars(monthly(own, hoursPerMonth));
    });
  const columns: readonly Column[] = [
    { head: "USD a month" },
    ...paid.map((tier) => ({ head: tierWords[tier], kind: "number" }) as const),
    { head: "all", kind: "number" },
  ];
  return table(
    "Cost by kind and tier",
    columns,
    kinds.map((kind) => [kind, ...cells(items.filter((item) => item.kind === kind))]),
    [["all", ...cells(items)]],
  );
}

function sums({ cost, fleet, load }: StagePlan): Markup {
  // A sum is also without a figure where its pods share nodes with others: a part of a node has no price.
  const missing = cost.unknown.length === 0 ? "not apart" : "unknown";
  const dollars = (value: number | null, places?: number): string =>
    value === null ? missing : formatDollars(value, places);
  const sum = (name: string, { usdPerHour, usdPerMonth, usdPerThousandDevices }: CostSum) => [
    name,
    dollars(usdPerHour, 3),
    dollars(usdPerMonth),
    dollars(usdPerThousandDevices, 3),
  ];
  return table(
    "Sums",
    [
      { head: "Sum" },
      { head: "$ / hour", kind: "number" },
      { head: "$ / month", kind: "number" },
      { head: "$ / month / 1,000 devices", kind: "number" },
    ],
    [
      sum("the cluster, its load running all month", cost.cluster),
      sum("of which estimates, on figures that nobody publishes", cost.estimates),
      sum("MQTT transport, with all that belongs to it", cost.transport),
      sum("MQTT transport, its instances alone", cost.transportInstances),
      [
        `${formatNumber(fleet.count)} load generators of ${formatNumber(load.devicesPerGenerator)} devices, while a test runs`,
        dollars(cost.fleetUsdPerTestHour, 3),
        "–",
        "–",
      ],
    ],
  );
}

function arithmetic({ cost }: StagePlan, anchor: string): Markup | undefined {
  const lines = [...cost.items, ...cost.fleetItems];
  if (lines.length === 0) {
    return undefined;
  }
  // Many lines rest on the same prices: each source stands once, below.
  const sources = [...new Set(lines.map(({ source }) => source))];
  const note = ({ source }: CostItem): Markup => {
    const number = sources.indexOf(source) + 1;
    return markup`<a href="#${anchor}-price-${number}" title="${source}">${number}</a>`;
  };
  return markup`<details>
    <summary>The arithmetic of ${lines.length} lines</summary>
    ${table(
      "Every line of the bill",
      [
        { head: "Line" },
        { head: "Tier" },
        { head: "Kind" },
        { head: "Arithmetic" },
        { head: "$ / hour", kind: "number" },
        { head: "$ / month", kind: "number" },
        { head: "Source", kind: "number" },
      ],
      [
        ...cost.items.map((item) => [...itemCells(item, cost.hoursPerMonth), note(item)]),
        ...cost.fleetItems.map((item) => [...itemCells(item, null), note(item)]),
      ],
    )}
    <ol class="sources">
      ${sources.map(
        (source, index) => markup`<li id="${anchor}-price-${index + 1}">${sourceText(source)}</li>`,
      )}
    </ol>
  </details>`;
}

/** A load generator has no month: it is paid while a test runs. */
function itemCells(item: CostItem, hoursPerMonth: number | null): readonly Part[] {
  return [
    item.estimate === true && !item.name.includes("estimate")
      ? markup`${item.name} <span class="badge">estimate</span>`
      : item.name,
    tierWords[item.tier],
    item.kind,
    item.formula,
    formatDollars(item.usdPerHour, 4),
    hoursPerMonth === null
      ? "while a test runs"
      : formatDollars(item.usdPerHour === null ? null : item.usdPerHour * hoursPerMonth),
  ];
}
