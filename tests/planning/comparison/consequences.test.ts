import { strict as assert } from "node:assert";
import { changedInputs } from "../../support/changedInputs";
import { stageRun } from "../../support/stageRun";
import { compareStages } from "../../../planning/comparison";
import { consequencesOf, planWith, rulesOf } from "./support";

type Change = Readonly<Record<string, unknown>>;

const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];

/** One change for each rule, with all that it does. */
const cases: readonly {
  readonly title: string;
  readonly stack?: string;
  readonly change: Change;
  readonly rules: readonly string[];
}[] = [
  { title: "nothing", change: {}, rules: [] },
  {
    title: "another VPC range",
    change: { "cluster.vpcCidr": "10.21.0.0/16" },
    rules: ["cluster.network: lost"],
  },
  {
    title: "another region",
    change: {
      "cluster.region": "eu-central-1",
      "cluster.zones": ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    },
    rules: ["cluster.region: lost"],
  },
  {
    title: "a later Kubernetes",
    change: { "cluster.kubernetesVersion": "1.36" },
    rules: ["cluster.version-up: restarted"],
  },
  {
    title: "another context",
    stack: "dev",
    change: { "existingCluster.context": "another" },
    rules: ["cluster.context: lost"],
  },
  {
    title: "another storage class",
    stack: "dev",
    change: { "existingCluster.storageClass": "another" },
    rules: [
      ...["zookeeper.volumes: lost", "redis.volumes: lost", "kafka.storage-class: refused"],
      ...["cassandra.storage-class: refused", "postgresql.storage-class: refused"],
    ],
  },
  {
    title: "another type of the same architecture",
    change: { "nodeGroups.kafka.instanceType": "c6i.xlarge" },
    rules: ["nodeGroup.rolled: restarted"],
  },
  {
    title: "another architecture",
    change: { "nodeGroups.kafka.instanceType": "c7g.large" },
    rules: ["nodeGroup.replaced: replaced"],
  },
  {
    title: "another root volume",
    change: { "nodeGroups.kafka.rootVolumeGiB": 40 },
    rules: ["nodeGroup.rolled: restarted"],
  },
  {
    title: "other connection tracking",
    change: { "nodeTuning.conntrackMin": 1_200_000 },
    rules: Array.from({ length: 5 }, () => "nodeGroup.rolled: restarted"),
  },
  {
    title: "fewer workers",
    change: { "nodeGroups.worker.count": 5 },
    rules: ["nodeGroup.fewer: restarted"],
  },
  { title: "more workers", change: { "nodeGroups.worker.count": 7 }, rules: [] },
  {
    title: "no group for the pooler",
    change: { "nodeGroups.pooler": undefined },
    rules: ["nodeGroup.gone: replaced", "pooler.restart: restarted"],
  },
  {
    title: "larger volumes of ZooKeeper",
    change: { "zookeeper.dataStorageGiB": 2 },
    rules: ["zookeeper.volumes: lost"],
  },
  {
    title: "larger volumes of Valkey",
    change: { "redis.storageGiB": 2 },
    rules: ["redis.volumes: lost"],
  },
  {
    title: "more Valkey nodes",
    change: { "redis.replicas": 12 },
    rules: [
      ...["transport.restart: restarted", "tb-core.restart: restarted"],
      ...["tb-rule-engine.restart: restarted", "redis.grows: noted"],
    ],
  },
  {
    title: "Valkey data",
    change: { "redis.maxMemoryMiB": 700 },
    rules: ["redis.restart: restarted"],
  },
  {
    title: "more brokers",
    change: { "kafka.replicas": 5 },
    rules: [
      ...["kafka.brokers: refused", "transport.restart: restarted", "tb-core.restart: restarted"],
      ...["tb-rule-engine.restart: restarted", "kafka.topics: noted"],
    ],
  },
  {
    title: "larger disks of Kafka",
    change: { "kafka.storageGiB": 30 },
    rules: [
      ...["transport.restart: restarted", "tb-core.restart: restarted"],
      ...["tb-rule-engine.restart: restarted", "kafka.volume-grows: noted", "kafka.topics: noted"],
    ],
  },
  {
    title: "a larger heap of Kafka",
    change: { "kafka.heapMiB": 640 },
    rules: ["kafka.restart: restarted"],
  },
  {
    title: "larger disks of Cassandra",
    change: { "cassandra.storageGiB": 60 },
    rules: ["cassandra.volume-grows: refused"],
  },
  {
    title: "smaller disks of Cassandra",
    change: { "cassandra.storageGiB": 40 },
    rules: ["cassandra.volume-shrinks: refused"],
  },
  {
    title: "a larger commit log",
    change: { "cassandra.commitLogGiB": 3 },
    rules: ["cassandra.volume-grows: refused", "cassandra.restart: restarted"],
  },
  {
    title: "more Cassandra nodes",
    change: { "cassandra.replicas": 6, "nodeGroups.cassandra.count": 6 },
    rules: ["cassandra.more: noted"],
  },
  {
    title: "fewer copies in Cassandra",
    change: { "cassandra.replicationFactor": 2 },
    rules: ["cassandra.restart: restarted", "cassandra.copies: noted"],
  },
  {
    title: "larger disks of PostgreSQL",
    change: { "postgresql.storageGiB": 40 },
    rules: ["postgresql.volume-grows: noted"],
  },
  {
    title: "smaller disks of PostgreSQL",
    change: { "postgresql.storageGiB": 20 },
    rules: ["postgresql.volume-shrinks: refused"],
  },
  {
    title: "more connections of PostgreSQL",
    change: { "postgresql.maxConnections": 320 },
    rules: ["postgresql.restart: restarted"],
  },
  {
    title: "a parameter that needs no restart",
    change: { "postgresql.parameters.work_mem": "32MB" },
    rules: [],
  },
  {
    title: "a later PostgreSQL",
    change: { "versions.postgresql": "17.6-standard-trixie" },
    rules: ["postgresql.major-up: restarted", "postgresql.restart: restarted"],
  },
  {
    title: "an earlier PostgreSQL",
    change: { "versions.postgresql": "15.9-standard-trixie" },
    rules: ["postgresql.major-down: refused", "postgresql.restart: restarted"],
  },
  {
    title: "an earlier Kafka",
    change: { "versions.kafka": "4.2.0" },
    rules: ["kafka.restart: restarted", "kafka.version-down: noted"],
  },
  {
    title: "a later ThingsBoard",
    change: { "versions.thingsboard": "4.3.2" },
    rules: [
      ...["transport.restart: restarted", "tb-core.restart: restarted"],
      ...["tb-rule-engine.restart: restarted", "tb-js-executor.restart: restarted"],
      ...["tb-web-ui.restart: restarted", "thingsboard.version-up: noted"],
    ],
  },
  {
    title: "a smaller heap of the transport",
    change: { "mqttTransport.heapMiB": 960 },
    rules: ["transport.restart: restarted"],
  },
  {
    title: "another type of generators",
    change: { "loadFleet.instanceType": "t3a.medium" },
    rules: ["generators.replaced: replaced"],
  },
  {
    title: "more devices",
    change: { "load.devices": 1_000_032 },
    rules: ["load.devices: noted"],
  },
];

