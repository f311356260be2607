import type { StagePlan, WorkloadPlan } from "../../planning/types";
import { fleetBox, frontBoxes, serviceBoxes, storeBoxes, type Box } from "./architectureBoxes";
import { escapeText } from "./markup";
import { counted, formatNumber } from "./numbers";

/** How the drawing runs: left to right where the page is wide, top to bottom where it is narrow. */
export type Direction = "LR" | "TB";

interface Arrow {
  readonly from: string;
  readonly to: string;
  /** The way of the messages; what keeps watch; everything else. */
  readonly kind: "main" | "side" | "watch";
  readonly label?: string;
}

/** The stage as a drawing in the language of Graphviz: the fleet, the way of a message, and the stores. */
export function architectureDot(plan: StagePlan, direction: Direction): string {
  const { dataTier, fleet } = plan;
  const apart = fleet.kind === "ec2";
  const clusterTitle =
    plan.eks === undefined
      ? `existing cluster ${plan.existingCluster?.context ?? ""}`.trim()
      : `${plan.eks.region}: EKS ${plan.eks.kubernetesVersion}, ${counted(plan.eks.network.subnets.length, "zone")}`;
  const inside = [...frontBoxes(plan), ...serviceBoxes(plan), ...storeBoxes(plan)];
  const generators = boxText(fleetBox(plan));
  return [
    "digraph stage {",
    `graph [rankdir=${direction}, nodesep=${direction === "LR" ? 0.2 : 0.3}, ranksep=${direction === "LR" ? 0.34 : 0.42}, pad=0.05, fontname="Helvetica", fontsize=12];`,
    'node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=13, margin="0.1,0.07"];',
    'edge [fontname="Helvetica", fontsize=11, arrowsize=0.7];',
    apart ? region("fleet", `${fleet.region ?? ""}: load generators`, "l", [generators]) : "",
    // At the right the arrow from above does not run through the words.
    region("cluster", clusterTitle, direction === "LR" ? "l" : "r", [
      ...inside.map(boxText),
      ...(apart ? [] : [generators]),
      "{ rank=same; core; ruleEngine; jsExecutor; }",
      // Keeps the wide drawing short enough to be read without scrolling.
      direction === "LR" && dataTier.postgresql.pooler !== undefined
        ? "{ rank=same; pooler; postgresql; }"
        : "",
    ]),
    ...arrows(plan, new Set(inside.map(({ id }) => id))).map(arrowText),
    "}",
  ].join("\n");
}

/** What the drawing shows, in a sentence, for those who do not see it. */
export function architectureWords(plan: StagePlan): string {
  const { core, dataTier, fleet, transport } = plan;
  const pods = (workload: WorkloadPlan): string =>
    `${formatNumber(workload.replicas)} ${workload.name}`;
  return (
    `${counted(fleet.count, "load generator")} connect ${formatNumber(plan.load.devices)} devices ` +
    `${transport.loadBalancer === undefined ? "" : "through a network load balancer "}to ${pods(transport.workload)}, ` +
    `which hand messages to ${pods(dataTier.kafka.workload)}; ${pods(core.core)} and ${pods(core.ruleEngine)} ` +
    `take them from there, with ${pods(core.jsExecutor)}, and keep them in ${pods(dataTier.cassandra.workload)}, ` +
    `${pods(dataTier.postgresql.workload)} and ${pods(dataTier.redis.workload)}.`
  );
}

function arrows({ load }: StagePlan, inside: ReadonlySet<string>): readonly Arrow[] {
  const door = inside.has("nlb") ? "nlb" : "transport";
  const database = inside.has("pooler") ? "pooler" : "postgresql";
  const all: readonly Arrow[] = [
    {
      from: "fleet",
      to: door,
      kind: "main",
      label: `${formatNumber(load.messagesPerSecond)} messages/s`,
    },
    { from: "nlb", to: "transport", kind: "main" },
    { from: "transport", to: "kafka", kind: "main" },
    { from: "fleet", to: "alb", kind: "side" },
    { from: "alb", to: "core", kind: "side" },
    { from: "alb", to: "webUi", kind: "side" },
    { from: "kafka", to: "ruleEngine", kind: "main" },
    { from: "kafka", to: "core", kind: "side" },
    { from: "kafka", to: "jsExecutor", kind: "side" },
    {
      from: "ruleEngine",
      to: "cassandra",
      kind: "main",
      label: `${formatNumber(load.dataPointsPerSecond)} points/s`,
    },
    { from: "core", to: "cassandra", kind: "side" },
    { from: "core", to: database, kind: "side" },
    { from: "ruleEngine", to: database, kind: "side" },
    { from: "pooler", to: "postgresql", kind: "side" },
    { from: "transport", to: "redis", kind: "side" },
    { from: "core", to: "redis", kind: "side" },
    { from: "ruleEngine", to: "redis", kind: "side" },
    { from: "transport", to: "zookeeper", kind: "watch" },
    { from: "core", to: "zookeeper", kind: "watch" },
    { from: "ruleEngine", to: "zookeeper", kind: "watch" },
  ];
  return all.filter(({ from, to }) => (from === "fleet" || inside.has(from)) && inside.has(to));
}

function region(id: string, title: string, justify: "l" | "r", content: readonly string[]): string {
  return `subgraph cluster_${id} { class="region"; style="rounded"; margin=12; labeljust=${justify}; label=<${labelText(title)}>;\n${content.join("\n")}\n}`;
}

function boxText({ id, tier, title, lines, shape }: Box): string {
  const rows = [
    `<tr><td><b>${labelText(title)}</b></td></tr>`,
    ...lines.map((line) => `<tr><td><font point-size="11">${labelText(line)}</font></td></tr>`),
  ];
  const label = `<table border="0" cellspacing="0" cellpadding="1">${rows.join("")}</table>`;
  return `${id} [class="tier-${tier} ${shape ?? "service"}", label=<${label}>];`;
}

function arrowText({ from, to, kind, label }: Arrow): string {
  const text =
    label === undefined
      ? ""
      : `, label=<${labelText(` ${label} `)}<br/><font point-size="5"> </font>>`;
  const style = kind === "watch" ? ", style=dashed, constraint=false" : "";
  return `${from} -> ${to} [class="${kind}"${style}${text}${kind === "main" ? ", weight=8" : ""}];`;
}

/** Text of a label, which is a small XML of its own. */
function labelText(text: string): string {
  return escapeText(text.replace(/\s+/g, " "));
}
