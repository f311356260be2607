import { blockingFindings } from "../../planning";
import type { ShardPlan, StagePlan, WorkloadPlan } from "../../planning/types";
import { costLines } from "./costLines";
import { findingCounts, findingLines } from "./findingLines";
import { nodeBoxes } from "./nodeBoxes";
import { plain, type Style } from "./style";
import { readable } from "../../sizing/describe";
import { tableLines, wrapWords, type Column } from "./table";

const INDENT = "  ";

/** One stage in full, as a person reads it; at most 80 columns wide. */
export function stageReport(plan: StagePlan, style: Style = plain): string {
  const { findings, placement } = plan;
  const sections = [
    [style.strong(`${plan.stack}: ${summary(plan)}`)],
    section("Load", loadLines(plan)),
    section("Node groups", nodeGroupLines(plan)),
    section("Nodes and what their pods ask of them", nodeBoxes(plan, style)),
    section(
      "Pods without a node",
      placement.unplaced.flatMap(({ name, reason }) =>
        wrapWords(`${name}: ${reason}`.split(" "), INDENT).map((line) =>
          style.bad(line.slice(INDENT.length)),
        ),
      ),
    ),
    section("Workloads (figures of one pod)", workloadLines(plan.workloads)),
    section("Derived", derivedLines(plan)),
    section("Load generators", fleetLines(plan)),
    section("Room to the nearest limits", headroomLines(plan, style)),
    section(`Findings: ${findingCounts(findings)}`, findingLines(findings, style)),
    section("Cost (USD, list prices)", costLines(plan)),
    section("Totals (the cluster, without the load generators)", totalLines(plan)),
  ];
  const blocking = blockingFindings(findings);
  const verdict = wrapWords(
    `${plan.stack} cannot work: ${[...new Set(blocking.map(({ rule }) => rule))].join(", ")}. pulumi up stops. Mend what they say, or accept them by name and reason: docs/checks.md.`.split(
      " ",
    ),
    "",
  ).map(style.bad);
  return `${[...sections, blocking.length === 0 ? [] : verdict]
    .filter((lines) => lines.length > 0)
    .map(([title = "", ...lines]) => [style.strong(title), ...lines].join("\n"))
    .join("\n\n")}\n`;
}

function summary({ load, totals, transport }: StagePlan): string {
  const figures = [
    [load.devices, "device"],
    [totals.nodes, "node"],
    [totals.vCpu, "vCPU"],
    [totals.pods, "pod"],
    [transport.workload.replicas, "transport pod"],
  ] as const;
  return figures
    .map(
      ([count, noun]) => `${readable(count)} ${noun}${count === 1 || noun === "vCPU" ? "" : "s"}`,
    )
    .join(", ");
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `${INDENT}${line}`.trimEnd())];
}

/** Figures under each other: what, how much, of what. */
function figureLines(figures: readonly (readonly [string, number | string, string?])[]): string[] {
  return tableLines(
    [
      { head: [], align: "left" },
      { head: [], align: "right" },
      { head: [], align: "left" },
    ],
    figures.map(([name, value, note]) => [
      name,
      typeof value === "number" ? readable(value) : value,
      note ?? "",
    ]),
    INDENT,
  );
}

function loadLines({ load }: StagePlan): string[] {
  const perGenerator = (value: number): string => `${readable(value)} a generator`;
  return figureLines([
    ["devices", load.devices, perGenerator(load.devicesPerGenerator)],
    [
      "messages per second",
      load.messagesPerSecond,
      perGenerator(load.messagesPerSecondPerGenerator),
    ],
    ["data points per second", load.dataPointsPerSecond],
    ["generators", load.generators],
  ]);
}

const NODE_GROUP_COLUMNS: readonly Column[] = [
  { head: ["group"], align: "left" },
  { head: ["type"], align: "left" },
  { head: ["nodes"], align: "right" },
  { head: ["vCPU"], align: "right" },
  { head: ["memory MiB"], align: "right" },
  { head: ["disk GiB", "a node"], align: "right" },
];

function nodeGroupLines(plan: StagePlan): string[] {
  const groups = plan.eks?.nodeGroups;
  if (groups === undefined) {
    const existing = plan.existingCluster;
    return existing === undefined
      ? []
      : [`none: the cluster of the context ${existing.context} stands already`];
  }
  const [head = "", subhead = "", ...rows] = tableLines(
    NODE_GROUP_COLUMNS,
    groups.map((group) => [
      group.name,
      group.instanceType,
      ...[group.count, group.vCpu, group.memoryMiB, group.rootVolumeGiB].map(readable),
    ]),
    INDENT,
  );
  return [
    head,
    subhead,
    ...groups.flatMap((group, index) => [
      rows[index] ?? "",
      ...wrapWords(listed(group.workloads), INDENT.repeat(2)).map((line) =>
        line.slice(INDENT.length),
      ),
    ]),
  ];
}

