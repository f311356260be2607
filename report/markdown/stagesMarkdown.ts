import { comparedFindings, comparedStageOf } from "../../planning/comparison";
import type { StagePlan } from "../../planning/types";
import { figureText } from "../comparisonWords";
import { findingBlocks } from "./findingItems";
import { commentMarker, escaped, fitted, tableOf, type Block } from "./markup";

/** Stages as the comment of a pull request shows them: side by side, with their findings, and each folded in full. */
export function stagesMarkdown(plans: readonly StagePlan[]): string {
  const [only] = plans;
  const title =
    plans.length === 1 && only !== undefined
      ? `Plan of ${escaped(only.stack)}`
      : "Plan of every stage";
  const found = plans.flatMap((plan) =>
    comparedFindings(plan).map((finding) => ({ stack: plan.stack, finding })),
  );
  return fitted([
    { head: [commentMarker, `## ${title}`, ""] },
    { head: [...stageTable(plans), ""] },
    ...(found.length === 0 ? [{ head: ["No findings.", ""] }] : findingBlocks("Findings", found)),
    ...plans.flatMap(stageDetails),
  ]);
}

function stageTable(plans: readonly StagePlan[]): readonly string[] {
  return tableOf(
    [
      ...["stage", "devices", "messages/s", "nodes", "vCPU", "connections of a pod"],
      ...["with one lost", "nearest limit", "USD a month", "USD a month per 1000 devices"],
    ],
    ["left", ...Array.from({ length: 9 }, () => "right" as const)],
    plans.map((plan) => {
      const stage = comparedStageOf(plan);
      const [nearest] = plan.headroom;
      return [
        `**${escaped(plan.stack)}**`,
        figureText(stage.devices, ""),
        figureText(stage.messagesPerSecond, ""),
        ...(plan.eks === undefined
          ? ["–", "–"]
          : [figureText(stage.nodes, ""), figureText(stage.vCpu, "")]),
        figureText(stage.connectionsPerPod, ""),
        figureText(stage.connectionsPerPodWithOneLost, ""),
        nearest === undefined
          ? "none"
          : `${escaped(nearest.what)}: ${String(nearest.headroomPercent)} %`,
        figureText(stage.usdPerMonth, ""),
        figureText(plan.totals.usdPerThousandDevices, ""),
      ];
    }),
  );
}

/** Node groups and workloads, each a table of its own. */
function stageDetails(plan: StagePlan): readonly Block[] {
  const groups = plan.eks?.nodeGroups ?? [];
  const table = (
    title: string,
    heads: readonly string[],
    columns: readonly ("left" | "right")[],
    rows: readonly (readonly (string | number)[])[],
  ): Block => ({
    head: [
      "<details>",
      `<summary>${escaped(plan.stack)}: ${title}</summary>`,
      "",
      ...tableOf(heads, columns, []),
    ],
    items: rows.map((cells) => [
      `| ${cells.map((cell) => escaped(figureText(cell, ""))).join(" | ")} |`,
    ]),
    foot: ["", "</details>", ""],
  });
  return [
    ...(groups.length === 0
      ? []
      : [
          table(
            "nodes",
            ["group", "type", "nodes", "vCPU", "zones", "pods of"],
            ["left", "left", "right", "right", "left", "left"],
            groups.map(({ name, instanceType, count, vCpu, zones, workloads }) => [
              name,
              instanceType,
              count,
              vCpu,
              zones.join(", "),
              workloads.join(", "),
            ]),
          ),
        ]),
    table(
      "pods",
      ["workload", "pods", "CPU m", "memory MiB", "limit MiB", "heap MiB", "group"],
      ["left", "right", "right", "right", "right", "right", "left"],
      plan.workloads.map((each) => [
        each.name,
        each.kind === "DaemonSet" ? "a node" : each.replicas,
        each.cpuRequestMilli,
        each.memoryRequestMiB,
        each.memoryLimitMiB,
        each.heapMiB ?? "",
        each.nodeGroup ?? "any",
      ]),
    ),
  ];
}
