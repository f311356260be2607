import { stripVTControlCharacters } from "node:util";
import type { PlacedNode, StagePlan } from "../../planning/types";
import type { Style } from "./style";
import { readable } from "../../sizing/describe";
import { LINE_WIDTH, wrapWords } from "./table";

const BAR_WIDTH = 12;
/** A section indents its lines by two. */
const BOX_WIDTH = LINE_WIDTH - 2;
const TEXT_WIDTH = BOX_WIDTH - 4;
const TEXT_INDENT = " ".repeat(LINE_WIDTH - TEXT_WIDTH);

/** Every node as a box with its pods and how full it is; nodes that look alike share a box. */
export function nodeBoxes(plan: StagePlan, style: Style): string[] {
  const types = new Map(plan.eks?.nodeGroups.map(({ role, instanceType }) => [role, instanceType]));
  const agents = new Set(plan.nodeAgents.map(({ name }) => name));
  return alike(plan.placement.nodes, agents).flatMap((nodes) => {
    const [first] = nodes;
    if (first === undefined) return [];
    const type = first.group === null ? undefined : types.get(first.group);
    const title = [names(nodes), ...(type === undefined ? [] : [type]), zones(nodes)]
      .filter((part) => part !== "")
      .join(" · ");
    return box(title, [fillLine(first, style), ...podLines(first, agents)], style);
  });
}

/** Nodes with the same pods and the same room, in the order of the first of each kind. */
function alike(nodes: readonly PlacedNode[], agents: ReadonlySet<string>): PlacedNode[][] {
  const kinds = new Map<string, PlacedNode[]>();
  for (const node of nodes) {
    const key = JSON.stringify([node.group, node.allocatable, podCounts(node, agents)]);
    kinds.set(key, [...(kinds.get(key) ?? []), node]);
  }
  return [...kinds.values()];
}

function podCounts(
  node: PlacedNode,
  agents: ReadonlySet<string>,
): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { workload } of node.pods.filter((pod) => !agents.has(pod.workload))) {
    counts.set(workload, (counts.get(workload) ?? 0) + 1);
  }
  return [...counts].sort(([left], [right]) => (left < right ? -1 : 1));
}

function names(nodes: readonly PlacedNode[]): string {
  const [first, last] = [nodes[0]?.name ?? "", nodes.at(-1)?.name ?? ""];
  if (nodes.length === 1) return first;
  if (nodes.length === 2) return `${first}, ${last}`;
  return `${nodes.length} nodes ${first} … ${last}`;
}

function zones(nodes: readonly PlacedNode[]): string {
  const each = [...new Set(nodes.map(({ zone }) => zone))].filter((zone) => zone !== null).sort();
  const [first = ""] = each;
  const region = first.slice(0, -1);
  return [first, ...each.slice(1).map((zone) => zone.slice(region.length))].join(", ");
}

function fillLine(node: PlacedNode, style: Style): string {
  const { allocatable } = node;
  return [
    `CPU ${bar(node.cpuRequestMilli, allocatable.cpuMilli, style)}`,
    `memory ${bar(node.memoryRequestMiB, allocatable.memoryMiB, style)}`,
    `pods ${node.pods.length} of ${allocatable.pods}`,
  ].join("   ");
}

/** How much of a node its pods ask for. A node that is asked for more cannot be: its pods find no place. */
function bar(asked: number, room: number, style: Style): string {
  const share = room === 0 ? 0 : asked / room;
  const full = Math.min(BAR_WIDTH, Math.round(share * BAR_WIDTH));
  const tint = share > 0.95 ? style.caution : style.good;
  return `${tint("█".repeat(full))}${style.faint("░".repeat(BAR_WIDTH - full))} ${String(Math.round(share * 100)).padStart(3)} %`;
}

function podLines(node: PlacedNode, agents: ReadonlySet<string>): string[] {
  const counts = podCounts(node, agents).map(([name, count]) =>
    count === 1 ? name : `${readable(count)} × ${name}`,
  );
  if (counts.length === 0) return ["no pods but the node's own agents"];
  const words = counts.flatMap((text, index) =>
    (index < counts.length - 1 ? `${text},` : text).split(" "),
  );
  return wrapWords(words, TEXT_INDENT).map((line) => line.slice(TEXT_INDENT.length));
}

/** Lines are measured without their colours, which take no room on a terminal. */
function box(title: string, lines: readonly string[], style: Style): string[] {
  const rest = Math.max(0, BOX_WIDTH - title.length - 5);
  return [
    `${style.faint("┌─")} ${style.strong(title)} ${style.faint(`${"─".repeat(rest)}┐`)}`,
    ...lines.map((line) => {
      const room = Math.max(0, TEXT_WIDTH - stripVTControlCharacters(line).length);
      return `${style.faint("│")} ${line}${" ".repeat(room)} ${style.faint("│")}`;
    }),
    style.faint(`└${"─".repeat(BOX_WIDTH - 2)}┘`),
  ];
}