describe("what a change does to a standing stage", () => {
  for (const { title, stack = "million", change, rules } of cases) {
    it(`${title} (${stack}): ${rules.length === 0 ? "nothing" : rules.join(", ")}`, () => {
      assert.deepEqual([...rulesOf(change, stack)].sort(), [...rules].sort());
    });
  }

  it("tells the gravest first", () => {
    const effects = consequencesOf({
      "redis.storageGiB": 2,
      "nodeGroups.kafka.instanceType": "c7g.large",
      "kafka.replicas": 5,
      "load.devices": 1_000_032,
    }).map(({ effect }) => effect);
    const order = ["lost", "replaced", "refused", "restarted", "noted"];
    assert.deepEqual([...new Set(effects)], order);
    assert.deepEqual(
      effects,
      [...effects].sort((one, other) => order.indexOf(one) - order.indexOf(other)),
    );
  });

  it("takes the way back of each version as refused", () => {
    const back = (from: Change, to: Change): readonly string[] => {
      const [before, after] = [planWith("million", from), planWith("million", to)];
      return compareStages(before, after).consequences.map(
        ({ rule, effect }) => `${rule}: ${effect}`,
      );
    };
    assert.ok(
      back({ "cluster.kubernetesVersion": "1.36" }, {}).includes("cluster.version-down: refused"),
    );
    assert.ok(
      back({ "versions.thingsboard": "4.3.2" }, {}).includes("thingsboard.version-down: refused"),
    );
    assert.ok(back({ "redis.replicas": 12 }, {}).includes("redis.shrinks: lost"));
    assert.ok(
      back(
        { "cassandra.replicas": 6, "nodeGroups.cassandra.count": 6 },
        {
          "nodeGroups.cassandra.count": 3,
        },
      ).includes("cassandra.fewer: restarted"),
    );
    assert.ok(back({ "kafka.storageGiB": 30 }, {}).includes("kafka.volume-shrinks: refused"));
    assert.ok(back({ "postgresql.replicas": 3 }, {}).includes("postgresql.fewer: noted"));
  });

  it("makes of another platform a lost stage, and of a cache in another mode an empty one", () => {
    const [dev, million] = [planWith("dev"), planWith("million")];
    assert.deepEqual(
      compareStages(dev, million).consequences.map(({ rule }) => rule),
      ["cluster.platform"],
    );
    assert.ok(
      compareStages(planWith("dev"), planWith("dev", { "redis.replicas": 6 })).consequences.some(
        ({ rule }) => rule === "redis.mode",
      ),
    );
  });

  it("calls the copies of Kafka those of topics to come", () => {
    assert.ok(rulesOf({ "kafka.replicationFactor": 3 }).includes("kafka.copies: noted"));
  });

  it("says how many devices reconnect, and why", () => {
    const [restart] = consequencesOf({ "mqttTransport.heapMiB": 960 });
    assert.equal(restart?.path, "mqttTransport.heapMiB");
    assert.match(
      restart.message,
      /^Every transport pod restarts, one after the other: all 1,000,000 devices reconnect once \(heap 1,024 to 960 MiB\)\./,
    );
  });

  it("names the zone that a store's volumes are left in", () => {
    const [group] = consequencesOf({
      "cluster.zones": zones.slice(0, 2),
      "cassandra.replicas": 4,
      "nodeGroups.cassandra.count": 4,
      "redis.replicas": 8,
    }).filter(({ what }) => what === "node group kafka");
    assert.equal(group?.effect, "replaced");
    assert.equal(group.path, "cluster.zones");
    assert.match(group.message, /Volumes in eu-west-1c are left without a node/);
    assert.match(group.message, /zookeeper and kafka are down as a whole/);
  });
});

