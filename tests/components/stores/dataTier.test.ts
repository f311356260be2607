import { strict as assert } from "node:assert";
import * as kubernetes from "@pulumi/kubernetes";
import {
  DataTier,
  thingsboardClients,
  type StoreClients,
} from "../../../components/stores/dataTier";
import { changedInputs } from "../../support/changedInputs";
import { fieldsOf, specOf } from "../../support/fields";
import { rowOf, rowsOf, runOf } from "../../support/rowsOf";
import { stagePlan } from "../../support/stages";

const configMap = "kubernetes:core/v1:ConfigMap";
const policyType = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const stores = ["cassandra", "kafka", "postgresql", "redis", "zookeeper"];

const planOf = (stack = "million") => stagePlan(stack).dataTier;
const tierRows = (stack = "million", options?: { preview: boolean }) =>
  rowsOf(() => new DataTier("data", { plan: planOf(stack) }), options);

/** Apps that a policy admits to a port. */
async function admitted(name: string, port: number, clients?: StoreClients): Promise<unknown[]> {
  const rows = await rowsOf(
    () => new DataTier("data", { plan: planOf(), ...(clients === undefined ? {} : { clients }) }),
  );
  const { ingress } = specOf(rowOf(rows, policyType, name).inputs);
  assert.ok(Array.isArray(ingress));
  return ingress
    .map(fieldsOf)
    .filter(
      ({ ports }) =>
        JSON.stringify(ports).includes(`"port":${port},`) ||
        JSON.stringify(ports).includes(`"port":${port}}`),
    )
    .flatMap(({ from }) => [...JSON.stringify(from).matchAll(/"values":(\[[^\]]*\])/g)])
    .flatMap(([, values]) => JSON.parse(values!) as unknown[]);
}

