import { nearest } from "../../sizing/nearest";
import { PlanError } from "../errors";
import type { ChecksPlan, Finding, HeadroomReading } from "../types";
import type { Check, CheckSubject, Reading } from "./check";
import { headroomPercent } from "./check";

/** What all checks say of a stage. */
export interface CheckResult {
  /** Errors first, then warnings; within them in the order of the rules. */
  readonly findings: readonly Finding[];
  /** Nearest to its limit first. */
  readonly headroom: readonly HeadroomReading[];
}

const weight = { error: 0, warning: 1, info: 2 } as const;

/**
 * Runs the checks on a stage.
 *
 * @throws PlanError when the sizing accepts a rule that there is not
 */
export function runChecks(checks: readonly Check[], subject: CheckSubject): CheckResult {
  const reasons = acceptedReasons(checks, subject.plan.checks);
  const read = checks.flatMap((check) =>
    check.read(subject).map((reading) => ({ check, reading })),
  );
  const findings = read.flatMap(({ check, reading }) => finding(check, reading, reasons));
  return {
    findings: [...findings, ...idleAcceptances(findings, reasons)].sort(
      (left, right) => weight[left.severity] - weight[right.severity],
    ),
    headroom: read
      .flatMap(({ check, reading }) => headroom(check, reading))
      .sort((left, right) => left.headroomPercent - right.headroomPercent),
  };
}

function acceptedReasons(
  checks: readonly Check[],
  { accept }: ChecksPlan,
): ReadonlyMap<string, string> {
  const rules = checks.map(({ rule }) => rule);
  accept.forEach(({ rule }, index) => {
    if (!rules.some((each) => each === rule)) {
      const near = nearest(rule, rules);
      throw new PlanError(
        `checks.accept[${index}].rule`,
        rule,
        "the name of a rule that docs/checks.md lists",
        near === undefined ? undefined : `Did you mean ${near}?`,
      );
    }
  });
  return new Map(accept.map(({ rule, reason }) => [rule, reason]));
}

function finding(
  check: Check,
  reading: Reading,
  reasons: ReadonlyMap<string, string>,
): readonly Finding[] {
  const { severity, path, value, limit } = reading;
  if (severity === "fine") {
    return [];
  }
  // What is merely worth knowing needs nobody's acceptance.
  const accepted = severity === "info" ? undefined : reasons.get(check.rule);
  return [
    {
      rule: check.rule,
      severity,
      path,
      message: reading.message(),
      value,
      limit,
      ...(reading.unit === undefined ? {} : { unit: reading.unit }),
      ...(reading.atLeast === undefined ? {} : { atLeast: reading.atLeast }),
      source: reading.source ?? check.source,
      ...(severity === "info" && reading.mend === undefined
        ? {}
        : { mend: reading.mend ?? check.mend }),
      ...(accepted === undefined ? {} : { accepted }),
    },
  ];
}

/** An acceptance that nothing needs any more hides the next finding of its rule. */
function idleAcceptances(
  findings: readonly Finding[],
  reasons: ReadonlyMap<string, string>,
): readonly Finding[] {
  return [...reasons.keys()]
    .filter((rule) => !findings.some((each) => each.rule === rule && each.severity !== "info"))
    .map((rule) => ({
      rule,
      severity: "info",
      path: "checks.accept",
      message: `The sizing accepts ${rule}, which finds nothing.`,
      value: "accepted",
      limit: "a finding",
      source: "checks.accept of the sizing",
      mend: "Remove it from checks.accept, or it will hide the rule's next finding.",
    }));
}

function headroom({ rule }: Check, reading: Reading): readonly HeadroomReading[] {
  const { severity, path, what, value, limit, unit, atLeast = false, bare } = reading;
  if (bare === true || typeof value !== "number" || typeof limit !== "number") {
    return [];
  }
  return [
    {
      rule,
      path,
      what,
      value,
      limit,
      unit: unit ?? "",
      severity,
      atLeast,
      headroomPercent: headroomPercent(value, limit, atLeast),
    },
  ];
}
