import type { NodeGroupPlan, StagePlan, Tier, WorkloadPlan } from "../../planning/types";
import type { NodeRole } from "../../sizing/schema/nodeGroups";
import { counted, formatMemory, formatNumber } from "./numbers";

/** One box of the architecture: what it is, how many, and its figures. */
export interface Box {
  readonly id: string;
  readonly tier: Tier;
  readonly title: string;
  readonly lines: readonly string[];
  readonly shape?: "store" | "balancer";
}

function nodesOf(plan: StagePlan, role: NodeRole | null): NodeGroupPlan | undefined {
  return plan.eks?.nodeGroups.find((group) => group.role === role);
}

/** Where a workload runs: `on 12 × c6a.large`. */
function whereLines(plan: StagePlan, workload: WorkloadPlan): readonly string[] {
  const group = nodesOf(plan, workload.nodeGroup);
  return group === undefined ? [] : [`on ${group.count} × ${group.instanceType}`];
}

/** The load generators. */
export function fleetBox({ fleet, load }: StagePlan): Box {
  return {
    id: "fleet",
    tier: "fleet",
    title: `${formatNumber(fleet.count)} × ${fleet.instanceType ?? "load generator"}`,
    lines: [
      `${formatNumber(load.devicesPerGenerator)} devices each`,
      `${formatNumber(load.messagesPerSecondPerGenerator)} messages/s each`,
    ],
  };
}

/** What devices and people connect to. */
export function frontBoxes(plan: StagePlan): readonly Box[] {
  const { core, transport } = plan;
  const pods = transport.workload.replicas;
  return [
    ...(transport.loadBalancer === undefined
      ? []
      : [
          {
            id: "nlb",
            tier: "transport",
            title: "NLB",
            lines: [
              ...transport.workload.ports
                .filter(({ name }) => name.startsWith("mqtt"))
                .map(({ name, port }) => `${name} ${port}`),
              `idle after ${formatNumber(transport.loadBalancer.idleTimeoutSeconds)} s`,
            ],
            shape: "balancer",
          } as const,
        ]),
    ...(core.ingress === undefined
      ? []
      : [
          {
            id: "alb",
            tier: "core",
            title: "ALB",
            lines: [core.ingress.https ? "HTTPS" : "HTTP"],
            shape: "balancer",
          } as const,
        ]),
    {
      id: "transport",
      tier: "transport",
      title: `${formatNumber(pods)} × ${transport.workload.name}`,
      lines: [
        `${formatNumber(transport.connectionsPerPod)} connections each`,
        ...(pods > 1
          ? [`${formatNumber(transport.connectionsPerPodWithOneLost)} with one lost`]
          : []),
        ...heapLines(transport.workload),
        ...whereLines(plan, transport.workload),
      ],
    },
  ];
}

function heapLines({ heapMiB }: WorkloadPlan): readonly string[] {
  return heapMiB === undefined ? [] : [`heap ${formatMemory(heapMiB)}`];
}

/** ThingsBoard's services behind Kafka. */
export function serviceBoxes(plan: StagePlan): readonly Box[] {
  const { core } = plan;
  const partitions = (count: number): string => counted(count, "partition");
  const main = core.queues.find(({ name }) => name === "Main");
  const box = (id: string, workload: WorkloadPlan, lines: readonly string[]): Box => ({
    id,
    tier: "core",
    title: `${formatNumber(workload.replicas)} × ${workload.name}`,
    lines: [...lines, ...heapLines(workload), ...whereLines(plan, workload)],
  });
  return [
    box("ruleEngine", core.ruleEngine, [
      ...(main === undefined ? [] : [`Main: ${partitions(main.partitions)}`]),
    ]),
    box("core", core.core, [partitions(core.corePartitions)]),
    box("jsExecutor", core.jsExecutor, [partitions(core.jsPartitions)]),
    box("webUi", core.webUi, []),
  ];
}

/** Kafka, the stores, and what they need. */
export function storeBoxes(plan: StagePlan): readonly Box[] {
  const { cassandra, kafka, postgresql, redis, zookeeper } = plan.dataTier;
  const partitions = kafka.topics.reduce((sum, topic) => sum + topic.partitions, 0);
  const box = (
    id: string,
    name: string,
    workload: WorkloadPlan,
    lines: readonly string[],
  ): Box => ({
    id,
    tier: "data",
    title: `${formatNumber(workload.replicas)} × ${name}`,
    lines: [...lines, ...whereLines(plan, workload)],
    shape: "store",
  });
  const copies = (factor: number): string => (factor === 1 ? "one copy" : `${factor} copies`);
  return [
    box("kafka", "Kafka", kafka.workload, [
      counted(partitions, "partition"),
      copies(kafka.replicationFactor),
      `disk ${formatNumber(kafka.storageGiB)} GiB each`,
    ]),
    box("zookeeper", "ZooKeeper", zookeeper.workload, ["discovery"]),
    box("cassandra", "Cassandra", cassandra.workload, [
      copies(cassandra.replicationFactor),
      `heap ${formatMemory(cassandra.heapMiB)}`,
      `disk ${formatNumber(cassandra.storageGiB)} GiB each`,
    ]),
    box("redis", "Valkey", redis.workload, [
      redis.mode === "cluster" ? `${redis.masters.length} masters` : redis.mode,
      `${formatMemory(redis.maxMemoryMiB)} each`,
    ]),
    ...(postgresql.pooler === undefined
      ? []
      : [
          box("pooler", "PgBouncer", postgresql.pooler.workload, [
            `${formatNumber(postgresql.pooler.clientSlots)} client slots`,
          ]),
        ]),
    box("postgresql", "PostgreSQL", postgresql.workload, [
      `${formatNumber(postgresql.maxConnections)} connections`,
    ]),
  ];
}