describe("DataTier", () => {
  it("makes the five stores, the same in preview and update", async () => {
    const preview = await tierRows();
    assert.deepEqual(
      preview
        .filter(({ parent }) => parent === "thingsboard-scale:index:DataTier::data")
        .map(({ name }) => name)
        .sort(),
      stores.map((store) => `data-${store}`),
    );
    assert.deepEqual(changedInputs(preview, await tierRows("million", { preview: false })), []);
  });

  it("stands them up side by side: none waits for another", async () => {
    for (const { type, name, options } of await tierRows()) {
      const store = stores.find((each) => name.startsWith(`data-${each}`));
      for (const reference of options.dependsOn ?? []) {
        assert.ok(
          reference.includes(`::data-${String(store)}`),
          `${type}::${name} waits for ${reference}`,
        );
      }
    }
  });

  it("lets an installer wait for the keyspace, the formed cache and the database, and services for the rest", async () => {
    const rows = await rowsOf(() => {
      const { forSchema, forServices } = new DataTier("data", { plan: planOf() });
      new kubernetes.core.v1.ConfigMap("schema", {}, { dependsOn: [...forSchema] });
      new kubernetes.core.v1.ConfigMap("services", {}, { dependsOn: [...forServices] });
    });
    assert.deepEqual(rowOf(rows, configMap, "schema").options.dependsOn, [
      "kubernetes:batch/v1:Job::data-cassandra-keyspace",
      "kubernetes:batch/v1:Job::data-redis-forming",
      "kubernetes:postgresql.cnpg.io/v1:Cluster::data-postgresql",
      "kubernetes:postgresql.cnpg.io/v1:Pooler::data-postgresql-pooler",
    ]);
    const forServices = rowOf(rows, configMap, "services").options.dependsOn ?? [];
    assert.ok(forServices.includes("kubernetes:kafka.strimzi.io/v1:Kafka::data-kafka"));
    assert.ok(forServices.includes("kubernetes:apps/v1:StatefulSet::data-zookeeper"));
    assert.deepEqual(
      forServices.filter((reference) => !/::data-(kafka|zookeeper)/.test(reference)),
      [],
    );
  });

  it("waits for the stores themselves where there is nothing to form and no pooler", async () => {
    const rows = await rowsOf(() => {
      const { forSchema } = new DataTier("data", { plan: planOf("dev") });
      new kubernetes.core.v1.ConfigMap("schema", {}, { dependsOn: [...forSchema] });
    });
    assert.deepEqual(rowOf(rows, configMap, "schema").options.dependsOn, [
      "kubernetes:apps/v1:StatefulSet::data-redis",
      "kubernetes:batch/v1:Job::data-cassandra-keyspace",
      "kubernetes:postgresql.cnpg.io/v1:Cluster::data-postgresql",
    ]);
  });

  it("admits ThingsBoard's pods to the stores that each one uses, and no other", async () => {
    const nodes = ["tb-core", "tb-rule-engine"];
    assert.deepEqual(await admitted("data-zookeeper", 2181), [...nodes, "tb-mqtt-transport"]);
    assert.deepEqual(await admitted("data-cassandra", 9042), [
      ...nodes,
      "tb-schema",
      "cassandra-keyspace",
    ]);
    assert.deepEqual(await admitted("data-postgresql-pooler", 5432), [...nodes, "tb-schema"]);
    assert.deepEqual(await admitted("data-redis", 6379), [
      ...nodes,
      "tb-mqtt-transport",
      "tb-schema",
      "redis-forming",
      "redis",
    ]);
    const kafka = rowOf(await tierRows(), "kubernetes:kafka.strimzi.io/v1:Kafka", "data-kafka");
    assert.ok(
      JSON.stringify(kafka.inputs).includes(
        '"values":["tb-core","tb-rule-engine","tb-mqtt-transport","tb-js-executor"]',
      ),
    );
  });

  it("names as clients only pods that the plan has", () => {
    const known = new Set(stagePlan("million").workloads.map(({ name }) => name));
    const unknown = Object.values(thingsboardClients)
      .flat()
      .filter((client) => !known.has(client));
    assert.deepEqual(unknown, []);
  });

  it("admits other clients instead where it is told so", async () => {
    const clients: StoreClients = {
      zookeeper: ["mine"],
      kafka: ["mine"],
      cassandra: ["mine"],
      redis: ["mine"],
      postgresql: ["mine"],
    };
    assert.deepEqual(await admitted("data-zookeeper", 2181, clients), ["mine"]);
    assert.deepEqual(await admitted("data-postgresql-pooler", 5432, clients), ["mine"]);
  });

  it("puts out where each store is and where its password stands", async () => {
    const plan = planOf();
    const { outputs } = await runOf(() => {
      const tier = new DataTier("data", { plan });
      return {
        credentials: tier.credentials,
        zookeeper: tier.zookeeperConnectString,
        kafka: tier.kafkaBootstrapServers,
        cassandra: tier.cassandraContactPoint,
        redis: tier.redisNodes,
        postgresql: tier.postgresqlEndpoint,
      };
    });
    assert.deepEqual(outputs, {
      credentials: {
        cassandra: {
          secretName: "cassandra-superuser",
          usernameKey: "username",
          passwordKey: "password",
        },
        postgresql: {
          secretName: "postgresql-app",
          usernameKey: "username",
          passwordKey: "password",
        },
        redis: { secretName: "redis", key: "password" },
      },
      zookeeper: plan.zookeeper.connectString,
      kafka: plan.kafka.bootstrapServers,
      cassandra: plan.cassandra.contactPoint,
      redis: plan.redis.nodes.join(","),
      postgresql: plan.postgresql.endpoint,
    });
  });

  it("names every password's Secret as a Secret that it makes", async () => {
    const rows = await tierRows();
    const made = rows
      .filter(({ type }) => type === "kubernetes:core/v1:Secret")
      .map(({ inputs }) => fieldsOf(inputs.metadata).name);
    assert.deepEqual(made.sort(), ["cassandra-superuser", "postgresql-app", "redis"]);
  });

  it("gives every pod of a store one disruption budget: its own, or its operator's", async () => {
    const budgets = (await tierRows())
      .filter(({ type }) => type === "kubernetes:policy/v1:PodDisruptionBudget")
      .map(({ name }) => name);
    assert.deepEqual(budgets, ["data-redis", "data-zookeeper"]);
  });
});
