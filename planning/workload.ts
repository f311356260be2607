import type { ContainerPlan, WorkloadPlan } from "./types";

/** Resources as a sizing states them for one container. */
export interface StatedResources {
  readonly cpuRequestMilli: number;
  readonly cpuLimitMilli?: number | undefined;
  readonly memoryRequestMiB: number;
  readonly memoryLimitMiB: number;
  readonly heapMiB?: number;
}

/** A container with resources that a sizing or a table of facts states. Other keys of `resources` are left behind. */
export function container(name: string, resources: StatedResources): ContainerPlan {
  return {
    name,
    cpuRequestMilli: resources.cpuRequestMilli,
    ...(resources.cpuLimitMilli === undefined ? {} : { cpuLimitMilli: resources.cpuLimitMilli }),
    memoryRequestMiB: resources.memoryRequestMiB,
    memoryLimitMiB: resources.memoryLimitMiB,
    ...(resources.heapMiB === undefined ? {} : { heapMiB: resources.heapMiB }),
  };
}

/** What a workload states; the sums over its containers are `workload`'s to make. */
export type WorkloadParts = Pick<
  WorkloadPlan,
  "name" | "tier" | "kind" | "nodeGroup" | "replicas" | "containers"
> &
  Partial<
    Pick<
      WorkloadPlan,
      "initContainers" | "ports" | "volumes" | "antiAffinity" | "avoids" | "spreadOverZones"
    >
  >;

type CountedField = "cpuRequestMilli" | "memoryRequestMiB" | "memoryLimitMiB";

/** Sum of what one field says over containers. */
function total(containers: readonly ContainerPlan[], field: CountedField): number {
  return containers.reduce((sum, each) => sum + each[field], 0);
}

/**
 * What one pod takes, as the scheduler counts: the larger of the containers' sum and the largest init container, since those
 * run one after the other before the containers start (Kubernetes, "Init containers: resource sharing").
 */
function podTotal(parts: WorkloadParts, field: CountedField): number {
  const initContainers = parts.initContainers ?? [];
  return Math.max(total(parts.containers, field), ...initContainers.map((each) => each[field]));
}

/** A whole workload: the parts, with the pod's sums and the defaults that most workloads share. */
export function workload(parts: WorkloadParts): WorkloadPlan {
  const heapMiB = parts.containers[0]?.heapMiB;
  return {
    name: parts.name,
    tier: parts.tier,
    kind: parts.kind,
    nodeGroup: parts.nodeGroup,
    replicas: parts.replicas,
    containers: parts.containers,
    initContainers: parts.initContainers ?? [],
    cpuRequestMilli: podTotal(parts, "cpuRequestMilli"),
    memoryRequestMiB: podTotal(parts, "memoryRequestMiB"),
    memoryLimitMiB: podTotal(parts, "memoryLimitMiB"),
    ...(heapMiB === undefined ? {} : { heapMiB }),
    ports: parts.ports ?? [],
    volumes: parts.volumes ?? [],
    antiAffinity: parts.antiAffinity ?? "none",
    avoids: parts.avoids ?? [],
    spreadOverZones: parts.spreadOverZones ?? false,
  };
}
