import type { WorkloadPlan } from "../../types";

/** Block of the sizing that states the resources of a container, by the container's name. */
const blocks: Readonly<Record<string, string>> = {
  zookeeper: "zookeeper",
  kafka: "kafka",
  cassandra: "cassandra",
  valkey: "redis",
  postgres: "postgresql",
  pgbouncer: "pooler",
  "tb-core": "tbCore",
  "tb-rule-engine": "ruleEngine",
  "tb-js-executor": "jsExecutor",
  "tb-web-ui": "webUi",
  "tb-mqtt-transport": "mqttTransport",
  "load-generator": "loadFleet.pod",
};

/** Block of the sizing that states a container's memory; undefined where this program chooses it. */
export function blockOf(container: string): string | undefined {
  return Object.hasOwn(blocks, container) ? blocks[container] : undefined;
}

/** The same of a workload: that of its main container. */
export function blockOfWorkload({
  containers,
}: Pick<WorkloadPlan, "containers">): string | undefined {
  return blockOf(containers[0]?.name ?? "");
}

/** MiB that leave the headroom to what is needed. */
export function withHeadroom(neededMiB: number, headroomPercent: number): number {
  return Math.ceil((neededMiB * 100) / (100 - headroomPercent));
}

/** Bytes as whole MiB, rounded up. */
export function mebibytes(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20);
}

/** Memory that a pod can be expected to reach: controllers and agents stay near their requests, Jobs have ended. */
export function reach({ kind, tier, memoryLimitMiB, memoryRequestMiB }: WorkloadPlan): number {
  if (kind === "Job") {
    return 0;
  }
  return tier === "cluster" ? memoryRequestMiB : memoryLimitMiB;
}
