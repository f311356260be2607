import type { QueuePartitions } from "../../queues";
import type {
  CassandraPlan,
  KafkaPlan,
  PostgresqlPlan,
  RedisPlan,
  ZookeeperPlan,
} from "../../types";

/** Program that reads a variable: tb-core and tb-rule-engine (one image, one ConfigMap), and the three others. */
export type VariableReader = "server" | "transport" | "js" | "webUi";

/** What values are derived from. */
export interface VariableContext {
  readonly zookeeper: Pick<ZookeeperPlan, "connectString">;
  readonly kafka: Pick<KafkaPlan, "bootstrapServers" | "replicationFactor">;
  readonly cassandra: Pick<
    CassandraPlan,
    "contactPoint" | "clusterName" | "datacenter" | "keyspace" | "consistencyLevel"
  >;
  readonly redis: Pick<RedisPlan, "mode" | "nodes">;
  readonly postgresql: Pick<PostgresqlPlan, "endpoint" | "database">;
  readonly partitions: QueuePartitions;
  readonly connectionPoolSize: number;
  /** Memory limit of one tb-js-executor pod. */
  readonly jsMemoryLimitMiB: number;
  /** The variables that bound Kafka's topics, of each program that creates topics. */
  readonly topics: Readonly<Partial<Record<VariableReader, Readonly<Record<string, string>>>>>;
}

/** A value, or how it is derived; undefined leaves the variable out of a stage. */
export type VariableValue = string | ((context: VariableContext) => string | undefined);

/** One row of the table: what became of a variable, and why. */
export interface Variable {
  readonly name: string;
  /** Line of the seed that sets it; absent where the seed does not. */
  readonly seedLine?: number;
  readonly outcome:
    | {
        readonly kind: "set";
        readonly readers: readonly VariableReader[];
        readonly value: VariableValue;
      }
    /** Taken from a Secret by reference, never a ConfigMap's. */
    | { readonly kind: "secret"; readonly secret: string; readonly key: string }
    /** Set elsewhere than by a variable: bounded with all topics, or through REST. */
    | { readonly kind: "elsewhere"; readonly where: string }
    | { readonly kind: "dropped" };
  readonly reason: string;
}

/** A variable of the seed that is set. */
export function set(
  seedLine: number | null,
  name: string,
  readers: readonly VariableReader[],
  value: VariableValue,
  reason: string,
): Variable {
  return {
    name,
    ...(seedLine === null ? {} : { seedLine }),
    outcome: { kind: "set", readers, value },
    reason,
  };
}

/** A variable of the seed that comes from a Secret. */
export function fromSecret(
  seedLine: number,
  name: string,
  secret: string,
  key: string,
  reason: string,
): Variable {
  return { name, seedLine, outcome: { kind: "secret", secret, key }, reason };
}

/** A variable of the seed whose effect is had in another way. */
export function elsewhere(seedLine: number, name: string, where: string, reason: string): Variable {
  return { name, seedLine, outcome: { kind: "elsewhere", where }, reason };
}

/** A variable of the seed that is gone. */
export function dropped(seedLine: number, name: string, reason: string): Variable {
  return { name, seedLine, outcome: { kind: "dropped" }, reason };
}
