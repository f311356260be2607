import { strict as assert } from "node:assert";
import { CANARY } from "../../../cli/dump/answers";
import { TbCore } from "../../../components/thingsboard/tbCore";
import { rowsOf, runOf } from "../../support/rowsOf";
import {
  changedRows,
  controller,
  corePlan,
  coreRows,
  credentials,
  dependenciesOf,
  makeCore,
  namesOf,
  schemaStore,
  serviceStore,
} from "./tbCoreSupport";

const statefulSet = "kubernetes:apps/v1:StatefulSet";
const deployment = "kubernetes:apps/v1:Deployment";
const service = "kubernetes:core/v1:Service";
const job = "kubernetes:batch/v1:Job";
const ingress = "kubernetes:networking.k8s.io/v1:Ingress";
const configMap = "kubernetes:core/v1:ConfigMap";
const configuration = ["environment", "js-environment", "node-files", "web-ui-environment"].map(
  (suffix) => `${configMap}::core-configuration-${suffix}`,
);

describe("TbCore", () => {
  it("waits in order: stores, schema, tb-core, accounts, the others, load balancer", async () => {
    const rows = await coreRows();
    const sorted = (values: readonly string[]) => values.toSorted();

    assert.deepEqual(
      sorted(dependenciesOf(rows, job, "core-schema")),
      sorted([...configuration, schemaStore]),
    );
    assert.deepEqual(
      sorted(dependenciesOf(rows, statefulSet, "core-node")),
      sorted([
        ...configuration,
        `${job}::core-schema`,
        `${service}::core-node-headless`,
        serviceStore,
      ]),
    );
    assert.deepEqual(dependenciesOf(rows, service, "core-node"), [`${statefulSet}::core-node`]);
    assert.deepEqual(
      sorted(dependenciesOf(rows, job, "core-accounts")),
      sorted([
        "kubernetes:core/v1:ConfigMap::core-accounts",
        "kubernetes:core/v1:Secret::core-accounts",
        `${statefulSet}::core-node`,
        `${service}::core-node`,
      ]),
    );
    for (const name of ["core-rule-engine", "core-js-executor"]) {
      assert.deepEqual(
        sorted(dependenciesOf(rows, statefulSet, name)),
        sorted([...configuration, `${job}::core-accounts`, `${service}::${name}-headless`]),
      );
    }
    assert.deepEqual(
      sorted(dependenciesOf(rows, deployment, "core-web-ui")),
      sorted([...configuration, `${job}::core-accounts`]),
    );
    assert.deepEqual(
      sorted(dependenciesOf(rows, ingress, "core-ingress")),
      sorted([
        controller,
        `${job}::core-accounts`,
        `${statefulSet}::core-node`,
        `${service}::core-node`,
        `${deployment}::core-web-ui`,
        `${service}::core-web-ui`,
      ]),
    );
  });

  it("lets no pod wait for its own Service with a cluster address", async () => {
    const rows = await coreRows();
    const waiting = rows.flatMap(({ options }) => options.dependsOn ?? []);
    assert.ok(waiting.includes(`${service}::core-node`));
    for (const [type, name] of [
      [statefulSet, "core-node"],
      [deployment, "core-web-ui"],
    ] as const) {
      assert.ok(!dependenciesOf(rows, type, name).includes(`${service}::${name}`));
    }
  });

  it("registers the same resources in a preview and in an update", async () => {
    const preview = namesOf(await coreRows());
    const update = await rowsOf(() => makeCore(corePlan()), { preview: false });
    assert.deepEqual(namesOf(update), preview);
    assert.ok(preview.includes(`${ingress}::core-ingress`));
  });

  it("has no load balancer on an existing cluster", async () => {
    const rows = await coreRows(corePlan("dev"));
    assert.ok(!rows.some(({ type }) => type === ingress));
    assert.ok(namesOf(rows).includes(`${statefulSet}::core-rule-engine`));
  });

  it("refuses a plan with an ingress and no load balancer to make it with", async () => {
    await assert.rejects(
      runOf(() => {
        new TbCore("core", { plan: corePlan(), credentials, forSchema: [], forServices: [] });
        return {};
      }),
      /pass `loadBalancer` with its security groups and the controller/,
    );
  });

  it("puts out where ThingsBoard is, with the password as a secret", async () => {
    const run = await runOf(
      () => {
        const core = makeCore(corePlan());
        return {
          restEndpoint: core.restEndpoint,
          hostname: core.loadBalancerHostname,
          tenantUsername: core.tenantUsername,
          tenantPassword: core.tenantPassword,
          tenantKey: core.accountsSecret.tenant,
        };
      },
      { preview: false },
    );
    assert.deepEqual(run.outputs, {
      restEndpoint: "http://tb-core:8080",
      hostname: "core-ingress.example.com",
      tenantUsername: "tenant@thingsboard.org",
      tenantPassword: "<secret>",
      tenantKey: { secretName: "tb-accounts", key: "tenant" },
    });
  });

  it("shows no generated password anywhere", async () => {
    for (const preview of [true, false]) {
      const run = await runOf(() => ({ password: makeCore(corePlan()).tenantPassword }), {
        preview,
      });
      assert.ok(!JSON.stringify(run).includes(CANARY));
    }
  });

  it("rolls exactly the pods that read a changed setting", async () => {
    const plan = corePlan();
    const before = await coreRows();
    const shared = await coreRows({
      ...plan,
      environment: { ...plan.environment, TB_KAFKA_LINGER_MS: "7" },
    });
    assert.deepEqual(changedRows(before, shared), [
      `${statefulSet}::core-node`,
      `${statefulSet}::core-rule-engine`,
      `${job}::core-schema`,
      `${configMap}::core-configuration-environment`,
    ]);
    const scripts = await coreRows({
      ...plan,
      jsEnvironment: { ...plan.jsEnvironment, TB_KAFKA_LINGER_MS: "7" },
    });
    assert.deepEqual(changedRows(before, scripts), [
      `${statefulSet}::core-js-executor`,
      `${configMap}::core-configuration-js-environment`,
    ]);
    const pages = await coreRows({
      ...plan,
      webUiEnvironment: { ...plan.webUiEnvironment, LOGGER_LEVEL: "debug" },
    });
    assert.deepEqual(changedRows(before, pages), [
      `${deployment}::core-web-ui`,
      `${configMap}::core-configuration-web-ui-environment`,
    ]);
  });

  it("changes one workload when one replica count changes", async () => {
    const plan = corePlan();
    const before = await coreRows();
    const more = await coreRows({
      ...plan,
      ruleEngine: { ...plan.ruleEngine, replicas: plan.ruleEngine.replicas + 1 },
    });
    assert.deepEqual(changedRows(before, more), [`${statefulSet}::core-rule-engine`]);
  });

  it("runs the schema Job of a new version before any pod rolls", async () => {
    const plan = corePlan();
    const before = await coreRows();
    const after = await coreRows({
      ...plan,
      version: "4.3.1.9",
      images: { ...plan.images, thingsboardNode: "thingsboard/tb-node:4.3.1.9" },
    });
    assert.deepEqual(changedRows(before, after), [
      `${statefulSet}::core-node`,
      `${statefulSet}::core-rule-engine`,
      `${job}::core-schema`,
    ]);
    assert.ok(dependenciesOf(after, statefulSet, "core-node").includes(`${job}::core-schema`));
  });
});
