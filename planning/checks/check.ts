import type { ChecksPlan, Severity, StageDraft, StagePlacement } from "../types";

/** Families of checks, in the order in which they are told. Each is one module. */
export const checkFamilies = [
  "connections",
  "generators",
  "memory",
  "placement",
  "messages",
  "database",
  "account",
] as const;
export type CheckFamily = (typeof checkFamilies)[number];

/** What a check looks at. */
export interface CheckSubject {
  readonly plan: StageDraft;
  readonly placement: StagePlacement;
  /** Day of the test, as year-month-day; absent when nobody said. */
  readonly on?: string;
}

/** One figure that was held against its limit. */
export interface Reading {
  /** `fine` makes no finding, and still counts for the headroom. */
  readonly severity: Severity | "fine";
  /** Key of the sizing that decides it, such as `mqttTransport.replicas`. */
  readonly path: string;
  /** What is measured, in a few words: `connections of a transport node`. */
  readonly what: string;
  /** One or two sentences with the figures, for a person. Asked for only where there is a finding. */
  readonly message: () => string;
  readonly value: number | string;
  readonly limit: number | string;
  /** Of value and limit, where they are numbers: `connections`, `MiB`. */
  readonly unit?: string;
  /** Whether the limit is the least that the value may be. Default: the most. */
  readonly atLeast?: true;
  /** In place of the rule's, where the figure has one of its own. */
  readonly source?: string;
  /** The change that mends this one, with its figure: `mqttTransport.replicas: 7`. In place of the rule's. */
  readonly mend?: string;
  /** A reading that is no measure of room (a yes or no): left out of the headroom. */
  readonly bare?: true;
}

/** One rule. */
export interface Check {
  /** Family and name: `connections.tracking`. What a sizing accepts it by; never renamed. */
  readonly rule: `${CheckFamily}.${string}`;
  /** What it watches over, in one sentence. */
  readonly title: string;
  /** How value and limit come about, for `docs/checks.md`. */
  readonly formula: string;
  /** A line of the seed, a page of AWS, a file at a tag, an issue number. */
  readonly source: string;
  /** What to change, in general. */
  readonly mend: string;
  /** Readings of a stage; none where the rule does not apply to it. */
  readonly read: (subject: CheckSubject) => readonly Reading[];
}

/** Room between a value and its limit in percent of the limit, rounded down; negative when it is passed. */
export function headroomPercent(value: number, limit: number, atLeast = false): number {
  if (limit === 0) {
    return value === 0 || atLeast ? 100 : -100;
  }
  return Math.floor(((atLeast ? value - limit : limit - value) * 100) / limit);
}

/**
 * How bad a figure is that must not pass a hard limit: an error beyond it, a warning within the headroom that the
 * sizing asks for.
 */
export function severityOf(
  value: number,
  limit: number,
  checks: Pick<ChecksPlan, "headroomPercent">,
): "error" | "warning" | "fine" {
  if (value > limit) {
    return "error";
  }
  return headroomPercent(value, limit) < checks.headroomPercent ? "warning" : "fine";
}

/** How bad it is to fail only with a node or a zone lost: an error where the sizing states that it must survive that. */
export function severityOfLoss(
  lost: "node" | "zone",
  { mustSurvive }: Pick<ChecksPlan, "mustSurvive">,
): "error" | "warning" {
  return mustSurvive.includes(lost) ? "error" : "warning";
}