describe("what the program says of the same changes", function () {
  this.timeout(180_000);

  async function inputs(change: Change, stack = "million"): Promise<readonly string[]> {
    const [before, after] = [await stageRun({ stack }), await stageRun({ stack, change })];
    return changedInputs(before.rows, after.rows);
  }

  it("another architecture is another image type of the group, which it cannot change", async () => {
    assert.ok(
      (await inputs({ "nodeGroups.kafka.instanceType": "c7g.large" })).includes(
        "aws:eks/nodeGroup:NodeGroup::platform-kafka amiType",
      ),
    );
  });

  it("another type alone stands in the launch template, and nothing of the group changes", async () => {
    assert.deepEqual(await inputs({ "nodeGroups.kafka.instanceType": "c6i.xlarge" }), [
      "aws:ec2/launchTemplate:LaunchTemplate::platform-kafka instanceType",
    ]);
  });

  it("a third instance of PostgreSQL is a third subnet of its group", async () => {
    const change = { "postgresql.replicas": 3, "nodeGroups.postgresql.count": 3 };
    assert.ok(
      (await inputs(change)).some((each) =>
        each.startsWith("aws:eks/nodeGroup:NodeGroup::platform-postgresql subnetIds"),
      ),
    );
    const [group] = consequencesOf(change);
    assert.deepEqual(
      [group?.rule, group?.effect, group?.path],
      ["nodeGroup.replaced", "replaced", "postgresql.replicas"],
    );
  });

  it("no annotation lets cass-operator grow a volume", async () => {
    const { rows } = await stageRun({ stack: "million" });
    const datacenter = rows.find(({ type }) => type.endsWith(":CassandraDatacenter"));
    assert.ok(datacenter !== undefined);
    assert.ok(!JSON.stringify(datacenter.inputs).includes("allow-storage-changes"));
  });
});
