import { strict as assert } from "node:assert";
import { provenanceOf } from "../../../planning/provenance";
import { parseSizing } from "../../../sizing";
import { sizingOrigins } from "../../../sizing/origins";
import { rawSizing } from "../../sizing/validSizing";
import { stageNames, stagePlan } from "../../support/stages";

function provenance(stack: string) {
  const raw = rawSizing(stack);
  const origins = sizingOrigins(raw, parseSizing(raw));
  return provenanceOf(stagePlan(stack), origins, (keys) => `line of ${keys.join(".")}`);
}

/** Value of a plan under a path; a list's entry goes by its name. */
function valueAt(whole: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => {
    if (Array.isArray(value)) {
      return value.find((each: Record<string, unknown>) =>
        [each.name, each.variable, each.role].includes(key),
      ) as unknown;
    }
    return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  }, whole);
}

describe("provenance", () => {
  it("tells what the stage file states from what the schema fills in", () => {
    const raw = rawSizing("million");
    const origins = sizingOrigins(raw, parseSizing(raw));
    const of = (path: string) => origins.find((each) => each.path === path);
    assert.deepEqual(of("kafka.storageGiB"), {
      path: "kafka.storageGiB",
      keys: ["kafka", "storageGiB"],
      value: 20,
      origin: "default",
      meaning: "Log volume of one broker in GiB (seed, line 381).",
    });
    assert.equal(of("kafka.replicas")?.origin, "stage file");
    assert.equal(of("postgresql.parameters.work_mem")?.value, "64MB");
    assert.equal(of("cluster.zones")?.value, "eu-west-1a, eu-west-1b, eu-west-1c");
  });

  it("leaves out no value of a sizing, and gives each a meaning", () => {
    for (const stack of stageNames) {
      const raw = rawSizing(stack);
      const sizing = parseSizing(raw);
      const origins = sizingOrigins(raw, sizing);
      for (const { path, keys, value, meaning } of origins) {
        assert.ok(meaning.length > 0, path);
        const there: unknown = keys.reduce<unknown>(
          (at, key) => (at as Record<string, unknown>)[key],
          sizing,
        );
        if (typeof there !== "object") assert.equal(value, there, path);
      }
      assert.equal(new Set(origins.map(({ path }) => path)).size, origins.length);
    }
  });

  it("names the line of what a file states, and of nothing else", () => {
    for (const { path, origin, where } of provenance("million")) {
      assert.equal(where, origin === "stage file" ? `line of ${path}` : undefined, path);
    }
  });

  it("gives derived values as they stand in the plan", () => {
    const plan = stagePlan("million");
    const derived = provenance("million").filter(
      ({ origin, path }) => origin === "derived" && /^(core|totals|load|transport)\./.test(path),
    );
    let compared = 0;
    for (const { path, value } of derived) {
      const there = valueAt(plan, path);
      if (typeof there === "number" && Number.isInteger(there)) {
        assert.equal(value?.replaceAll(",", ""), String(there), path);
        compared += 1;
      }
    }
    assert.ok(compared >= 12, `${compared} compared`);
  });

  it("has every line of the bill with its arithmetic, and what it lacks", () => {
    const { cost } = stagePlan("million");
    const all = provenance("million");
    for (const { name, formula } of [...cost.items, ...cost.fleetItems]) {
      assert.ok(
        all.some(({ how }) => how === `${name}: ${formula}`),
        name,
      );
    }
    assert.ok(cost.notCounted.every((words) => all.some(({ how }) => how === words)));
    const lacking = provenance("dev").filter(({ path }) => path === "cost.unknown");
    assert.equal(lacking.length, stagePlan("dev").cost.unknown.length);
  });

  it("has the figures of every rule that measures", () => {
    const rules = new Set(provenance("million").map(({ path }) => path));
    for (const { rule } of stagePlan("million").headroom) {
      assert.ok(rules.has(rule), rule);
    }
  });
});
