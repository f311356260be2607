import type { Finding } from "../../planning/types";
import { formatFigure } from "../../planning/words";
import type { Style } from "./style";
import { wrapWords } from "./table";

const INDENT = "  ";

/** Findings by severity, each with its figure, limit, source and what to do; accepted ones with the reason. */
export function findingLines(findings: readonly Finding[], style: Style): string[] {
  return findings.flatMap((finding) => oneFinding(finding, style));
}

function oneFinding(finding: Finding, style: Style): string[] {
  const { rule, severity, path, message, source, mend, accepted } = finding;
  const tint = { error: style.bad, warning: style.caution, info: style.faint }[severity];
  const word = accepted === undefined ? severity : `${severity}, accepted`;
  return [
    `${tint(word)} ${style.strong(rule)} at ${path}`,
    ...paragraph(message),
    ...paragraph(figureLine(finding)),
    ...(accepted === undefined ? [] : paragraph(`Accepted: ${accepted}`)),
    ...(mend === undefined ? [] : paragraph(`Mend: ${mend}`)),
    ...paragraph(`Source: ${source}`).map(style.faint),
  ];
}

/** `Figure 11,811 bytes, at least 12,884.` */
function figureLine({ value, limit, unit, atLeast }: Finding): string {
  const what = `${formatFigure(value)}${unit === undefined ? "" : ` ${unit}`}`;
  return `Figure ${what}, ${atLeast === true ? "at least" : "limit"} ${formatFigure(limit)}.`;
}

/** Indented within its section, which indents by as much again. */
function paragraph(text: string): string[] {
  return wrapWords(text.split(" "), INDENT.repeat(2)).map((line) => line.slice(INDENT.length));
}

/** `1 error, 3 warnings, 2 notes, 1 accepted`. */
export function findingCounts(findings: readonly Finding[]): string {
  const open = findings.filter(({ accepted }) => accepted === undefined);
  const of = (severity: Finding["severity"]) =>
    open.filter((each) => each.severity === severity).length;
  const parts = [
    [of("error"), "error"],
    [of("warning"), "warning"],
    [of("info"), "note"],
  ] as const;
  const accepted = findings.length - open.length;
  const texts = parts.flatMap(([count, noun]) =>
    count === 0 ? [] : [`${count} ${noun}${count === 1 ? "" : "s"}`],
  );
  return [...texts, ...(accepted === 0 ? [] : [`${accepted} accepted`])].join(", ") || "none";
}
