import { strict as assert } from "node:assert";
import fc from "fast-check";
import { placeStage, planStage } from "../../planning";
import type { StagePlacement, StagePlan } from "../../planning";
import { eksStages, sizingOf } from "./support/sizings";

function plan(stage: string, changes = {}): StagePlan {
  return planStage(sizingOf(stage, changes), { stack: stage });
}

/** Nothing stands where it may not. */
function assertRules(planned: StagePlan, { nodes, unplaced }: StagePlacement): void {
  for (const node of nodes) {
    const sum = (field: "cpuRequestMilli" | "memoryRequestMiB") =>
      node.pods.reduce((total, pod) => total + pod[field], 0);
    assert.equal(sum("cpuRequestMilli"), node.cpuRequestMilli);
    assert.equal(sum("memoryRequestMiB"), node.memoryRequestMiB);
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
    if (workload.spreadOverZones) {
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
        assertRules(planned, { ...placement, nodes: placement.nodes });
      }),
      { numRuns: 50 },
    );
  });
});
