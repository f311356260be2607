import { blockingFindings } from "../../planning";
import type { Finding, StagePlan } from "../../planning/types";
import { markup, type Markup } from "./markup";
import { counted, formatDollars, formatNumber, formatPercent, formatShort } from "./numbers";
import type { PageStage } from "./pageStage";
import { figure, pricesDay, severityWords, table, tiers, tierWords, unseen } from "./parts";
import { costChart, headroomChart, type TwoCharts } from "./stageCharts";

const state = {
  error: { mark: "✕", words: "has an error" },
  warning: { mark: "▲", words: "has warnings" },
  fine: { mark: "✓", words: "no error, no open warning" },
} as const;

/** How a stage stands at a glance. What the sizing accepts with a reason counts as settled. */
export function stageState(plan: StagePlan): keyof typeof state {
  if (blockingFindings(plan.findings).length > 0) {
    return "error";
  }
  return openFindings(plan).some(({ severity }) => severity === "warning") ? "warning" : "fine";
}

/** The mark of that state, with its words for those who do not see it. */
export function stageMark(plan: StagePlan): Markup {
  const name = stageState(plan);
  return markup`<span class="mark ${name}" aria-hidden="true">${state[name].mark}</span
    >${unseen(`, ${state[name].words}`)}`;
}

function openFindings({ findings }: StagePlan): readonly Finding[] {
  return findings.filter(({ accepted }) => accepted === undefined);
}

/** `1 error, 3 warnings`, with what is accepted. */
export function findingCounts(plan: StagePlan): Markup {
  const open = openFindings(plan);
  const accepted = plan.findings.length - open.length;
  const counts = (["error", "warning", "info"] as const).flatMap((severity) => {
    const count = open.filter((each) => each.severity === severity).length;
    const { one, many } = severityWords[severity];
    return count === 0
      ? []
      : [markup`<span class="count ${severity}">${count} ${count === 1 ? one : many}</span> `];
  });
  return markup`${counts.length === 0 ? markup`<span class="count fine">none</span> ` : counts}${
    accepted === 0 ? undefined : markup`<span class="count">${accepted} accepted</span>`
  }`;
}

/** The stages in one sentence. */
export function headline(stages: readonly PageStage[]): string {
  const devices = stages.map(({ plan }) => plan.load.devices);
  const [least, most] = [Math.min(...devices), Math.max(...devices)];
  return least === most
    ? `${formatNumber(most)} devices`
    : `From ${formatNumber(least)} to ${formatNumber(most)} devices`;
}

/** What the checks say of all stages together. */
export function verdict(stages: readonly PageStage[]): string {
  const failing = stages.filter(({ plan }) => stageState(plan) === "error");
  const warned = stages.filter(({ plan }) => stageState(plan) === "warning");
  if (failing.length > 0) {
    const names = failing.map(({ plan }) => plan.stack).join(", ");
    return `${counted(failing.length, "stage")} of ${stages.length} cannot work as planned: ${names}.`;
  }
  return warned.length === 0
    ? "No check found an error or an open warning."
    : `No check found an error; ${counted(warned.length, "stage")} of ${stages.length} with warnings.`;
}

/** All stages side by side, as a table and as two charts. */
export function overview(stages: readonly PageStage[], anchorOf: readonly string[]): Markup {
  const plans = stages.map(({ plan }) => plan);
  const paid = tiers.filter((tier) =>
    plans.some(({ cost }) => cost.items.some((item) => item.tier === tier)),
  );
  return markup`<section id="stages" class="block" aria-labelledby="stages-title">
    <h2 id="stages-title">All stages, side by side</h2>
    ${stagesTable(plans, anchorOf)}
    <div class="charts">
      ${chartFigure(
        "Room to the limits",
        "One dot for every figure that is held against a limit. Left of zero the limit is passed; the band right of it is less room than the sizing asks for. Further than the axis: at its edge.",
        headroomChart(plans),
        markup`<ul class="legend">
          <li><span class="dot error"></span>error</li>
          <li><span class="dot warning"></span>warning</li>
          <li><span class="dot info"></span>note</li>
          <li><span class="dot"></span>no finding</li>
        </ul>`,
      )}
      ${chartFigure(
        "Cost by month",
        `USD, the cluster without its load generators, list prices${pricesDay(plans)}.`,
        costChart(plans),
        markup`<ul class="legend">
          ${paid.map((tier) => markup`<li><span class="dot tier-${tier}"></span>${tierWords[tier]}</li>`)}
        </ul>`,
      )}
    </div>
  </section>`;
}

function chartFigure(title: string, caption: string, charts: TwoCharts, legend: Markup): Markup {
  return markup`<figure class="chart-box">
    <figcaption>
      <h3>${title}</h3>
      <p class="small">${caption}</p>
      ${legend}
    </figcaption>
    <div class="wide">${charts.wide}</div>
    <div class="narrow">${charts.narrow}</div>
  </figure>`;
}

function stagesTable(plans: readonly StagePlan[], anchorOf: readonly string[]): Markup {
  return table(
    "All stages",
    [
      // On a phone the first columns alone are seen at once: what it costs, and whether it works.
      { head: "Stage" },
      { head: "$ / month", kind: "number" },
      { head: "Findings" },
      { head: "Devices", kind: "number" },
      { head: "Messages/s", kind: "number" },
      { head: "Nodes", kind: "number" },
      { head: "vCPU", kind: "number" },
      { head: "$ / 1,000 devices", kind: "number" },
      { head: "Nearest limit" },
    ],
    plans.map((plan, index) => {
      const { load, totals } = plan;
      return [
        markup`<a href="#${anchorOf[index] ?? ""}">${plan.stack}</a>`,
        formatDollars(totals.usdPerMonth),
        markup`<a class="plain" href="#${anchorOf[index] ?? ""}-findings">${findingCounts(plan)}</a>`,
        formatNumber(load.devices),
        formatNumber(load.messagesPerSecond),
        ...madeHere(plan),
        formatDollars(totals.usdPerThousandDevices),
        nearestLimit(plan),
      ];
    }),
    [],
    "all-stages",
  );
}

/** Nodes and vCPU that the stage makes: none on a cluster that stands already. */
function madeHere({ eks, totals }: StagePlan): readonly string[] {
  return eks === undefined
    ? ["–", "–"]
    : [totals.nodes, totals.vCpu].map((each) => formatNumber(each));
}

/** The figure that is nearest to its limit, and the room it leaves. */
export function nearestLimit({ headroom: [nearest] }: StagePlan): Markup {
  if (nearest === undefined) {
    return markup`nothing measured`;
  }
  const { what, value, limit, unit, headroomPercent, rule } = nearest;
  return markup`${figure(
    formatPercent(headroomPercent),
    `${rule}: ${formatNumber(value)} against ${formatNumber(limit)} ${unit}`.trim(),
  )} <span class="small">${what}</span>`;
}

/** Devices in few characters, for the navigation. */
export function deviceCount({ load }: StagePlan): string {
  return formatShort(load.devices);
}