function listed(names: readonly string[]): string[] {
  return names.map((name, index) => (index < names.length - 1 ? `${name},` : name));
}

const WORKLOAD_COLUMNS: readonly Column[] = [
  { head: ["workload"], align: "left" },
  { head: ["pods"], align: "right" },
  { head: ["CPU", "milli"], align: "right" },
  { head: ["memory", "MiB"], align: "right" },
  { head: ["limit", "MiB"], align: "right" },
  { head: ["heap", "MiB"], align: "right" },
  { head: ["group"], align: "left" },
];

function workloadLines(workloads: readonly WorkloadPlan[]): string[] {
  return tableLines(
    WORKLOAD_COLUMNS,
    workloads.map((workload) => [
      workload.name,
      workload.kind === "DaemonSet" ? "a node" : readable(workload.replicas),
      ...[workload.cpuRequestMilli, workload.memoryRequestMiB, workload.memoryLimitMiB].map(
        readable,
      ),
      workload.heapMiB === undefined ? "" : readable(workload.heapMiB),
      workload.nodeGroup ?? "any node",
    ]),
    INDENT,
  );
}

function derivedLines({ core, dataTier, transport }: StagePlan): string[] {
  const { cassandra, kafka, postgresql, redis } = dataTier;
  const pods = transport.workload.replicas;
  const topicPartitions = kafka.topics.reduce((sum, topic) => sum + topic.partitions, 0);
  return figureLines([
    ["connections of a transport pod", transport.connectionsPerPod],
    [
      "  with one pod lost",
      pods > 1 ? transport.connectionsPerPodWithOneLost : "-",
      pods > 1 ? "" : "no other pod to go to",
    ],
    ["core partitions", core.corePartitions],
    ["transport API partitions", core.transportApiPartitions],
    ["JavaScript partitions", core.jsPartitions],
    ...core.queues.map(({ name, partitions }) => [`partitions of ${name}`, partitions] as const),
    ["Kafka partitions in all", topicPartitions],
    ["Kafka replication factor", kafka.replicationFactor],
    [
      "Kafka topics, at most",
      kafka.topicDiskMiB,
      `MiB of ${readable(kafka.storageGiB * 1024)} a broker`,
    ],
    ["Cassandra replication factor", cassandra.replicationFactor, cassandra.consistencyLevel],
    ["Valkey masters", redis.mode === "cluster" ? redis.masters.length : 1, redis.mode],
    ["PostgreSQL connections", postgresql.maxConnections, poolerNote(postgresql.pooler)],
    ["  pool of a ThingsBoard pod", core.connectionPoolSize],
  ]);
}

function poolerNote(pooler: { readonly clientSlots: number } | undefined): string {
  return pooler === undefined ? "no pooler" : `${readable(pooler.clientSlots)} through the pooler`;
}

function fleetLines({ fleet }: StagePlan): string[] {
  const where =
    fleet.region === null
      ? "pods of the cluster"
      : `${fleet.instanceType ?? "instances"} in ${fleet.region}${fleet.spot ? ", spot" : ""}`;
  const first = fleet.shards[0];
  const last = fleet.shards.at(-1);
  return [
    `${readable(fleet.count)} × ${where}`,
    ...(first === undefined ? [] : [`first: ${shardText(first)}`]),
    ...(last === undefined || last === first ? [] : [`last:  ${shardText(last)}`]),
  ];
}

function shardText({ start, end, messagesPerSecond }: ShardPlan): string {
  return `devices ${readable(start)} to ${readable(end - 1)}, ${readable(messagesPerSecond)} messages per second`;
}

const HEADROOM_ROWS = 8;
/** Leaves room for two figures of eight digits. */
const WHAT_WIDTH = 42;

function shortened(text: string): string {
  return text.length > WHAT_WIDTH ? `${text.slice(0, WHAT_WIDTH - 1).trimEnd()}…` : text;
}

function headroomLines({ headroom }: StagePlan, style: Style): string[] {
  const rows = headroom.slice(0, HEADROOM_ROWS);
  const lines = tableLines(
    [
      { head: [], align: "right" },
      { head: [], align: "left" },
      { head: [], align: "right" },
      { head: [], align: "right" },
    ],
    rows.map(({ headroomPercent, what, value, limit }) => [
      `${headroomPercent} %`,
      shortened(what),
      readable(Math.round(value)),
      `of ${readable(Math.round(limit))}`,
    ]),
    INDENT,
  );
  return lines.map((line, index) => {
    const percent = rows[index]?.headroomPercent ?? 0;
    return percent < 0 ? style.bad(line) : line;
  });
}

function totalLines({ totals, transport }: StagePlan): string[] {
  return figureLines([
    ["nodes", totals.nodes],
    ["vCPU", totals.vCpu],
    ["pods", totals.pods, "without DaemonSets and Jobs"],
    ["transport pods", transport.workload.replicas],
  ]);
}
