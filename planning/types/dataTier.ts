import type { ChartPlan, PlacementPlan, WorkloadPlan } from "./workload";

export interface ZookeeperPlan {
  readonly placement: PlacementPlan;
  readonly workload: WorkloadPlan;
  readonly image: string;
  readonly heapMiB: number;
  /** `zookeeper-1.zookeeper-headless…:2181,…` for ThingsBoard. */
  readonly connectString: string;
}

/** Bounds of one kind of ThingsBoard topic. */
export interface TopicPlan {
  /** Middle of `TB_QUEUE_KAFKA_<variable>_TOPIC_PROPERTIES`. */
  readonly variable: string;
  /** Partitions in the cluster of all topics of this kind together. */
  readonly partitions: number;
  /** Partitions that the property string states; absent where the queue's own number rules. */
  readonly partitionsPerTopic?: number;
  readonly retentionMs: number;
  readonly retentionBytes: number;
  readonly segmentBytes: number;
  /** Extra properties, such as `cleanup.policy:compact`. */
  readonly extra?: string;
}

export interface KafkaPlan {
  readonly placement: PlacementPlan;
  readonly workload: WorkloadPlan;
  readonly operator: WorkloadPlan;
  readonly chart: ChartPlan;
  readonly version: string;
  readonly heapMiB: number;
  readonly replicationFactor: number;
  /** Of the offsets and transaction topics: the seed's 3, or as many as there are brokers. */
  readonly internalReplicationFactor: number;
  /** Copies of those topics that a write waits for: with 2 of 3, one broker may be down. */
  readonly internalMinInSyncReplicas: number;
  readonly storageGiB: number;
  readonly bootstrapServers: string;
  readonly topics: readonly TopicPlan[];
  /** Disk that all topics can take at most, on the fullest broker, in MiB. */
  readonly topicDiskMiB: number;
}

export interface CassandraPlan {
  readonly placement: PlacementPlan;
  readonly workload: WorkloadPlan;
  readonly operator: WorkloadPlan;
  readonly chart: ChartPlan;
  readonly serverVersion: string;
  readonly clusterName: string;
  readonly datacenter: string;
  readonly keyspace: string;
  readonly racks: readonly { readonly name: string; readonly zone: string | null }[];
  readonly heapMiB: number;
  readonly replicationFactor: number;
  readonly consistencyLevel: "LOCAL_QUORUM" | "ONE";
  readonly storageGiB: number;
  readonly commitLogGiB: number;
  /** What the commit log may grow to before tables are flushed: three quarters of its volume. */
  readonly commitLogSpaceMiB: number;
  /** `host:9042`. */
  readonly contactPoint: string;
  readonly keyspaceJob: WorkloadPlan;
  readonly toolsImage: string;
}

/** One StatefulSet of Valkey nodes in one zone; on a standalone cache there is a single shard of one. */
export interface RedisGroupPlan {
  readonly name: string;
  readonly zone: string | null;
  readonly replicas: number;
}

export interface RedisPlan {
  readonly placement: PlacementPlan;
  readonly workload: WorkloadPlan;
  readonly image: string;
  readonly mode: "cluster" | "standalone";
  readonly groups: readonly RedisGroupPlan[];
  /** Pods by name: which are masters with which slots, and whom each replica follows. Empty when standalone. */
  readonly masters: readonly {
    readonly pod: string;
    readonly firstSlot: number;
    readonly lastSlot: number;
  }[];
  readonly followers: readonly { readonly pod: string; readonly master: string }[];
  readonly maxMemoryMiB: number;
  readonly storageGiB: number;
  /** `host:6379`, one a node, as ThingsBoard's REDIS_NODES takes them. */
  readonly nodes: readonly string[];
  /** The pod that forms the cluster, and that looks again every two minutes; never two at once. Absent when standalone. */
  readonly formingJob?: WorkloadPlan;
}

export interface PostgresqlPlan {
  readonly placement: PlacementPlan;
  readonly workload: WorkloadPlan;
  readonly operator: WorkloadPlan;
  readonly chart: ChartPlan;
  readonly image: string;
  readonly database: string;
  readonly storageGiB: number;
  /** All values as strings, as the operator's field wants them; max_connections and shared_buffers included. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly maxConnections: number;
  readonly pooler?: {
    readonly workload: WorkloadPlan;
    /** Connections that ThingsBoard may hold; PgBouncer's server pool is as large (session mode). */
    readonly clientSlots: number;
    /** A little above, so that the install Job and psql get in. */
    readonly maxClientConnections: number;
  };
  /** `host:5432` that ThingsBoard connects to. */
  readonly endpoint: string;
}

export interface DataTierPlan {
  readonly zookeeper: ZookeeperPlan;
  readonly kafka: KafkaPlan;
  readonly cassandra: CassandraPlan;
  readonly redis: RedisPlan;
  readonly postgresql: PostgresqlPlan;
}
