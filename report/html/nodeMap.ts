import type { PlacedNode, PlacedPod, StagePlan, Tier } from "../../planning/types";
import { markup, type Markup } from "./markup";
import { counted, formatCores, formatMemory, formatNumber, formatPercent } from "./numbers";
import { table, tiers, tierWords } from "./parts";

/** Of what a stage's workloads are made, by name. */
interface Kinds {
  readonly tierOf: (workload: string) => Tier;
  readonly isAgent: (workload: string) => boolean;
}

/** Every node with its pods, by group and zone, and how full it is by the pods' requests. */
export function nodeMapSection(plan: StagePlan, anchor: string): Markup {
  const kinds = kindsOf(plan);
  const { nodes, unplaced } = plan.placement;
  const groups = [...new Set(nodes.map(({ group }) => group))];
  const present = tiers.filter((tier) =>
    [...nodes.flatMap(({ pods }) => pods), ...unplaced].some(
      ({ workload }) => kinds.tierOf(workload) === tier,
    ),
  );
  return markup`<section id="${anchor}-nodes" aria-labelledby="${anchor}-nodes-title">
    <h3 id="${anchor}-nodes-title">Nodes and pods</h3>
    <p class="small">
      Where the pods go by their requests, in the scheduler's own order. Bars: requests against what
      the node has for pods.
    </p>
    <ul class="legend">
      ${present.map((tier) => markup`<li><span class="dot tier-${tier}"></span>${tierWords[tier]}</li>`)}
    </ul>
    ${unplacedPods(plan, kinds)}
    ${groups.map((group) =>
      nodeGroup(
        plan,
        group ?? "existing nodes",
        nodes.filter((node) => node.group === group),
        kinds,
      ),
    )}
  </section>`;
}

function kindsOf({ workloads }: StagePlan): Kinds {
  const byName = new Map(workloads.map((workload) => [workload.name, workload]));
  return {
    tierOf: (name) => byName.get(name)?.tier ?? "cluster",
    isAgent: (name) => byName.get(name)?.kind === "DaemonSet",
  };
}

function unplacedPods({ placement }: StagePlan, kinds: Kinds): Markup | undefined {
  const { unplaced } = placement;
  if (unplaced.length === 0) {
    return undefined;
  }
  return markup`<div class="unplaced">
    <h4>${counted(unplaced.length, "pod")} ${unplaced.length === 1 ? "finds" : "find"} no node</h4>
    <ul>
      ${unplaced.map(
        (pod) =>
          markup`<li>
            ${chip(pod, kinds)}
            ${podFigures(pod)}${pod.group === null ? "" : `, for the ${pod.group} group`}:
            ${pod.reason}
          </li>`,
      )}
    </ul>
  </div>`;
}

function nodeGroup(
  plan: StagePlan,
  name: string,
  nodes: readonly PlacedNode[],
  kinds: Kinds,
): Markup {
  const group = plan.eks?.nodeGroups.find((each) => each.name === name);
  const what =
    group === undefined
      ? counted(nodes.length, "node")
      : `${formatNumber(group.count)} × ${group.instanceType}, ${formatNumber(group.vCpu)} vCPU, ${formatMemory(group.memoryMiB)}`;
  const zones = [...new Set(nodes.map(({ zone }) => zone))].sort((left, right) =>
    (left ?? "").localeCompare(right ?? "", "en"),
  );
  const cpu = share(nodes, "cpuRequestMilli", "cpuMilli");
  const memory = share(nodes, "memoryRequestMiB", "memoryMiB");
  return markup`<div class="node-group">
    <h4>
      ${name}
      <span class="muted"
        >${what} · requested: ${formatPercent(cpu)} of CPU, ${formatPercent(memory)} of memory</span
      >
    </h4>
    <div class="zones">
      ${zones.map(
        (zone) =>
          markup`<div class="zone">
            <h5>${zone ?? "zone not known"}</h5>
            ${nodes.filter((node) => node.zone === zone).map((node) => nodeCard(plan, node, kinds))}
          </div>`,
      )}
    </div>
  </div>`;
}

function share(
  nodes: readonly PlacedNode[],
  asked: "cpuRequestMilli" | "memoryRequestMiB",
  has: "cpuMilli" | "memoryMiB",
): number {
  const sum = nodes.reduce((total, node) => total + node[asked], 0);
  const room = nodes.reduce((total, { allocatable }) => total + allocatable[has], 0);
  return room === 0 ? 0 : Math.round((sum * 100) / room);
}

