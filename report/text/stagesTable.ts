import type { StagePlan } from "../../planning/types";
import { formatInteger, tableLines, type Column } from "./table";

const COLUMNS: readonly Column[] = [
  { head: ["stack"], align: "left" },
  { head: ["devices"], align: "right" },
  { head: ["messages", "per", "second"], align: "right" },
  { head: ["data", "points", "per s"], align: "right" },
  { head: ["gener-", "ators"], align: "right" },
  { head: ["nodes"], align: "right" },
  { head: ["vCPU"], align: "right" },
  { head: ["pods"], align: "right" },
  { head: ["trans-", "port", "pods"], align: "right" },
  { head: ["connec-", "tions", "per pod"], align: "right" },
  { head: ["one", "pod", "lost"], align: "right" },
];

/** Stages side by side, one a line. The last two columns: MQTT connections of each transport pod. */
export function stagesTable(plans: readonly StagePlan[]): string {
  return `${tableLines(COLUMNS, plans.map(stageCells)).join("\n")}\n`;
}

function stageCells({ stack, load, totals, transport }: StagePlan): readonly string[] {
  const pods = transport.workload.replicas;
  return [
    stack,
    ...[
      load.devices,
      load.messagesPerSecond,
      load.dataPointsPerSecond,
      load.generators,
      totals.nodes,
      totals.vCpu,
      totals.pods,
      pods,
      transport.connectionsPerPod,
    ].map(formatInteger),
    pods > 1 ? formatInteger(transport.connectionsPerPodWithOneLost) : "-",
  ];
}
