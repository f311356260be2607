import { strict as assert } from "node:assert";
import { Pooler, type PoolerPlan } from "../../../components/stores/pooler";
import { Postgresql } from "../../../components/stores/postgresql";
import { changedInputs } from "../../support/changedInputs";
import { specOf } from "../../support/fields";
import { rowOf, rowsOf } from "../../support/rowsOf";
import { stagePlan } from "../../support/stages";

const poolerType = "kubernetes:postgresql.cnpg.io/v1:Pooler";
const policyType = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const budgetType = "kubernetes:policy/v1:PodDisruptionBudget";
const clients = ["tb-core", "tb-rule-engine", "tb-schema"];
const ownLabels = { "cnpg.io/poolerName": "postgresql-pooler" };
const onNodesOf = (matchLabels: Record<string, string>) => ({
  labelSelector: { matchLabels },
  topologyKey: "kubernetes.io/hostname",
});

const planOf = (stack = "million"): PoolerPlan => {
  const { pooler } = stagePlan(stack).dataTier.postgresql;
  assert.ok(pooler);
  return pooler;
};
const poolerRows = (plan: PoolerPlan) =>
  rowsOf(
    () =>
      new Pooler("pooler", {
        plan,
        placement: stagePlan("million").dataTier.postgresql.placement,
        cluster: "postgresql",
        clients,
        after: [],
      }),
  );
/** The pooler as its PostgreSQL makes it. */
const poolerOf = async (stack: string) => {
  const plan = stagePlan(stack).dataTier.postgresql;
  const rows = await rowsOf(() => new Postgresql("postgresql", { plan, clients }));
  return specOf(specOf(rowOf(rows, poolerType, "postgresql-pooler").inputs).template);
};

describe("Pooler", () => {
  it("is one PgBouncer in session mode whose server pool is as large as its clients' slots", async () => {
    const plan = planOf();
    const { inputs } = rowOf(await poolerRows(plan), poolerType, "pooler");
    assert.equal(plan.clientSlots, 200);
    assert.deepEqual(inputs, {
      apiVersion: "postgresql.cnpg.io/v1",
      kind: "Pooler",
      metadata: {
        name: "postgresql-pooler",
        namespace: "thingsboard",
        annotations: { "pulumi.com/waitFor": "jsonpath={.status.phase}=active" },
      },
      spec: {
        cluster: { name: "postgresql" },
        instances: 1,
        type: "rw",
        deploymentStrategy: {
          type: "RollingUpdate",
          rollingUpdate: { maxSurge: 0, maxUnavailable: 1 },
        },
        pgbouncer: {
          poolMode: "session",
          parameters: {
            max_client_conn: "220",
            default_pool_size: "200",
            max_db_connections: "220",
            query_wait_timeout: "30",
            server_idle_timeout: "600",
            tcp_keepalive: "1",
            tcp_keepidle: "60",
          },
        },
        template: {
          spec: {
            nodeSelector: { role: "pooler" },
            affinity: {
              podAntiAffinity: {
                preferredDuringSchedulingIgnoredDuringExecution: [
                  { weight: 9, podAffinityTerm: onNodesOf({ app: "postgresql" }) },
                  { weight: 1, podAffinityTerm: onNodesOf(ownLabels) },
                ],
              },
            },
            containers: [
              {
                name: "pgbouncer",
                resources: {
                  requests: { cpu: "3000m", memory: "500Mi" },
                  limits: { memory: "500Mi" },
                },
              },
            ],
            initContainers: [
              {
                name: "bootstrap-controller",
                resources: {
                  requests: { cpu: "50m", memory: "128Mi" },
                  limits: { memory: "128Mi" },
                },
              },
            ],
          },
        },
      },
    });
  });

  it("runs on its own group from 30k on, and before that on PostgreSQL's, off its nodes where it can", async () => {
    for (const stack of ["100k-30k", "100k-45k", "300k", "500k", "million"]) {
      const pod = await poolerOf(stack);
      assert.deepEqual(pod.nodeSelector, { role: "pooler" }, stack);
      assert.ok(!JSON.stringify(pod).includes("requiredDuringScheduling"), stack);
    }
    const shared = await poolerOf("100k-20k");
    assert.deepEqual(shared.nodeSelector, { role: "postgresql" });
    assert.deepEqual(shared.affinity, {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 9, podAffinityTerm: onNodesOf({ app: "postgresql" }) },
          { weight: 1, podAffinityTerm: onNodesOf(ownLabels) },
        ],
      },
    });
  });

  it("admits its clients and nobody else", async () => {
    assert.deepEqual(specOf(rowOf(await poolerRows(planOf()), policyType, "pooler").inputs), {
      podSelector: { matchLabels: ownLabels },
      policyTypes: ["Ingress"],
      ingress: [
        {
          from: [
            {
              podSelector: { matchExpressions: [{ key: "app", operator: "In", values: clients }] },
            },
          ],
          ports: [{ protocol: "TCP", port: 5432 }],
        },
      ],
    });
  });

  it("has a budget with two pods, and none alone: it would block every drain", async () => {
    const plan = planOf();
    assert.ok(!(await poolerRows(plan)).some(({ type }) => type === budgetType));
    const two = { ...plan, workload: { ...plan.workload, replicas: 2 } };
    assert.deepEqual(rowOf(await poolerRows(two), budgetType, "pooler").inputs, {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name: "postgresql-pooler", namespace: "thingsboard" },
      spec: {
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: "AlwaysAllow",
        selector: { matchLabels: ownLabels },
      },
    });
  });

  const plan = planOf();
  const pooler = `${poolerType}::pooler spec`;
  const cases: readonly [string, Partial<PoolerPlan>, readonly string[]][] = [
    ["slots", { clientSlots: 180 }, [`${pooler}.pgbouncer.parameters.default_pool_size`]],
    [
      "most clients",
      { maxClientConnections: 250 },
      [
        `${pooler}.pgbouncer.parameters.max_client_conn`,
        `${pooler}.pgbouncer.parameters.max_db_connections`,
      ],
    ],
    [
      "node group",
      { workload: { ...plan.workload, nodeGroup: "worker" } },
      [`${pooler}.template.spec.nodeSelector.role`],
    ],
    [
      "CPU",
      {
        workload: {
          ...plan.workload,
          containers: plan.workload.containers.map((each) => ({ ...each, cpuRequestMilli: 2000 })),
        },
      },
      [`${pooler}.template.spec.containers.0.resources.requests.cpu`],
    ],
  ];
  for (const [what, change, expected] of cases) {
    it(`follows the plan's ${what} and changes nothing else`, async () => {
      const before = await poolerRows(plan);
      assert.deepEqual(changedInputs(before, await poolerRows({ ...plan, ...change })), expected);
    });
  }
});
