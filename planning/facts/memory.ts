/** What processes take of their containers' memory. Kernel memory of sockets stands in `loadGenerators.ts`. */

/** A heap of the MQTT transport and the connections that it held, or did not. */
export interface HeapEvidence {
  readonly heapMiB: number;
  readonly connections: number;
}

/**
 * The heap that was too small: 300,000 devices on 3 pods of 1 GiB, "low on heap memory (garbage collection spikes)"
 * (seed, lines 2046 to 2051).
 */
export const failedTransportHeap: HeapEvidence = { heapMiB: 1_024, connections: 100_000 };

/** The smallest heap that is known to do: a million devices on 12 pods of 1 GiB (seed, lines 2322 to 2350). */
export const workedTransportHeap: HeapEvidence = { heapMiB: 1_024, connections: 83_334 };

/**
 * Memory of a Java process beside its heap: class data, compiled code, threads, the collector's tables and Netty's
 * buffers. Nobody publishes ThingsBoard's. This is what Apache Spark adds to the heap of a container that runs Netty:
 * a tenth, at least 384 MiB (Spark, Configuration, `spark.executor.memoryOverhead`).
 */
export const javaOffHeap = { percentOfHeap: 10, leastMiB: 384 } as const;

/**
 * The same of a ZooKeeper member, which is far smaller: 54 MiB measured (ZooKeeper 3.8 alone, Java 17, the serial
 * collector that Java takes in a container this small, heap of 192 MiB touched, 60 sessions, 480,000 requests).
 */
export const zookeeperOffHeapMiB = 54;

/** Heap of the management API, a second Java process in Cassandra's container (`MGMT_API_HEAP_SIZE`, docker-entrypoint.sh). */
export const cassandraManagementHeapMiB = 128;

/**
 * Cassandra's own buffers beside the heap: for the network at most 128 MiB and a 16th of the heap
 * (`networking_cache_size`), for reading 32 MiB. Its chunk cache is off by default (`file_cache_enabled`, cassandra.yaml
 * of 5.0), and memtables stand in the heap (`memtable_allocation_type: heap_buffers`).
 */
export const cassandraBuffers = {
  networkAtMostMiB: 128,
  networkPartOfHeap: 16,
  readingMiB: 32,
} as const;

/** Most of the memory that Cassandra's heap should be, in percent (Apache Cassandra, Hardware Choices: "no more than 50%"). */
export const cassandraHeapPercent = 50;

/** The larger share that did: 2048 MiB of 3 GiB, at 45,000 points a second (seed, lines 397 to 401 and 2023). */
export const provenCassandraHeap = { heapMiB: 2_048, memoryMiB: 3_072 } as const;

/** Most of the memory that Kafka's heap may be, in percent. Chosen: the rest is page cache, from which consumers read. */
export const kafkaHeapPercent = 50;

/**
 * Memory that a cache keeps free for a fork and for what its replicas have not read, in percent (AWS, ElastiCache,
 * "Managing reserved memory": the default of `reserved-memory-percent`).
 */
export const valkeyReservedPercent = 25;

/** Fragmentation at which Valkey thinks of nothing yet, in percent of the data (valkey.conf, `active-defrag-threshold-lower`). */
export const valkeyFragmentationPercent = 10;

/**
 * Bytes of Valkey for one cached entry: key, value, expiry and tables. Measured on Redis 7.0 in cluster mode, mean of
 * 200,000 and 300,000 devices, with keys and values built as ThingsBoard v4.3.1.3 builds them (TsLatestRedisCache,
 * SessionRedisCache, DeviceCredentialsRedisCache, DeviceRedisCache). Valkey 8.1 needs some less.
 */
export const cachedBytes = {
  dataPoint: 235,
  stateValue: 256,
  session: 235,
  credentials: 475,
  device: 392,
} as const;

/**
 * Values that ThingsBoard keeps of a connected device's state: active, lastConnectTime and lastActivityTime
 * (DefaultDeviceStateService). With PERSIST_STATE_TO_TELEMETRY they are latest values like the device's own.
 */
export const stateValuesPerDevice = 3;

/** Most of the memory that shared_buffers should be, in percent (PostgreSQL 16, Resource Consumption: beyond 40 % of RAM it hardly helps). */
export const sharedBuffersPercent = 40;

/** PostgreSQL 16's own defaults of what one sort, one maintenance command and how many autovacuum workers may take. */
export const postgresqlMemoryDefaults = {
  workMemMiB: 4,
  maintenanceWorkMemMiB: 64,
  autovacuumWorkers: 3,
} as const;
