import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSizing } from "../../sizing";
import { listStacks, readStackFile } from "../../cli/stackFiles";

const root = join(__dirname, "..", "..");

/** One row of the stage table: load, then what stands on how many nodes. */
const table: Readonly<Record<string, unknown>> = {
  dev: {
    load: [1_000, 100, 2],
    groups: {},
    pods: [1, 1, 1, 1, 1],
    transport: [512, 1_024, "preferred"],
    stores: [1, 1, 1, 1, 1],
    postgresql: [0, 200, 250, 128, 0],
    conntrack: [32_768, 131_072],
  },
  "100k-20k": {
    load: [100_000, 6_670, 10],
    groups: {
      worker: "3 m6a.xlarge 32",
      cassandra: "3 c6i.xlarge 32",
      postgresql: "3 c6i.xlarge 32",
      kafka: "3 c6i.large 32",
    },
    pods: [3, 3, 6, 3, 3],
    transport: [1_024, 2_048, "preferred"],
    stores: [3, 3, 3, 6, 2],
    postgresql: [1, 200, 250, 128, 0],
    conntrack: [32_768, 131_072],
  },
  "100k-30k": {
    load: [100_000, 10_000, 10],
    groups: {
      worker: "3 m6a.xlarge 32",
      cassandra: "3 c6i.xlarge 32",
      postgresql: "3 c6i.xlarge 32",
      pooler: "1 c6a.2xlarge 32",
      kafka: "3 c6i.large 32",
    },
    pods: [3, 3, 6, 3, 3],
    transport: [1_024, 2_048, "preferred"],
    stores: [3, 3, 3, 6, 2],
    postgresql: [1, 200, 250, 128, 0],
    conntrack: [32_768, 131_072],
  },
  "100k-45k": {
    load: [100_000, 15_000, 10],
    groups: {
      worker: "3 m6a.xlarge 32",
      cassandra: "3 c6i.xlarge 32",
      postgresql: "2 c6i.xlarge 32",
      pooler: "1 c6a.2xlarge 32",
      kafka: "3 c6i.large 32",
    },
    pods: [3, 3, 6, 3, 3],
    transport: [1_024, 2_048, "preferred"],
    stores: [3, 3, 3, 6, 2],
    postgresql: [1, 200, 250, 128, 0],
    conntrack: [32_768, 131_072],
  },
  "300k": {
    load: [300_000, 5_024, 32],
    groups: {
      worker: "3 m6a.xlarge 32",
      cassandra: "3 c6i.xlarge 32",
      postgresql: "2 c6i.xlarge 32",
      pooler: "1 c6a.2xlarge 32",
      kafka: "3 c6i.large 32",
    },
    pods: [3, 3, 6, 3, 3],
    transport: [2_048, 3_072, "preferred"],
    stores: [3, 3, 3, 6, 2],
    postgresql: [1, 200, 250, 128, 0],
    conntrack: [32_768, 131_072],
  },
  "500k": {
    load: [500_000, 5_000, 20],
    groups: {
      transport: "6 c6a.large 20",
      worker: "3 m6a.xlarge 32",
      cassandra: "3 c6i.xlarge 32",
      postgresql: "2 c6i.xlarge 32",
      pooler: "1 c6a.2xlarge 32",
      kafka: "3 c6i.large 32",
    },
    pods: [3, 3, 6, 3, 6],
    transport: [2_048, 2_816, "required"],
    stores: [3, 3, 3, 6, 2],
    postgresql: [1, 200, 300, 2_048, 33],
    conntrack: [262_144, 1_048_576],
  },
  million: {
    load: [1_000_000, 5_024, 32],
    groups: {
      transport: "12 c6a.large 20",
      worker: "6 m6a.xlarge 32",
      cassandra: "3 c6i.xlarge 32",
      postgresql: "2 c6i.xlarge 32",
      pooler: "1 c6a.2xlarge 32",
      kafka: "3 c6i.large 32",
    },
    pods: [6, 6, 6, 3, 12],
    transport: [1_024, 2_048, "required"],
    stores: [3, 3, 3, 6, 2],
    postgresql: [1, 200, 300, 2_048, 33],
    conntrack: [262_144, 1_048_576],
  },
};

