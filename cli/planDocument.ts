import type {
  CostPlan,
  Finding,
  HeadroomReading,
  LoadPlan,
  NodeGroupPlan,
  ShardPlan,
  StagePlan,
  TotalsPlan,
  WorkloadPlan,
} from "../planning/types";

/** What `plan --json` prints. Other programs read it: fields may come, none may go or change their meaning. */
export interface PlanDocument {
  readonly stack: string;
  readonly load: Omit<LoadPlan, "keepAliveSeconds" | "warmupPackSize" | "durationSeconds">;
  /** Empty on an existing cluster. */
  readonly nodeGroups: readonly NodeGroupPlan[];
  readonly workloads: readonly WorkloadPlan[];
  readonly totals: TotalsPlan;
  readonly findings: readonly Finding[];
  readonly fleet: FleetDocument;
  /** Every figure that was held against a limit, the nearest to it first. */
  readonly headroom: readonly HeadroomReading[];
  readonly cost: CostPlan;
}

/** The load generators. They are no node group and count in no total. */
export interface FleetDocument {
  /** Null where the generators are pods of the cluster, as the instance type is. */
  readonly region: string | null;
  readonly instanceType: string | null;
  readonly count: number;
  /** What each generator does; `end` is exclusive. */
  readonly shards: readonly ShardPlan[];
}

/** The plan as other programs read it. */
export function planDocument(plan: StagePlan): PlanDocument {
  const { load, totals, fleet } = plan;
  return {
    stack: plan.stack,
    load: {
      devices: load.devices,
      messagesPerSecond: load.messagesPerSecond,
      dataPointsPerSecond: load.dataPointsPerSecond,
      generators: load.generators,
      devicesPerGenerator: load.devicesPerGenerator,
      messagesPerSecondPerGenerator: load.messagesPerSecondPerGenerator,
    },
    nodeGroups: (plan.eks?.nodeGroups ?? []).map(nodeGroupDocument),
    workloads: plan.workloads.map(workloadDocument),
    totals: {
      nodes: totals.nodes,
      vCpu: totals.vCpu,
      pods: totals.pods,
      usdPerHour: totals.usdPerHour,
      usdPerMonth: totals.usdPerMonth,
      usdPerThousandDevices: totals.usdPerThousandDevices,
    },
    findings: plan.findings,
    fleet: {
      region: fleet.region,
      instanceType: fleet.instanceType,
      count: fleet.count,
      shards: fleet.shards.map(({ index, start, end, messagesPerSecond }) => ({
        index,
        start,
        end,
        messagesPerSecond,
      })),
    },
    headroom: plan.headroom,
    cost: plan.cost,
  };
}

function nodeGroupDocument(group: NodeGroupPlan): NodeGroupPlan {
  const { name, role, region, instanceType, count, vCpu, memoryMiB, workloads, ...more } = group;
  return { name, role, region, instanceType, count, vCpu, memoryMiB, workloads, ...more };
}

function workloadDocument(workload: WorkloadPlan): WorkloadPlan {
  const { name, tier, kind, nodeGroup, replicas, ...rest } = workload;
  const { cpuRequestMilli, memoryRequestMiB, memoryLimitMiB, heapMiB, ...more } = rest;
  return {
    name,
    tier,
    kind,
    nodeGroup,
    replicas,
    cpuRequestMilli,
    memoryRequestMiB,
    memoryLimitMiB,
    ...(heapMiB !== undefined && { heapMiB }),
    ...more,
  };
}
