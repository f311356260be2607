import { strict as assert } from "node:assert";
import fc from "fast-check";
import { planStage } from "../../planning";
import { instancePrices } from "../../planning/facts/instancePrices";
import { instanceTypes } from "../../planning/facts/instanceTypes";
import { servicePriceNames } from "../../planning/facts/prices/priceTables";
import { copiesInOtherZones, shareAcrossZones } from "../../planning/cost/traffic";
import { servicePrices } from "../../planning/facts/servicePrices";
import { costItem } from "../../planning/cost/item";
import { PriceReader } from "../../planning/cost/prices";
import type { CostItem, CostPlan } from "../../planning/types";
import { parseSizing } from "../../sizing";
import { purchases } from "../../sizing/schema/nodeGroups";
import { stageNames, stagePlan } from "../support/stages";
import { problemsWith, rawSizing } from "../sizing/validSizing";
import { publishedShapes, publishedUsdPerMonth } from "./support/publishedShapes";

/** The cost of a committed stage with some values of its sizing set, by path. */
function costWith(stack: string, changes: Readonly<Record<string, unknown>>): CostPlan {
  const sizing = rawSizing(stack);
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split(".");
    const last = keys.pop()!;
    let holder: Record<string, unknown> = sizing;
    for (const key of keys) holder = (holder[key] ??= {}) as Record<string, unknown>;
    holder[last] = value;
  }
  return planStage(parseSizing(sizing), { stack }).cost;
}

function cents(usd: number | null): number | null {
  return usd === null ? null : Math.round(usd * 100) / 100;
}

function item(cost: CostPlan, name: string): CostItem {
  const found = [...cost.items, ...cost.fleetItems].filter((each) => each.name === name);
  assert.equal(found.length, 1, `items named ${name}`);
  return found[0]!;
}

const million = stagePlan("million").cost;

describe("the cost of a stage", () => {
  /** Cluster a month, of which estimates, transport alone, its instances alone; the fleet an hour of a test. */
  const pinned: Readonly<Record<string, readonly (number | null)[]>> = {
    "100k-20k": [3060.76, 1319.26, null, null, 0.62],
    "100k-30k": [3930.77, 1906.76, null, null, 0.8],
    "100k-45k": [4727.9, 2788.9, null, null, 1.07],
    "300k": [2886.04, 1028.87, null, null, 1.09],
    "500k": [3300.59, 1024.63, 543.68, 359.51, 0.97],
    million: [4206.01, 1028.87, 1003.66, 719.02, 1.52],
  };

  for (const [stack, expected] of Object.entries(pinned)) {
    it(`${stack}: ${expected.join(", ")} USD`, () => {
      const { cost } = stagePlan(stack);
      assert.deepEqual(
        [
          cost.cluster.usdPerMonth,
          cost.estimates.usdPerMonth,
          cost.transport.usdPerMonth,
          cost.transportInstances.usdPerMonth,
          cost.fleetUsdPerTestHour,
        ].map(cents),
        expected,
      );
    });
  }

  for (const [stack, shape] of Object.entries(publishedShapes)) {
    it(`${stack}: agrees with the published shape's sum, estimates aside, within 3 %`, () => {
      const { cluster, estimates } = stagePlan(stack).cost;
      const comparable = cluster.usdPerMonth! - estimates.usdPerMonth!;
      const published = publishedUsdPerMonth(shape);
      const difference = Math.abs(comparable - published) / published;
      assert.ok(difference < 0.03, `${comparable} against ${published}`);
    });
  }

  it("is what its items, its tiers and its kinds sum up to, on every stage of AWS", () => {
    for (const stack of stageNames.filter((name) => name !== "dev")) {
      const { cost, load, totals } = stagePlan(stack);
      const hourly = (rows: readonly { readonly usdPerHour: number | null }[]): number =>
        rows.reduce((sum, { usdPerHour }) => sum + usdPerHour!, 0);
      for (const rows of [cost.items, cost.byTier, cost.byKind]) {
        assert.ok(Math.abs(hourly(rows) - cost.cluster.usdPerHour!) < 1e-9, stack);
      }
      assert.ok(Math.abs(hourly(cost.fleetItems) - cost.fleetUsdPerTestHour!) < 1e-9, stack);
      assert.equal(cost.cluster.usdPerMonth, cost.cluster.usdPerHour! * 730);
      assert.equal(
        cost.cluster.usdPerThousandDevices,
        (cost.cluster.usdPerMonth * 1_000) / load.devices,
      );
      assert.equal(totals.usdPerMonth, cost.cluster.usdPerMonth);
      assert.deepEqual(cost.unknown, []);
    }
  });

  it("shows each item's arithmetic, which comes out, and its source", () => {
    for (const each of [...million.items, ...million.fleetItems]) {
      assert.equal(each.usdPerHour, each.usdPerUnitHour! * each.quantity, each.name);
      const ending = /× ([\d.]+) USD( a month ÷ 730 h)? = ([\d.]+) USD an hour$/.exec(each.formula);
      const [, price, month, hour] = ending ?? [];
      const perHour = month === undefined ? Number(price) : Number(price) / 730;
      assert.ok(Math.abs(perHour - each.usdPerUnitHour!) <= perHour * 1e-5, each.formula);
      assert.ok(Math.abs(Number(hour) - each.usdPerHour) <= each.usdPerHour * 1e-5, each.formula);
      assert.match(each.source, / Of 2026-\d\d(-\d\d)?\.$/, each.name);
      assert.equal(each.estimate === true, each.name.includes("(estimate)"), each.name);
    }
  });

  it("names every kind, and each tier once, in order", () => {
    assert.deepEqual(
      million.byKind.map(({ kind }) => kind),
      [
        ...["instances", "control plane", "volumes", "load balancers", "public addresses"],
        ...["traffic between zones", "traffic to the internet", "logs"],
      ],
    );
    assert.deepEqual(
      million.byTier.map(({ tier }) => tier),
      ["cluster", "data", "core", "transport"],
    );
    assert.equal(million.pricesOf, "2026-07-10");
    assert.equal(million.hoursPerMonth, 730);
  });
});

