import { strict as assert } from "node:assert";
import { PlanError, planRedis } from "../../planning";
import type { RedisPlan } from "../../planning";
import { sizingOf } from "./support/sizings";

function zoneOf(plan: RedisPlan, pod: string): string | null | undefined {
  return plan.groups.find(({ name }) => pod.startsWith(`${name}-`))?.zone;
}

function planOf(replicas: number, zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]): RedisPlan {
  return planRedis(sizingOf("million", { redis: { replicas }, cluster: { zones } }));
}

describe("Redis", () => {
  it("six nodes: a master in each zone, its replica in the next", () => {
    const plan = planOf(6);
    assert.equal(plan.mode, "cluster");
    assert.deepEqual(plan.groups, [
      { name: "redis-a", zone: "eu-west-1a", replicas: 2 },
      { name: "redis-b", zone: "eu-west-1b", replicas: 2 },
      { name: "redis-c", zone: "eu-west-1c", replicas: 2 },
    ]);
    assert.deepEqual(plan.masters, [
      { pod: "redis-a-0", firstSlot: 0, lastSlot: 5460 },
      { pod: "redis-b-0", firstSlot: 5461, lastSlot: 10921 },
      { pod: "redis-c-0", firstSlot: 10922, lastSlot: 16383 },
    ]);
    assert.deepEqual(plan.followers, [
      { pod: "redis-b-1", master: "redis-a-0" },
      { pod: "redis-c-1", master: "redis-b-0" },
      { pod: "redis-a-1", master: "redis-c-0" },
    ]);
    assert.equal(plan.nodes[0], "redis-a-0.redis-headless.thingsboard.svc.cluster.local:6379");
    assert.equal(plan.workload.replicas, 6);
  });

  for (const [replicas, zones] of [
    [6, 3],
    [12, 3],
    [18, 3],
    [8, 2],
    [8, 4],
  ] as const) {
    it(`${replicas} nodes over ${zones} zones: slots whole, no replica beside its master`, () => {
      const names = ["a", "b", "c", "d"].slice(0, zones).map((letter) => `eu-west-1${letter}`);
      const plan = planOf(replicas, names);
      assert.equal(plan.masters.length, replicas / 2);
      assert.equal(plan.masters[0]?.firstSlot, 0);
      assert.equal(plan.masters.at(-1)?.lastSlot, 16_383);
      plan.masters.slice(1).forEach((master, index) => {
        assert.equal(master.firstSlot, plan.masters[index]!.lastSlot + 1);
      });
      for (const { pod, master } of plan.followers) {
        assert.notEqual(zoneOf(plan, pod), zoneOf(plan, master));
      }
      assert.deepEqual(
        [...plan.masters, ...plan.followers].map(({ pod }) => pod).sort(),
        plan.nodes.map((node) => node.split(".")[0]!).sort(),
      );
      assert.equal(new Set(plan.followers.map(({ master }) => master)).size, replicas / 2);
    });
  }

  for (const replicas of [2, 4, 5, 8, 9, 10]) {
    it(`${replicas} nodes over three zones are refused with the counts that work`, () => {
      assert.throws(
        () => planOf(replicas),
        (error: unknown) =>
          error instanceof PlanError &&
          error.path === "redis.replicas" &&
          error.given === replicas &&
          error.allowed.includes("6, 12, 18"),
      );
    });
  }

  it("on an existing cluster: one group without a zone, or a standalone cache", () => {
    const cluster = planRedis(sizingOf("dev", { redis: { replicas: 6 } }));
    assert.deepEqual(cluster.groups, [{ name: "redis", zone: null, replicas: 6 }]);
    assert.deepEqual(
      cluster.followers.map(({ pod, master }) => [pod, master]),
      [
        ["redis-3", "redis-0"],
        ["redis-4", "redis-1"],
        ["redis-5", "redis-2"],
      ],
    );
    const standalone = planRedis(sizingOf("dev"));
    assert.equal(standalone.mode, "standalone");
    assert.deepEqual(standalone.nodes, [
      "redis-0.redis-headless.thingsboard.svc.cluster.local:6379",
    ]);
    assert.deepEqual([standalone.masters, standalone.followers], [[], []]);
    assert.equal(standalone.formingJob, undefined);
  });
});
