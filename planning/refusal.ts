import { wrapped } from "../sizing/errors";
import type { Finding, StagePlan } from "./types";
import { formatFigure } from "./words";

/** Findings that say that the stage cannot work and that its sizing does not accept. */
export function blockingFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(
    ({ severity, accepted }) => severity === "error" && accepted === undefined,
  );
}

/** Why a stage must not be stood up, for a person; undefined where nothing speaks against it. */
export function refusalOf({ stack, findings }: StagePlan): string | undefined {
  const blocking = blockingFindings(findings);
  if (blocking.length === 0) {
    return undefined;
  }
  const count = blocking.length === 1 ? "1 check says" : `${blocking.length} checks say`;
  return [
    `The stage ${stack} is refused: ${count} that it cannot work.`,
    ...blocking.map(findingText),
    wrapped(
      "Mend these, or accept them by name and reason in checks.accept of the sizing (docs/checks.md).",
      "",
      "",
    ),
  ].join("\n");
}

function findingText({ rule, path, message, value, limit, source, mend }: Finding): string {
  return [
    wrapped(
      `${path}: ${message} (${rule}: ${formatFigure(value)}, limit ${formatFigure(limit)})`,
      "  ",
      "    ",
    ),
    ...(mend === undefined ? [] : [wrapped(mend, "    ", "    ")]),
    wrapped(`Source: ${source}`, "    ", "    "),
  ].join("\n");
}