describe("the seed's claims", () => {
  it("a c6g.medium for 26 USD a month (line 2316)", () => {
    const cost = costWith("million", { "nodeGroups.transport.instanceType": "c6g.medium" });
    const { usdPerUnitHour } = item(cost, "transport: 12 × c6g.medium");
    assert.equal(cents(usdPerUnitHour! * cost.hoursPerMonth), 26.65);
  });

  it("about 1 USD a month for 1000 connections, instances of the transport only (line 2307)", () => {
    const perThousand = (stack: string): number | null =>
      cents(stagePlan(stack).cost.transportInstances.usdPerThousandDevices);
    assert.deepEqual([perThousand("500k"), perThousand("million")], [0.72, 0.72]);
  });

  it("a whole million costs more than its transport: per thousand devices", () => {
    assert.deepEqual(
      [million.transport, million.cluster].map((sum) => cents(sum.usdPerThousandDevices)),
      [1, 4.21],
    );
  });
});

describe("the quantities of the million", () => {
  const quantities: Readonly<Record<string, readonly [number, string]>> = {
    "transport: 12 × c6a.large": [12, "instances"],
    "transport: root volumes": [240, "GiB"],
    "worker: root volumes": [192, "GiB"],
    "cassandra: claims": [156, "GiB"],
    "zookeeper: claims": [6, "GiB"],
    "redis: claims": [6, "GiB"],
    "transport: nodes": [12, "addresses"],
    "MQTT: load balancer": [3, "addresses"],
    "HTTP: load balancer": [3, "addresses"],
    // 5,024 × 215 B + 1,000,000 ÷ 60 × 160 B a second; of the three dimensions it is the largest.
    "MQTT: capacity units": [13.488576, "units"],
    "HTTP: capacity units": [32 / 3_000, "units"],
    "load balancer to transport pods": [13.488576 * (2 / 3) * 2, "GB"],
    // 5,024 × 2 records of 500 B, half of it after gzip: two thirds in, one copy, two thirds out.
    "Kafka: written, copied, read (estimate)": [9.0432 * (7 / 3) * 2, "GB"],
    // 15,072 rows of 150 B: two thirds in, two copies.
    "Cassandra: written, copied (estimate)": [8.13888 * (8 / 3) * 2, "GB"],
    // 15,072 values: two thirds of 120 B in, 250 B of log to one standby.
    "PostgreSQL: written, copied (estimate)": [(15_072 * (80 + 250) * 3_600 * 2) / 1e9, "GB"],
    "control plane's logs (estimate)": [250 / 730, "GB"],
    "devices elsewhere": [0, "GB"],
    "32 × t3a.small": [32, "instances"],
    "root volumes": [512, "GiB"],
    generators: [32, "addresses"],
    "devices to cluster, ap-south-1 to eu-west-1": [9.3080832, "GB"],
    "cluster to devices, eu-west-1 to ap-south-1": [4.1804928, "GB"],
    "generators' logs (estimate)": [0.02304, "GB"],
  };
  for (const [name, [quantity, unit]] of Object.entries(quantities)) {
    it(name, () => {
      const found = item(million, name);
      assert.ok(Math.abs(found.quantity - quantity) < 1e-6, String(found.quantity));
      assert.equal(found.unit, unit);
    });
  }

  it("takes capacity units by flows where the devices are many and silent, and by new flows never at rest", () => {
    const silent = costWith("million", { "load.messagesPerSecond": 32 });
    assert.equal(item(silent, "MQTT: capacity units").quantity, 10);
    assert.match(
      item(silent, "MQTT: capacity units").formula,
      /^the largest of 277\.778 new flows a second ÷ 800, 1000000 active flows ÷ 100000, 9\.62\d+ GB an hour ÷ 1 = 10 units;/,
    );
  });

  it("bills a fleet in the cluster's own region by its public addresses, out and in", () => {
    const near = costWith("million", {
      "loadFleet.region": "eu-west-1",
      "loadFleet.zone": "eu-west-1a",
    });
    const up = item(near, "devices to cluster, by public addresses");
    assert.deepEqual(
      [up.kind, cents(up.quantity), up.usdPerUnitHour],
      ["traffic between zones", 18.62, 0.01],
    );
    assert.deepEqual(near.unknown, []);
  });
});

