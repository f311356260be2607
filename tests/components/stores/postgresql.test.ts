import { strict as assert } from "node:assert";
import { Postgresql } from "../../../components/stores/postgresql";
import type { PostgresqlPlan } from "../../../planning/types";
import { changedInputs } from "../../support/changedInputs";
import { fieldsOf, specOf } from "../../support/fields";
import { rowOf, rowsOf, runOf } from "../../support/rowsOf";
import { stagePlan } from "../../support/stages";

const clusterType = "kubernetes:postgresql.cnpg.io/v1:Cluster";
const poolerType = "kubernetes:postgresql.cnpg.io/v1:Pooler";
const release = "kubernetes:helm.sh/v3:Release";
const policyType = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const secretType = "kubernetes:core/v1:Secret";
const clients = ["tb-core", "tb-rule-engine", "tb-schema"];
const instance = { "cnpg.io/cluster": "postgresql", "cnpg.io/podRole": "instance" };
const operator = {
  "app.kubernetes.io/name": "cloudnative-pg",
  "app.kubernetes.io/instance": "cloudnative-pg",
};
const tcp = (port: number) => [{ protocol: "TCP", port }];
const pods = (matchLabels: Record<string, string>) => ({ podSelector: { matchLabels } });

const planOf = (stack = "million") => stagePlan(stack).dataTier.postgresql;
const postgresqlRows = (plan: PostgresqlPlan, options?: { preview: boolean }) =>
  rowsOf(() => new Postgresql("postgresql", { plan, clients }), options);

