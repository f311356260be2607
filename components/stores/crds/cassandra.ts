import type * as kubernetes from "@pulumi/kubernetes";

type Resources = kubernetes.types.input.core.v1.ResourceRequirements;
type Claim = kubernetes.types.input.core.v1.PersistentVolumeClaimSpec;

/**
 * The part of cass-operator's custom resource that this package sets. Own and narrow: the API server keeps unknown keys
 * under `spec` in silence, so that the compiler alone finds a misspelt one. Source: the CRD of cass-operator 1.30.0 and
 * `cassandradatacenter_types.go` at 1.31.0.
 */
export const cassandraApiVersion = "cassandra.datastax.com/v1beta1";

/** `spec` of a CassandraDatacenter. */
export interface CassandraDatacenterSpec {
  readonly clusterName: string;
  readonly serverType: "cassandra";
  readonly serverVersion: string;
  /** Port 8080 without client certificates: a network policy must close it to all but the operator. */
  readonly managementApiAuth: { readonly insecure: Readonly<Record<string, never>> };
  readonly size: number;
  readonly superuserSecretName: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly allowMultipleNodesPerWorker?: boolean;
  readonly racks: readonly CassandraRack[];
  readonly resources: Resources;
  readonly configBuilderResources: Resources;
  readonly systemLoggerResources: Resources;
  readonly storageConfig: {
    readonly cassandraDataVolumeClaimSpec: Claim;
    readonly additionalVolumes: readonly {
      readonly name: string;
      readonly mountPath: string;
      readonly pvcSpec: Claim;
    }[];
  };
  readonly config: CassandraConfig;
  readonly podTemplateSpec: CassandraPodTemplate;
}

/** Nodes that share a fate, pinned to a zone by the labels of their machines. */
export interface CassandraRack {
  readonly name: string;
  readonly nodeAffinityLabels?: Readonly<Record<string, string>>;
}

/** Files of the server's configuration. Others, such as `jvm-options`, are ignored in silence. */
export interface CassandraConfig {
  readonly "cassandra-yaml": {
    readonly num_tokens: number;
    readonly authenticator: "PasswordAuthenticator";
    readonly authorizer: "CassandraAuthorizer";
    readonly role_manager: "CassandraRoleManager";
    readonly commitlog_directory: string;
    readonly commitlog_total_space: string;
  };
  readonly "jvm-server-options": {
    readonly initial_heap_size: string;
    readonly max_heap_size: string;
    readonly "additional-jvm-opts": readonly string[];
  };
}

/** What the operator's own pod is merged with: a container is found by its name. */
export interface CassandraPodTemplate {
  readonly spec: {
    readonly terminationGracePeriodSeconds: number;
    readonly initContainers: readonly {
      readonly name: "server-config-init-base";
      readonly resources: Resources;
    }[];
    /** Required; empty leaves the operator's containers as they are. */
    readonly containers: readonly never[];
  };
}

/** Values of the chart `cass-operator` that this package sets. */
export interface CassOperatorChartValues {
  readonly admissionWebhooks: { readonly enabled: boolean };
  readonly global: { readonly clusterScoped: boolean; readonly clusterScopedResources: boolean };
  readonly replicaCount: number;
  readonly resources: Resources;
  readonly nodeSelector: Readonly<Record<string, string>>;
}
