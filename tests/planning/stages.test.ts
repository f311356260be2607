import { strict as assert } from "node:assert";
import { planStage } from "../../planning";
import type { StagePlan } from "../../planning";
import { eksStages, sizingOf } from "./support/sizings";

function plan(stage: string): StagePlan {
  return planStage(sizingOf(stage), { stack: stage });
}

function replicas(stage: StagePlan): Record<string, number> {
  return Object.fromEntries(stage.workloads.map(({ name, replicas }) => [name, replicas]));
}

function groupOf(stage: StagePlan, workload: string): string | null | undefined {
  return stage.workloads.find(({ name }) => name === workload)?.nodeGroup;
}

const small = ["worker 3 m6a.xlarge", "cassandra 3 c6i.xlarge", "kafka 3 c6i.large"];
const table: Record<
  (typeof eksStages)[number],
  {
    readonly load: readonly number[];
    readonly totals: readonly number[];
    readonly groups: readonly string[];
    readonly services: readonly number[];
    readonly transport: readonly [number, number, string, string];
  }
> = {
  "100k-20k": {
    load: [100_000, 6_670, 20_010, 10, 10_000, 667],
    totals: [12, 42],
    groups: [...small, "postgresql 3 c6i.xlarge"],
    services: [3, 3, 6, 3],
    transport: [3, 1_024, "preferred", "worker"],
  },
  "100k-30k": {
    load: [100_000, 10_000, 30_000, 10, 10_000, 1_000],
    totals: [13, 50],
    groups: [...small, "postgresql 3 c6i.xlarge", "pooler 1 c6a.2xlarge"],
    services: [3, 3, 6, 3],
    transport: [3, 1_024, "preferred", "worker"],
  },
  "100k-45k": {
    load: [100_000, 15_000, 45_000, 10, 10_000, 1_500],
    totals: [12, 46],
    groups: [...small, "postgresql 2 c6i.xlarge", "pooler 1 c6a.2xlarge"],
    services: [3, 3, 6, 3],
    transport: [3, 1_024, "preferred", "worker"],
  },
  "300k": {
    load: [300_000, 5_024, 15_072, 32, 9_375, 157],
    totals: [12, 46],
    groups: [...small, "postgresql 2 c6i.xlarge", "pooler 1 c6a.2xlarge"],
    services: [3, 3, 6, 3],
    transport: [3, 2_048, "preferred", "worker"],
  },
  "500k": {
    load: [500_000, 5_000, 15_000, 20, 25_000, 250],
    totals: [18, 58],
    groups: [...small, "transport 6 c6a.large", "postgresql 2 c6i.xlarge", "pooler 1 c6a.2xlarge"],
    services: [3, 3, 6, 3],
    transport: [6, 2_048, "required", "transport"],
  },
  million: {
    load: [1_000_000, 5_024, 15_072, 32, 31_250, 157],
    totals: [27, 82],
    groups: [
      "worker 6 m6a.xlarge",
      "transport 12 c6a.large",
      "cassandra 3 c6i.xlarge",
      "kafka 3 c6i.large",
      "postgresql 2 c6i.xlarge",
      "pooler 1 c6a.2xlarge",
    ],
    services: [6, 6, 6, 3],
    transport: [12, 1_024, "required", "transport"],
  },
};

describe("stage table", () => {
  for (const stage of eksStages) {
    const row = table[stage];
    const planned = plan(stage);

    it(`${stage}: load, nodes and vCPU`, () => {
      const { keepAliveSeconds, warmupPackSize, durationSeconds, ...load } = planned.load;
      assert.deepEqual(Object.values(load), row.load);
      assert.deepEqual([keepAliveSeconds, warmupPackSize, durationSeconds], [60, 25, 86_400]);
      assert.deepEqual([planned.totals.nodes, planned.totals.vCpu], row.totals);
      assert.deepEqual(
        planned.eks?.nodeGroups
          .map(({ name, count, instanceType }) => `${name} ${count} ${instanceType}`)
          .sort(),
        [...row.groups].sort(),
      );
    });

    it(`${stage}: pods`, () => {
      const count = replicas(planned);
      assert.deepEqual(
        ["tb-core", "tb-rule-engine", "tb-js-executor", "tb-web-ui"].map((name) => count[name]),
        row.services,
      );
      assert.deepEqual(
        ["redis", "cassandra", "postgresql", "pooler", "kafka", "zookeeper"].map((n) => count[n]),
        [6, 3, 2, 1, 3, 3],
      );
      const { workload } = planned.transport;
      assert.deepEqual(
        [workload.replicas, workload.heapMiB, workload.antiAffinity, workload.nodeGroup],
        row.transport,
      );
    });
  }

  it("dev: one of everything on a cluster that stands already", () => {
    const planned = plan("dev");
    assert.equal(planned.eks, undefined);
    assert.deepEqual(planned.existingCluster, {
      context: "minikube",
      nodes: 3,
      nodeCpuMilli: 8_000,
      nodeMemoryMiB: 16_384,
    });
    assert.deepEqual([planned.totals.nodes, planned.totals.vCpu], [0, 0]);
    assert.ok(planned.workloads.every(({ nodeGroup }) => nodeGroup === null));
    assert.deepEqual(planned.nodeAgents, []);
    assert.equal(planned.dataTier.postgresql.pooler, undefined);
    assert.equal(planned.transport.loadBalancer, undefined);
    assert.equal(planned.core.ingress, undefined);
  });
});

