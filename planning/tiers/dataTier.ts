import type { RegistryAccount } from "../platform";
import type { DataTierPlan } from "../types";
import { planCassandra } from "./cassandra";
import type { CassandraSizing } from "./cassandra";
import { planKafka } from "./kafka";
import type { KafkaSizing } from "./kafka";
import { planPostgresql } from "./postgresql";
import type { PostgresqlSizing } from "./postgresql";
import { planRedis } from "./redis";
import type { RedisSizing } from "./redis";
import { planZookeeper } from "./zookeeper";
import type { ZookeeperSizing } from "./zookeeper";

/** What planning all stores reads of a sizing. */
export type DataTierSizing = ZookeeperSizing &
  KafkaSizing &
  CassandraSizing &
  RedisSizing &
  PostgresqlSizing;

/** Every store of the stage. */
export function planDataTier(sizing: DataTierSizing, account?: RegistryAccount): DataTierPlan {
  return {
    zookeeper: planZookeeper(sizing, account),
    kafka: planKafka(sizing),
    cassandra: planCassandra(sizing, account),
    redis: planRedis(sizing, account),
    postgresql: planPostgresql(sizing, account),
  };
}