describe("Postgresql", () => {
  it("is the operator and the secret, then the cluster, then the pooler, the same in preview and update", async () => {
    const preview = await postgresqlRows(planOf());
    assert.deepEqual(
      preview.map(({ type, name, parent }) => `${type}::${name} < ${String(parent)}`),
      [
        `${secretType}::postgresql-app < thingsboard-scale:index:Postgresql::postgresql`,
        `${release}::postgresql-operator < thingsboard-scale:index:Postgresql::postgresql`,
        `${policyType}::postgresql < thingsboard-scale:index:Postgresql::postgresql`,
        `${policyType}::postgresql-pooler < thingsboard-scale:index:Pooler::postgresql-pooler`,
        `${clusterType}::postgresql < thingsboard-scale:index:Postgresql::postgresql`,
        `${poolerType}::postgresql-pooler < thingsboard-scale:index:Pooler::postgresql-pooler`,
        "random:index/randomPassword:RandomPassword::postgresql-password < thingsboard-scale:index:Postgresql::postgresql",
        "thingsboard-scale:index:Pooler::postgresql-pooler < thingsboard-scale:index:Postgresql::postgresql",
        "thingsboard-scale:index:Postgresql::postgresql < null",
      ],
    );
    assert.deepEqual(rowOf(preview, clusterType, "postgresql").options.dependsOn, [
      `${secretType}::postgresql-app`,
      `${release}::postgresql-operator`,
    ]);
    assert.deepEqual(rowOf(preview, poolerType, "postgresql-pooler").options.dependsOn, [
      `${clusterType}::postgresql`,
    ]);
    const update = await postgresqlRows(planOf(), { preview: false });
    assert.deepEqual(changedInputs(preview, update), []);
  });

  it("runs the operator on the worker group with the plan's resources", async () => {
    const plan = planOf();
    const { inputs } = rowOf(await postgresqlRows(plan), release, "postgresql-operator");
    const [container] = plan.operator.containers;
    assert.equal(inputs.chart, "cloudnative-pg");
    assert.equal(inputs.version, plan.chart.version);
    assert.deepEqual(inputs.repositoryOpts, {
      repo: "https://cloudnative-pg.github.io/charts",
    });
    assert.equal(inputs.namespace, "thingsboard");
    assert.deepEqual(inputs.values, {
      replicaCount: 1,
      crds: { create: true },
      config: { clusterWide: true },
      resources: {
        requests: {
          cpu: `${container!.cpuRequestMilli}m`,
          memory: `${container!.memoryRequestMiB}Mi`,
        },
        limits: { memory: `${container!.memoryLimitMiB}Mi` },
      },
      nodeSelector: { role: "worker" },
    });
  });

  it("makes two instances on the postgresql group, one a machine, spread over the zones, and waits for them", async () => {
    const plan = planOf();
    const { inputs, options } = rowOf(await postgresqlRows(plan), clusterType, "postgresql");
    assert.deepEqual(inputs, {
      apiVersion: "postgresql.cnpg.io/v1",
      kind: "Cluster",
      metadata: {
        name: "postgresql",
        namespace: "thingsboard",
        annotations: {
          "pulumi.com/waitFor": "condition=Ready",
          "cnpg.io/skipWalArchiving": "enabled",
        },
      },
      spec: {
        instances: 2,
        imageName: "ghcr.io/cloudnative-pg/postgresql:16.15-standard-trixie",
        enableSuperuserAccess: false,
        enablePDB: true,
        primaryUpdateStrategy: "unsupervised",
        inheritedMetadata: { labels: { app: "postgresql" } },
        bootstrap: {
          initdb: {
            database: "thingsboard",
            owner: "thingsboard",
            encoding: "UTF8",
            dataChecksums: true,
            secret: { name: "postgresql-app" },
          },
        },
        storage: { size: "30Gi", storageClass: "gp3" },
        resources: { requests: { cpu: "3000m", memory: "4096Mi" }, limits: { memory: "6144Mi" } },
        affinity: {
          enablePodAntiAffinity: true,
          podAntiAffinityType: "required",
          topologyKey: "kubernetes.io/hostname",
          nodeSelector: { role: "postgresql" },
        },
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: "topology.kubernetes.io/zone",
            whenUnsatisfiable: "DoNotSchedule",
            labelSelector: { matchLabels: instance },
          },
        ],
        postgresql: { parameters: plan.parameters },
      },
    });
    assert.deepEqual(options.customTimeouts, { create: "20m", update: "20m", delete: "20m" });
  });

  it("has the seed's tuning and 300 connections from 500k on, 250 before, every value a string", async () => {
    const parametersOf = async (stack: string) => {
      const { inputs } = rowOf(await postgresqlRows(planOf(stack)), clusterType, "postgresql");
      return new Map(Object.entries(fieldsOf(fieldsOf(specOf(inputs).postgresql).parameters)));
    };
    for (const stack of ["500k", "million"]) {
      const parameters = await parametersOf(stack);
      assert.equal(parameters.get("max_connections"), "300");
      assert.equal(parameters.get("shared_buffers"), "2048MB");
      assert.equal(parameters.get("wal_keep_size"), "3650MB");
      assert.equal(parameters.get("checkpoint_timeout"), "15min");
      assert.deepEqual(
        [...parameters.values()].filter((value) => typeof value !== "string"),
        [],
      );
      // The operator keeps these for itself and refuses them.
      for (const fixed of ["archive_mode", "archive_command", "shared_preload_libraries"]) {
        assert.equal(parameters.get(fixed), undefined);
      }
    }
    const before = await parametersOf("300k");
    assert.equal(before.get("max_connections"), "250");
    assert.equal(before.get("work_mem"), undefined);
    // A slot that lags may keep a quarter of the disk.
    assert.equal(before.get("max_slot_wal_keep_size"), "7680MB");
  });

  it("keeps the owner's generated password in one Secret of the operator's type", async () => {
    const rows = await postgresqlRows(planOf(), { preview: false });
    assert.deepEqual(rowOf(rows, secretType, "postgresql-app").inputs, {
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        name: "postgresql-app",
        namespace: "thingsboard",
        labels: { "cnpg.io/reload": "true" },
      },
      type: "kubernetes.io/basic-auth",
      stringData: "<secret>",
    });
    assert.ok(!JSON.stringify(rows).includes("canary-"));
  });

  it("admits to its instances the pooler, each other and the operator, and clients only without a pooler", async () => {
    const policyOf = async (stack: string) =>
      specOf(rowOf(await postgresqlRows(planOf(stack)), policyType, "postgresql").inputs);
    const own = {
      from: [pods({ "cnpg.io/cluster": "postgresql" }), pods(operator)],
      ports: tcp(5432),
    };
    const status = { from: [pods(operator), pods(instance)], ports: tcp(8000) };
    assert.deepEqual(await policyOf("million"), {
      podSelector: { matchLabels: instance },
      policyTypes: ["Ingress"],
      ingress: [own, status],
    });
    assert.deepEqual((await policyOf("dev")).ingress, [
      own,
      {
        from: [
          { podSelector: { matchExpressions: [{ key: "app", operator: "In", values: clients }] } },
        ],
        ports: tcp(5432),
      },
      status,
    ]);
  });

  it("puts out where it is reached and where the owner's password stands", async () => {
    const outputsOf = async (stack: string) => {
      const run = await runOf(() => {
        const { endpoint, credentials } = new Postgresql("postgresql", {
          plan: planOf(stack),
          clients,
        });
        return { endpoint, credentials };
      });
      return run.outputs;
    };
    const credentials = {
      secretName: "postgresql-app",
      usernameKey: "username",
      passwordKey: "password",
    };
    const domain = "thingsboard.svc.cluster.local:5432";
    assert.deepEqual(await outputsOf("million"), {
      endpoint: `postgresql-pooler.${domain}`,
      credentials,
    });
    assert.deepEqual(await outputsOf("dev"), { endpoint: `postgresql-rw.${domain}`, credentials });
  });

  it("runs alone on an existing cluster: no pooler, no budget, no node selector", async () => {
    const rows = await postgresqlRows(planOf("dev"));
    assert.ok(!rows.some(({ type }) => type === poolerType));
    const spec = specOf(rowOf(rows, clusterType, "postgresql").inputs);
    assert.equal(spec.instances, 1);
    assert.equal(spec.enablePDB, false);
    assert.equal(spec.topologySpreadConstraints, undefined);
    assert.deepEqual(spec.affinity, {
      enablePodAntiAffinity: true,
      podAntiAffinityType: "required",
      topologyKey: "kubernetes.io/hostname",
    });
    assert.deepEqual(spec.storage, { size: "30Gi", storageClass: "local-path" });
  });

  const plan = planOf();
  const cluster = `${clusterType}::postgresql spec`;
  const cases: readonly [string, Partial<PostgresqlPlan>, readonly string[]][] = [
    ["disk", { storageGiB: 40 }, [`${cluster}.storage.size`]],
    ["image", { image: "postgresql:17" }, [`${cluster}.imageName`]],
    ["database", { database: "other" }, [`${cluster}.bootstrap.initdb.database`]],
    [
      "parameters",
      { parameters: { ...plan.parameters, max_connections: "400" } },
      [`${cluster}.postgresql.parameters.max_connections`],
    ],
    ["instances", { workload: { ...plan.workload, replicas: 3 } }, [`${cluster}.instances`]],
    [
      "memory",
      {
        workload: {
          ...plan.workload,
          containers: plan.workload.containers.map((each) => ({ ...each, memoryLimitMiB: 7168 })),
        },
      },
      [`${cluster}.resources.limits.memory`],
    ],
    [
      "chart",
      { chart: { ...plan.chart, version: "0.30.0" } },
      [`${release}::postgresql-operator version`],
    ],
  ];
  for (const [what, change, expected] of cases) {
    it(`follows the plan's ${what} and changes nothing else`, async () => {
      const before = await postgresqlRows(plan);
      assert.deepEqual(
        changedInputs(before, await postgresqlRows({ ...plan, ...change })),
        expected,
      );
    });
  }
});