describe("zones", () => {
  it("take a share of what evenly spread clients send, and all copies that have a zone of their own", () => {
    assert.deepEqual([0, 1, 2, 3].map(shareAcrossZones), [0, 0, 1 / 2, 2 / 3]);
    const copies = [
      [1, 3],
      [2, 3],
      [3, 3],
      [3, 2],
      [3, 1],
      [3, 0],
    ] as const;
    assert.deepEqual(
      copies.map(([count, zones]) => copiesInOtherZones(count, zones)),
      [0, 1, 2, 1, 0, 0],
    );
  });
});

describe("ways of paying", () => {
  const spot = { "nodeGroups.transport.purchase": "spot" };

  it("spot nodes at the spot price, named so, the rest as it was", () => {
    const cost = costWith("million", spot);
    assert.equal(item(cost, "transport: 12 × c6a.large, spot").usdPerHour, 12 * 0.0481);
    assert.equal(
      cents(million.cluster.usdPerMonth! - cost.cluster.usdPerMonth!),
      cents(12 * (0.08208 - 0.0481) * 730),
    );
    assert.equal(cost.unknown.length, 0);
  });

  it("reserved nodes where the price is known", () => {
    const worker = (purchase: string): number | null =>
      item(
        costWith("million", { "nodeGroups.worker.purchase": purchase }),
        `worker: 6 × m6a.xlarge, reserved for ${purchase === "reserved1Year" ? "1 year" : "3 years"}`,
      ).usdPerUnitHour;
    assert.deepEqual([worker("reserved1Year"), worker("reserved3Years")], [0.1274, 0.08736]);
  });

  it("a missing price is named, makes the sums unknown that it belongs to and no others, and stops nothing", () => {
    const cost = costWith("million", { "nodeGroups.transport.purchase": "reserved3Years" });
    assert.deepEqual(cost.unknown, ["c6a.large reserved for 3 years in eu-west-1"]);
    const unknownSum = { usdPerHour: null, usdPerMonth: null, usdPerThousandDevices: null };
    assert.deepEqual(
      [cost.cluster, cost.transport, cost.transportInstances],
      [unknownSum, unknownSum, unknownSum],
    );
    assert.deepEqual(
      cost.byTier.map(({ tier, usdPerHour }) => [tier, usdPerHour === null]),
      [
        ["cluster", false],
        ["data", false],
        ["core", false],
        ["transport", true],
      ],
    );
    assert.equal(cost.byKind.find(({ kind }) => kind === "instances")?.usdPerHour, null);
    assert.equal(cost.fleetUsdPerTestHour, million.fleetUsdPerTestHour);
    const nodes = item(cost, "transport: 12 × c6a.large, reserved for 3 years");
    assert.equal(nodes.formula, "12 instances × an unknown price = unknown");
    assert.deepEqual([nodes.usdPerUnitHour, nodes.usdPerHour], [null, null]);
  });

  it("a region without prices is named, service by service", () => {
    const cost = costWith("million", {
      "cluster.region": "sa-east-1",
      "cluster.zones": ["sa-east-1a", "sa-east-1b", "sa-east-1c"],
    });
    assert.equal(cost.cluster.usdPerHour, null);
    for (const words of [
      "c6a.large on demand in sa-east-1",
      "the EKS control plane in sa-east-1",
      "traffic from ap-south-1 to sa-east-1",
    ]) {
      assert.ok(cost.unknown.includes(words), `${words}: ${cost.unknown.join("; ")}`);
    }
    assert.equal(new Set(cost.unknown).size, cost.unknown.length);
    assert.equal(item(cost, "32 × t3a.small").usdPerUnitHour, 0.0123);
  });

  it("refuses a way of paying that there is not, and names those there are", () => {
    const [problem] = problemsWith({ "nodeGroups.worker.purchase": "free" });
    assert.equal(problem?.path, "nodeGroups.worker.purchase");
    assert.match(problem.allowed, /onDemand.*spot.*reserved1Year.*reserved3Years/);
  });

  it("spot generators at their price", () => {
    assert.equal(
      item(costWith("million", { "loadFleet.spot": true }), "32 × t3a.small, spot").usdPerUnitHour,
      0.007,
    );
  });
});

