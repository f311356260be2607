import { strict as assert } from "node:assert";
import fc from "fast-check";
import { draftStage, placeStage } from "../../planning";
import { placementWithout, planLosses, withoutJobs } from "../../planning/placement";
import type { PlacedNode, StageDraft, StagePlacement } from "../../planning/types";
import { eksStages, sizingOf } from "./support/sizings";

function plan(stage: string, changes = {}): StageDraft {
  return draftStage(sizingOf(stage, changes), { stack: stage });
}

function placed(stage: string): {
  readonly planned: StageDraft;
  readonly placement: StagePlacement;
} {
  const planned = plan(stage);
  return { planned, placement: placeStage(planned) };
}

/** What becomes of each pod: where it stands, or that it waits. */
function fates(
  { nodes, unplaced }: StagePlacement,
  planned: StageDraft,
): ReadonlyMap<string, string> {
  const agents = new Set(planned.nodeAgents.map(({ name }) => name));
  return new Map([
    ...nodes.flatMap(({ name, pods }) =>
      pods
        .filter(({ workload }) => !agents.has(workload))
        .map((pod): [string, string] => [pod.name, name]),
    ),
    ...unplaced.map((pod): [string, string] => [pod.name, "waits"]),
  ]);
}

function names(nodes: readonly PlacedNode[], which: (node: PlacedNode) => boolean): Set<string> {
  return new Set(nodes.filter(which).map(({ name }) => name));
}

describe("loss of nodes", () => {
  for (const stage of [...eksStages, "dev"]) {
    it(`changes nothing of ${stage} where nothing is lost`, () => {
      const { planned, placement } = placed(stage);
      assert.deepEqual(placementWithout(planned, placement, new Set()), placement);
    });
  }

  it("moves what may move, and lets a pod with volumes wait for its zone", () => {
    const { planned, placement } = placed("500k");
    const lose = planLosses(planned, withoutJobs(planned, placement));
    const { lost, moved, pending } = lose(new Set(["worker-1"]));
    assert.deepEqual(lost, ["worker-1"]);
    assert.deepEqual(
      pending.map(({ name, group, reason }) => [name, group, reason]),
      [
        ["tb-core-1", "worker", "worker-2 has 970m CPU free of 3920m, the pod asks 1000m"],
        ["tb-rule-engine-1", "worker", "worker-2 has 970m CPU free of 3920m, the pod asks 1000m"],
        ["redis-1", "worker", "no node of worker in eu-west-1b"],
        ["redis-4", "worker", "no node of worker in eu-west-1b"],
      ],
    );
    assert.deepEqual(moved.map(({ pod }) => pod.name).sort(), [
      "cass-operator-0",
      "coredns-1",
      "ebs-csi-controller-0",
      "metrics-server-1",
      "tb-js-executor-1",
      "tb-js-executor-4",
    ]);
    assert.ok(moved.every(({ node }) => node === "worker-0" || node === "worker-2"));
  });

  it("moves a pod with volumes within its zone", () => {
    const { planned, placement } = placed("million");
    const { moved } = planLosses(planned, placement)(new Set(["worker-0"]));
    assert.deepEqual(
      moved.filter(({ pod }) => pod.volumes > 0).map(({ pod, node }) => [pod.name, node]),
      [["redis-0", "worker-3"]],
    );
  });

  it("leaves no node for the pooler whose group has one", () => {
    const { planned, placement } = placed("million");
    assert.deepEqual(
      planLosses(
        planned,
        placement,
      )(new Set(["pooler-0"])).pending.map(({ name, reason }) => [name, reason]),
      [["pooler-0", "no node in pooler"]],
    );
  });

  it("gives the same answer however often it is asked", () => {
    const { planned, placement } = placed("100k-45k");
    const lose = planLosses(planned, placement);
    const zone = names(placement.nodes, (node) => node.zone === "eu-west-1a");
    const first = lose(zone);
    lose(new Set(["worker-2"]));
    assert.deepEqual(lose(zone), first);
  });

  it("takes Jobs out of a placement, and nothing else", () => {
    const { planned, placement } = placed("100k-20k");
    const before = fates(placement, planned);
    const after = fates(withoutJobs(planned, placement), planned);
    assert.deepEqual([...before.keys()].filter((pod) => !after.has(pod)).sort(), [
      "cassandra-keyspace-0",
      "load-provisioning-0",
      "redis-forming-0",
      "tb-credentials-0",
      "tb-schema-0",
    ]);
    for (const [pod, node] of after) {
      assert.equal(before.get(pod), node, pod);
    }
  });

  it("keeps every rule whatever is lost", () => {
    const count = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(count, count, count, count, fc.infiniteStream(fc.boolean()), (...drawn) => {
        const [workers, core, js, transport, coin] = drawn;
        const planned = plan("100k-20k", {
          nodeGroups: {
            worker: { instanceType: "m6a.xlarge", count: workers },
            kafka: { instanceType: "c6i.large", count: 4 },
          },
          tbCore: { replicas: core },
          jsExecutor: { replicas: js },
          mqttTransport: { replicas: transport, heapMiB: 512, antiAffinity: "required" },
        });
        const before = placeStage(planned);
        const lost = names(before.nodes, () => coin.next().value === true);
        const after = placementWithout(planned, before, lost);
        assert.deepEqual(
          after.nodes.map(({ name }) => name),
          before.nodes.map(({ name }) => name).filter((name) => !lost.has(name)),
        );
        assertKept(planned, before, after, lost);
      }),
      { numRuns: 40 },
    );
  });
});

/** Nobody left a node that stands, nobody is missing, no volume changed its zone, and no node is too full. */
function assertKept(
  planned: StageDraft,
  before: StagePlacement,
  after: StagePlacement,
  lost: ReadonlySet<string>,
): void {
  const [then, now] = [fates(before, planned), fates(after, planned)];
  assert.deepEqual([...now.keys()].sort(), [...then.keys()].sort());
  for (const [pod, node] of then) {
    assert.ok(lost.has(node) || now.get(pod) === node, pod);
  }
  const zones = new Map(before.nodes.map(({ name, zone }) => [name, zone]));
  const required = new Set(
    planned.workloads
      .filter(({ antiAffinity }) => antiAffinity === "required")
      .map(({ name }) => name),
  );
  for (const node of after.nodes) {
    assert.ok(node.cpuRequestMilli <= node.allocatable.cpuMilli, node.name);
    assert.ok(node.memoryRequestMiB <= node.allocatable.memoryMiB, node.name);
    assert.ok(node.pods.length <= node.allocatable.pods, node.name);
    assert.ok(node.volumes <= (node.volumeLimit ?? Infinity), node.name);
    const held = node.pods.map(({ workload }) => workload).filter((each) => required.has(each));
    assert.equal(new Set(held).size, held.length, node.name);
    for (const pod of node.pods.filter(({ volumes }) => volumes > 0)) {
      assert.equal(zones.get(then.get(pod.name) ?? ""), node.zone, pod.name);
    }
  }
}
