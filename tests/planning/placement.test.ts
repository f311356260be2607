import { strict as assert } from "node:assert";
import fc from "fast-check";
import { draftStage, placeStage } from "../../planning";
import type { StageDraft, StagePlacement } from "../../planning/types";
import { eksStages, sizingOf } from "./support/sizings";

function plan(stage: string, changes = {}): StageDraft {
  return draftStage(sizingOf(stage, changes), { stack: stage });
}

/** Zones of the racks and cache groups that pods of a workload are dealt to in turn; empty for all others. */
function ownZones({ dataTier }: StageDraft, workload: string): readonly (string | null)[] {
  return workload === "redis"
    ? dataTier.redis.groups.map(({ zone }) => zone)
    : workload === "cassandra"
      ? dataTier.cassandra.racks.map(({ zone }) => zone)
      : [];
}

/** Nothing stands where it may not. */
function assertRules(planned: StageDraft, { nodes, unplaced }: StagePlacement): void {
  for (const node of nodes) {
    const sum = (field: "cpuRequestMilli" | "memoryRequestMiB" | "volumes") =>
      node.pods.reduce((total, pod) => total + pod[field], 0);
    assert.equal(sum("cpuRequestMilli"), node.cpuRequestMilli);
    assert.equal(sum("memoryRequestMiB"), node.memoryRequestMiB);
    assert.equal(sum("volumes"), node.volumes);
    assert.ok(node.volumes <= (node.volumeLimit ?? Infinity), node.name);
    assert.ok(node.cpuRequestMilli <= node.allocatable.cpuMilli, node.name);
    assert.ok(node.memoryRequestMiB <= node.allocatable.memoryMiB, node.name);
    assert.ok(node.pods.length <= node.allocatable.pods, node.name);
  }
  for (const workload of planned.workloads.filter(({ kind }) => kind !== "DaemonSet")) {
    const homes = nodes.flatMap((node) =>
      node.pods.filter((pod) => pod.workload === workload.name).map(() => node),
    );
    const missing = unplaced.filter((pod) => pod.workload === workload.name).length;
    assert.equal(homes.length + missing, workload.replicas, workload.name);
    assert.ok(
      homes.every((node) => node.group === workload.nodeGroup),
      workload.name,
    );
    if (workload.antiAffinity === "required") {
      assert.equal(new Set(homes).size, homes.length, workload.name);
    }
    const zonesOfPods = ownZones(planned, workload.name);
    if (zonesOfPods.length > 0) {
      for (const node of nodes) {
        for (const { name } of node.pods.filter((pod) => pod.workload === workload.name)) {
          const index = Number(name.slice(workload.name.length + 1));
          assert.equal(node.zone, zonesOfPods[index % zonesOfPods.length], name);
        }
      }
    } else if (workload.spreadOverZones) {
      const zones = new Set(
        nodes.filter((node) => node.group === workload.nodeGroup).map((node) => node.zone),
      );
      const counts = [...zones].map((zone) => homes.filter((node) => node.zone === zone).length);
      assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, workload.name);
    }
  }
}

