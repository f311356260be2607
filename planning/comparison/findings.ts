import type { ComparedFinding, FindingChange, StageComparison } from "../types";
import type { StageView } from "./view";

/** Findings of one side only, matched by rule and path, and those whose weight changed. */
export function findingChanges(before: StageView, after: StageView): StageComparison["findings"] {
  const [old, now] = [before.findings ?? [], after.findings ?? []];
  const [left, right] = [byPlace(old), byPlace(now)];
  const gained: ComparedFinding[] = [];
  const lost: ComparedFinding[] = [];
  const changed: FindingChange[] = [];
  for (const place of new Set([...right.keys(), ...left.keys()])) {
    const [was, is] = [left.get(place) ?? [], right.get(place) ?? []];
    // A rule may find more than one thing at a path: as many as both have are the same ones.
    gained.push(...is.slice(was.length));
    lost.push(...was.slice(is.length));
    was.slice(0, is.length).forEach((one, index) => {
      const other = is[index];
      if (other !== undefined && weightOf(one) !== weightOf(other)) {
        changed.push({ before: one, after: other });
      }
    });
  }
  return { gained: byWeight(gained), lost: byWeight(lost), changed };
}

const weights = { error: 0, warning: 1, info: 2 } as const;

/** The gravest first. */
export function byWeight(findings: readonly ComparedFinding[]): readonly ComparedFinding[] {
  return [...findings].sort((one, other) => weights[one.severity] - weights[other.severity]);
}

/** Findings by rule and path, the gravest first. */
function byPlace(
  findings: readonly ComparedFinding[],
): ReadonlyMap<string, readonly ComparedFinding[]> {
  const places = new Map<string, ComparedFinding[]>();
  for (const finding of byWeight(findings)) {
    const place = `${finding.rule} ${finding.path}`;
    places.set(place, [...(places.get(place) ?? []), finding]);
  }
  return places;
}

function weightOf({ severity, accepted }: ComparedFinding): string {
  return `${severity} ${accepted === null ? "open" : "accepted"}`;
}
