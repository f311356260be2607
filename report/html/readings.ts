import type { Finding, HeadroomReading, StagePlan } from "../../planning/types";

function isOf(finding: Finding, { rule, path, value, limit }: HeadroomReading): boolean {
  return (
    finding.rule === rule &&
    finding.path === path &&
    finding.value === value &&
    finding.limit === limit
  );
}

/** The reading that made a finding; undefined where the finding is no matter of room. */
export function readingOf({ headroom }: StagePlan, finding: Finding): HeadroomReading | undefined {
  return headroom.find((reading) => isOf(finding, reading));
}
