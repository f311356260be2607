import type * as kubernetes from "@pulumi/kubernetes";
import type { Scheduling } from "../../kubernetes/scheduling";

type Resources = kubernetes.types.input.core.v1.ResourceRequirements;

/**
 * The part of CloudNativePG's custom resources that this package sets. Own and narrow, so that a misspelt key does not
 * compile. Source: the CRDs of CloudNativePG 1.30.0.
 */
export const cloudNativePgApiVersion = "postgresql.cnpg.io/v1";

/** `spec` of a Cluster: one primary, the other instances standby. */
export interface PostgresqlClusterSpec {
  readonly instances: number;
  readonly imageName: string;
  readonly enableSuperuserAccess: boolean;
  /** Whether the operator makes disruption budgets. */
  readonly enablePDB: boolean;
  readonly primaryUpdateStrategy: "unsupervised" | "supervised";
  /** Put on everything that the operator makes for the cluster, its pods included. */
  readonly inheritedMetadata: { readonly labels: Readonly<Record<string, string>> };
  readonly bootstrap: {
    readonly initdb: {
      readonly database: string;
      readonly owner: string;
      readonly encoding: "UTF8";
      readonly dataChecksums: boolean;
      /** Of type kubernetes.io/basic-auth; its user name must be the owner. */
      readonly secret: { readonly name: string };
    };
  };
  readonly storage: { readonly size: string; readonly storageClass: string };
  readonly resources: Resources;
  readonly affinity: PostgresqlAffinity;
  readonly topologySpreadConstraints?: readonly kubernetes.types.input.core.v1.TopologySpreadConstraint[];
  readonly postgresql: {
    /** Values are strings, numbers and switches too. */
    readonly parameters: Readonly<Record<string, string>>;
  };
}

/** Where instances may run. The operator selects them by its own labels. */
export interface PostgresqlAffinity {
  readonly enablePodAntiAffinity: boolean;
  readonly podAntiAffinityType?: "required" | "preferred";
  readonly topologyKey?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
}

/** `spec` of a Pooler: PgBouncer in front of a Cluster. */
export interface PoolerSpec {
  /** Cannot be changed. */
  readonly cluster: { readonly name: string };
  readonly instances: number;
  readonly type: "rw" | "ro";
  readonly deploymentStrategy: {
    readonly type: "RollingUpdate";
    readonly rollingUpdate: { readonly maxSurge: number; readonly maxUnavailable: number };
  };
  readonly pgbouncer: {
    readonly poolMode: "session" | "transaction";
    readonly parameters: PgbouncerParameters;
  };
  readonly template: PoolerTemplate;
}

/** Settings of PgBouncer, out of the operator's list of those that may be set. All values are strings. */
export interface PgbouncerParameters {
  readonly max_client_conn: string;
  readonly default_pool_size: string;
  readonly max_db_connections: string;
  readonly query_wait_timeout: string;
  readonly server_idle_timeout: string;
  readonly tcp_keepalive: string;
  readonly tcp_keepidle: string;
}

/** What the operator's own pod is merged with: a container is found by its name. */
export interface PoolerTemplate {
  readonly spec: Pick<Scheduling, "nodeSelector" | "topologySpreadConstraints"> & {
    readonly affinity?: kubernetes.types.input.core.v1.Affinity;
    readonly containers: readonly { readonly name: "pgbouncer"; readonly resources: Resources }[];
    readonly initContainers: readonly {
      readonly name: "bootstrap-controller";
      readonly resources: Resources;
    }[];
  };
}

/** Values of the chart `cloudnative-pg` that this package sets. */
export interface CloudNativePgChartValues {
  readonly replicaCount: number;
  readonly crds: { readonly create: boolean };
  readonly config: { readonly clusterWide: boolean };
  readonly resources: Resources;
  readonly nodeSelector: Readonly<Record<string, string>>;
}
