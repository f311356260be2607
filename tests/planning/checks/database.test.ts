import { strict as assert } from "node:assert";
import { databaseChecks } from "../../../planning/checks/database";
import type { StageDraft } from "../../../planning/types";
import { stageNames } from "../../support/stages";
import { changed, draftOf, readingsOf } from "./reading";
import type { Changes } from "./reading";

/** The only reading of a rule. */
function one(rule: string, plan: StageDraft) {
  const found = readingsOf(databaseChecks, rule, plan);
  assert.equal(found.length, 1, rule);
  return found[0]!;
}

/** How bad, how much of how much. */
function graded(rule: string, plan: StageDraft): readonly unknown[] {
  const { severity, value, limit } = one(rule, plan);
  return [severity, value, limit];
}

/** The million's draft with other values: its sizing could not state them. */
function million(changes: Changes = {}): StageDraft {
  return changed(draftOf("million"), changes);
}

/** ThingsBoard straight at PostgreSQL, without a pooler. */
function direct(maxConnections: number): StageDraft {
  return changed(draftOf("dev"), { "dataTier.postgresql.maxConnections": maxConnections });
}

describe("database.pools", () => {
  const rule = "database.pools";

  it("shows how full the slots are, passes all of them, and refuses one more", () => {
    assert.deepEqual(graded(rule, million()), ["fine", 192, 200]);
    const slots = (clientSlots: number) =>
      graded(rule, million({ "dataTier.postgresql.pooler.clientSlots": clientSlots }));
    assert.deepEqual(slots(192), ["fine", 192, 192]);
    assert.deepEqual(slots(191), ["error", 192, 191]);
  });

  it("holds the pools against one pooler pod, however many there are", () => {
    const plan = million({
      "dataTier.postgresql.pooler.workload.replicas": 2,
      "dataTier.postgresql.pooler.clientSlots": 100,
    });
    const reading = one(rule, plan);
    assert.deepEqual([reading.severity, reading.value, reading.limit], ["error", 192, 100]);
    assert.equal(reading.path, "pooler.clientSlots");
    assert.equal(
      reading.message(),
      "12 pods with 16 connections each hold 192, and a pooler pod has 100 for them.",
    );
    assert.equal(reading.mend, "pooler.clientSlots: 192 and postgresql.maxConnections: 440.");
  });

  it("counts what PostgreSQL leaves where there is no pooler", () => {
    assert.deepEqual(graded(rule, direct(250)), ["fine", 32, 237]);
    assert.deepEqual(graded(rule, direct(45)), ["fine", 32, 32]);
    const reading = one(rule, direct(44));
    assert.deepEqual([reading.severity, reading.value, reading.limit], ["error", 32, 31]);
    assert.equal(reading.path, "postgresql.maxConnections");
    assert.equal(reading.mend, "postgresql.maxConnections: 45.");
    const reserved = changed(direct(45), {
      "dataTier.postgresql.parameters.superuser_reserved_connections": "4",
    });
    assert.deepEqual(graded(rule, reserved), ["error", 32, 31]);
  });
});

describe("database.server-connections", () => {
  const rule = "database.server-connections";
  const at = (maxConnections: number, headroomPercent = 10) =>
    graded(
      rule,
      million({
        "dataTier.postgresql.maxConnections": maxConnections,
        "checks.headroomPercent": headroomPercent,
      }),
    );

  it("passes with headroom, warns without, refuses beyond", () => {
    assert.deepEqual(at(300), ["fine", 200, 287]);
    assert.deepEqual(at(236), ["fine", 200, 223]);
    assert.deepEqual(at(235), ["warning", 200, 222]);
    assert.deepEqual(at(213), ["warning", 200, 200]);
    assert.deepEqual(at(213, 0), ["fine", 200, 200]);
    assert.deepEqual(at(212), ["error", 200, 199]);
  });

  it("counts all pooler pods, and says how many connections they need", () => {
    const reading = one(rule, million({ "dataTier.postgresql.pooler.workload.replicas": 2 }));
    assert.deepEqual([reading.severity, reading.value, reading.limit], ["error", 400, 287]);
    assert.equal(
      reading.message(),
      "2 pooler pods with 200 slots may open 400 connections; of 300 PostgreSQL has 287 for them, 13 being reserved.",
    );
    assert.equal(reading.mend, "postgresql.maxConnections: 458.");
  });

  it("says nothing without a pooler", () => {
    assert.deepEqual(readingsOf(databaseChecks, rule, draftOf("dev")), []);
  });
});

