import type { ComparedFinding, ComparedStage, StageComparison, StagePlan } from "../types";
import { consequencesOf } from "./consequences";
import { figureChanges, isKnown } from "./figures";
import { byWeight, findingChanges } from "./findings";
import { settingChanges } from "./settings";
import { viewOf } from "./view";
import type { StageView } from "./view";

export { effects } from "./consequences";

/**
 * What differs between two plans, and what an update from the first to the second does to a standing stage. The first may
 * be the work of older code and lack fields: what it does not say is unknown, and no difference.
 *
 * @param before a `StagePlan`, of this code or of older
 */
export function compareStages(before: object, after: StagePlan): StageComparison {
  const [old, now] = [viewOf(before), viewOf(after)];
  const figures = figureChanges(old, now);
  const findings = findingChanges(old, now);
  const settings = settingChanges(before, after);
  const { gained, lost, changed } = findings;
  return {
    before: comparedStage(old),
    after: comparedStage(now),
    same:
      !figures.some(isKnown) &&
      settings.length === 0 &&
      gained.length + lost.length + changed.length === 0,
    consequences: consequencesOf({ before: old, after: now }),
    findings,
    figures,
    settings,
  };
}

/** A plan of any age in a few figures. */
export function comparedStageOf(plan: object): ComparedStage {
  return comparedStage(viewOf(plan));
}

/** Findings of a plan of any age, the gravest first. */
export function comparedFindings(plan: object): readonly ComparedFinding[] {
  return byWeight(viewOf(plan).findings ?? []);
}

function comparedStage({ stack, load, totals, transport, findings }: StageView): ComparedStage {
  const count = (severity: string): number | null =>
    findings?.filter((each) => each.severity === severity && each.accepted === null).length ?? null;
  return {
    stack,
    devices: load?.devices ?? null,
    messagesPerSecond: load?.messagesPerSecond ?? null,
    nodes: totals?.nodes ?? null,
    vCpu: totals?.vCpu ?? null,
    transportPods: transport?.workload?.replicas ?? null,
    connectionsPerPod: transport?.connectionsPerPod ?? null,
    connectionsPerPodWithOneLost: transport?.connectionsPerPodWithOneLost ?? null,
    usdPerMonth: totals?.usdPerMonth ?? null,
    errors: count("error"),
    warnings: count("warning"),
  };
}
