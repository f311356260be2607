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
    replicas: replicas(1, 7)
      .default(3)
      .describe("Members of the ensemble, an odd number (seed, line 360)."),
    heapMiB: heapMiB().default(192).describe("Java heap of one member in MiB (seed, line 364)."),
    ...containerResources(
      { cpuRequestMilli: 100, memoryRequestMiB: 320, memoryLimitMiB: 320 },
      {
        cpu: "seed, line 369",
        memory:
          "Chosen: the seed's 256 (lines 368 and 370) leave 10 beside the heap and what the process takes",
      },
    ),
    dataStorageGiB: storageGiB()
      .default(1)
      .describe("Volume for snapshots in GiB (seed, line 361)."),
    logStorageGiB: storageGiB()
      .default(1)
      .describe("Volume for the transaction log in GiB (seed, line 363)."),
  })
  .prefault({});

/** Kafka in KRaft mode: every pod is controller and broker. Source: seed, lines 375 to 383. */
export const kafkaSchema = z
  .strictObject({
    replicas: replicas(1, 9)
      .default(3)
      .describe("Brokers, each a controller too: an odd number (seed, line 377)."),
    replicationFactor: integer(1, 5)
      .optional()
      .describe(
        "Copies of each ThingsBoard partition. Derived when left out: 2 (seed, line 380), or 1 on a single broker.",
      ),
    heapMiB: heapMiB()
      .default(768)
      .describe(
        "Java heap of one broker in MiB. Chosen: half of the memory is left to the page cache; the seed sets none.",
      ),
    ...containerResources(
      { cpuRequestMilli: 500, memoryRequestMiB: 1_536, memoryLimitMiB: 1_536 },
      {
        cpu: "Chosen: a quarter of a c6i.large; the seed sets none",
        memory: "Chosen: twice the heap, the other half for the page cache; the seed sets none",
      },
    ),
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
      .describe("Nodes of the datacenter, a multiple of the zones (seed, line 390)."),
    replicationFactor: integer(1, 5)
      .optional()
      .describe(
        "Copies of each row. Derived when left out: 3 (seed, line 808), or as many as there are nodes.",
      ),
    heapMiB: heapMiB().default(2_048).describe("Java heap of one node in MiB (seed, line 397)."),
    ...containerResources(
      {
        cpuRequestMilli: 1_000,
        memoryRequestMiB: 3_072,
        memoryLimitMiB: 3_072,
      },
      { cpu: "seed, line 400", memory: "seed, lines 399 and 401" },
    ),
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
        "Nodes: 1 is a standalone cache, otherwise an even number from 6 on, masters with one replica each (seed, lines 408 and 409).",
      ),
    maxMemoryMiB: memoryMiB()
      .default(768)
      .describe(
        "Cached data that one node keeps before it evicts, in MiB. Chosen: three quarters of the limit, as a fork needs room (AWS, ElastiCache, reserved-memory-percent: 25).",
      ),
    ...containerResources(
      { cpuRequestMilli: 100, memoryRequestMiB: 1_024, memoryLimitMiB: 1_024 },
      { cpu: "seed, line 413", memory: "seed, lines 412 and 414" },
    ),
    storageGiB: storageGiB()
      .default(1)
      .describe(
        "Volume for the node's identity (nodes.conf) in GiB; no data. Chosen: the smallest.",
      ),
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
    replicas: replicas(1, 9)
      .default(2)
      .describe("Instances: one primary, the others standby (seed, line 421)."),
    maxConnections: integer(50, 5_000)
      .default(250)
      .describe(
        "max_connections: 250 (seed, line 423), 300 with the tuning from 500k on (line 2187).",
      ),
    sharedBuffersMiB: memoryMiB()
      .default(128)
      .describe(
        "shared_buffers in MiB: the default of PostgreSQL, 128; 2048 with the tuning from 500k on (seed, line 2191).",
      ),
    parameters: z
      .record(
        text(/^[a-z_][a-z0-9_.]*$/, "a PostgreSQL parameter name such as work_mem"),
        parameterValue,
      )
      .default({})
      .describe(
        "Further PostgreSQL parameters, such as psql-override-conf (seed, lines 2179 to 2244) without what the operator manages. None up to 300k (line 2290).",
      ),
    ...containerResources(
      {
        cpuRequestMilli: 3_000,
        memoryRequestMiB: 4_096,
        memoryLimitMiB: 6_144,
      },
      {
        cpu: "seed, line 437",
        memory:
          "Chosen: the seed's 1 GiB (line 438) cannot hold the tuning's 2 GiB of shared buffers; the limit fits a c6i.xlarge of 8 GiB",
      },
    ),
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
      .describe("Pods (seed, line 426); 0 means that ThingsBoard talks to PostgreSQL directly."),
    clientSlots: integer(10, 5_000)
      .default(200)
      .describe(
        "Connections that ThingsBoard may hold through one pooler pod, and as many to the server (seed, line 427).",
      ),
    ...containerResources(
      { cpuRequestMilli: 3_000, memoryRequestMiB: 500, memoryLimitMiB: 500 },
      { cpu: "seed, line 439", memory: "seed, line 440, of Pgpool; the limit is the same" },
    ),
  })
  .prefault({});
