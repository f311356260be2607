import { strict as assert } from "node:assert";
import { Cassandra } from "../../../components/stores/cassandra";
import type { CassandraPlan } from "../../../planning/types";
import { CANARY } from "../../../cli/dump/answers";
import { changedInputs } from "../../support/changedInputs";
import { rowOf, rowsOf, runOf } from "../../support/rowsOf";
import { stagePlan } from "../../support/stages";

const component = "thingsboard-scale:index:Cassandra::cassandra";
const releaseType = "kubernetes:helm.sh/v3:Release";
const datacenterType = "kubernetes:cassandra.datastax.com/v1beta1:CassandraDatacenter";
const jobType = "kubernetes:batch/v1:Job";
const policyType = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const secretType = "kubernetes:core/v1:Secret";
const passwordType = "random:index/randomPassword:RandomPassword";
const clients = ["tb-core", "tb-rule-engine"];

const planOf = (stack = "million") => stagePlan(stack).dataTier.cassandra;
const make = (plan: CassandraPlan) => new Cassandra("cassandra", { plan, clients });
const cassandraRows = (plan: CassandraPlan, options?: { preview: boolean }) =>
  rowsOf(() => make(plan), options);

describe("Cassandra", () => {
  it("has these resources, each a child, in preview and update alike", async () => {
    const preview = await cassandraRows(planOf());
    assert.deepEqual(
      preview.map(({ type, name, parent }) => [`${type}::${name}`, parent]),
      [
        [`${jobType}::cassandra-keyspace`, component],
        [`${datacenterType}::cassandra`, component],
        [`${secretType}::cassandra-superuser`, component],
        [`${releaseType}::cassandra-operator`, component],
        [`${policyType}::cassandra`, component],
        [`${passwordType}::cassandra-password`, component],
        [component, null],
      ],
    );
    assert.deepEqual(changedInputs(preview, await cassandraRows(planOf(), { preview: false })), []);
  });

  it("makes the nodes when the operator, the superuser and the closed management port are there", async () => {
    const rows = await cassandraRows(planOf());
    const { options } = rowOf(rows, datacenterType, "cassandra");
    assert.deepEqual([...(options.dependsOn ?? [])].sort(), [
      `${secretType}::cassandra-superuser`,
      `${releaseType}::cassandra-operator`,
      `${policyType}::cassandra`,
    ]);
    assert.deepEqual(options.customTimeouts, { create: "30m", update: "30m", delete: "30m" });
    assert.deepEqual(rowOf(rows, jobType, "cassandra-keyspace").options.dependsOn, [
      `${datacenterType}::cassandra`,
    ]);
  });

  it("runs the operator on the worker group, for its own namespace, without webhooks", async () => {
    const plan = planOf();
    const { inputs } = rowOf(await cassandraRows(plan), releaseType, "cassandra-operator");
    const [container] = plan.operator.containers;
    assert.equal(inputs.name, "cass-operator");
    assert.equal(inputs.version, plan.chart.version);
    assert.equal(inputs.namespace, "thingsboard");
    assert.deepEqual(inputs.values, {
      admissionWebhooks: { enabled: false },
      global: { clusterScoped: false, clusterScopedResources: true },
      replicaCount: 1,
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

  it("makes three nodes in racks by zone, with their own commit log, the seed's memory, and passwords", async () => {
    const { inputs } = rowOf(await cassandraRows(planOf()), datacenterType, "cassandra");
    const zone = "topology.kubernetes.io/zone";
    assert.deepEqual(inputs, {
      apiVersion: "cassandra.datastax.com/v1beta1",
      kind: "CassandraDatacenter",
      metadata: {
        name: "datacenter1",
        namespace: "thingsboard",
        annotations: {
          "pulumi.com/waitFor":
            '["condition=Ready","jsonpath={.status.cassandraOperatorProgress}=Ready"]',
        },
      },
      spec: {
        clusterName: "cassandra",
        serverType: "cassandra",
        serverVersion: "5.0.8",
        managementApiAuth: { insecure: {} },
        size: 3,
        superuserSecretName: "cassandra-superuser",
        nodeSelector: { role: "cassandra" },
        racks: [
          { name: "rack-a", nodeAffinityLabels: { [zone]: "eu-west-1a" } },
          { name: "rack-b", nodeAffinityLabels: { [zone]: "eu-west-1b" } },
          { name: "rack-c", nodeAffinityLabels: { [zone]: "eu-west-1c" } },
        ],
        resources: {
          requests: { cpu: "1000m", memory: "3072Mi" },
          limits: { memory: "3072Mi" },
        },
        configBuilderResources: {
          requests: { cpu: "100m", memory: "256Mi" },
          limits: { memory: "384Mi" },
        },
        systemLoggerResources: {
          requests: { cpu: "50m", memory: "64Mi" },
          limits: { memory: "128Mi" },
        },
        storageConfig: {
          cassandraDataVolumeClaimSpec: {
            storageClassName: "gp3",
            accessModes: ["ReadWriteOnce"],
            resources: { requests: { storage: "50Gi" } },
          },
          additionalVolumes: [
            {
              name: "commitlog",
              mountPath: "/var/lib/cassandra-commitlog",
              pvcSpec: {
                storageClassName: "gp3",
                accessModes: ["ReadWriteOnce"],
                resources: { requests: { storage: "2Gi" } },
              },
            },
          ],
        },
        config: {
          "cassandra-yaml": {
            num_tokens: 16,
            authenticator: "PasswordAuthenticator",
            authorizer: "CassandraAuthorizer",
            role_manager: "CassandraRoleManager",
            commitlog_directory: "/var/lib/cassandra-commitlog/commitlog",
            commitlog_total_space: "1536MiB",
          },
          "jvm-server-options": {
            initial_heap_size: "2048M",
            max_heap_size: "2048M",
            "additional-jvm-opts": ["-Dcassandra.system_distributed_replication=datacenter1:3"],
          },
        },
        podTemplateSpec: {
          spec: {
            terminationGracePeriodSeconds: 180,
            initContainers: [
              {
                name: "server-config-init-base",
                resources: {
                  requests: { cpu: "50m", memory: "128Mi" },
                  limits: { memory: "128Mi" },
                },
              },
            ],
            containers: [],
          },
        },
      },
    });
  });

  it("admits clients and the keyspace Job to CQL, nodes to each other, and the operator alone to the management API", async () => {
    const { inputs } = rowOf(await cassandraRows(planOf()), policyType, "cassandra");
    const nodes = {
      "cassandra.datastax.com/cluster": "cassandra",
      "cassandra.datastax.com/datacenter": "datacenter1",
    };
    const tcp = (port: number) => ({ protocol: "TCP", port });
    assert.deepEqual(inputs.spec, {
      podSelector: { matchLabels: nodes },
      policyTypes: ["Ingress"],
      ingress: [
        {
          from: [
            {
              podSelector: {
                matchExpressions: [
                  { key: "app", operator: "In", values: [...clients, "cassandra-keyspace"] },
                ],
              },
            },
          ],
          ports: [tcp(9042)],
        },
        { from: [{ podSelector: { matchLabels: nodes } }], ports: [tcp(7000), tcp(7001)] },
        {
          from: [
            {
              podSelector: {
                matchLabels: {
                  "app.kubernetes.io/name": "cass-operator",
                  "app.kubernetes.io/instance": "cass-operator",
                },
              },
            },
          ],
          ports: [tcp(8080)],
        },
      ],
    });
  });

  it("keeps the superuser's generated password in a Secret, marked as secret, and nowhere else", async () => {
    const rows = await cassandraRows(planOf(), { preview: false });
    assert.deepEqual(rowOf(rows, passwordType, "cassandra-password").inputs, {
      length: 48,
      special: false,
    });
    const { inputs } = rowOf(rows, secretType, "cassandra-superuser");
    assert.deepEqual(inputs.metadata, { name: "cassandra-superuser", namespace: "thingsboard" });
    assert.ok(JSON.stringify(inputs.stringData).includes("<secret>"));
    assert.ok(!JSON.stringify(rows).includes(CANARY));
  });

  it("makes the keyspace by a Job that runs once, with the password by reference", async () => {
    const plan = planOf();
    const { inputs } = rowOf(await cassandraRows(plan), jobType, "cassandra-keyspace");
    const { metadata, spec } = JSON.parse(JSON.stringify(inputs)) as {
      metadata: { name: string; labels: unknown };
      spec: {
        backoffLimit: number;
        activeDeadlineSeconds: number;
        template: {
          spec: {
            restartPolicy: string;
            nodeSelector: unknown;
            containers: [{ image: string; command: string[]; env: unknown; resources: unknown }];
          };
        };
      };
    };
    assert.match(metadata.name, /^cassandra-keyspace-[0-9a-f]{10}$/);
    assert.deepEqual(metadata.labels, { app: "cassandra-keyspace" });
    assert.equal(spec.backoffLimit, 0);
    assert.equal(spec.activeDeadlineSeconds, 600);
    const pod = spec.template.spec;
    assert.equal(pod.restartPolicy, "Never");
    assert.deepEqual(pod.nodeSelector, { role: "worker" });
    const [cqlsh] = pod.containers;
    assert.equal(cqlsh.image, plan.toolsImage);
    assert.deepEqual(cqlsh.resources, {
      requests: { cpu: "100m", memory: "256Mi" },
      limits: { memory: "512Mi" },
    });
    const fromSuperuser = (key: string) => ({
      secretKeyRef: { name: "cassandra-superuser", key },
    });
    assert.deepEqual(cqlsh.env, [
      { name: "CONNECT_ATTEMPTS", value: "30" },
      { name: "SECONDS_BETWEEN_ATTEMPTS", value: "5" },
      { name: "CQL_USERNAME", valueFrom: fromSuperuser("username") },
      { name: "CQL_PASSWORD", valueFrom: fromSuperuser("password") },
    ]);
    assert.ok(
      cqlsh.command[2]?.includes(
        "CREATE KEYSPACE IF NOT EXISTS thingsboard WITH replication = {'class': 'NetworkTopologyStrategy', 'datacenter1': 3}",
      ),
    );
  });

  it("is one node without zones or node groups on an existing cluster, with one copy", async () => {
    const { inputs } = rowOf(await cassandraRows(planOf("dev")), datacenterType, "cassandra");
    const spec = JSON.stringify(inputs.spec);
    assert.ok(spec.includes('"size":1,'));
    assert.ok(spec.includes('"racks":[{"name":"rack-a"}]'));
    assert.ok(!spec.includes("nodeSelector"));
    assert.ok(spec.includes("system_distributed_replication=datacenter1:1"));
  });

  it("puts out where clients connect and where the password stands, known in a preview", async () => {
    let keyspace: unknown;
    const { componentOutputs } = await runOf(() => {
      const cassandra = make(planOf());
      keyspace = cassandra.keyspace;
      return {};
    });
    assert.deepEqual(componentOutputs[component], {
      contactPoint: "cassandra-datacenter1-service.thingsboard.svc.cluster.local:9042",
      credentials: {
        secretName: "cassandra-superuser",
        usernameKey: "username",
        passwordKey: "password",
      },
    });
    assert.equal((keyspace as { __pulumiType: string }).__pulumiType, jobType);
  });

  const plan = planOf();
  const datacenter = `${datacenterType}::cassandra spec`;
  const operator = `${releaseType}::cassandra-operator`;
  const job = `${jobType}::cassandra-keyspace`;
  const command = `${job} spec.template.spec.containers.0.command.2`;
  const workload = (changes: Partial<CassandraPlan["workload"]>): Partial<CassandraPlan> => ({
    workload: { ...plan.workload, ...changes },
  });
  const [cassandraContainer, logger] = plan.workload.containers;
  const [baseInit, configInit] = plan.workload.initContainers;
  const cases: readonly [string, Partial<CassandraPlan>, readonly string[]][] = [
    ["nodes", workload({ replicas: 6 }), [`${datacenter}.size`]],
    [
      "memory",
      workload({ containers: [{ ...cassandraContainer!, memoryLimitMiB: 4_096 }, logger!] }),
      [`${datacenter}.resources.limits.memory`],
    ],
    [
      "system logger's memory",
      workload({ containers: [cassandraContainer!, { ...logger!, memoryLimitMiB: 99 }] }),
      [`${datacenter}.systemLoggerResources.limits.memory`],
    ],
    [
      "config builder's CPU",
      workload({ initContainers: [baseInit!, { ...configInit!, cpuRequestMilli: 77 }] }),
      [`${datacenter}.configBuilderResources.requests.cpu`],
    ],
    [
      "first init container's CPU",
      workload({ initContainers: [{ ...baseInit!, cpuRequestMilli: 77 }, configInit!] }),
      [`${datacenter}.podTemplateSpec.spec.initContainers.0.resources.requests.cpu`],
    ],
    [
      "heap",
      { heapMiB: 1_024 },
      [
        `${datacenter}.config.jvm-server-options.initial_heap_size`,
        `${datacenter}.config.jvm-server-options.max_heap_size`,
      ],
    ],
    [
      "disk",
      { storageGiB: 80 },
      [`${datacenter}.storageConfig.cassandraDataVolumeClaimSpec.resources.requests.storage`],
    ],
    [
      "commit log's disk",
      { commitLogGiB: 4 },
      [`${datacenter}.storageConfig.additionalVolumes.0.pvcSpec.resources.requests.storage`],
    ],
    [
      "commit log's space",
      { commitLogSpaceMiB: 3_072 },
      [`${datacenter}.config.cassandra-yaml.commitlog_total_space`],
    ],
    ["server version", { serverVersion: "5.0.9" }, [`${datacenter}.serverVersion`]],
    [
      "node sharing",
      workload({ antiAffinity: "none" }),
      [`${datacenter}.allowMultipleNodesPerWorker`],
    ],
    [
      "copies, which another Job makes",
      { replicationFactor: 5 },
      [
        `${job} metadata.name`,
        command,
        `${datacenter}.config.jvm-server-options.additional-jvm-opts.0`,
      ],
    ],
    ["chart", { chart: { ...plan.chart, version: "0.66.0" } }, [`${operator} version`]],
    [
      "operators",
      { operator: { ...plan.operator, replicas: 2 } },
      [`${operator} values.replicaCount`],
    ],
    [
      "tools image",
      { toolsImage: "mirror/cassandra:5.0.8" },
      [`${job} metadata.name`, `${job} spec.template.spec.containers.0.image`],
    ],
  ];
  for (const [what, change, expected] of cases) {
    it(`follows the plan's ${what} and changes nothing else`, async () => {
      const before = await cassandraRows(plan);
      const after = await cassandraRows({ ...plan, ...change });
      assert.deepEqual(changedInputs(before, after), [...expected].sort());
    });
  }
});