function rowOf(stack: string): unknown {
  const sizing = parseSizing(readStackFile({ stack }).sizing);
  const { load, mqttTransport, postgresql, pooler, nodeTuning } = sizing;
  return {
    load: [load.devices, load.messagesPerSecond, load.generators],
    groups: Object.fromEntries(
      Object.entries(sizing.nodeGroups).map(([role, group]) => [
        role,
        group && `${group.count} ${group.instanceType} ${group.rootVolumeGiB}`,
      ]),
    ),
    pods: [
      sizing.tbCore.replicas,
      sizing.ruleEngine.replicas,
      sizing.jsExecutor.replicas,
      sizing.webUi.replicas,
      mqttTransport.replicas,
    ],
    transport: [mqttTransport.heapMiB, mqttTransport.memoryLimitMiB, mqttTransport.antiAffinity],
    stores: [
      sizing.zookeeper.replicas,
      sizing.kafka.replicas,
      sizing.cassandra.replicas,
      sizing.redis.replicas,
      postgresql.replicas,
    ],
    postgresql: [
      pooler.replicas,
      pooler.clientSlots,
      postgresql.maxConnections,
      postgresql.sharedBuffersMiB,
      Object.keys(postgresql.parameters).length,
    ],
    conntrack: [nodeTuning.conntrackMaxPerCore, nodeTuning.conntrackMin],
  };
}

describe("the committed stages", () => {
  it("are the seven, smallest first", () => {
    // A copy of the user's own may stand among them.
    assert.deepEqual(
      listStacks().filter((stack) => stack in table),
      Object.keys(table),
    );
  });

  for (const [stack, row] of Object.entries(table)) {
    it(`${stack} states its row of the stage table`, () => {
      assert.deepEqual(rowOf(stack), row);
    });

    it(`${stack} is a file that is read in one go, and names nothing`, () => {
      const text = readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8");
      assert.ok(text.split("\n").length <= 70, "longer than about 60 lines");
      // Physical names come from the stack, so that a copied file is a cluster of its own.
      assert.doesNotMatch(text.replace(/#.*$/gm, ""), /\b(name|stack|clusterName):/);
    });
  }

  it("tune PostgreSQL as the seed's psql-override-conf does, from 500k on", () => {
    const parameters = (stack: string): unknown =>
      parseSizing(readStackFile({ stack }).sizing).postgresql.parameters;
    assert.deepEqual(parameters("500k"), {
      superuser_reserved_connections: "3",
      work_mem: "64MB",
      maintenance_work_mem: "320MB",
      huge_pages: "off",
      effective_cache_size: "6GB",
      effective_io_concurrency: "0",
      random_page_cost: "1.5",
      track_io_timing: "on",
      track_functions: "pl",
      wal_level: "replica",
      max_wal_senders: "10",
      synchronous_commit: "on",
      checkpoint_timeout: "15min",
      checkpoint_completion_target: "0.9",
      max_wal_size: "1024MB",
      min_wal_size: "512MB",
      wal_compression: "on",
      wal_buffers: "-1",
      wal_writer_delay: "200ms",
      wal_writer_flush_after: "1MB",
      wal_keep_size: "3650MB",
      bgwriter_delay: "200ms",
      bgwriter_lru_maxpages: "100",
      bgwriter_lru_multiplier: "2.0",
      bgwriter_flush_after: "0",
      max_worker_processes: "4",
      max_parallel_workers_per_gather: "2",
      max_parallel_maintenance_workers: "2",
      max_parallel_workers: "4",
      parallel_leader_participation: "on",
      enable_partitionwise_join: "on",
      enable_partitionwise_aggregate: "on",
      jit: "on",
    });
    assert.deepEqual(parameters("million"), parameters("500k"));
  });
});
