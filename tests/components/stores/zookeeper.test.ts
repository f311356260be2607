import { strict as assert } from "node:assert";
import { Zookeeper } from "../../../components/stores/zookeeper";
import type { ZookeeperPlan } from "../../../planning/types";
import { changedInputs } from "../../support/changedInputs";
import { commandOf, containerIn, podOf, specOf } from "../../support/fields";
import { rowOf, rowsOf, runOf } from "../../support/rowsOf";
import { stagePlan } from "../../support/stages";

const setType = "kubernetes:apps/v1:StatefulSet";
const serviceType = "kubernetes:core/v1:Service";
const policyType = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const budgetType = "kubernetes:policy/v1:PodDisruptionBudget";
const clients = ["tb-core", "tb-rule-engine"];
const host = (id: number) => `zookeeper-${id}.zookeeper-headless.thingsboard.svc.cluster.local`;
const shell = (line: string) => ["/bin/sh", "-c", line];

const planOf = (stack = "million") => stagePlan(stack).dataTier.zookeeper;
const zookeeperRows = (plan: ZookeeperPlan, options?: { preview: boolean }) =>
  rowsOf(() => new Zookeeper("zookeeper", { plan, clients }), options);
const setOf = async (plan: ZookeeperPlan) =>
  rowOf(await zookeeperRows(plan), setType, "zookeeper").inputs;

