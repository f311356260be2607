import { strict as assert } from "node:assert";
import { Kafka } from "../../../components/stores/kafka";
import type { KafkaPlan } from "../../../planning/types";
import { changedInputs } from "../../support/changedInputs";
import { rowOf, rowsOf, runOf } from "../../support/rowsOf";
import { stagePlan } from "../../support/stages";

const release = "kubernetes:helm.sh/v3:Release";
const poolType = "kubernetes:kafka.strimzi.io/v1:KafkaNodePool";
const kafkaType = "kubernetes:kafka.strimzi.io/v1:Kafka";
const clients = ["tb-core", "tb-mqtt-transport"];

const planOf = (stack = "million") => stagePlan(stack).dataTier.kafka;
const kafkaRows = (plan: KafkaPlan, options?: { preview: boolean }) =>
  rowsOf(() => new Kafka("kafka", { plan, clients }), options);

describe("Kafka", () => {
  it("is the operator, then the pool, then the cluster, the same in preview and update", async () => {
    const preview = await kafkaRows(planOf());
    assert.deepEqual(
      preview.map(({ type, name, parent }) => `${type}::${name} < ${String(parent)}`),
      [
        `${release}::kafka-operator < thingsboard-scale:index:Kafka::kafka`,
        `${kafkaType}::kafka < thingsboard-scale:index:Kafka::kafka`,
        `${poolType}::kafka-pool < thingsboard-scale:index:Kafka::kafka`,
        "thingsboard-scale:index:Kafka::kafka < null",
      ],
    );
    assert.deepEqual(rowOf(preview, poolType, "kafka-pool").options.dependsOn, [
      `${release}::kafka-operator`,
    ]);
    assert.deepEqual(rowOf(preview, kafkaType, "kafka").options.dependsOn, [
      `${poolType}::kafka-pool`,
    ]);
    const update = await kafkaRows(planOf(), { preview: false });
    assert.deepEqual(changedInputs(preview, update), []);
  });

  it("runs the operator on the worker group, for its own namespace, with the plan's resources", async () => {
    const plan = planOf();
    const { inputs } = rowOf(await kafkaRows(plan), release, "kafka-operator");
    const [container] = plan.operator.containers;
    assert.equal(inputs.chart, "strimzi-kafka-operator");
    assert.equal(inputs.version, plan.chart.version);
    assert.equal(inputs.namespace, plan.placement.namespace);
    assert.deepEqual(inputs.values, {
      watchNamespaces: [plan.placement.namespace],
      watchAnyNamespace: false,
      replicas: 1,
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

  it("makes three brokers on the kafka group, one a machine, spread over the zones, on disks that go with them", async () => {
    const { inputs } = rowOf(await kafkaRows(planOf()), poolType, "kafka-pool");
    const broker = { "strimzi.io/cluster": "kafka", "strimzi.io/name": "kafka-kafka" };
    assert.deepEqual(inputs, {
      apiVersion: "kafka.strimzi.io/v1",
      kind: "KafkaNodePool",
      metadata: {
        name: "dual",
        namespace: "thingsboard",
        labels: { "strimzi.io/cluster": "kafka" },
      },
      spec: {
        replicas: 3,
        roles: ["controller", "broker"],
        storage: {
          type: "jbod",
          volumes: [
            {
              id: 0,
              type: "persistent-claim",
              size: "20Gi",
              class: "gp3",
              deleteClaim: true,
              kraftMetadata: "shared",
            },
          ],
        },
        resources: {
          requests: { cpu: "500m", memory: "1536Mi" },
          limits: { memory: "1536Mi" },
        },
        jvmOptions: { "-Xms": "768m", "-Xmx": "768m" },
        template: {
          pod: {
            terminationGracePeriodSeconds: 60,
            affinity: {
              nodeAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: {
                  nodeSelectorTerms: [
                    { matchExpressions: [{ key: "role", operator: "In", values: ["kafka"] }] },
                  ],
                },
              },
              podAntiAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: [
                  {
                    labelSelector: { matchLabels: broker },
                    topologyKey: "kubernetes.io/hostname",
                  },
                ],
              },
            },
            topologySpreadConstraints: [
              {
                maxSkew: 1,
                topologyKey: "topology.kubernetes.io/zone",
                whenUnsatisfiable: "DoNotSchedule",
                labelSelector: { matchLabels: broker },
              },
            ],
          },
        },
      },
    });
  });

  it("admits its clients alone, has the seed's copies and metrics, and is awaited", async () => {
    const { inputs, options } = rowOf(await kafkaRows(planOf()), kafkaType, "kafka");
    assert.deepEqual(inputs, {
      apiVersion: "kafka.strimzi.io/v1",
      kind: "Kafka",
      metadata: {
        name: "kafka",
        namespace: "thingsboard",
        annotations: { "pulumi.com/waitFor": "condition=Ready" },
      },
      spec: {
        kafka: {
          version: "4.3.1",
          listeners: [
            {
              name: "plain",
              port: 9092,
              type: "internal",
              tls: false,
              networkPolicyPeers: [
                {
                  podSelector: {
                    matchExpressions: [{ key: "app", operator: "In", values: clients }],
                  },
                },
              ],
            },
          ],
          rack: { type: "topology-label", topologyKey: "topology.kubernetes.io/zone" },
          config: {
            "auto.create.topics.enable": false,
            "default.replication.factor": 2,
            "min.insync.replicas": 1,
            "offsets.topic.replication.factor": 3,
            "transaction.state.log.replication.factor": 3,
            "transaction.state.log.min.isr": 2,
            "log.retention.check.interval.ms": 60_000,
          },
          metricsConfig: {
            type: "strimziMetricsReporter",
            values: { allowList: ["kafka_server.*"] },
          },
          template: { podDisruptionBudget: { maxUnavailable: 1 } },
        },
      },
    });
    assert.deepEqual(options.customTimeouts, { create: "20m", update: "20m", delete: "20m" });
  });

  it("admits nobody but the brokers when it has no clients: an empty list would admit every pod", async () => {
    const rows = await rowsOf(() => new Kafka("kafka", { plan: planOf(), clients: [] }));
    const { inputs } = rowOf(rows, kafkaType, "kafka");
    assert.ok(
      JSON.stringify(inputs).includes(
        '"networkPolicyPeers":[{"podSelector":{"matchLabels":{"strimzi.io/cluster":"kafka","strimzi.io/name":"kafka-kafka"}}}]',
      ),
    );
  });

  it("asks for no zone and no node group on an existing cluster, and for one copy on one broker", async () => {
    const rows = await kafkaRows(planOf("dev"));
    const kafka = JSON.stringify(rowOf(rows, kafkaType, "kafka").inputs);
    const pool = JSON.stringify(rowOf(rows, poolType, "kafka-pool").inputs);
    assert.ok(!kafka.includes("rack"));
    assert.ok(!pool.includes("nodeAffinity"));
    assert.ok(!pool.includes("topologySpreadConstraints"));
    for (const key of [
      "default.replication.factor",
      "offsets.topic.replication.factor",
      "transaction.state.log.replication.factor",
      "transaction.state.log.min.isr",
    ]) {
      assert.ok(kafka.includes(`"${key}":1,`) || kafka.includes(`"${key}":1}`), key);
    }
    const values = rowOf(rows, release, "kafka-operator").inputs.values;
    assert.ok(JSON.stringify(values).includes('"nodeSelector":{}'));
  });

  it("puts the bootstrap address out, known in a preview", async () => {
    const { componentOutputs } = await runOf(() => {
      new Kafka("kafka", { plan: planOf(), clients });
      return {};
    });
    assert.deepEqual(componentOutputs["thingsboard-scale:index:Kafka::kafka"], {
      bootstrapServers: planOf().bootstrapServers,
    });
  });

  const pool = `${poolType}::kafka-pool spec`;
  const kafka = `${kafkaType}::kafka spec.kafka`;
  const operator = `${release}::kafka-operator`;
  const plan = planOf();
  const workload = (changes: Partial<KafkaPlan["workload"]>): Partial<KafkaPlan> => ({
    workload: { ...plan.workload, ...changes },
  });
  const cases: readonly [string, Partial<KafkaPlan>, readonly string[]][] = [
    ["brokers", workload({ replicas: 4 }), [`${pool}.replicas`]],
    [
      "memory",
      workload({
        containers: plan.workload.containers.map((each) => ({ ...each, memoryLimitMiB: 1_777 })),
      }),
      [`${pool}.resources.limits.memory`],
    ],
    ["heap", { heapMiB: 640 }, [`${pool}.jvmOptions.-Xms`, `${pool}.jvmOptions.-Xmx`]],
    ["disk", { storageGiB: 40 }, [`${pool}.storage.volumes.0.size`]],
    [
      "StorageClass",
      { placement: { ...plan.placement, storageClass: "fast" } },
      [`${pool}.storage.volumes.0.class`],
    ],
    ["copies", { replicationFactor: 3 }, [`${kafka}.config.default.replication.factor`]],
    [
      "copies of Kafka's own topics",
      { internalReplicationFactor: 2 },
      [
        `${kafka}.config.offsets.topic.replication.factor`,
        `${kafka}.config.transaction.state.log.replication.factor`,
      ],
    ],
    [
      "copies that a transaction waits for",
      { internalMinInSyncReplicas: 1 },
      [`${kafka}.config.transaction.state.log.min.isr`],
    ],
    ["version", { version: "4.3.0" }, [`${kafka}.version`]],
    ["chart", { chart: { ...plan.chart, version: "1.2.1" } }, [`${operator} version`]],
    [
      "operator's node group",
      { operator: { ...plan.operator, nodeGroup: "kafka" } },
      [`${operator} values.nodeSelector.role`],
    ],
  ];
  for (const [what, change, expected] of cases) {
    it(`follows the plan's ${what} and changes nothing else`, async () => {
      const before = await kafkaRows(plan);
      assert.deepEqual(changedInputs(before, await kafkaRows({ ...plan, ...change })), expected);
    });
  }
});
