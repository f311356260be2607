import type { Provenance } from "../../planning/provenance";
import type { StagePlan } from "../../planning/types";

/** One stage of the page. */
export interface PageStage {
  readonly plan: StagePlan;
  /** Day of the test, as year-month-day. */
  readonly on: string;
  /** Where the effective values come from; without it the page shows what the plan itself says of its figures. */
  readonly provenance?: readonly Provenance[];
}

/** Names for the element ids of the stages, each used once, whatever the stacks are called. */
export function anchors(stages: readonly PageStage[]): readonly string[] {
  const used = new Set<string>();
  return stages.map(({ plan }, index) => {
    const slug = `stage-${plan.stack.replace(/[^A-Za-z0-9_-]+/g, "-")}`;
    const anchor = used.has(slug) ? `${slug}-${index}` : slug;
    used.add(anchor);
    return anchor;
  });
}
