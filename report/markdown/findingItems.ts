import type { ComparedFinding } from "../../planning/types";
import { figureText } from "../comparisonWords";
import { code, escaped, type Block } from "./markup";

const signs = { error: "🛑", warning: "⚠️", info: "ℹ️" } as const;

/** A finding as an item of a list: rule, place, words, number and limit, what mends it, and where the limit is from. */
export function findingItem(
  finding: ComparedFinding,
  stacks: readonly string[],
): readonly string[] {
  const { rule, path, message, value, limit, source, mend, accepted } = finding;
  const figures =
    value === null || limit === null
      ? []
      : [`Value ${code(figureText(value, ""))}, limit ${code(figureText(limit, ""))}.`];
  return [
    `- ${signs[finding.severity]} **${weightOf(finding)}**${stacks.length === 0 ? "" : ` in ${stacks.map((stack) => `**${escaped(stack)}**`).join(", ")}`}: ${escaped(message)} ${figures.join("")}`.trimEnd(),
    `  <br>${code(rule)} at ${code(path)}${mend === null ? "" : ` · **mend:** ${escaped(mend)}`}${source === null ? "" : ` · **source:** ${escaped(source)}`}${accepted === null ? "" : ` · **accepted:** ${escaped(accepted)}`}`,
  ];
}

/** How much a finding weighs, in words. */
export function weightOf({ severity, accepted }: ComparedFinding): string {
  return accepted === null ? severity : `accepted ${severity}`;
}

/** A finding and the stack that has it. */
export interface FoundIn {
  readonly stack: string;
  readonly finding: ComparedFinding;
}

/** Findings in full, each told once for all stacks that have it alike; what is merely worth knowing is folded. */
export function findingBlocks(title: string, found: readonly FoundIn[]): readonly Block[] {
  const [grave, slight] = [
    found.filter(({ finding }) => finding.severity !== "info"),
    found.filter(({ finding }) => finding.severity === "info"),
  ].map(itemsOf);
  return [
    ...(grave === undefined || grave.length === 0
      ? []
      : [{ head: [`### ${title}`, ""], items: grave, foot: [""] }]),
    ...(slight === undefined || slight.length === 0
      ? []
      : [
          {
            head: [
              "<details>",
              `<summary>${title}: ${String(slight.length)} more worth knowing</summary>`,
              "",
            ],
            items: slight,
            foot: ["", "</details>", ""],
          },
        ]),
  ];
}

function itemsOf(found: readonly FoundIn[]): readonly (readonly string[])[] {
  const alike = new Map<string, { readonly finding: ComparedFinding; readonly stacks: string[] }>();
  for (const { stack, finding } of found) {
    const key = JSON.stringify(finding);
    const known = alike.get(key);
    if (known === undefined) {
      alike.set(key, { finding, stacks: [stack] });
    } else {
      known.stacks.push(stack);
    }
  }
  return [...alike.values()]
    .sort((one, other) => weights[one.finding.severity] - weights[other.finding.severity])
    .map(({ finding, stacks }) => findingItem(finding, stacks));
}

const weights = { error: 0, warning: 1, info: 2 } as const;
