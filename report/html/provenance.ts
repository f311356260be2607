import type { Provenance } from "../../planning/provenance";
import type { StagePlan } from "../../planning/types";
import { markup, type Markup, type Part } from "./markup";
import { counted, formatDollars, formatNumber, formatValue } from "./numbers";
import type { PageStage } from "./pageStage";
import { pricesDay, table, type Column } from "./parts";
import { ruleOf } from "./rules";
import { sourceText } from "./sourceText";

/** A figure of a stage's heading, and how it comes about. */
export interface StageFigure {
  readonly name: string;
  readonly value: string;
  readonly origin: string;
}

/** The figures of a stage's heading with their arithmetic. */
export function stageFigures(plan: StagePlan): readonly StageFigure[] {
  const { cost, load, totals } = plan;
  const groups = plan.eks?.nodeGroups ?? [];
  const standing = `no node group: ${formatNumber(plan.existingCluster?.nodes ?? 0)} nodes of ${plan.existingCluster?.context ?? "a cluster"} stand already`;
  const added = (of: (group: (typeof groups)[number]) => number): string =>
    groups.length === 0
      ? standing
      : groups.map((group) => `${group.name} ${formatNumber(of(group))}`).join(" + ");
  const made = (count: number): string => (groups.length === 0 ? "–" : formatNumber(count));
  const missing = `no price is known of ${cost.unknown.join("; ")}`;
  const dollars = `the sum of ${cost.items.length} lines, list prices${pricesDay([plan])}`;
  return [
    { name: "devices", value: formatNumber(load.devices), origin: "load.devices of the sizing" },
    {
      name: "messages/s",
      value: formatNumber(load.messagesPerSecond),
      origin: `load.messagesPerSecond of the sizing; ${formatNumber(load.dataPointsPerSecond)} data points/s, from ${formatNumber(load.generators)} load generators of ${formatNumber(load.messagesPerSecondPerGenerator)} messages/s`,
    },
    { name: "nodes", value: made(totals.nodes), origin: added(({ count }) => count) },
    { name: "vCPU", value: made(totals.vCpu), origin: added(({ vCpu }) => vCpu) },
    {
      name: "pods",
      value: formatNumber(totals.pods),
      origin: "the replicas of all workloads, without DaemonSets, Jobs and load generators",
    },
    {
      name: "$ / month",
      value: formatDollars(totals.usdPerMonth),
      origin:
        totals.usdPerMonth === null
          ? missing
          : `${formatDollars(totals.usdPerHour, 3)} an hour × ${formatNumber(cost.hoursPerMonth)} hours; ${dollars}`,
    },
    {
      name: "$ / 1,000 devices",
      value: formatDollars(totals.usdPerThousandDevices),
      origin:
        totals.usdPerMonth === null
          ? missing
          : `${formatDollars(totals.usdPerMonth)} a month ÷ ${formatNumber(load.devices / 1000)} thousand devices`,
    },
  ];
}

const origins = {
  "stage file": "Stated in the stage file",
  default: "Defaults of the schema",
  derived: "Derived by the planner",
} as const;

/** Every figure with where it comes from. */
export function provenanceSection({ plan, provenance }: PageStage, anchor: string): Markup {
  const tables =
    provenance === undefined
      ? markup`<details><summary>Limits and prices</summary>${plansOwn(plan)}</details>`
      : (["stage file", "default", "derived"] as const).map((origin) =>
          valuesTable(
            origin,
            provenance.filter((each) => each.origin === origin && !standsElsewhere(each)),
          ),
        );
  return markup`<section id="${anchor}-sources" aria-labelledby="${anchor}-sources-title">
    <h3 id="${anchor}-sources-title">Where the figures come from</h3>
    <details><summary>Figures of the heading</summary>${headingTable(plan)}</details>
    ${tables}
  </section>`;
}

/** Readings have the rules at the end of the page, and lines of the bill have their arithmetic. */
function standsElsewhere({ path }: Provenance): boolean {
  return ruleOf(path) !== undefined || /^cost\.\w+\./.test(path);
}

const columns: readonly Column[] = [
  { head: "Figure" },
  { head: "Value", kind: "number" },
  { head: "How it comes about" },
  { head: "Source" },
];

function headingTable(plan: StagePlan): Markup {
  return table(
    "Figures of the heading",
    columns.slice(0, 3),
    stageFigures(plan).map(({ name, value, origin }) => [name, value, origin]),
  );
}

function valuesTable(origin: Provenance["origin"], values: readonly Provenance[]): Markup {
  return markup`<details><summary>${origins[origin]}: ${counted(values.length, "value")}</summary>
    ${table(
      origins[origin],
      columns.map((column) => ({ ...column, kind: "text" })),
      values.map(({ path, value, where, how, source }) => [
        markup`<code>${breakable(path)}</code>`,
        value ?? "unknown",
        how,
        sourceText(where ?? source ?? origin),
      ]),
      [],
      "values",
    )}</details>`;
}

/** What the plan itself knows of its readings and its bill. */
function plansOwn(plan: StagePlan): Markup {
  return table("Limits and prices", columns, [
    ...plan.headroom.map(({ what, value, unit, limit, path, rule }): readonly Part[] => [
      what,
      `${formatValue(value)} ${unit}`.trim(),
      markup`held against ${formatValue(limit)} by <code>${rule}</code>, decided by <code>${path}</code>`,
      sourceText(ruleOf(rule)?.source ?? ""),
    ]),
    ...[...plan.cost.items, ...plan.cost.fleetItems].map(
      ({ name, usdPerHour, formula, source }): readonly Part[] => [
        name,
        `${formatDollars(usdPerHour, 4)} an hour`,
        formula,
        sourceText(source),
      ],
    ),
  ]);
}

/** A key that a line may end in, at its points alone. */
function breakable(path: string): readonly Part[] {
  return path.split(/(?<=\.)/).map((key) => markup`${key}<wbr>`);
}
