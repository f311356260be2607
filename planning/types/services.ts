import type { ImagePlan, PlacementPlan, WorkloadPlan } from "./workload";

/** Numbers that ThingsBoard's queues are set to through its REST API. */
export interface QueuePlan {
  readonly name: "Main" | "HighPriority" | "SequentialByOriginator";
  readonly partitions: number;
  readonly consumerPerPartition: boolean;
  readonly packProcessingTimeoutMs: number;
}

export interface TbCorePlan {
  readonly placement: PlacementPlan;
  readonly images: ImagePlan;
  readonly version: string;
  readonly core: WorkloadPlan;
  readonly ruleEngine: WorkloadPlan;
  readonly jsExecutor: WorkloadPlan;
  readonly webUi: WorkloadPlan;
  readonly schemaJob: WorkloadPlan;
  readonly credentialsJob: WorkloadPlan;
  readonly corePartitions: number;
  readonly transportApiPartitions: number;
  readonly jsPartitions: number;
  readonly queues: readonly QueuePlan[];
  /** PostgreSQL connections that each tb-core and rule-engine pod may hold. */
  readonly connectionPoolSize: number;
  /** ConfigMap of tb-core, tb-rule-engine and the schema Job: all that is no secret, by variable name. */
  readonly environment: Readonly<Record<string, string>>;
  /** ConfigMap of tb-js-executor. Its own: `TB_KAFKA_BATCH_SIZE` counts messages there and bytes elsewhere. */
  readonly jsEnvironment: Readonly<Record<string, string>>;
  /** ConfigMap of tb-web-ui. */
  readonly webUiEnvironment: Readonly<Record<string, string>>;
  /** The ALB, on EKS only. */
  readonly ingress?: { readonly https: boolean; readonly certificateArn?: string };
}

/** The Network Load Balancer in front of the MQTT transport. Its targets are the pods' own addresses. */
export interface MqttEntrancePlan {
  readonly idleTimeoutSeconds: number;
  /** Whether a pod sees the device's address; otherwise the load balancer's own, and its ports are the limit. */
  readonly preserveClientAddress: boolean;
  /** Whether each of its addresses (one a zone) sends to the pods of every zone. */
  readonly crossZone: boolean;
  /** Whether all connections of one source address go to one pod. */
  readonly stickiness: "none" | "source_ip";
}

export interface MqttTransportPlan {
  readonly placement: PlacementPlan;
  readonly image: string;
  readonly workload: WorkloadPlan;
  /** ConfigMap of tb-mqtt-transport: what it reads of the common variables, and its own. */
  readonly environment: Readonly<Record<string, string>>;
  /** Of each pod with all pods up, and with one lost. */
  readonly connectionsPerPod: number;
  readonly connectionsPerPodWithOneLost: number;
  /** Namespaced kernel keys of the pod, in `securityContext.sysctls`. */
  readonly sysctls: Readonly<Record<string, string>>;
  readonly tlsSecretName?: string;
  /** The NLB, on EKS only. */
  readonly loadBalancer?: MqttEntrancePlan;
}
