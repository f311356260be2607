import type { EksPlan, ExistingClusterPlan } from "./cluster";
import type { CostPlan, CostSum } from "./cost";
import type { DataTierPlan } from "./dataTier";
import type { ChecksPlan, Finding, HeadroomReading } from "./finding";
import type { LoadFleetPlan, LoadPlan } from "./load";
import type { StagePlacement } from "./placement";
import type { MqttTransportPlan, TbCorePlan } from "./services";
import type { ImagePlan, WorkloadPlan } from "./workload";

/** Sums over the cluster, without the fleet. An unknown figure is null. */
export interface TotalsPlan {
  readonly nodes: number;
  readonly vCpu: number;
  /** Sum of replicas, without DaemonSets and Jobs. */
  readonly pods: number;
  readonly usdPerHour: number | null;
  readonly usdPerMonth: number | null;
  readonly usdPerThousandDevices: number | null;
}

/** What a stage is made of, before anybody has judged or priced it: what the checks, the placement and the cost read. */
export interface StageDraft {
  readonly stack: string;
  readonly platform: "eks" | "existing";
  readonly load: LoadPlan;
  readonly images: ImagePlan;
  /** Platform eks. */
  readonly eks?: EksPlan;
  /** Platform existing. */
  readonly existingCluster?: ExistingClusterPlan;
  /** DaemonSets that take their share of every node. */
  readonly nodeAgents: readonly WorkloadPlan[];
  readonly dataTier: DataTierPlan;
  readonly core: TbCorePlan;
  readonly transport: MqttTransportPlan;
  readonly fleet: LoadFleetPlan;
  /** All of the cluster's, tier by tier, Jobs and DaemonSets included. */
  readonly workloads: readonly WorkloadPlan[];
  readonly totals: Omit<TotalsPlan, keyof CostSum>;
  readonly checks: ChecksPlan;
  /** vCPUs that the account may run, where it says so. */
  readonly vCpuQuota: {
    readonly cluster?: number | undefined;
    readonly fleet?: number | undefined;
  };
}

/** Everything that a stage is made of, as plain data: the only thing that components and reports read. */
export interface StagePlan extends Omit<StageDraft, "totals"> {
  readonly totals: TotalsPlan;
  readonly placement: StagePlacement;
  readonly cost: CostPlan;
  readonly findings: readonly Finding[];
  /** Every figure that was held against a limit, the nearest to it first. */
  readonly headroom: readonly HeadroomReading[];
}
