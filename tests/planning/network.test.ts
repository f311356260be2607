import { strict as assert } from "node:assert";
import fc from "fast-check";
import { PlanError, planNetwork } from "../../planning";
import { accountSchema } from "../../sizing/schema/account";
import { sizingOf } from "./support/sizings";

describe("network", () => {
  it("cuts one subnet a zone from the range", () => {
    assert.deepEqual(planNetwork(sizingOf("million")).subnets, [
      { zone: "eu-west-1a", cidr: "10.20.0.0/18" },
      { zone: "eu-west-1b", cidr: "10.20.64.0/18" },
      { zone: "eu-west-1c", cidr: "10.20.128.0/18" },
    ]);
    const two = sizingOf("dev", {
      cluster: { vpcCidr: "10.1.16.0/20", zones: ["eu-west-1a", "eu-west-1b"] },
    });
    assert.deepEqual(
      planNetwork(two).subnets.map(({ cidr }) => cidr),
      ["10.1.16.0/21", "10.1.24.0/21"],
    );
  });

  it("a range too small for the nodes' pods is refused", () => {
    const crowded = sizingOf("million", {
      cluster: { vpcCidr: "10.20.0.0/20" },
      nodeGroups: { worker: { instanceType: "m6a.xlarge", count: 60 } },
    });
    assert.throws(
      () => planNetwork(crowded),
      (error: unknown) =>
        error instanceof PlanError &&
        error.path === "cluster.vpcCidr" &&
        // 20 nodes a zone × 4 interfaces × 15 addresses, in subnets of /22.
        error.allowed === "a range whose 4 subnets hold 1200 addresses each; this one's hold 1019",
    );
  });

  it("lists of full size, so that a stage can grow, hold every generator once", () => {
    const lists = (generators: number) =>
      planNetwork(
        sizingOf("dev", {
          load: { devices: generators, messagesPerSecond: generators, generators },
        }),
      ).fleetPrefixLists;
    assert.deepEqual(lists(32), [{ name: "fleet-1", maxEntries: 60, start: 0, end: 32 }]);
    assert.deepEqual(lists(64), [
      { name: "fleet-1", maxEntries: 60, start: 0, end: 60 },
      { name: "fleet-2", maxEntries: 60, start: 60, end: 64 },
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 180 }), (generators) => {
        const made = lists(generators);
        assert.ok(made.length <= 3);
        made.forEach(({ maxEntries, start, end }, index) => {
          assert.equal(maxEntries, 60);
          assert.ok(end > start && end - start <= maxEntries);
          assert.equal(start, index === 0 ? 0 : made[index - 1]?.end);
        });
        assert.equal(made.at(-1)?.end, generators);
      }),
    );
  });

  it("more generators than three lists hold are refused", () => {
    // The schema refuses it too: the plan does not rely on that.
    const sizing = sizingOf("million");
    const crowded = { ...sizing, load: { ...sizing.load, generators: 181 } };
    assert.throws(
      () => planNetwork(crowded),
      (error: unknown) =>
        error instanceof PlanError &&
        error.path === "load.generators" &&
        error.allowed === "at most 180",
    );
  });

  it("the account's addresses have lists of their own, where there are any", () => {
    const account = accountSchema.parse({
      uiCidrs: ["192.0.2.0/24", "198.51.100.7/32"],
      mqttCidrs: [],
    });
    const network = planNetwork(sizingOf("million"), account);
    assert.deepEqual(network.uiPrefixList, {
      name: "ui",
      maxEntries: 28,
      cidrs: ["192.0.2.0/24", "198.51.100.7/32"],
    });
    assert.ok(!("mqttPrefixList" in network));
  });
});
