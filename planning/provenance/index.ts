import type { SizingOrigin } from "../../sizing/origins";
import { allChecks, type Check } from "../checks";
import type { StagePlan } from "../types";
import { formatFigure } from "../words";
import { derivedValues } from "./derived";

/** Where one value of a stage comes from. */
export interface Provenance {
  /** Key of the sizing, place in the plan, line of the cost, or name of a rule. */
  readonly path: string;
  /** As a person reads it; null where nobody knows it. */
  readonly value: string | null;
  readonly origin: "stage file" | "default" | "derived";
  /** Where it is stated: `Pulumi.million.yaml, line 30`. */
  readonly where?: string;
  /** What it is, or the arithmetic with its figures. */
  readonly how: string;
  /** Where the rule or figure comes from; for a value of the sizing it stands in `how`. */
  readonly source?: string;
}

/**
 * Where every effective value of a stage comes from: its sizing, what the planner derived, its cost and its room.
 * `placeOf` says where in the stage file a key of the sizing stands.
 */
export function provenanceOf(
  plan: StagePlan,
  origins: readonly SizingOrigin[],
  placeOf: (keys: readonly string[]) => string | undefined,
): readonly Provenance[] {
  return [
    ...origins.map(({ path, keys, value, origin, meaning }) => ({
      path,
      value: typeof value === "boolean" ? String(value) : formatFigure(value),
      origin,
      ...where(origin === "stage file" ? placeOf(keys) : undefined),
      how: meaning,
    })),
    ...derivedValues(plan).map(({ path, value, formula, source }) => ({
      path,
      value: value === null ? null : figure(value),
      origin: "derived" as const,
      how: formula,
      source,
    })),
    ...costLines(plan),
    ...room(plan),
    ...otherRules(plan),
  ];
}

function where(place: string | undefined): { readonly where?: string } {
  return place === undefined ? {} : { where: place };
}

/** An amount of money or another fraction to the cent. */
function figure(value: number | string): string {
  return typeof value === "number" && !Number.isInteger(value)
    ? value.toFixed(2)
    : formatFigure(value);
}

function costLines({ cost }: StagePlan): readonly Provenance[] {
  const lines = [
    ...cost.items.map((item) => ({ item, path: `cost.${item.tier}` })),
    ...cost.fleetItems.map((item) => ({ item, path: "cost.fleet" })),
  ];
  const words = (path: string, how: string) => ({
    path,
    value: null,
    origin: "derived" as const,
    how,
  });
  return [
    ...lines.map(({ item, path }) => ({
      path: `${path}.${item.kind.replaceAll(" ", "-")}`,
      value: item.usdPerHour === null ? null : `${item.usdPerHour.toFixed(4)} USD an hour`,
      origin: "derived" as const,
      how: `${item.name}: ${item.formula}`,
      source: item.source,
    })),
    ...cost.unknown.map((each) => words("cost.unknown", `the price table lacks ${each}`)),
    ...cost.notCounted.map((each) => words("cost.not-counted", each)),
  ];
}

/** Rules that measured no room: what they hold a stage to, and what they found. */
function otherRules({ headroom, findings }: StagePlan): readonly Provenance[] {
  const measured = new Set(headroom.map(({ rule }) => rule));
  return allChecks
    .filter(({ rule }) => !measured.has(rule))
    .map(({ rule, title, formula, source }) => ({
      path: rule,
      value: findings.some((finding) => finding.rule === rule)
        ? findings
            .filter((finding) => finding.rule === rule)
            .map(({ severity, message }) => `${severity}: ${message}`)
            .join(" ")
        : "nothing found",
      origin: "derived",
      how: `${title} ${formula}`,
      source,
    }));
}

function room({ headroom }: StagePlan): readonly Provenance[] {
  const checks = new Map<string, Check>(allChecks.map((check) => [check.rule, check]));
  return headroom.flatMap(({ rule, what, value, limit, unit, headroomPercent }) => {
    const check = checks.get(rule);
    return check === undefined
      ? []
      : [
          {
            path: rule,
            value: `${figure(value)} of ${figure(limit)} ${unit}, ${headroomPercent} % left`,
            origin: "derived" as const,
            how: `${what}: ${check.formula}`,
            source: check.source,
          },
        ];
  });
}
