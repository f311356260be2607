import { strict as assert } from "node:assert";
import fc from "fast-check";
import { compareStages, comparedFindings, comparedStageOf } from "../../../planning/comparison";
import type { FigureChange, Finding, StagePlan } from "../../../planning/types";
import { stageNames, stagePlan } from "../../support/stages";
import { comparisonOf, planWith } from "./support";

function figure(
  figures: readonly FigureChange[],
  of: string,
  name: string,
): readonly [FigureChange["before"], FigureChange["after"]] | undefined {
  const found = figures.find((each) => each.of === of && each.name === name);
  return found && [found.before, found.after];
}

function finding(more: Partial<Finding>): Finding {
  return {
    rule: "memory.rule",
    severity: "warning",
    path: "kafka.heapMiB",
    message: "Words.",
    value: 5,
    limit: 4,
    source: "a page",
    ...more,
  };
}

describe("comparing two plans", () => {
  for (const stack of stageNames) {
    it(`finds nothing between ${stack} and itself`, () => {
      const { same, figures, settings, consequences, findings } = compareStages(
        stagePlan(stack),
        stagePlan(stack),
      );
      assert.deepEqual(
        { same, figures, settings, consequences, findings },
        {
          same: true,
          figures: [],
          settings: [],
          consequences: [],
          findings: { gained: [], lost: [], changed: [] },
        },
      );
    });
  }

  it("tells load, nodes, pods, heaps, partitions, connections, generators and totals", () => {
    const { figures, before, after } = compareStages(stagePlan("500k"), stagePlan("million"));
    assert.deepEqual(figure(figures, "load", "devices"), [500_000, 1_000_000]);
    assert.deepEqual(figure(figures, "transport", "nodes"), [6, 12]);
    assert.deepEqual(figure(figures, "tb-core", "pods"), [3, 6]);
    assert.deepEqual(figure(figures, "tb-mqtt-transport", "heap"), [2_048, 1_024]);
    assert.deepEqual(figure(figures, "transport pod", "with one pod lost"), [100_000, 90_910]);
    assert.deepEqual(figure(figures, "Kafka in all", "partitions"), [166, 196]);
    assert.deepEqual(figure(figures, "load generators", "instances"), [20, 32]);
    assert.deepEqual(figure(figures, "cluster", "vCPU"), [58, 82]);
    assert.equal(figure(figures, "cassandra", "pods"), undefined, "the same on both sides");
    assert.deepEqual([before.nodes, after.nodes], [18, 27]);
    assert.deepEqual([before.stack, after.stack], ["500k", "million"]);
  });

  it("leaves out the side on which a node group is not", () => {
    const { figures } = comparisonOf({ "nodeGroups.pooler": undefined });
    const found = figures.find(({ of, name }) => of === "pooler" && name === "instance type");
    assert.deepEqual(found, {
      section: "nodes",
      of: "pooler",
      name: "instance type",
      unit: "",
      before: "c6a.2xlarge",
    });
  });

  it("tells versions and images", () => {
    const { figures } = comparisonOf({ "versions.kafka": "4.3.0", "versions.zookeeper": "3.9.5" });
    assert.deepEqual(
      figures.map(({ of, before, after }) => [of, before, after]),
      [
        ["image zookeeper", "zookeeper:3.9.6", "zookeeper:3.9.5"],
        ["Kafka", "4.3.1", "4.3.0"],
      ],
    );
  });

  it("tells a parameter that no figure holds by its path", () => {
    assert.deepEqual(comparisonOf({ "postgresql.parameters.jit": "off" }).settings, [
      { path: "dataTier.postgresql.parameters.jit", before: "on", after: "off" },
    ]);
  });

  it("sums cost by tier and kind, and keeps unknown what one price lacks", () => {
    const before = stagePlan("million");
    const after: StagePlan = {
      ...before,
      totals: { ...before.totals, usdPerMonth: null },
      cost: {
        ...before.cost,
        hoursPerMonth: 730,
        byTier: [{ tier: "core", usdPerHour: 2 }],
        byKind: [{ kind: "volumes", usdPerHour: null }],
      },
    };
    const priced: StagePlan = {
      ...after,
      totals: { ...before.totals, usdPerMonth: 100 },
      cost: {
        ...after.cost,
        byTier: [{ tier: "core", usdPerHour: 1 }],
        byKind: [{ kind: "volumes", usdPerHour: 3 }],
      },
    };
    const { figures, same } = compareStages(priced, after);
    assert.deepEqual(figure(figures, "tier core", "USD a month"), [730, 1_460]);
    assert.deepEqual(figure(figures, "volumes", "USD a month"), [2_190, null]);
    assert.deepEqual(figure(figures, "cluster", "USD a month"), [100, null]);
    assert.equal(same, false);
  });

  it("takes what one side does not know for no difference", () => {
    const plan = stagePlan("million");
    const older = Object.fromEntries(
      Object.entries(plan).filter(([key]) => !["cost", "headroom", "placement"].includes(key)),
    );
    const { same, figures } = compareStages(
      {
        ...older,
        totals: {
          ...plan.totals,
          usdPerHour: null,
          usdPerMonth: null,
          usdPerThousandDevices: null,
        },
      },
      plan,
    );
    assert.equal(same, true);
    assert.ok(figures.length > 0 && figures.every(({ before }) => before === null));
  });

  it("never fails on a plan that lacks fields or has them in another form", () => {
    const whole = JSON.parse(JSON.stringify(stagePlan("million"))) as Record<string, unknown>;
    const paths: string[][] = [];
    const collect = (value: unknown, path: string[]): void => {
      if (path.length > 0) paths.push(path);
      if (typeof value === "object" && value !== null && path.length < 4) {
        for (const [key, inner] of Object.entries(value)) collect(inner, [...path, key]);
      }
    };
    collect(whole, []);
    fc.assert(
      fc.property(
        fc.array(fc.nat(paths.length - 1), { minLength: 1, maxLength: 5 }),
        fc.constantFrom(undefined, null, 7, "text", [], {}),
        (indices, value) => {
          const plan = structuredClone(whole);
          for (const index of indices) {
            const path = [...paths[index]!];
            const last = path.pop()!;
            const holder = path.reduce<unknown>(
              (here, key) => (here as Record<string, unknown> | undefined)?.[key],
              plan,
            );
            if (typeof holder === "object" && holder !== null) {
              // A copy: the one object in two places could hold itself.
              (holder as Record<string, unknown>)[last] = structuredClone(value);
            }
          }
          const { consequences, figures } = compareStages(plan, stagePlan("million"));
          JSON.stringify([consequences, figures, comparedStageOf(plan), comparedFindings(plan)]);
        },
      ),
      { numRuns: 60 },
    );
    assert.equal(compareStages({}, stagePlan("million")).before.nodes, null);
  });
});

