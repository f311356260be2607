import { strict as assert } from "node:assert";
import { pinnedImages } from "../../../policy/rules/pinnedImages";
import { judge, unknownValue } from "../support/judge";

type Props = Readonly<Record<string, unknown>>;
const said = (type: string, props: Props) => judge(pinnedImages, { type, props });
const pod = (container: Props) =>
  said("kubernetes:core/v1:Pod", { spec: { containers: [{ name: "one", ...container }] } });

describe("rule pinned-images", () => {
  it("takes a tag that names a version, and a digest", () => {
    for (const image of [
      "thingsboard/tb-node:4.3.1.3",
      "ghcr.io/cloudnative-pg/postgresql:16.15-standard-trixie",
      "registry.example.test:5000/mirror/valkey/valkey:8.1.11",
      `valkey/valkey@sha256:${"a".repeat(64)}`,
      `valkey/valkey:latest@sha256:${"a".repeat(64)}`,
    ]) {
      assert.deepEqual(pod({ image }), [], image);
    }
  });

  it("refuses a missing tag, latest, and a digest that is none", () => {
    for (const image of [
      "thingsboard/tb-node",
      "thingsboard/tb-node:",
      "thingsboard/tb-node:latest",
      "thingsboard/tb-node:latest-alpine",
      "registry.example.test:5000/tb-node",
      "valkey/valkey@sha256:abc",
    ]) {
      assert.equal(pod({ image }).length, 1, image);
    }
    assert.deepEqual(pod({ image: "zookeeper" }), [
      'spec.containers[0].image is "zookeeper", which has no tag and so means latest: name a version.',
    ]);
  });

  it("refuses a container without an image, unless an operator gives it", () => {
    assert.deepEqual(pod({}), ["containers[one] names no image."]);
    assert.deepEqual(
      said("kubernetes:postgresql.cnpg.io/v1:Pooler", {
        spec: { template: { spec: { containers: [{ name: "pgbouncer" }] } } },
      }),
      [],
    );
  });

  it("looks into every kind of pod, and at its init containers", () => {
    const spec = { initContainers: [{ name: "first", image: "busybox" }], containers: [] };
    for (const kind of [
      "apps/v1:Deployment",
      "apps/v1:StatefulSet",
      "apps/v1:DaemonSet",
      "batch/v1:Job",
    ]) {
      assert.equal(said(`kubernetes:${kind}`, { spec: { template: { spec } } }).length, 1, kind);
    }
    assert.equal(
      said("kubernetes:batch/v1:CronJob", {
        spec: { jobTemplate: { spec: { template: { spec } } } },
      }).length,
      1,
    );
  });

  it("looks into objects of operators", () => {
    const postgresql = "kubernetes:postgresql.cnpg.io/v1:Cluster";
    assert.equal(said(postgresql, { spec: { imageName: "postgresql:latest" } }).length, 1);
    assert.deepEqual(said(postgresql, { spec: { imageName: "postgresql:16.15" } }), []);
    const cassandra = "kubernetes:cassandra.datastax.com/v1beta1:CassandraDatacenter";
    assert.equal(
      said(cassandra, { spec: { serverImage: "k8ssandra/cass-management-api" } }).length,
      1,
    );
    const kafka = "kubernetes:kafka.strimzi.io/v1:Kafka";
    assert.equal(said(kafka, { spec: { kafka: { image: "strimzi/kafka:latest" } } }).length, 1);
  });

  it("wants one version of a chart, and no latest in its values", () => {
    const release = "kubernetes:helm.sh/v3:Release";
    const chart = (version: unknown, values: Props = {}) =>
      said(release, { chart: "c", ...(version !== undefined && { version }), values });
    assert.deepEqual(chart("0.65.0", { image: { repository: "a/b", tag: "1.2" } }), []);
    assert.deepEqual(chart("v1.2.3-rc.1"), []);
    assert.deepEqual(chart(unknownValue), []);
    for (const version of [undefined, "1.x", "^1.2.3", ">=1", "1.2"]) {
      assert.equal(chart(version).length, 1, String(version));
    }
    assert.equal(chart("1.0.0", { image: { tag: "latest" } }).length, 1);
    assert.equal(chart("1.0.0", { sidecar: { image: "a/b" } }).length, 1);
  });

  it("leaves what holds text, and what is unknown", () => {
    assert.deepEqual(said("kubernetes:core/v1:ConfigMap", { data: { image: "busybox" } }), []);
    assert.deepEqual(said("aws:ec2/instance:Instance", { image: "busybox" }), []);
    assert.deepEqual(pod({ image: unknownValue }), []);
    assert.deepEqual(said("kubernetes:core/v1:Pod", { spec: unknownValue }), []);
  });
});