describe("database.pools-after-loss", () => {
  const rule = "database.pools-after-loss";

  it("warns where the lost pods' connections leave too few slots, unless the stage must survive it", () => {
    const reading = one(rule, million());
    assert.deepEqual([reading.severity, reading.value, reading.limit], ["warning", 224, 200]);
    assert.equal(
      reading.message(),
      "With a node lost, 12 pods and the 2 that stood on it count 224 connections, and a pooler pod has 200: " +
        "the successors wait until the old connections are given up.",
    );
    // PostgreSQL has the room already; with less, the mend says how much leaves it headroom.
    assert.equal(reading.mend, "pooler.clientSlots: 224.");
    const mendAt = (maxConnections: number) =>
      one(rule, million({ "dataTier.postgresql.maxConnections": maxConnections })).mend;
    assert.equal(mendAt(262), "pooler.clientSlots: 224.");
    assert.equal(mendAt(261), "pooler.clientSlots: 224 and postgresql.maxConnections: 262.");
    assert.equal(one(rule, million({ "checks.mustSurvive": ["node"] })).severity, "error");
    assert.equal(one(rule, million({ "checks.mustSurvive": ["zone"] })).severity, "warning");
  });

  it("passes with a slot for each, and with fewer pods", () => {
    const slots = (clientSlots: number) =>
      graded(rule, million({ "dataTier.postgresql.pooler.clientSlots": clientSlots }));
    assert.deepEqual(slots(224), ["fine", 224, 224]);
    assert.deepEqual(slots(223), ["warning", 224, 223]);
    assert.deepEqual(graded(rule, draftOf("500k")), ["fine", 128, 200]);
  });

  it("is mended by what it says, without a warning of another rule", () => {
    const mended = draftOf("million", {
      "pooler.clientSlots": 224,
      "postgresql.maxConnections": 262,
    });
    assert.equal(one(rule, mended).severity, "fine");
    assert.deepEqual(graded("database.server-connections", mended), ["fine", 224, 249]);
  });

  it("asks for slots that still suffice once the pools have grown with them", () => {
    // 100 slots make pools of 8, and 112 slots, which those would need, pools of 9.
    const small = draftOf("million", { "pooler.clientSlots": 100 });
    assert.deepEqual(graded(rule, small), ["warning", 112, 100]);
    assert.equal(one(rule, small).mend, "pooler.clientSlots: 224.");
    assert.deepEqual(graded(rule, draftOf("million", { "pooler.clientSlots": 112 })), [
      "warning",
      126,
      112,
    ]);
    // Pools of 1 and 2 leave enough beside them.
    assert.equal(
      one(rule, draftOf("million", { "pooler.clientSlots": 12 })).mend,
      "pooler.clientSlots: 14.",
    );
  });
});

describe("database.pooler-loss", () => {
  const rule = "database.pooler-loss";
  const poolers = (replicas: number, clientSlots: number, changes: Changes = {}) =>
    graded(
      rule,
      million({
        "dataTier.postgresql.pooler.workload.replicas": replicas,
        "dataTier.postgresql.pooler.clientSlots": clientSlots,
        ...changes,
      }),
    );

  it("passes where the others have the slots, and warns where they have not", () => {
    assert.deepEqual(poolers(2, 192), ["fine", 192, 192]);
    assert.deepEqual(poolers(2, 191), ["warning", 192, 191]);
    assert.deepEqual(poolers(3, 96), ["fine", 192, 192]);
    assert.deepEqual(poolers(2, 191, { "checks.mustSurvive": ["node"] }), ["error", 192, 191]);
  });

  it("tells of an only pooler pod, and refuses it where a node's loss must be survived", () => {
    assert.deepEqual(poolers(1, 200), ["info", 192, 0]);
    assert.deepEqual(poolers(1, 200, { "checks.mustSurvive": ["node"] }), ["error", 192, 0]);
    const only = one(rule, million());
    assert.equal(only.bare, true);
    assert.match(only.message(), /^There is one pooler pod\./);
    const two = one(
      rule,
      million({
        "dataTier.postgresql.pooler.workload.replicas": 2,
        "dataTier.postgresql.pooler.clientSlots": 100,
      }),
    );
    assert.equal(two.bare, undefined);
    assert.equal(two.message(), "With a pooler pod gone, 100 slots are left for 192 connections.");
  });
});

describe("database.small-pool", () => {
  const rule = "database.small-pool";
  const pool = (connectionPoolSize: number) =>
    graded(rule, million({ "core.connectionPoolSize": connectionPoolSize }));

  it("tells of pools that are smaller than the threads that write", () => {
    assert.deepEqual(pool(16), ["fine", 16, 9]);
    assert.deepEqual(pool(9), ["fine", 9, 9]);
    assert.deepEqual(pool(8), ["info", 8, 9]);
  });

  it("follows the slots that the sizing gives", () => {
    const plan = draftOf("million", { "pooler.clientSlots": 100 });
    assert.deepEqual(graded(rule, plan), ["info", 8, 9]);
    assert.equal(
      one(rule, plan).message(),
      "Each of 12 pods has 8 connections, and 9 threads that write to PostgreSQL.",
    );
  });
});

describe("database connections of the committed stages", () => {
  const onePooler = ["database.pooler-loss", "info", 96, 0];
  const expected: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
    dev: [],
    "100k-20k": [onePooler],
    "100k-30k": [onePooler],
    "100k-45k": [onePooler],
    "300k": [onePooler],
    "500k": [onePooler],
    million: [
      ["database.pools-after-loss", "warning", 224, 200],
      ["database.pooler-loss", "info", 192, 0],
    ],
  };
  for (const stage of stageNames) {
    it(`finds in ${stage} what it deserves, and no error`, () => {
      const plan = draftOf(stage);
      assert.deepEqual(
        databaseChecks.flatMap(({ rule }) =>
          readingsOf(databaseChecks, rule, plan)
            .filter(({ severity }) => severity !== "fine")
            .map(({ severity, value, limit }) => [rule, severity, value, limit]),
        ),
        expected[stage],
      );
    });
  }
});