describe("placement", () => {
  for (const stage of [...eksStages, "dev"]) {
    it(`places every pod of ${stage}`, () => {
      const planned = plan(stage);
      const placement = placeStage(planned);
      assert.deepEqual(placement.unplaced, []);
      assertRules(planned, placement);
    });
  }

  it("names nodes by group, deals them to zones in turn, and gives each the node agents", () => {
    const { nodes } = placeStage(plan("million"));
    assert.deepEqual(
      nodes.filter(({ group }) => group === "worker").map(({ name, zone }) => [name, zone]),
      [
        ["worker-0", "eu-west-1a"],
        ["worker-1", "eu-west-1b"],
        ["worker-2", "eu-west-1c"],
        ["worker-3", "eu-west-1a"],
        ["worker-4", "eu-west-1b"],
        ["worker-5", "eu-west-1c"],
      ],
    );
    for (const { pods } of nodes) {
      assert.deepEqual(
        pods.slice(0, 4).map(({ workload }) => workload),
        ["aws-node", "kube-proxy", "ebs-csi-node", "eks-pod-identity-agent"],
      );
    }
  });

  it("one transport pod a node, and the pooler off PostgreSQL's pods", () => {
    const { nodes } = placeStage(plan("million"));
    const transport = nodes.filter(({ group }) => group === "transport");
    assert.deepEqual(
      transport.map(({ pods }) => pods.filter((p) => p.workload === "tb-mqtt-transport").length),
      Array.from({ length: 12 }, () => 1),
    );
    const shared = placeStage(plan("100k-20k")).nodes.filter(({ pods }) =>
      pods.some(({ workload }) => workload === "pooler"),
    );
    assert.equal(shared.length, 1);
    assert.ok(shared[0]?.pods.every(({ workload }) => workload !== "postgresql"));
  });

  it("says why a pod finds no node", () => {
    const tooFew = plan("million", {
      mqttTransport: { replicas: 13, heapMiB: 1_024, antiAffinity: "required" },
    });
    const [unplaced, ...others] = placeStage(tooFew).unplaced;
    assert.deepEqual(others, []);
    assert.equal(unplaced?.name, "tb-mqtt-transport-12");
    assert.match(unplaced.reason, /no node may have two/);

    const tooLarge = plan("million", {
      mqttTransport: {
        replicas: 12,
        heapMiB: 1_024,
        memoryRequestMiB: 3_000,
        memoryLimitMiB: 3_000,
      },
    });
    const { unplaced: all } = placeStage(tooLarge);
    assert.equal(all.length, 12);
    assert.equal(all[0]?.reason, "transport-11 has 2850 MiB free of 3114, the pod asks 3000");
  });

  it("leaves a cache node without a place where its zone has no worker", () => {
    const planned = plan("million", {
      nodeGroups: { worker: { instanceType: "m6a.2xlarge", count: 2 } },
      cassandra: { replicas: 1 },
      postgresql: { replicas: 2, cpuRequestMilli: 500 },
    });
    assert.deepEqual(
      placeStage(planned)
        .unplaced.filter(({ workload }) => workload === "redis")
        .map(({ name, reason }) => [name, reason]),
      [
        ["redis-2", "no node of worker in eu-west-1c"],
        ["redis-5", "no node of worker in eu-west-1c"],
      ],
    );
  });

  it("puts no more volumes on a node than EC2 attaches", () => {
    const planned = plan("million", {
      cluster: { zones: ["eu-west-1a", "eu-west-1b"] },
      nodeGroups: {
        worker: { instanceType: "m6a.2xlarge", count: 2 },
        cassandra: { instanceType: "c6i.xlarge", count: 2 },
        kafka: { instanceType: "c6i.large", count: 3 },
        postgresql: { instanceType: "c6i.xlarge", count: 3 },
        transport: { instanceType: "c6a.large", count: 12 },
      },
      cassandra: { replicas: 2 },
      redis: { replicas: 60, cpuRequestMilli: 10, memoryRequestMiB: 64, maxMemoryMiB: 32 },
      tbCore: { replicas: 1 },
      ruleEngine: { replicas: 1 },
      jsExecutor: { replicas: 1 },
    });
    const { nodes, unplaced } = placeStage(planned);
    assert.deepEqual(
      nodes
        .filter(({ group }) => group === "worker")
        .map(({ name, volumes, volumeLimit }) => [name, volumes, volumeLimit]),
      [
        ["worker-0", 23, 23],
        ["worker-1", 23, 23],
      ],
    );
    assert.equal(unplaced.length, 14);
    assert.equal(
      unplaced.find(({ name }) => name === "redis-59")?.reason,
      "worker-1 has 23 of at most 23 volumes, the pod brings 1",
    );
  });

  it("gives the same answer twice", () => {
    assert.deepEqual(placeStage(plan("300k")), placeStage(plan("300k")));
  });

  it("keeps its rules whatever the counts and types", () => {
    const type = fc.constantFrom(
      "m6a.xlarge",
      "c6a.large",
      "c6a.2xlarge",
      "c6g.medium",
      "c8i.large",
    );
    const group = fc.record({ instanceType: type, count: fc.integer({ min: 1, max: 9 }) });
    const count = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(group, group, count, count, count, (worker, kafka, core, js, transport) => {
        const planned = plan("100k-20k", {
          nodeGroups: { worker, kafka },
          tbCore: { replicas: core },
          jsExecutor: { replicas: js },
          mqttTransport: { replicas: transport, heapMiB: 512, antiAffinity: "required" },
        });
        const placement = placeStage(planned);
        assertRules(planned, placement);
      }),
      { numRuns: 50 },
    );
  });
});
