import type {
  ComparedFinding,
  Comparison,
  Consequence,
  Effect,
  FigureChange,
  FigureSection,
  StackComparison,
  StageComparison,
} from "../../planning/types";
import { changeOfFigure, effectWords, figureText, summaryRows } from "../comparisonWords";
import { plain, type Style } from "./style";
import { tableLines, wrapWords, type Column } from "./table";

const INDENT = "  ";

const sections: Readonly<Record<FigureSection, string>> = {
  totals: "Totals",
  load: "Load",
  transport: "Connections",
  nodes: "Nodes",
  pods: "Pods",
  queues: "Queues",
  stores: "Stores",
  generators: "Load generators",
  versions: "Versions",
  cost: "Cost",
};

/** What changes between two sides, as a person reads it; at most 80 columns wide. */
export function comparisonReport(
  { from, to, stacks, notes }: Comparison,
  style: Style = plain,
): string {
  const same = stacks.filter(({ change }) => change === "same").map(({ stack }) => stack);
  const blocks = [
    [style.strong(`${from} → ${to}`), ...notes.flatMap((note) => wrapped(`Note: ${note}`, ""))],
    ...stacks.flatMap((each) => stackBlocks(each, style)),
    ...(same.length === 0 ? [] : [wrapped(`Without a change: ${same.join(", ")}.`, "")]),
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function stackBlocks(each: StackComparison, style: Style): readonly (readonly string[])[] {
  if ("stage" in each) {
    return [
      [
        style.strong(`${each.stack}: ${each.change === "new" ? "a new stack" : "removed"}`),
        ...(each.change === "removed"
          ? wrapped(
              "Its file is gone. What stands of it stays, and is billed, until `pulumi destroy`.",
              INDENT,
            )
          : []),
        ...stageLines(each),
        ...each.findings.flatMap((finding) => findingLines("", finding)),
      ],
    ];
  }
  const { change, comparison } = each;
  return change === "same" ? [] : changedBlocks(comparison, style);
}

function stageLines({
  stage,
}: Extract<StackComparison, { change: "new" | "removed" }>): readonly string[] {
  return tableLines(
    [
      { head: [], align: "left" },
      { head: [], align: "right" },
    ],
    summaryRows(stage, stage).map(({ name, after }) => [INDENT + name, after]),
    INDENT,
  );
}

function changedBlocks(comparison: StageComparison, style: Style): readonly (readonly string[])[] {
  const { before, after, consequences, findings, figures, settings } = comparison;
  const title =
    before.stack === after.stack ? after.stack : `${before.stack} made as large as ${after.stack}`;
  return [
    [style.strong(title), ...summaryLines(comparison)],
    ...effectWords.map(({ effect, title: heading }) =>
      consequenceLines(heading, consequences, effect, style),
    ),
    section(
      "Findings gained",
      findings.gained.flatMap((each) => findingLines("+ ", each)),
    ),
    section(
      "Findings lost",
      findings.lost.flatMap((each) =>
        wrapped(`- ${each.severity} ${each.rule} at ${each.path}`, INDENT),
      ),
    ),
    section(
      "Findings that weigh more or less",
      findings.changed.flatMap(({ before: was, after: is }) =>
        findingLines(`${weight(was)} → `, is),
      ),
    ),
    ...figureSections(figures),
    section(
      "Further values of the plan",
      settings.flatMap((each) =>
        wrapped(`${each.path}: ${each.before ?? "none"} → ${each.after ?? "none"}`, INDENT),
      ),
    ),
  ].filter((lines) => lines.length > 0);
}

function summaryLines({ before, after }: StageComparison): readonly string[] {
  return tableLines(
    [
      { head: [""], align: "left" },
      { head: ["before"], align: "right" },
      { head: ["after"], align: "right" },
      { head: ["change"], align: "right" },
    ],
    summaryRows(before, after).map((row) => [INDENT + row.name, row.before, row.after, row.delta]),
    INDENT,
  );
}

function consequenceLines(
  heading: string,
  consequences: readonly Consequence[],
  effect: Effect,
  style: Style,
): readonly string[] {
  const tint =
    effect === "lost" || effect === "replaced"
      ? style.bad
      : effect === "noted"
        ? style.strong
        : style.caution;
  const lines = consequences
    .filter((each) => each.effect === effect)
    .flatMap(({ what, path, message }) => [
      ...wrapped(`${what} (${path})`, INDENT),
      ...wrapped(message, INDENT.repeat(2)),
    ]);
  return lines.length === 0 ? [] : [tint(heading), ...lines];
}

/** In full; what is merely worth knowing by its first line. */
function findingLines(sign: string, finding: ComparedFinding): readonly string[] {
  const { rule, path, message, value, limit, source, mend, accepted } = finding;
  if (finding.severity === "info") {
    return wrapped(`${sign}info ${rule} at ${path}`, INDENT);
  }
  return [
    ...wrapped(`${sign}${weight(finding)} ${rule} at ${path}`, INDENT),
    ...wrapped(
      [
        message,
        value === null || limit === null
          ? ""
          : `Figure ${figureText(value, "")}, limit ${figureText(limit, "")}.`,
        mend === null ? "" : `Mend: ${mend}`,
        accepted === null ? "" : `Accepted: ${accepted}`,
        source === null ? "" : `Source: ${source}`,
      ]
        .filter((text) => text !== "")
        .join(" "),
      INDENT.repeat(2),
    ),
  ];
}

function weight({ severity, accepted }: ComparedFinding): string {
  return accepted === null ? severity : `accepted ${severity}`;
}

const FIGURE_COLUMNS: readonly Column[] = [
  { head: [], align: "left" },
  { head: [], align: "left" },
];

/** Figures section by section; a line that would be too wide is broken. */
function figureSections(figures: readonly FigureChange[]): readonly (readonly string[])[] {
  return [...new Set(figures.map(({ section: each }) => each))]
    .filter((each) => each !== "totals")
    .map((each) =>
      section(
        sections[each],
        tableLines(
          FIGURE_COLUMNS,
          figures
            .filter((figure) => figure.section === each)
            .map((figure) => [
              figure.of === each ? figure.name : `${figure.of}: ${figure.name}`,
              changeText(figure),
            ]),
          INDENT,
        ).flatMap((line) =>
          INDENT.length + line.length > 80 ? wrapped(line.trim(), INDENT) : [INDENT + line],
        ),
      ),
    );
}

function changeText(figure: FigureChange): string {
  const { before, after, delta } = changeOfFigure(figure);
  return `${before} → ${after}${delta === "" ? "" : ` (${delta})`}`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}

/** In 80 columns; a word that is longer is cut where it must be. */
function wrapped(text: string, indent: string): readonly string[] {
  const room = 80 - indent.length;
  const words = text
    .split(" ")
    .flatMap((word) =>
      word.length <= room ? [word] : (word.match(new RegExp(`.{1,${room}}`, "g")) ?? []),
    );
  return wrapWords(words, indent);
}
