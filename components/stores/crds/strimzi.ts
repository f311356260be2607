import type * as kubernetes from "@pulumi/kubernetes";

type Core = kubernetes.types.input.core.v1.ResourceRequirements;

/**
 * The part of Strimzi's custom resources that this package sets. Own and narrow, so that a misspelt key does not
 * compile. Source: the CRDs of strimzi-kafka-operator 1.2.0, version `kafka.strimzi.io/v1`.
 */
export const strimziApiVersion = "kafka.strimzi.io/v1";

/** `spec` of a KafkaNodePool. */
export interface KafkaNodePoolSpec {
  readonly replicas: number;
  readonly roles: readonly ("controller" | "broker")[];
  readonly storage: {
    readonly type: "jbod";
    readonly volumes: readonly KafkaVolume[];
  };
  readonly resources: Core;
  readonly jvmOptions: { readonly "-Xms": string; readonly "-Xmx": string };
  readonly template: { readonly pod: KafkaPodTemplate };
}

/** One disk of a broker. */
export interface KafkaVolume {
  readonly id: number;
  readonly type: "persistent-claim";
  readonly size: string;
  readonly class: string;
  readonly deleteClaim: boolean;
  readonly kraftMetadata: "shared";
}

/** Pod settings of a pool. There is no `nodeSelector`: the API server refuses one. */
export interface KafkaPodTemplate {
  readonly terminationGracePeriodSeconds: number;
  readonly affinity: kubernetes.types.input.core.v1.Affinity;
  readonly topologySpreadConstraints?: readonly kubernetes.types.input.core.v1.TopologySpreadConstraint[];
}

/** `spec` of a Kafka in KRaft mode. */
export interface KafkaSpec {
  readonly kafka: {
    readonly version: string;
    readonly listeners: readonly KafkaListener[];
    readonly rack?: { readonly type: "topology-label"; readonly topologyKey: string };
    readonly config: KafkaConfig;
    readonly metricsConfig: {
      readonly type: "strimziMetricsReporter";
      readonly values: { readonly allowList: readonly string[] };
    };
    readonly template: {
      readonly podDisruptionBudget: { readonly maxUnavailable: number };
    };
  };
}

/** One listener inside the cluster. An empty list of peers would admit every pod. */
export interface KafkaListener {
  readonly name: string;
  readonly port: number;
  readonly type: "internal";
  readonly tls: boolean;
  readonly networkPolicyPeers: readonly kubernetes.types.input.networking.v1.NetworkPolicyPeer[];
}

/** Broker settings by their Kafka names. */
export interface KafkaConfig {
  readonly "auto.create.topics.enable": boolean;
  readonly "default.replication.factor": number;
  readonly "min.insync.replicas": number;
  readonly "offsets.topic.replication.factor": number;
  readonly "transaction.state.log.replication.factor": number;
  readonly "transaction.state.log.min.isr": number;
  readonly "log.retention.check.interval.ms": number;
}

/** Values of the chart `strimzi-kafka-operator` that this package sets. */
export interface StrimziChartValues {
  readonly watchNamespaces: readonly string[];
  readonly watchAnyNamespace: boolean;
  readonly replicas: number;
  readonly resources: Core;
  readonly nodeSelector: Readonly<Record<string, string>>;
}
