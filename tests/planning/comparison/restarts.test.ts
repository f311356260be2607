import { strict as assert } from "node:assert";
import { compareStages } from "../../../planning/comparison";
import { clusterChanges, storeChanges } from "../../sizingChanges/platform";
import { loadChanges, serviceChanges } from "../../sizingChanges/services";
import { planWith } from "./support";

/**
 * Inputs of the program by which something restarts, is rolled or is made anew, and the rule that must say so. The
 * lists of inputs are held to the program's own registrations by tests/sizingChanges.test.ts.
 */
const told: readonly (readonly [RegExp, string])[] = [
  [/^StatefulSet::transport#spec\.template/, "transport.restart"],
  [/^StatefulSet::core-node#spec\.template/, "tb-core.restart"],
  [/^StatefulSet::core-rule-engine#spec\.template/, "tb-rule-engine.restart"],
  [/^StatefulSet::core-js-executor#spec\.template/, "tb-js-executor.restart"],
  [/^StatefulSet::data-zookeeper#spec\.template/, "zookeeper.restart"],
  [/^StatefulSet::data-zookeeper#spec\.volumeClaimTemplates/, "zookeeper.volumes"],
  [/^StatefulSet::data-redis-a#spec\.template/, "redis.restart"],
  [/^StatefulSet::data-redis-a#spec\.volumeClaimTemplates/, "redis.volumes"],
  [/^StatefulSet::data-redis-a#spec\.replicas/, "redis.grows"],
  [/^KafkaNodePool::data-kafka-pool#spec\.jvmOptions/, "kafka.restart"],
  [/^KafkaNodePool::data-kafka-pool#spec\.storage/, "kafka.volume-grows"],
  [/^CassandraDatacenter::data-cassandra#spec\.config\./, "cassandra.restart"],
  [/^CassandraDatacenter::data-cassandra#spec\.storageConfig/, "cassandra.volume-grows"],
  [/^Cluster::data-postgresql#spec\.storage/, "postgresql.volume-grows"],
  [
    /^Cluster::data-postgresql#spec\.postgresql\.parameters\.(max_connections|shared_buffers)/,
    "postgresql.restart",
  ],
  [/^Pooler::data-postgresql-pooler#spec\.template/, "pooler.restart"],
  [
    /^LaunchTemplate::platform-[a-z]+#(userData|instanceType|blockDeviceMappings)/,
    "nodeGroup.rolled",
  ],
  [/^NodeGroup::platform-[a-z]+#version/, "cluster.version-up"],
  [/^Vpc::platform-network#cidrBlock/, "cluster.network"],
  [
    /^LaunchTemplate::fleet#(instanceType|blockDeviceMappings)|^Vpc::fleet-network#cidrBlock/,
    "generators.replaced",
  ],
];

const rulesThatAreHeld = new Set(told.map(([, rule]) => rule));

describe("what restarts, by the program's own inputs", () => {
  const changes = [...clusterChanges, ...storeChanges, ...serviceChanges, ...loadChanges];

  for (const { stack = "million", sizing, account, changes: inputs } of changes) {
    const name = JSON.stringify(sizing ?? account);
    it(`${stack}: ${name}`, () => {
      const { consequences } = compareStages(planWith(stack), planWith(stack, sizing, account));
      const found = new Set(
        consequences.map(({ rule }) => rule).filter((rule) => rulesThatAreHeld.has(rule)),
      );
      const wanted = new Set(
        told.filter(([input]) => inputs.some((each) => input.test(each))).map(([, rule]) => rule),
      );
      assert.deepEqual([...found].sort(), [...wanted].sort());
    });

    it(`${stack}: ${name} is a change that the comparison sees`, () => {
      assert.equal(compareStages(planWith(stack), planWith(stack, sizing, account)).same, false);
    });
  }

  it("meets every one of these rules", () => {
    const inputs = changes.flatMap((change) => change.changes);
    assert.deepEqual(
      told.filter(([input]) => !inputs.some((each) => input.test(each))),
      [],
    );
  });
});