function nodeCard(plan: StagePlan, node: PlacedNode, kinds: Kinds): Markup {
  const agents = node.pods.filter(({ workload }) => kinds.isAgent(workload));
  const pods = node.pods.filter(({ workload }) => !kinds.isAgent(workload));
  return markup`<article class="node">
    <h6>${node.name}</h6>
    ${bar("CPU", node, "cpuRequestMilli", "cpuMilli", formatCores, kinds)}
    ${bar("memory", node, "memoryRequestMiB", "memoryMiB", formatMemory, kinds)}
    <ul class="chips">
      ${pods.map((pod) => markup`<li>${chip(pod, kinds)}</li>`)}${
        pods.length === 0 ? markup`<li class="muted small">no pod of its own</li>` : undefined
      }${
        agents.length === 0
          ? undefined
          : markup`<li>
              <span
                class="chip agents"
                tabindex="-1"
                title="${agents.map((pod) => `${pod.name}: ${podFigures(pod)}`).join("\n")}"
                >+ ${counted(agents.length, "node agent")}</span
              >
            </li>`
      }
    </ul>
    <details>
      <summary>Figures</summary>
      ${podTable(plan, node)}
    </details>
  </article>`;
}

function chip(pod: PlacedPod, kinds: Kinds): Markup {
  return markup`<span
    class="chip tier-${kinds.tierOf(pod.workload)}"
    tabindex="-1"
    title="${`${pod.name}: ${podFigures(pod)}`}"
    >${pod.name}</span
  >`;
}

function podFigures({ cpuRequestMilli, memoryRequestMiB }: PlacedPod): string {
  return `requests ${formatCores(cpuRequestMilli)}, ${formatMemory(memoryRequestMiB)}`;
}

/** How full a node is: one piece a pod, in the colour of its tier. */
function bar(
  what: string,
  node: PlacedNode,
  asked: "cpuRequestMilli" | "memoryRequestMiB",
  has: "cpuMilli" | "memoryMiB",
  format: (value: number) => string,
  kinds: Kinds,
): Markup {
  const room = node.allocatable[has];
  const percent = share([node], asked, has);
  // What does not fit ends at the frame; the figure beside it tells how much it is.
  const scale = 1000 / Math.max(room, node[asked], 1);
  let end = 0;
  const pieces = node.pods.map((pod) => {
    const [start, width] = [end * scale, pod[asked] * scale];
    end += pod[asked];
    return markup`<rect
      class="tier-${kinds.tierOf(pod.workload)}"
      x="${start.toFixed(1)}"
      width="${width.toFixed(1)}"
      height="8"
    />`;
  });
  return markup`<p class="bar">
    <span class="bar-name">${what}</span
    ><svg viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">${pieces}</svg
    ><span
      class="bar-figure${percent > 100 ? " over" : ""}"
      title="${`${format(node[asked])} of ${format(room)}`}"
      >${formatPercent(percent)}</span
    >
  </p>`;
}

function podTable(plan: StagePlan, node: PlacedNode): Markup {
  const workloads = new Map(plan.workloads.map((each) => [each.name, each]));
  const { allocatable, pods } = node;
  return table(
    `Pods of ${node.name}`,
    [
      { head: "Pod" },
      { head: "CPU", kind: "number" },
      { head: "Memory", kind: "number" },
      { head: "Limit", kind: "number" },
    ],
    pods.map((pod) => {
      const limit = workloads.get(pod.workload)?.memoryLimitMiB;
      return [
        pod.name,
        `${formatNumber(pod.cpuRequestMilli)} m`,
        formatMemory(pod.memoryRequestMiB),
        limit === undefined ? "unknown" : formatMemory(limit),
      ];
    }),
    [
      [
        `${counted(pods.length, "pod")}, requested`,
        `${formatNumber(node.cpuRequestMilli)} m`,
        formatMemory(node.memoryRequestMiB),
        "",
      ],
      [
        `room for ${formatNumber(allocatable.pods)}`,
        `${formatNumber(allocatable.cpuMilli)} m`,
        formatMemory(allocatable.memoryMiB),
        "",
      ],
    ],
  );
}
