import type {
  ComparedStage,
  Comparison,
  Consequence,
  Effect,
  FigureChange,
  StackComparison,
  StageComparison,
} from "../../planning/types";
import { changeOfFigure, deltaText, effectWords, figureText } from "../comparisonWords";
import { findingBlocks, findingItem, weightOf } from "./findingItems";
import { code, commentMarker, escaped, fitted, tableOf, type Block } from "./markup";

type Changed = Extract<StackComparison, { change: "same" | "changed" }>;
type OneSided = Extract<StackComparison, { change: "new" | "removed" }>;

/** Which alert GitHub draws for what an update does. */
const alerts: Readonly<Record<Effect, "CAUTION" | "WARNING" | "NOTE">> = {
  lost: "CAUTION",
  replaced: "CAUTION",
  refused: "CAUTION",
  restarted: "WARNING",
  noted: "NOTE",
};

/** What a change does, as the comment of a pull request shows it. */
export function comparisonMarkdown({ from, to, stacks, notes }: Comparison): string {
  const changed = stacks.flatMap((each) => (each.change === "changed" ? [each] : []));
  const oneSided = stacks.flatMap((each) =>
    each.change === "new" || each.change === "removed" ? [each] : [],
  );
  const same = stacks.flatMap((each) => (each.change === "same" ? [each.stack] : []));
  return fitted([
    { head: [commentMarker, `## Plan: ${escaped(from)} → ${escaped(to)}`, ""] },
    alertBlock("CAUTION", changed, refusedStages(changed, oneSided)),
    summary(changed, oneSided),
    ...findings(changed, oneSided),
    ...(["WARNING", "NOTE"] as const).map((alert) => alertBlock(alert, changed)),
    ...notesBlock(notes),
    ...(same.length === 0
      ? []
      : [{ head: [`Without a change: ${same.map(escaped).join(", ")}.`, ""] }]),
    ...changed.map(details),
  ]);
}

/** Stages that the checks refuse on the later side. */
function refusedStages(
  changed: readonly Changed[],
  oneSided: readonly OneSided[],
): readonly (readonly string[])[] {
  const after = [
    ...changed.map(({ stack, comparison }) => ({ stack, errors: comparison.after.errors })),
    ...oneSided
      .filter(({ change }) => change === "new")
      .map(({ stack, stage }) => ({ stack, errors: stage.errors })),
  ];
  return after.flatMap(({ stack, errors }) =>
    errors === null || errors === 0
      ? []
      : [
          [
            `> - **Cannot work** · **${escaped(stack)}**: ${String(errors)} ${errors === 1 ? "error" : "errors"}. ${code("pulumi preview")} and ${code("pulumi up")} refuse the stage.`,
          ],
        ],
  );
}

function alertBlock(
  alert: "CAUTION" | "WARNING" | "NOTE",
  changed: readonly Changed[],
  first: readonly (readonly string[])[] = [],
): Block {
  const told = effectWords
    .filter(({ effect }) => alerts[effect] === alert)
    .flatMap(({ effect, title }) =>
      changed.flatMap(({ stack, comparison }) =>
        comparison.consequences
          .filter((each) => each.effect === effect)
          .map((each) => consequenceItem(title, stack, each)),
      ),
    );
  const items = [...first, ...told];
  return items.length === 0 ? { head: [] } : { head: [`> [!${alert}]`], items, foot: [""] };
}

function consequenceItem(
  title: string,
  stack: string,
  { what, path, message, source }: Consequence,
): readonly string[] {
  return [
    `> - **${escaped(title)}** · **${escaped(stack)}**, ${escaped(what)} (${code(path)}): ${escaped(message)} <sub>${escaped(source)}</sub>`,
  ];
}