describe("comparing findings", () => {
  const compare = (before: readonly Finding[], after: readonly Finding[]) => {
    const plan = planWith("dev");
    return compareStages({ ...plan, findings: before }, { ...plan, findings: after });
  };

  it("matches them by rule and path, whatever their figures", () => {
    const { findings, same } = compare([finding({})], [finding({ value: 6, message: "Others." })]);
    assert.deepEqual(findings, { gained: [], lost: [], changed: [] });
    assert.equal(same, true);
  });

  it("tells gained and lost ones, errors first", () => {
    const { findings } = compare(
      [finding({ rule: "memory.old" })],
      [finding({ rule: "memory.new" }), finding({ severity: "error", path: "redis.replicas" })],
    );
    assert.deepEqual(
      findings.gained.map(({ rule, severity }) => [rule, severity]),
      [
        ["memory.rule", "error"],
        ["memory.new", "warning"],
      ],
    );
    assert.deepEqual(
      findings.lost.map(({ rule }) => rule),
      ["memory.old"],
    );
  });

  it("tells another severity, and one that is accepted now", () => {
    const { findings } = compare(
      [finding({ severity: "error" }), finding({ rule: "memory.other" })],
      [finding({}), finding({ rule: "memory.other", accepted: "We know." })],
    );
    assert.deepEqual(
      findings.changed.map(({ before, after }) => [
        before.severity,
        after.severity,
        after.accepted,
      ]),
      [
        ["error", "warning", null],
        ["warning", "warning", "We know."],
      ],
    );
  });

  it("counts as many of one rule at one path as there are", () => {
    const { findings } = compare([finding({})], [finding({}), finding({ message: "Twice." })]);
    assert.equal(findings.gained.length, 1);
  });

  it("counts errors and warnings that are not accepted", () => {
    const { after } = compare(
      [],
      [finding({}), finding({ severity: "error" }), finding({ accepted: "We know." })],
    );
    assert.deepEqual([after.errors, after.warnings], [1, 1]);
  });
});
