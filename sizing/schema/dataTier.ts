import { z } from "zod";
import {
  containerResources,
  heapMiB,
  integer,
  memoryMiB,
  replicas,
  storageGiB,
  text,
} from "./fields";

/** ZooKeeper: ThingsBoard's service discovery (no longer Kafka's). Source: seed, lines 358 to 370. */
export const zookeeperSchema = z
  .strictObject({
    replicas: replicas(1, 7).default(3).describe("Members of the ensemble, an odd number."),
    heapMiB: heapMiB().default(192).describe("Java heap of one member in MiB (seed, line 364)."),
    // The seed's 256 (lines 368 and 370) leave 10 beside the heap and what the process takes.
    ...containerResources({ cpuRequestMilli: 100, memoryRequestMiB: 320, memoryLimitMiB: 320 }),
    dataStorageGiB: storageGiB().default(1).describe("Volume for snapshots in GiB."),
    logStorageGiB: storageGiB().default(1).describe("Volume for the transaction log in GiB."),
  })
  .prefault({});

/** Kafka in KRaft mode: every pod is controller and broker. Source: seed, lines 375 to 383. */
export const kafkaSchema = z
  .strictObject({
    replicas: replicas(1, 9).default(3).describe("Brokers, each a controller too: an odd number."),
    replicationFactor: integer(1, 5)
      .optional()
      .describe(
        "Copies of each ThingsBoard partition. Derived when left out: 2 (seed, line 380), or 1 on a single broker.",
      ),
    heapMiB: heapMiB()
      .default(768)
      .describe(
        "Java heap of one broker in MiB. The seed sets none; half of the memory is left to the page cache.",
      ),
    ...containerResources({ cpuRequestMilli: 500, memoryRequestMiB: 1_536, memoryLimitMiB: 1_536 }),
    storageGiB: storageGiB()
      .default(20)
      .describe("Log volume of one broker in GiB (seed, line 381)."),
  })
  .prefault({});

/** Cassandra: time series. Source: seed, lines 388 to 401. */
export const cassandraSchema = z
  .strictObject({
    replicas: replicas(1, 300)
      .default(3)
      .describe("Nodes of the datacenter, a multiple of the zones."),
    replicationFactor: integer(1, 5)
      .optional()
      .describe(
        "Copies of each row. Derived when left out: 3 (seed, line 808), or as many as there are nodes.",
      ),
    heapMiB: heapMiB().default(2_048).describe("Java heap of one node in MiB (seed, line 397)."),
    ...containerResources({
      cpuRequestMilli: 1_000,
      memoryRequestMiB: 3_072,
      memoryLimitMiB: 3_072,
    }),
    storageGiB: storageGiB()
      .default(50)
      .describe("Data volume of one node in GiB (seed, line 391)."),
    commitLogGiB: storageGiB()
      .default(2)
      .describe("Commit log volume of one node in GiB (seed, line 392)."),
  })
  .prefault({});

/** The Redis-compatible cluster, run with Valkey. Source: seed, lines 406 to 414. */
export const redisSchema = z
  .strictObject({
    replicas: replicas(1, 60)
      .default(6)
      .describe(
        "Nodes: 1 is a standalone cache, otherwise an even number from 6 on (masters with one replica each).",
      ),
    maxMemoryMiB: memoryMiB()
      .default(768)
      .describe(
        "Cached data that one node keeps before it evicts, in MiB; below the limit, as a fork needs room.",
      ),
    ...containerResources({ cpuRequestMilli: 100, memoryRequestMiB: 1_024, memoryLimitMiB: 1_024 }),
    storageGiB: storageGiB()
      .default(1)
      .describe("Volume for the node's identity (nodes.conf) in GiB; no data."),
  })
  .prefault({});

const parameterValue = z
  .string()
  .min(1)
  .max(200)
  .describe("Value as PostgreSQL reads it, always quoted: '300', '2048MB', 'on'.");

/** PostgreSQL: entities, latest values and attributes. Source: seed, lines 419 to 443 and 2167 to 2253. */
export const postgresqlSchema = z
  .strictObject({
    replicas: replicas(1, 9).default(2).describe("Instances: one primary, the others standby."),
    maxConnections: integer(50, 5_000)
      .default(250)
      .describe(
        "max_connections: 250 (seed, line 423), 300 with the tuning from 500k on (line 2188).",
      ),
    sharedBuffersMiB: memoryMiB()
      .default(128)
      .describe(
        "shared_buffers in MiB: PostgreSQL's own default 128; the seed's tuning has 2048 (line 2192).",
      ),
    parameters: z
      .record(
        text(/^[a-z_][a-z0-9_.]*$/, "a PostgreSQL parameter name such as work_mem"),
        parameterValue,
      )
      .default({})
      .describe(
        "Further PostgreSQL parameters: the seed's psql-override-conf, without what the operator manages.",
      ),
    ...containerResources({
      cpuRequestMilli: 3_000,
      memoryRequestMiB: 4_096,
      memoryLimitMiB: 6_144,
    }),
    storageGiB: storageGiB()
      .default(30)
      .describe("Data volume of one instance in GiB (seed, line 433)."),
  })
  .prefault({});

/** PgBouncer in front of PostgreSQL, in place of the seed's Pgpool. Source: seed, lines 425 to 440. */
export const poolerSchema = z
  .strictObject({
    replicas: replicas(0, 9)
      .default(1)
      .describe("Pods; 0 means that ThingsBoard talks to PostgreSQL directly."),
    clientSlots: integer(10, 5_000)
      .default(200)
      .describe(
        "Connections that ThingsBoard may hold through one pooler pod, and as many to the server (seed, line 427).",
      ),
    ...containerResources({ cpuRequestMilli: 3_000, memoryRequestMiB: 500, memoryLimitMiB: 500 }),
  })
  .prefault({});