describe("Zookeeper", () => {
  it("is a service, a set, a budget and a policy, the same in preview and update", async () => {
    const preview = await zookeeperRows(planOf());
    assert.deepEqual(
      preview.map(({ type, name }) => `${type}::${name}`),
      [
        `${setType}::zookeeper`,
        `${serviceType}::zookeeper`,
        `${policyType}::zookeeper`,
        `${budgetType}::zookeeper`,
        "thingsboard-scale:index:Zookeeper::zookeeper",
      ],
    );
    assert.deepEqual(rowOf(preview, setType, "zookeeper").options.dependsOn, [
      `${serviceType}::zookeeper`,
    ]);
    const update = await zookeeperRows(planOf(), { preview: false });
    assert.deepEqual(changedInputs(preview, update), []);
  });

  it("has three members on the kafka group, one a machine, spread over the zones, with ids from 1", async () => {
    const inputs = await setOf(planOf());
    const { template, volumeClaimTemplates, ...spec } = specOf(inputs);
    assert.deepEqual(spec, {
      serviceName: "zookeeper-headless",
      replicas: 3,
      ordinals: { start: 1 },
      podManagementPolicy: "Parallel",
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete", whenScaled: "Retain" },
      selector: { matchLabels: { app: "zookeeper" } },
    });
    const members = { matchLabels: { app: "zookeeper" } };
    const { containers, ...pod } = specOf(template);
    assert.ok(Array.isArray(containers));
    assert.deepEqual(pod, {
      nodeSelector: { role: "kafka" },
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { labelSelector: members, topologyKey: "kubernetes.io/hostname" },
          ],
        },
      },
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: "topology.kubernetes.io/zone",
          whenUnsatisfiable: "DoNotSchedule",
          labelSelector: members,
        },
      ],
      automountServiceAccountToken: false,
      securityContext: {
        runAsUser: 1000,
        runAsGroup: 1000,
        fsGroup: 1000,
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
      },
    });
    const claim = (name: string) => ({
      metadata: { name },
      spec: {
        accessModes: ["ReadWriteOnce"],
        storageClassName: "gp3",
        resources: { requests: { storage: "1Gi" } },
      },
    });
    assert.deepEqual(volumeClaimTemplates, [claim("data"), claim("datalog")]);
  });

  it("runs the official image with the seed's heap, a little memory more, and purges its snapshots", async () => {
    const container = containerIn(await setOf(planOf()));
    assert.equal(container.image, "zookeeper:3.9.6");
    assert.deepEqual(container.resources, {
      requests: { cpu: "100m", memory: "320Mi" },
      limits: { memory: "320Mi" },
    });
    assert.deepEqual(container.env, [
      {
        name: "ZOO_MY_ID",
        valueFrom: {
          fieldRef: { fieldPath: "metadata.labels['apps.kubernetes.io/pod-index']" },
        },
      },
      { name: "JVMFLAGS", value: "-Dzookeeper.electionPortBindRetry=0" },
      { name: "ZK_SERVER_HEAP", value: "192" },
      { name: "ZOO_4LW_COMMANDS_WHITELIST", value: "srvr,ruok,mntr" },
      { name: "ZOO_ADMINSERVER_ENABLED", value: "false" },
      { name: "ZOO_AUTOPURGE_PURGEINTERVAL", value: "24" },
      { name: "ZOO_AUTOPURGE_SNAPRETAINCOUNT", value: "3" },
      { name: "ZOO_MAX_CLIENT_CNXNS", value: "200" },
      {
        name: "ZOO_SERVERS",
        value: [1, 2, 3].map((id) => `server.${id}=${host(id)}:2888:3888;2181`).join(" "),
      },
      { name: "ZOO_STANDALONE_ENABLED", value: "false" },
    ]);
    assert.deepEqual(container.volumeMounts, [
      { name: "data", mountPath: "/data" },
      { name: "datalog", mountPath: "/datalog" },
    ]);
    assert.deepEqual(container.ports, [
      { name: "client", containerPort: 2181 },
      { name: "follower", containerPort: 2888 },
      { name: "election", containerPort: 3888 },
    ]);
  });

  it("lives when it answers ruok, and is ready when it leads or follows", async () => {
    const container = containerIn(await setOf(planOf()));
    const alive = shell("echo ruok | nc -w 2 127.0.0.1 2181 | grep -q imok");
    assert.deepEqual(commandOf(container.startupProbe), alive);
    assert.deepEqual(commandOf(container.livenessProbe), alive);
    assert.deepEqual(
      commandOf(container.readinessProbe),
      shell('echo srvr | nc -w 2 127.0.0.1 2181 | grep -qE "^Mode: (leader|follower|standalone)"'),
    );
  });

  it("lets members find each other before they are ready, and go one at a time", async () => {
    const rows = await zookeeperRows(planOf());
    assert.deepEqual(specOf(rowOf(rows, serviceType, "zookeeper").inputs), {
      clusterIP: "None",
      publishNotReadyAddresses: true,
      selector: { app: "zookeeper" },
      ports: [
        { name: "client", port: 2181 },
        { name: "follower", port: 2888 },
        { name: "election", port: 3888 },
      ],
    });
    assert.deepEqual(specOf(rowOf(rows, budgetType, "zookeeper").inputs), {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
      selector: { matchLabels: { app: "zookeeper" } },
    });
  });

  it("admits its clients to 2181, and its members to each other", async () => {
    const rows = await zookeeperRows(planOf());
    const allowed = (apps: string[], ports: number[]) => ({
      from: [{ podSelector: { matchExpressions: [{ key: "app", operator: "In", values: apps }] } }],
      ports: ports.map((port) => ({ protocol: "TCP", port })),
    });
    assert.deepEqual(specOf(rowOf(rows, policyType, "zookeeper").inputs), {
      podSelector: { matchLabels: { app: "zookeeper" } },
      policyTypes: ["Ingress"],
      ingress: [allowed(clients, [2181]), allowed(["zookeeper"], [2888, 3888])],
    });
  });

  it("puts out all members for ThingsBoard", async () => {
    const { outputs } = await runOf(() => {
      const { connectString } = new Zookeeper("zookeeper", { plan: planOf(), clients });
      return { connectString };
    });
    assert.deepEqual(outputs, {
      connectString: [1, 2, 3].map((id) => `${host(id)}:2181`).join(","),
    });
  });

  it("stands alone with one member", async () => {
    const inputs = await setOf(planOf("dev"));
    assert.equal(specOf(inputs).replicas, 1);
    const { env } = containerIn(inputs);
    assert.ok(Array.isArray(env));
    const variables = new Map(
      env.map(({ name, value }: { name: string; value: string }) => [name, value]),
    );
    assert.equal(variables.get("ZOO_STANDALONE_ENABLED"), "true");
    assert.equal(variables.has("ZOO_SERVERS"), false);
    assert.equal(podOf(inputs).nodeSelector, undefined);
    assert.equal(podOf(inputs).topologySpreadConstraints, undefined);
  });

  const plan = planOf();
  const container = `${setType}::zookeeper spec.template.spec.containers.0`;
  const cases: readonly [string, Partial<ZookeeperPlan>, readonly string[]][] = [
    ["heap", { heapMiB: 160 }, [`${container}.env.2.value`]],
    ["image", { image: "zookeeper:3.9.7" }, [`${container}.image`]],
    [
      "members",
      { workload: { ...plan.workload, replicas: 5 } },
      [`${setType}::zookeeper spec.replicas`, `${container}.env.8.value`],
    ],
    [
      "log volume",
      {
        workload: {
          ...plan.workload,
          volumes: plan.workload.volumes.map((each) =>
            each.name === "datalog" ? { ...each, sizeGiB: 3 } : each,
          ),
        },
      },
      [`${setType}::zookeeper spec.volumeClaimTemplates.1.spec.resources.requests.storage`],
    ],
  ];
  for (const [what, change, expected] of cases) {
    it(`follows the plan's ${what} and changes nothing else`, async () => {
      const before = await zookeeperRows(plan);
      assert.deepEqual(
        changedInputs(before, await zookeeperRows({ ...plan, ...change })),
        expected,
      );
    });
  }
});
