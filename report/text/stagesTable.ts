import { connectionsPerNode } from "../../planning";
import type { Finding, StagePlan } from "../../planning/types";
import { plain, type Style } from "./style";
import { readable } from "../../sizing/describe";
import { tableLines, wrapWords, type Column } from "./table";

const COLUMNS: readonly Column[] = [
  { head: ["stack"], align: "left" },
  { head: ["devices"], align: "right" },
  { head: ["msg/s"], align: "right" },
  { head: ["nodes"], align: "right" },
  { head: ["vCPU"], align: "right" },
  { head: ["connec-", "tions", "a node"], align: "right" },
  { head: ["with", "nodes", "lost"], align: "right" },
  { head: ["least", "room", "%"], align: "right" },
  { head: ["USD", "a", "month"], align: "right" },
  { head: ["USD per", "1000", "devices"], align: "right" },
  { head: ["find-", "ings"], align: "right" },
];

/**
 * Stages side by side, one a line. Connections are those of the fullest transport node, with all nodes up and with as
 * many lost as the sizing allows for; least room is the figure nearest to its limit; an unknown figure is a question mark.
 */
export function stagesTable(plans: readonly StagePlan[], style: Style = plain): string {
  const [top = "", middle = "", bottom = "", ...rows] = tableLines(COLUMNS, plans.map(stageCells));
  const lines = rows.map((row, index) => styledRow(row, plans[index]?.findings ?? [], style));
  return `${[...[top, middle, bottom].map(style.strong), ...lines, "", ...legend(plans)].join("\n")}\n`;
}

function stageCells(plan: StagePlan): readonly string[] {
  const { load, totals, findings } = plan;
  const { fullest, withNodesLost } = connectionsPerNode(plan, plan.placement);
  const [nearest] = plan.headroom;
  return [
    plan.stack,
    ...[load.devices, load.messagesPerSecond].map(readable),
    ...(plan.eks === undefined ? ["-", "-"] : [totals.nodes, totals.vCpu].map(readable)),
    readable(fullest),
    withNodesLost === undefined ? "-" : readable(withNodesLost),
    nearest === undefined ? "-" : String(nearest.headroomPercent),
    dollars(totals.usdPerMonth, 0),
    dollars(totals.usdPerThousandDevices, 2),
    countText(findings),
  ];
}

function dollars(amount: number | null, digits: number): string {
  if (amount === null) return "?";
  return digits === 0 ? readable(Math.round(amount)) : amount.toFixed(digits);
}

/** `1E 3W`: errors and warnings that nobody has accepted; `ok` when there is none. */
function countText(findings: readonly Finding[]): string {
  const open = findings.filter(({ accepted }) => accepted === undefined);
  const count = (severity: Finding["severity"], letter: string): readonly string[] => {
    const { length } = open.filter((each) => each.severity === severity);
    return length === 0 ? [] : [`${length}${letter}`];
  };
  return [...count("error", "E"), ...count("warning", "W")].join(" ") || "ok";
}

function styledRow(row: string, findings: readonly Finding[], style: Style): string {
  const text = countText(findings);
  const head = row.slice(0, row.length - text.length);
  const tint = text.includes("E") ? style.bad : text.includes("W") ? style.caution : style.good;
  return head + tint(text);
}

/** What stands nearest to its limit in each stage, and what the letters mean. */
function legend(plans: readonly StagePlan[]): readonly string[] {
  const nearest = plans.flatMap(({ stack, headroom: [first] }) =>
    first === undefined ? [] : [{ stack, rule: first.rule }],
  );
  const byRule = new Map<string, string[]>();
  for (const { stack, rule } of nearest) {
    byRule.set(rule, [...(byRule.get(rule) ?? []), stack]);
  }
  const texts = [...byRule].map(([rule, stacks]) => `${rule} (${stacks.join(", ")})`);
  return [
    ...(texts.length === 0 ? [] : wrapWords(`Least room: ${texts.join("; ")}.`.split(" "), "")),
    ...wrapWords(
      "E errors, W warnings: npm run plan -- <stack> tells them. USD: list prices and estimated traffic, without the load generators; npm run plan -- <stack> --explain cost tells the arithmetic.".split(
        " ",
      ),
      "",
    ),
  ];
}
