import type { EksPlan, ExistingClusterPlan } from "./cluster";
import type { DataTierPlan } from "./dataTier";
import type { LoadFleetPlan, LoadPlan } from "./load";
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

/** What a check says. */
export interface Finding {
  readonly rule: string;
  readonly severity: "error" | "warning" | "info";
  readonly path: string;
  readonly message: string;
  readonly value: number | string;
  readonly limit: number | string;
  readonly source: string;
  readonly mend?: string;
  readonly accepted?: string;
}

/** Everything that a stage is made of, as plain data: the only thing that components, checks and reports read. */
export interface StagePlan {
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
  readonly totals: TotalsPlan;
  readonly findings: readonly Finding[];
}
