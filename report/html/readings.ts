import type { Finding, HeadroomReading, Severity, StagePlan } from "../../planning/types";

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

/** How bad the finding is that a reading made, if it made one. */
export function severityOf(
  { findings }: StagePlan,
  reading: HeadroomReading,
): Severity | undefined {
  return findings.find((finding) => isOf(finding, reading))?.severity;
}
