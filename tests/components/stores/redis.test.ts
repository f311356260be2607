import { strict as assert } from "node:assert";
import { Redis } from "../../../components/stores/redis";
import type { RedisPlan } from "../../../planning/types";
import { changedInputs } from "../../support/changedInputs";
import { commandOf, containerIn, podOf, specOf } from "../../support/fields";
import { rowOf, rowsOf, runOf } from "../../support/rowsOf";
import { stagePlan } from "../../support/stages";

const setType = "kubernetes:apps/v1:StatefulSet";
const jobType = "kubernetes:batch/v1:Job";
const policyType = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const clients = ["tb-core", "tb-mqtt-transport"];
const allowed = (apps: string[], ports: number[]) => ({
  from: [{ podSelector: { matchExpressions: [{ key: "app", operator: "In", values: apps }] } }],
  ports: ports.map((port) => ({ protocol: "TCP", port })),
});

const planOf = (stack = "million") => stagePlan(stack).dataTier.redis;
const redisRows = (plan: RedisPlan, options?: { preview: boolean }) =>
  rowsOf(() => new Redis("redis", { plan, clients }), options);

describe("Redis", () => {
  it("is a secret, a service, a set a zone and the forming of the cluster, the same in preview and update", async () => {
    const preview = await redisRows(planOf());
    assert.deepEqual(
      preview.map(({ type, name }) => `${type}::${name}`),
      [
        `${setType}::redis-a`,
        `${setType}::redis-b`,
        `${setType}::redis-c`,
        "kubernetes:batch/v1:CronJob::redis-forming",
        `${jobType}::redis-forming`,
        "kubernetes:core/v1:ConfigMap::redis-forming",
        "kubernetes:core/v1:Secret::redis",
        "kubernetes:core/v1:Service::redis",
        `${policyType}::redis`,
        "kubernetes:policy/v1:PodDisruptionBudget::redis",
        "random:index/randomPassword:RandomPassword::redis-password",
        "thingsboard-scale:index:Redis::redis",
        "thingsboard-scale:index:RedisForming::redis-forming",
      ],
    );
    assert.deepEqual(changedInputs(preview, await redisRows(planOf(), { preview: false })), []);
  });

  it("sets each group's pods into their own zone on the worker group", async () => {
    const rows = await redisRows(planOf());
    for (const [letter, zone] of [
      ["a", "eu-west-1a"],
      ["b", "eu-west-1b"],
      ["c", "eu-west-1c"],
    ]) {
      const { inputs, options } = rowOf(rows, setType, `redis-${letter!}`);
      const labels = { app: "redis", group: `redis-${letter!}` };
      assert.deepEqual(inputs.metadata, {
        name: `redis-${letter!}`,
        namespace: "thingsboard",
        labels,
      });
      const { template, volumeClaimTemplates, ...spec } = specOf(inputs);
      assert.deepEqual(spec, {
        serviceName: "redis-headless",
        replicas: 2,
        podManagementPolicy: "Parallel",
        persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete", whenScaled: "Delete" },
        selector: { matchLabels: labels },
      });
      assert.deepEqual(volumeClaimTemplates, [
        {
          metadata: { name: "data" },
          spec: {
            accessModes: ["ReadWriteOnce"],
            storageClassName: "gp3",
            resources: { requests: { storage: "1Gi" } },
          },
        },
      ]);
      const pod = specOf(template);
      assert.deepEqual(pod.nodeSelector, { role: "worker", "topology.kubernetes.io/zone": zone! });
      assert.deepEqual(pod.affinity, {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 1,
              podAffinityTerm: {
                labelSelector: { matchLabels: { app: "redis" } },
                topologyKey: "kubernetes.io/hostname",
              },
            },
          ],
        },
      });
      assert.equal(pod.topologySpreadConstraints, undefined);
      assert.deepEqual(pod.securityContext, {
        runAsUser: 999,
        runAsGroup: 999,
        fsGroup: 999,
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
      });
      assert.deepEqual(options.dependsOn, [
        "kubernetes:core/v1:Secret::redis",
        "kubernetes:core/v1:Service::redis",
      ]);
    }
  });

  it("runs Valkey as a node of a cluster that evicts, writes nothing to disk and asks for a password", async () => {
    const plan = planOf();
    const container = containerIn(rowOf(await redisRows(plan), setType, "redis-b").inputs);
    assert.equal(container.image, "valkey/valkey:8.1.11");
    assert.deepEqual(container.args, [
      "valkey-server",
      ...["--cluster-enabled", "yes", "--cluster-config-file", "/data/nodes.conf"],
      ...["--cluster-node-timeout", "15000", "--cluster-announce-ip", "$(POD_IP)"],
      ...["--availability-zone", "eu-west-1b"],
      ...["--appendonly", "no", "--save", ""],
      ...["--maxmemory", `${plan.maxMemoryMiB}mb`, "--maxmemory-policy", "allkeys-lru"],
      ...["--requirepass", "$(VALKEY_PASSWORD)", "--primaryauth", "$(VALKEY_PASSWORD)"],
    ]);
    const password = { secretKeyRef: { name: "redis", key: "password" } };
    assert.deepEqual(container.env, [
      { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
      { name: "VALKEY_PASSWORD", valueFrom: password },
      { name: "REDISCLI_AUTH", valueFrom: password },
      { name: "VALKEYCLI_AUTH", valueFrom: password },
    ]);
    assert.deepEqual(container.resources, {
      requests: { cpu: "100m", memory: "1024Mi" },
      limits: { memory: "1024Mi" },
    });
    assert.ok(plan.maxMemoryMiB < plan.workload.memoryLimitMiB);
    assert.deepEqual(container.ports, [
      { name: "redis", containerPort: 6379 },
      { name: "bus", containerPort: 16379 },
    ]);
    assert.deepEqual(container.volumeMounts, [{ name: "data", mountPath: "/data" }]);
    // Never the cluster's state: the Job that forms it waits for ready pods.
    assert.deepEqual(commandOf(container.readinessProbe), [
      "/bin/sh",
      "-c",
      "valkey-cli ping | grep -q PONG",
    ]);
    assert.deepEqual(commandOf(container.livenessProbe), [
      "/bin/sh",
      "-c",
      "valkey-cli ping | grep -qE 'PONG|LOADING'",
    ]);
  });

  it("gives every pod of every group a name, ready or not, and one budget over all", async () => {
    const rows = await redisRows(planOf());
    assert.deepEqual(rowOf(rows, "kubernetes:core/v1:Service", "redis").inputs, {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "redis-headless", namespace: "thingsboard" },
      spec: {
        clusterIP: "None",
        publishNotReadyAddresses: true,
        selector: { app: "redis" },
        ports: [
          { name: "redis", port: 6379 },
          { name: "bus", port: 16379 },
        ],
      },
    });
    assert.deepEqual(
      specOf(rowOf(rows, "kubernetes:policy/v1:PodDisruptionBudget", "redis").inputs),
      {
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: "AlwaysAllow",
        selector: { matchLabels: { app: "redis" } },
      },
    );
  });

  it("admits its clients and the forming Job to 6379, and the nodes to each other", async () => {
    assert.deepEqual(specOf(rowOf(await redisRows(planOf()), policyType, "redis").inputs), {
      podSelector: { matchLabels: { app: "redis" } },
      policyTypes: ["Ingress"],
      ingress: [
        allowed(["tb-core", "tb-mqtt-transport", "redis-forming"], [6379]),
        allowed(["redis"], [6379, 16379]),
      ],
    });
  });

  it("keeps the generated password in one Secret and nowhere else", async () => {
    const rows = await redisRows(planOf(), { preview: false });
    assert.deepEqual(
      rowOf(rows, "random:index/randomPassword:RandomPassword", "redis-password").inputs,
      {
        length: 32,
        special: false,
      },
    );
    const { metadata, stringData } = rowOf(rows, "kubernetes:core/v1:Secret", "redis").inputs;
    assert.deepEqual(metadata, { name: "redis", namespace: "thingsboard" });
    assert.equal(stringData, "<secret>");
    assert.ok(!JSON.stringify(rows).includes("canary-"));
  });

  it("puts out the six nodes, where the password stands, and waits for the forming Job", async () => {
    const { outputs } = await runOf(() => {
      const redis = new Redis("redis", { plan: planOf(), clients });
      return { nodes: redis.nodes, password: redis.password };
    });
    const nodes = ["a-0", "a-1", "b-0", "b-1", "c-0", "c-1"].map(
      (pod) => `redis-${pod}.redis-headless.thingsboard.svc.cluster.local:6379`,
    );
    assert.deepEqual(outputs, {
      nodes: nodes.join(","),
      password: { secretName: "redis", key: "password" },
    });
  });

  it("is a standalone cache with one node: no cluster, no bus, nothing to form", async () => {
    const plan = planOf("dev");
    const rows = await redisRows(plan);
    assert.deepEqual(
      rows.filter(({ type }) => /StatefulSet|Job/.test(type)).map(({ name }) => name),
      ["redis"],
    );
    const { inputs } = rowOf(rows, setType, "redis");
    assert.deepEqual(containerIn(inputs).args, [
      "valkey-server",
      ...["--appendonly", "no", "--save", ""],
      ...["--maxmemory", "768mb", "--maxmemory-policy", "allkeys-lru"],
      ...["--requirepass", "$(VALKEY_PASSWORD)", "--primaryauth", "$(VALKEY_PASSWORD)"],
    ]);
    assert.equal(podOf(inputs).nodeSelector, undefined);
    assert.deepEqual(specOf(rowOf(rows, policyType, "redis").inputs).ingress, [
      allowed(clients, [6379]),
    ]);
  });

  it("admits nobody when it has no clients", async () => {
    const plan = planOf("dev");
    const rows = await rowsOf(() => new Redis("redis", { plan, clients: [] }));
    assert.deepEqual(specOf(rowOf(rows, policyType, "redis").inputs).ingress, []);
  });

  const plan = planOf();
  const sets = ["a", "b", "c"].map((letter) => `${setType}::redis-${letter}`);
  const cases: readonly [string, Partial<RedisPlan>, readonly string[]][] = [
    [
      "maxmemory",
      { maxMemoryMiB: 700 },
      sets.map((set) => `${set} spec.template.spec.containers.0.args.16`),
    ],
    [
      "image",
      { image: "valkey/valkey:8.0.11" },
      [
        "kubernetes:batch/v1:CronJob::redis-forming spec.jobTemplate.spec.template.spec.containers.0.image",
        `${jobType}::redis-forming metadata.name`,
        `${jobType}::redis-forming spec.template.spec.containers.0.image`,
        ...sets.map((set) => `${set} spec.template.spec.containers.0.image`),
      ],
    ],
    [
      "volume",
      { workload: { ...plan.workload, volumes: [{ name: "data", sizeGiB: 2 }] } },
      sets.map((set) => `${set} spec.volumeClaimTemplates.0.spec.resources.requests.storage`),
    ],
    [
      "storage class",
      { placement: { ...plan.placement, storageClass: "fast" } },
      sets.map((set) => `${set} spec.volumeClaimTemplates.0.spec.storageClassName`),
    ],
    [
      "pods of a group",
      {
        groups: plan.groups.map((group, index) =>
          index === 1 ? { ...group, replicas: 4 } : group,
        ),
      },
      [`${setType}::redis-b spec.replicas`],
    ],
  ];
  for (const [what, change, expected] of cases) {
    it(`follows the plan's ${what} and changes nothing else`, async () => {
      const before = await redisRows(plan);
      assert.deepEqual(
        changedInputs(before, await redisRows({ ...plan, ...change })),
        [...expected].sort(),
      );
    });
  }
});