describe("an existing cluster", () => {
  it("has no price that anybody knows: null and named, never 0", () => {
    const { cost, totals } = stagePlan("dev");
    assert.deepEqual(cost.items, []);
    assert.deepEqual(cost.fleetItems, []);
    assert.deepEqual(
      [totals.usdPerHour, cost.cluster.usdPerMonth, cost.fleetUsdPerTestHour],
      [null, null, null],
    );
    assert.deepEqual(cost.unknown, [
      "the cluster of the context minikube: it stands already, and its owner pays it",
    ]);
  });
});

describe("a stage whose transport shares nodes", () => {
  it("has no price of the transport alone, and is no less known for it", () => {
    const { transport, transportInstances, cluster, unknown } = stagePlan("300k").cost;
    assert.deepEqual([transport.usdPerHour, transportInstances.usdPerHour], [null, null]);
    assert.ok(cluster.usdPerHour! > 0);
    assert.deepEqual(unknown, []);
  });
});

describe("more of anything", () => {
  it("never costs less", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (few, more) => {
        const monthly = (count: number): number =>
          costWith("500k", { "nodeGroups.worker.count": 10 + count }).cluster.usdPerMonth!;
        assert.equal(Math.sign(monthly(few) - monthly(more)), Math.sign(few - more));
      }),
      { numRuns: 10 },
    );
  });
});

describe("a line's arithmetic", () => {
  const formula = (quantity: number, unit: string): string =>
    costItem({
      ...{ tier: "core", kind: "instances", name: "x", quantity, unit },
      price: { usd: 2, source: "test" },
      counting: "counted",
    }).formula;

  it("has one of a thing in the singular", () => {
    assert.equal(
      formula(1, "instances"),
      "counted = 1 instance; 1 instance × 2 USD = 2 USD an hour",
    );
    assert.match(formula(1, "addresses"), /^counted = 1 address; 1 address ×/);
    assert.match(formula(1, "units"), /^counted = 1 unit; 1 unit ×/);
    assert.match(formula(1, "load balancer"), /^counted = 1 load balancer; 1 load balancer ×/);
    assert.match(formula(1, "GB"), /^counted = 1 GB; 1 GB ×/);
    assert.match(formula(2, "addresses"), /^counted = 2 addresses; 2 addresses ×/);
  });
});