function summary(changed: readonly Changed[], oneSided: readonly OneSided[]): Block {
  if (changed.length + oneSided.length === 0) {
    return { head: ["No stage changes.", ""] };
  }
  return {
    head: tableOf(
      [
        ...["stage", "devices", "nodes", "vCPU", "transport pods"],
        ...["connections of a pod", "with one lost", "USD a month", "Δ USD a month"],
      ],
      ["left", ...Array.from({ length: 8 }, () => "right" as const)],
      [
        ...changed.map(({ stack, comparison }) =>
          summaryRow(
            comparison.before.stack === stack
              ? `**${escaped(stack)}**`
              : `**${escaped(comparison.before.stack)}** → **${escaped(stack)}**`,
            comparison.before,
            comparison.after,
          ),
        ),
        ...oneSided.map(({ stack, change, stage }) =>
          summaryRow(`**${escaped(stack)}** (${change})`, stage, stage),
        ),
      ],
    ).concat(""),
    items: oneSided
      .filter(({ change }) => change === "removed")
      .map(({ stack }) => [
        `The file of **${escaped(stack)}** is gone. What stands of it stays, and is billed, until ${code("pulumi destroy")}.`,
        "",
      ]),
  };
}

function summaryRow(title: string, before: ComparedStage, after: ComparedStage): readonly string[] {
  const side = (key: Exclude<keyof ComparedStage, "stack">): string => {
    const [was, is] = [figureText(before[key], ""), figureText(after[key], "")];
    return was === is ? is : `${was} → **${is}**`;
  };
  return [
    title,
    side("devices"),
    side("nodes"),
    side("vCpu"),
    side("transportPods"),
    side("connectionsPerPod"),
    side("connectionsPerPodWithOneLost"),
    side("usdPerMonth"),
    before.usdPerMonth === null || after.usdPerMonth === null
      ? "unknown"
      : deltaText(before.usdPerMonth, after.usdPerMonth) || "0",
  ];
}

function findings(changed: readonly Changed[], oneSided: readonly OneSided[]): readonly Block[] {
  const gained = [
    ...changed.flatMap(({ stack, comparison }) =>
      comparison.findings.gained.map((finding) => ({ stack, finding })),
    ),
    ...oneSided
      .filter(({ change }) => change === "new")
      .flatMap(({ stack, findings: found }) => found.map((finding) => ({ stack, finding }))),
  ];
  const reweighed = changed.flatMap(({ stack, comparison }) =>
    comparison.findings.changed.map(({ before, after }) => [
      `- ${weightOf(before)} → ${findingItem(after, [stack]).join("\n").slice(2)}`,
    ]),
  );
  const lost = changed.flatMap(({ stack, comparison }) =>
    comparison.findings.lost.map((finding) => [
      `- ~~${weightOf(finding)}~~ in **${escaped(stack)}**: ${code(finding.rule)} at ${code(finding.path)}`,
    ]),
  );
  return [
    listBlock("### Findings that weigh more or less", reweighed),
    ...findingBlocks("Findings gained", gained),
    listBlock("### Findings lost", lost),
  ];
}

function listBlock(title: string, items: readonly (readonly string[])[]): Block {
  return items.length === 0 ? { head: [] } : { head: [title, ""], items, foot: [""] };
}

function notesBlock(notes: readonly string[]): readonly Block[] {
  return notes.length === 0
    ? []
    : [{ head: ["> [!NOTE]"], items: notes.map((note) => [`> ${escaped(note)}`]), foot: [""] }];
}

/** Everything of one stage that differs, folded. */
function details({ stack, comparison }: Changed): Block {
  const { figures, settings } = comparison;
  const [first] = figures;
  return {
    head: [
      "<details>",
      `<summary>${escaped(stack)}: every figure that changes</summary>`,
      "",
      ...(first === undefined
        ? []
        : tableOf(
            ["of", "figure", "before", "after", "Δ"],
            ["left", "left", "right", "right", "right"],
            [],
          )),
    ],
    items: [...figures.map((figure) => [figureRow(figure)]), ...settingItems(settings)],
    foot: ["", "</details>", ""],
  };
}

function figureRow(figure: FigureChange): string {
  const { before, after, delta } = changeOfFigure(figure);
  return `| ${[figure.of, figure.name, before, after, delta].map(escaped).join(" | ")} |`;
}

function settingItems(settings: StageComparison["settings"]): readonly (readonly string[])[] {
  return settings.map(({ path, before, after }, index) => [
    ...(index === 0 ? ["", "Further values of the plan:", ""] : []),
    `- ${code(path)}: ${code(before ?? "none")} → ${code(after ?? "none")}`,
  ]);
}
