import type { EChartsOption } from "echarts";
import type { StagePlan, Tier } from "../../planning/types";
import { chartSvg, type ChartSize } from "./chartDrawing";
import type { Markup } from "./markup";
import { formatDollars, formatNumber, formatPercent } from "./numbers";
import { tiers } from "./parts";

/** Room that the chart shows; readings beyond stand at its edge. */
const leastRoom = -50;
const mostRoom = 100;

const wide = 520;
const narrow = 320;

/** A chart in the two widths of the page. */
export interface TwoCharts {
  readonly wide: Markup;
  readonly narrow: Markup;
}

function both(plans: readonly StagePlan[], draw: (size: ChartSize) => Markup): TwoCharts {
  const height = 56 + plans.length * 42;
  return { wide: draw({ width: wide, height }), narrow: draw({ width: narrow, height }) };
}

/** Every figure that is held against a limit as a dot, one line a stage, by the room that it leaves. */
export function headroomChart(plans: readonly StagePlan[]): TwoCharts {
  const asked = [...new Set(plans.map(({ checks }) => checks.headroomPercent))];
  const words = plans
    .map(({ stack, headroom: [nearest] }) =>
      nearest === undefined
        ? `${stack}: nothing measured`
        : `${stack}: ${nearest.what}, ${formatPercent(nearest.headroomPercent)}`,
    )
    .join("; ");
  return both(plans, (size) =>
    chartSvg(
      {
        ...frame(plans, 24),
        xAxis: {
          type: "value",
          min: leastRoom,
          max: mostRoom,
          interval: size.width < wide ? 50 : 25,
          axisLabel: { color: "var(--muted)", formatter: (value: number) => formatPercent(value) },
          splitLine: { lineStyle: { color: "var(--line)" } },
        },
        series: [
          {
            type: "scatter",
            symbolSize: 9,
            silent: true,
            data: dots(plans),
            markArea: {
              silent: true,
              data: [
                [{ xAxis: leastRoom, itemStyle: { color: "var(--error-soft)" } }, { xAxis: 0 }],
                // One band for all, where all stages ask for the same.
                ...(asked.length === 1
                  ? [
                      [
                        { xAxis: 0, itemStyle: { color: "var(--warning-soft)" } },
                        { xAxis: asked[0] ?? 0 },
                      ] as [{ xAxis: number; itemStyle: { color: string } }, { xAxis: number }],
                    ]
                  : []),
              ],
            },
            markLine: {
              silent: true,
              symbol: "none",
              label: { show: false },
              lineStyle: { color: "var(--error)", type: "solid", width: 1 },
              data: [{ xAxis: 0 }],
            },
          },
        ],
      },
      size,
      `Room to every limit. Nearest: ${words}.`,
    ),
  );
}

function dots(plans: readonly StagePlan[]): {
  value: [number, string];
  itemStyle: { color: string; opacity: number };
}[] {
  // The nearest last, so that it lies on top.
  return plans.flatMap((plan) =>
    plan.headroom.toReversed().map(({ severity, headroomPercent }) => ({
      value: [Math.min(mostRoom, Math.max(leastRoom, headroomPercent)), plan.stack] satisfies [
        number,
        string,
      ],
      itemStyle: {
        color: severity === "fine" ? "var(--muted)" : `var(--${severity})`,
        opacity: severity === "fine" ? 0.45 : 1,
      },
    })),
  );
}

/** Dollars a month of a tier's lines; null as soon as one of them is unknown. */
export function usdPerMonthOfTier({ cost }: StagePlan, tier: Tier): number | null {
  return cost.items
    .filter((item) => item.tier === tier)
    .reduce<number | null>(
      (sum, { usdPerHour }) =>
        sum === null || usdPerHour === null ? null : sum + usdPerHour * cost.hoursPerMonth,
      0,
    );
}

/** Dollars a month, one bar a stage, stacked by tier. A bar whose sum is unknown says so. */
export function costChart(plans: readonly StagePlan[]): TwoCharts {
  const paid = tiers.filter((tier) =>
    plans.some(({ cost }) => cost.items.some((item) => item.tier === tier)),
  );
  const total = (plan: StagePlan): string => formatDollars(plan.totals.usdPerMonth);
  const words = plans.map((plan) => `${plan.stack}: ${total(plan)} a month`).join("; ");
  return both(plans, (size) =>
    chartSvg(
      {
        ...frame(plans, 62),
        xAxis: {
          type: "value",
          splitNumber: size.width < wide ? 2 : 4,
          axisLabel: {
            color: "var(--muted)",
            formatter: (value: number) => `$${formatNumber(value)}`,
          },
          splitLine: { lineStyle: { color: "var(--line)" } },
        },
        series: [
          ...paid.map((tier) => ({
            type: "bar" as const,
            stack: "cost",
            silent: true,
            barWidth: 18,
            itemStyle: {
              color: `var(--tier-${tier})`,
              borderColor: "var(--surface)",
              borderWidth: 1,
            },
            // What is unknown has no length; the words at the end say so.
            data: plans.map((plan) => usdPerMonthOfTier(plan, tier) ?? 0),
          })),
          {
            type: "bar",
            stack: "cost",
            silent: true,
            data: plans.map(() => 0),
            label: {
              show: true,
              position: "right",
              color: "var(--ink)",
              fontSize: 12,
              formatter: ({ dataIndex }) => {
                const plan = plans[dataIndex];
                return plan === undefined ? "" : total(plan);
              },
            },
          },
        ],
      },
      size,
      `Cost by stage: ${words}.`,
    ),
  );
}

/** What both charts share: stages from top to bottom, names at the left. */
function frame(plans: readonly StagePlan[], right: number): EChartsOption {
  return {
    textStyle: { color: "var(--ink)" },
    grid: { left: 74, right, top: 8, bottom: 30 },
    yAxis: {
      type: "category",
      inverse: true,
      data: plans.map(({ stack }) => stack),
      axisLine: { lineStyle: { color: "var(--line)" } },
      axisTick: { show: false },
      axisLabel: { color: "var(--ink)", fontSize: 12, width: 66, overflow: "truncate" },
    },
  };
}
