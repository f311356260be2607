import { strict as assert } from "node:assert";
import {
  planCassandra,
  planDataTier,
  planKafka,
  planPostgresql,
  planTbCore,
  planZookeeper,
} from "../../planning";
import { accountSchema } from "../../sizing/schema/account";
import { sizingOf } from "./support/sizings";

describe("ZooKeeper", () => {
  it("members count from 1 and are named one by one", () => {
    const plan = planZookeeper(sizingOf("million"));
    assert.equal(
      plan.connectString,
      [1, 2, 3]
        .map((n) => `zookeeper-${n}.zookeeper-headless.thingsboard.svc.cluster.local:2181`)
        .join(","),
    );
    assert.equal(plan.workload.heapMiB ?? plan.heapMiB, 192);
    assert.deepEqual(plan.workload.volumes, [
      { name: "data", sizeGiB: 1 },
      { name: "datalog", sizeGiB: 1 },
    ]);
  });
});

describe("Kafka", () => {
  it("two copies of ThingsBoard's topics and three of Kafka's own, never more than brokers", () => {
    const factors = (kafka: object) => {
      const plan = planKafka(sizingOf("million", { kafka }));
      return [plan.replicationFactor, plan.internalReplicationFactor];
    };
    assert.deepEqual(factors({}), [2, 3]);
    assert.deepEqual(factors({ replicas: 1 }), [1, 1]);
    assert.deepEqual(factors({ replicas: 2 }), [2, 2]);
    assert.deepEqual(factors({ replicationFactor: 3 }), [3, 3]);
  });

  it("the init container that reads the rack stands only where nodes have zones", () => {
    const names = (stage: string) =>
      planKafka(sizingOf(stage)).workload.initContainers.map(({ name }) => name);
    assert.deepEqual(names("million"), ["kafka-init"]);
    assert.deepEqual(names("dev"), []);
  });
});

describe("Cassandra", () => {
  it("one rack a zone, three copies, LOCAL_QUORUM", () => {
    const plan = planCassandra(sizingOf("million"));
    assert.deepEqual(plan.racks, [
      { name: "rack-a", zone: "eu-west-1a" },
      { name: "rack-b", zone: "eu-west-1b" },
      { name: "rack-c", zone: "eu-west-1c" },
    ]);
    assert.deepEqual([plan.replicationFactor, plan.consistencyLevel], [3, "LOCAL_QUORUM"]);
    assert.equal(
      plan.contactPoint,
      "cassandra-datacenter1-service.thingsboard.svc.cluster.local:9042",
    );
  });

  it("one node: one rack without a zone, one copy, ONE", () => {
    const plan = planCassandra(sizingOf("dev"));
    assert.deepEqual(plan.racks, [{ name: "rack-a", zone: null }]);
    assert.deepEqual([plan.replicationFactor, plan.consistencyLevel], [1, "ONE"]);
  });

  it("a stated factor wins, and racks are no more than nodes", () => {
    const plan = planCassandra(
      sizingOf("million", { cassandra: { replicas: 2, replicationFactor: 1 } }),
    );
    assert.deepEqual([plan.replicationFactor, plan.racks.length], [1, 2]);
  });

  it("counts the sidecar and the init containers", () => {
    const { workload } = planCassandra(sizingOf("million"));
    assert.deepEqual(
      workload.containers.map(({ name, memoryRequestMiB }) => [name, memoryRequestMiB]),
      [
        ["cassandra", 3_072],
        ["server-system-logger", 64],
      ],
    );
    assert.deepEqual(
      workload.initContainers.map(({ name }) => name),
      ["server-config-init-base", "server-config-init"],
    );
    assert.deepEqual([workload.cpuRequestMilli, workload.memoryRequestMiB], [1_050, 3_136]);
  });
});

describe("PostgreSQL", () => {
  it("parameters are strings: the sizing's, and what the plan adds", () => {
    const { parameters } = planPostgresql(sizingOf("million"));
    assert.ok(Object.values(parameters).every((value) => typeof value === "string"));
    assert.equal(parameters.max_connections, "300");
    assert.equal(parameters.shared_buffers, "2048MB");
    assert.equal(parameters.work_mem, "64MB");
    assert.equal(parameters.max_slot_wal_keep_size, "7680MB");
    const { parameters: small } = planPostgresql(sizingOf("100k-20k"));
    assert.deepEqual([small.max_connections, small.shared_buffers], ["250", "128MB"]);
  });

  it("the sizing's own value wins over what the plan adds", () => {
    const { parameters } = planPostgresql(
      sizingOf("million", { postgresql: { parameters: { max_slot_wal_keep_size: "4GB" } } }),
    );
    assert.equal(parameters.max_slot_wal_keep_size, "4GB");
  });

  it("the pooler admits a few more than ThingsBoard's slots", () => {
    const { pooler, endpoint } = planPostgresql(sizingOf("million"));
    assert.deepEqual([pooler?.clientSlots, pooler?.maxClientConnections], [200, 220]);
    assert.equal(endpoint, "postgresql-pooler.thingsboard.svc.cluster.local:5432");
  });

  it("without a pooler ThingsBoard talks to the primary", () => {
    const plan = planPostgresql(sizingOf("dev"));
    assert.equal(plan.pooler, undefined);
    assert.equal(plan.endpoint, "postgresql-rw.thingsboard.svc.cluster.local:5432");
  });
});

describe("images", () => {
  it("come from the account's registry where it names one, under the same names", () => {
    const account = accountSchema.parse({ imageRegistry: "mirror.example:5000/tb" });
    const tier = planDataTier(sizingOf("million"), account);
    assert.equal(tier.zookeeper.image, "mirror.example:5000/tb/zookeeper:3.9.6");
    assert.equal(
      tier.postgresql.image,
      "mirror.example:5000/tb/cloudnative-pg/postgresql:16.15-standard-trixie",
    );
    assert.equal(tier.redis.image, "mirror.example:5000/tb/valkey/valkey:8.1.11");
    assert.equal(
      planTbCore(sizingOf("million")).images.thingsboardNode,
      "thingsboard/tb-node:4.3.1.3",
    );
  });
});
