import type { ComparedStage, Effect, Figure, FigureChange } from "../planning/types";
import { readable } from "../sizing/describe";

/** How each effect is told, the gravest first. */
export const effectWords: readonly { readonly effect: Effect; readonly title: string }[] = [
  { effect: "lost", title: "DATA IS LOST" },
  { effect: "replaced", title: "DELETED AND MADE ANEW" },
  { effect: "refused", title: "Refused: this update does not go through" },
  { effect: "restarted", title: "Restarted" },
  { effect: "noted", title: "To know" },
];

/** A figure as a person reads it; what nobody knows is `unknown`. */
export function figureText(value: Figure, unit: string): string {
  if (value === null) {
    return "unknown";
  }
  const text = typeof value === "number" ? numberText(value) : value;
  return unit === "" ? text : `${text}${unit === "m" ? "" : " "}${unit}`;
}

/** Whole numbers in full; others with two digits, from a hundred on with none. */
function numberText(value: number): string {
  if (Number.isInteger(value)) {
    return signed(value, readable(Math.abs(value)));
  }
  if (Math.abs(value) >= 100) {
    return signed(value, readable(Math.round(Math.abs(value))));
  }
  return value.toFixed(2);
}

function signed(value: number, text: string): string {
  return value < 0 ? `-${text}` : text;
}

/** The difference of two numbers with its sign, and in percent; empty where there is none to tell. */
export function deltaText(before: Figure | undefined, after: Figure | undefined): string {
  if (typeof before !== "number" || typeof after !== "number" || before === after) {
    return "";
  }
  const difference = after - before;
  const percent = before === 0 ? 0 : Math.round((difference * 100) / before);
  return `${signedText(difference)}${percent === 0 ? "" : `, ${signedText(percent)} %`}`;
}

function signedText(value: number): string {
  return value > 0 ? `+${numberText(value)}` : numberText(value).replace("-", "\u2212");
}

/** Both sides of a figure and their difference, as a person reads them; the unit is told once. */
export function changeOfFigure({
  name,
  unit,
  before,
  after,
}: FigureChange): Omit<SummaryRow, "name"> {
  const shown = name.startsWith(unit) ? "" : unit;
  const side = (value: Figure | undefined): string =>
    value === undefined ? "none" : figureText(value, shown);
  return { before: side(before), after: side(after), delta: deltaText(before, after) };
}

/** One line of a summary, ready to print. */
export interface SummaryRow {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly delta: string;
}

/** Two stages in the figures that a reviewer looks for first. */
export function summaryRows(before: ComparedStage, after: ComparedStage): readonly SummaryRow[] {
  const row = (name: string, key: Exclude<keyof ComparedStage, "stack">): SummaryRow => ({
    name,
    before: figureText(before[key], ""),
    after: figureText(after[key], ""),
    delta: deltaText(before[key], after[key]),
  });
  return [
    row("devices", "devices"),
    row("messages per second", "messagesPerSecond"),
    row("nodes", "nodes"),
    row("vCPU", "vCpu"),
    row("transport pods", "transportPods"),
    row("connections of a transport pod", "connectionsPerPod"),
    row("  with one pod lost", "connectionsPerPodWithOneLost"),
    row("USD a month", "usdPerMonth"),
    row("errors", "errors"),
    row("warnings", "warnings"),
  ];
}
