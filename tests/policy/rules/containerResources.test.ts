import { strict as assert } from "node:assert";
import { containerResources } from "../../../policy/rules/containerResources";
import { judge, unknownValue } from "../support/judge";

type Props = Readonly<Record<string, unknown>>;
const said = (type: string, props: Props) => judge(containerResources, { type, props });

const resources = { requests: { cpu: "100m", memory: "64Mi" }, limits: { memory: "128Mi" } };
const good = { name: "good", resources };
const bad = { name: "bad", resources: { requests: { memory: "64Mi" } } };

describe("rule container-resources", () => {
  const template = (spec: Props) => ({ spec: { template: { spec } } });
  const kinds: Readonly<Record<string, (spec: Props) => Props>> = {
    "core/v1:Pod": (spec) => ({ spec }),
    "apps/v1:Deployment": template,
    "apps/v1:StatefulSet": template,
    "apps/v1:DaemonSet": template,
    "batch/v1:Job": template,
    "batch/v1:CronJob": (spec) => ({ spec: { jobTemplate: template(spec) } }),
    "postgresql.cnpg.io/v1:Pooler": template,
  };
  for (const [kind, inKind] of Object.entries(kinds)) {
    it(`asks it of every container of ${kind}, init containers too`, () => {
      const type = `kubernetes:${kind}`;
      assert.deepEqual(said(type, inKind({ initContainers: [good], containers: [good] })), []);
      assert.deepEqual(said(type, inKind({ initContainers: [bad], containers: [good, bad] })), [
        "initContainers[bad] lacks requests.cpu, limits.memory.",
        "containers[bad] lacks requests.cpu, limits.memory.",
      ]);
      assert.deepEqual(said(type, inKind({ containers: [{ name: "bare" }] })), [
        "containers[bare] lacks requests.cpu, requests.memory, limits.memory.",
      ]);
    });

    it(`judges nothing of ${kind} that is unknown`, () => {
      const type = `kubernetes:${kind}`;
      assert.deepEqual(said(type, inKind({ containers: unknownValue })), []);
      assert.deepEqual(said(type, inKind({ containers: [{ resources: unknownValue }] })), []);
      const limits = { memory: unknownValue };
      assert.deepEqual(
        said(type, inKind({ containers: [{ resources: { ...resources, limits } }] })),
        [],
      );
    });
  }

  it("wants no limit of CPU", () => {
    const spec = { containers: [{ name: "one", resources: { ...resources } }] };
    assert.deepEqual(said("kubernetes:core/v1:Pod", { spec }), []);
  });

  it("asks it of the pooler, which writes its containers itself unless it is told", () => {
    assert.deepEqual(said("kubernetes:postgresql.cnpg.io/v1:Pooler", { spec: {} }), [
      "Nothing says what its containers ask for: state resources.",
    ]);
  });

  it("asks it of PostgreSQL, Cassandra and Kafka, where their objects say it", () => {
    const postgresql = "kubernetes:postgresql.cnpg.io/v1:Cluster";
    assert.deepEqual(said(postgresql, { spec: { resources } }), []);
    assert.match(said(postgresql, { spec: {} }).join(), /^spec\.resources lacks requests\.cpu/);
    const cassandra = "kubernetes:cassandra.datastax.com/v1beta1:CassandraDatacenter";
    const all = {
      resources,
      systemLoggerResources: resources,
      configBuilderResources: resources,
    };
    assert.deepEqual(said(cassandra, { spec: all }), []);
    assert.match(
      said(cassandra, { spec: { resources } }).join("\n"),
      /systemLoggerResources[^]*configBuilderResources/,
    );
    const podTemplateSpec = { spec: { containers: [], initContainers: [bad] } };
    assert.equal(said(cassandra, { spec: { ...all, podTemplateSpec } }).length, 1);
    const pool = "kubernetes:kafka.strimzi.io/v1:KafkaNodePool";
    assert.deepEqual(said(pool, { spec: { resources } }), []);
    assert.equal(said(pool, { spec: {} }).length, 1);
    const kafka = "kubernetes:kafka.strimzi.io/v1:Kafka";
    assert.deepEqual(said(kafka, { spec: { kafka: {} } }), []);
    assert.deepEqual(
      said(kafka, { spec: { entityOperator: { topicOperator: { resources } } } }),
      [],
    );
    assert.match(
      said(kafka, { spec: { entityOperator: { userOperator: {} } } }).join(),
      /spec\.entityOperator\.userOperator\.resources lacks/,
    );
    // Other kinds that are called Cluster are none of PostgreSQL.
    assert.deepEqual(said("kubernetes:example.test/v1:Cluster", { spec: {} }), []);
  });

  it("asks it of a chart, wherever its values say it", () => {
    const release = "kubernetes:helm.sh/v3:Release";
    assert.deepEqual(said(release, { values: { resources } }), []);
    assert.deepEqual(said(release, { values: { controller: { resources } } }), []);
    assert.equal(said(release, { values: { replicaCount: 1 } }).length, 1);
    assert.equal(said(release, {}).length, 1);
    assert.deepEqual(said(release, { values: unknownValue }), []);
    assert.match(
      said(release, { values: { controller: { resources: bad.resources }, resources } }).join(),
      /^values\.controller\.resources lacks requests\.cpu, limits\.memory\.$/,
    );
  });

  it("judges nothing without containers", () => {
    assert.deepEqual(said("kubernetes:core/v1:Service", { spec: {} }), []);
    assert.deepEqual(said("aws:ec2/instance:Instance", {}), []);
  });
});
