import type { PlacementPlan, WorkloadPlan } from "./workload";

/** The load, and each generator's share of it. */
export interface LoadPlan {
  readonly devices: number;
  readonly messagesPerSecond: number;
  readonly dataPointsPerSecond: number;
  readonly generators: number;
  readonly devicesPerGenerator: number;
  readonly messagesPerSecondPerGenerator: number;
  /** Seconds after which a silent device says that it is still there. */
  readonly keepAliveSeconds: number;
  /** Devices that a generator connects, and then warms up, at a time. */
  readonly warmupPackSize: number;
  /** How long a generator publishes. */
  readonly durationSeconds: number;
}

/** What one generator does. `end` is exclusive; the shards cover the devices exactly once. */
export interface ShardPlan {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly messagesPerSecond: number;
}

export interface LoadFleetPlan {
  /** Instances in the fleet's region, or pods of the cluster. */
  readonly kind: "ec2" | "pods";
  readonly placement: PlacementPlan;
  readonly image: string;
  readonly region: string | null;
  readonly zone: string | null;
  readonly vpcCidr: string;
  readonly instanceType: string | null;
  readonly architecture: "amd64" | "arm64" | null;
  readonly count: number;
  readonly spot: boolean;
  readonly rootVolumeGiB: number;
  readonly heapMiB: number;
  readonly shards: readonly ShardPlan[];
  readonly devicesPerGenerator: number;
  /** The agent's variables that are the same for each generator, without endpoints and secrets. */
  readonly environment: Readonly<Record<string, string>>;
  /** Laid over `environment` in the provisioning Job, which creates the devices and sends nothing. */
  readonly provisioningEnvironment: Readonly<Record<string, string>>;
  readonly sysctls: Readonly<Record<string, string>>;
  readonly logRetentionDays: number;
  /** The generators as pods, on an existing cluster only; zero replicas until a run starts. */
  readonly generators?: WorkloadPlan;
  readonly provisioningJob: WorkloadPlan;
}