describe("node groups of workloads", () => {
  it("the web UI and ZooKeeper run on Kafka's nodes", () => {
    for (const name of ["tb-web-ui", "zookeeper", "kafka"]) {
      assert.equal(groupOf(plan("million"), name), "kafka");
    }
  });

  it("operators, controllers and Redis run on the worker group", () => {
    const names = [
      ...["redis", "strimzi-cluster-operator", "cass-operator", "cloudnative-pg", "coredns"],
      ...["aws-load-balancer-controller", "metrics-server", "ebs-csi-controller"],
    ];
    for (const name of names) {
      assert.equal(groupOf(plan("million"), name), "worker", name);
    }
  });

  it("the pooler runs on PostgreSQL's nodes until it has its own", () => {
    assert.equal(groupOf(plan("100k-20k"), "pooler"), "postgresql");
    assert.equal(groupOf(plan("100k-30k"), "pooler"), "pooler");
  });

  it("a role without a group runs on worker", () => {
    const planned = planStage(
      sizingOf("100k-20k", {
        nodeGroups: { worker: { instanceType: "m6a.2xlarge", count: 6 } },
      }),
      { stack: "small" },
    );
    assert.deepEqual(
      [...new Set(planned.workloads.map(({ nodeGroup }) => nodeGroup))],
      [null, "worker"],
    );
  });

  it("every workload that names a group is named by it, and by no other", () => {
    const planned = plan("million");
    for (const { nodeGroup, name } of planned.workloads) {
      assert.deepEqual(
        planned.eks?.nodeGroups.filter((g) => g.workloads.includes(name)).map((g) => g.name),
        nodeGroup === null ? [] : [nodeGroup],
        name,
      );
    }
  });
});

describe("pods", () => {
  it("counts replicas without DaemonSets, Jobs and the fleet", () => {
    // 8 controllers, 3 operators, 3 + 3 + 3 + 6 + 2 + 1 of the stores, 6 + 6 + 6 + 3 of ThingsBoard, 12 transports.
    assert.equal(plan("million").totals.pods, 8 + 3 + 18 + 21 + 12);
    // 3 operators, 5 stores, 4 of ThingsBoard, 1 transport.
    assert.equal(plan("dev").totals.pods, 13);
  });

  it("each container has a CPU and a memory request and a memory limit, and init containers count", () => {
    for (const stage of [...eksStages, "dev"]) {
      for (const workload of plan(stage).workloads) {
        for (const each of [...workload.containers, ...workload.initContainers]) {
          assert.ok(each.cpuRequestMilli > 0, `${workload.name}/${each.name}`);
          assert.ok(each.memoryRequestMiB > 0, `${workload.name}/${each.name}`);
          assert.ok(each.memoryLimitMiB >= each.memoryRequestMiB, `${workload.name}/${each.name}`);
        }
      }
    }
  });

  it("sets a CPU limit only where the sizing gives one", () => {
    const limited = plan("million").workloads.filter((workload) =>
      workload.containers.some(({ cpuLimitMilli }) => cpuLimitMilli !== undefined),
    );
    assert.deepEqual(
      limited.map(({ name }) => name),
      ["tb-js-executor", "tb-web-ui", "tb-mqtt-transport"],
    );
  });
});

describe("unknown figures", () => {
  it("are null, as what an existing cluster costs", () => {
    const { totals } = plan("dev");
    assert.deepEqual(
      [totals.usdPerHour, totals.usdPerMonth, totals.usdPerThousandDevices],
      [null, null, null],
    );
  });
});
