import type { NodeRole } from "../../sizing/schema/nodeGroups";

/** Tiers of a stage, in the order in which they are stood up. */
export type Tier = "cluster" | "data" | "core" | "transport" | "fleet";

/** Kind of object that makes the pods of a workload. */
export type WorkloadKind =
  | "StatefulSet"
  | "Deployment"
  | "DaemonSet"
  | "Job"
  | "KafkaNodePool"
  | "CassandraDatacenter"
  | "PostgresqlCluster"
  | "Pooler";

/** What one container asks for and may use. No CPU limit unless the sizing gives one. */
export interface ContainerPlan {
  readonly name: string;
  readonly cpuRequestMilli: number;
  readonly cpuLimitMilli?: number;
  readonly memoryRequestMiB: number;
  readonly memoryLimitMiB: number;
  /** Java heap (`-Xms` = `-Xmx`) in MiB, where there is one. */
  readonly heapMiB?: number;
}

/** A port that a pod listens on. */
export interface PortPlan {
  readonly name: string;
  readonly port: number;
}

/** A persistent volume of each pod of a workload. */
export interface VolumePlan {
  readonly name: string;
  readonly sizeGiB: number;
}

/** Pods of one kind. `replicas` is per node for a DaemonSet. */
export interface WorkloadPlan {
  readonly name: string;
  readonly tier: Tier;
  readonly kind: WorkloadKind;
  /** Role of the node group that the pods are sent to; null on an existing cluster. */
  readonly nodeGroup: NodeRole | null;
  readonly replicas: number;
  readonly containers: readonly ContainerPlan[];
  /** Run to their end before the containers start, one after the other. */
  readonly initContainers: readonly ContainerPlan[];
  /** Of one pod: the larger of the containers' sum and the largest init container, as the scheduler counts. */
  readonly cpuRequestMilli: number;
  readonly memoryRequestMiB: number;
  /** Of one pod, counted alike. */
  readonly memoryLimitMiB: number;
  /** Java heap of the main container in MiB, where there is one. */
  readonly heapMiB?: number;
  readonly ports: readonly PortPlan[];
  readonly volumes: readonly VolumePlan[];
  /** Whether pods of this workload keep off each other's nodes: as a rule, as a wish, or not at all. */
  readonly antiAffinity: "required" | "preferred" | "none";
  /** Weighted wishes to keep off nodes with pods of these workloads, of itself where the wish is "preferred" (the seed's weights). */
  readonly avoids: readonly { readonly workload: string; readonly weight: number }[];
  /** Whether pods are spread evenly over the zones (never on an existing cluster: its nodes have no zone label). */
  readonly spreadOverZones: boolean;
}

/** Images by use, with the account's registry in front where it names one. */
export interface ImagePlan {
  readonly thingsboardNode: string;
  readonly mqttTransport: string;
  readonly jsExecutor: string;
  readonly webUi: string;
  readonly performanceTest: string;
  readonly zookeeper: string;
  readonly valkey: string;
  readonly postgresql: string;
  /** Has cqlsh, for the keyspace Job. */
  readonly cassandraTools: string;
  /** Has psql, for the schema Job's look at the database. */
  readonly postgresqlTools: string;
  /** Has node, for the Jobs that talk to ThingsBoard's REST API: the js-executor's own image. */
  readonly restTools: string;
}

/** A Helm chart that is installed by `Release`. */
export interface ChartPlan {
  readonly name: string;
  readonly repository: string;
  readonly version: string;
}

/** What every in-cluster component needs to know about where it runs. */
export interface PlacementPlan {
  readonly namespace: string;
  readonly storageClass: string;
  /** Zones that pods are spread over; empty on an existing cluster. */
  readonly zones: readonly string[];
}