describe("the price tables", () => {
  /** Sum of a worker's price over all types, by way of paying and region: one figure that moves moves it. */
  it("are read type by type and region by region", () => {
    const sums = purchases.flatMap((purchase) =>
      ["us-east-1", "eu-west-1", "ap-south-1"].map((region) => {
        const prices = Object.keys(instanceTypes).map(
          (instanceType) => instancePrices[purchase].usdPerHour[instanceType]?.[region] ?? null,
        );
        const known = prices.filter((usd) => usd !== null);
        return `${purchase} ${region} ${known.length} ${known.reduce((sum, usd) => sum + usd, 0).toFixed(5)}`;
      }),
    );
    assert.deepEqual(sums, [
      "onDemand us-east-1 21 2.78337",
      "onDemand eu-west-1 14 2.19396",
      "onDemand ap-south-1 14 1.50365",
      "spot us-east-1 10 0.59680",
      "spot eu-west-1 10 0.71830",
      "spot ap-south-1 10 0.41570",
      "reserved1Year us-east-1 2 0.34292",
      "reserved1Year eu-west-1 1 0.12740",
      "reserved1Year ap-south-1 0 0.00000",
      "reserved3Years us-east-1 2 0.23514",
      "reserved3Years eu-west-1 1 0.08736",
      "reserved3Years ap-south-1 0 0.00000",
    ]);
  });

  it("say of each service price where it is from and of which day, and of no day twice", () => {
    for (const [region, prices] of Object.entries(servicePrices.services)) {
      for (const name of servicePriceNames.filter((each) => prices[each] !== null)) {
        const { source } = new PriceReader().service(name, region);
        assert.match(source, /\. Of 2026-\d\d(-\d\d)?\.$/, `${name} in ${region}`);
        assert.equal(source.match(/20\d\d-\d\d/g)?.length, 1, source);
      }
    }
    const source = (region: string): string =>
      new PriceReader().service("betweenZonesGbEachWay", region).source;
    assert.equal(
      source("eu-west-1"),
      "AWS price list (EU-DataTransfer-Regional-Bytes). Of 2026-10.",
    );
    assert.match(
      source("us-east-1"),
      /^The price of eu-west-1 .*, unverified here\. Of 2026-10\.$/,
    );
    const reader = new PriceReader();
    assert.deepEqual(reader.service("networkLoadBalancerHour", "ap-south-1"), {
      usd: null,
      source: "Not collected.",
    });
    assert.deepEqual(reader.unknown, ["a network load balancer in ap-south-1"]);
  });

  it("give the day of the oldest price that a bill used", () => {
    const reader = new PriceReader();
    reader.service("logsIngestedGb", "eu-west-1");
    assert.equal(reader.pricesOf, "2026-09-22");
    reader.service("logsIngestedGb", "us-east-1");
    assert.equal(reader.pricesOf, "2026-09");
    reader.service("publicAddressHour", "eu-west-1");
    assert.equal(reader.pricesOf, "2026-07-10");
  });

  it("hold each service of each region", () => {
    assert.deepEqual(
      Object.fromEntries(
        Object.entries(servicePrices.services).map(([region, prices]) => [
          region,
          servicePriceNames.map((name) => prices[name]),
        ]),
      ),
      {
        "us-east-1": [0.1, 0.08, 0.0225, 0.006, 0.0225, 0.008, 0.005, 0.01, 0.09, 0.5],
        "eu-west-1": [0.1, 0.088, 0.0252, 0.006, 0.0252, 0.008, 0.005, 0.01, 0.09, 0.57],
        "ap-south-1": [0.1, 0.0912, null, null, null, null, 0.005, 0.01, 0.1093, 0.67],
      },
    );
    assert.deepEqual(servicePrices.betweenRegionsGb, {
      "eu-west-1": { "ap-south-1": 0.02 },
      "ap-south-1": { "eu-west-1": 0.086 },
    });
  });
});
