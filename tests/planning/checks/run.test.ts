import { strict as assert } from "node:assert";
import { PlanError, runChecks, type Check, type Reading } from "../../../planning";
import { headroomPercent, severityOf, severityOfLoss } from "../../../planning/checks/check";
import { stagePlan } from "../../support/stages";

const plan = stagePlan("million");

function checkOf(rule: Check["rule"], ...readings: readonly Partial<Reading>[]): Check {
  return {
    rule,
    title: "A title.",
    formula: "value ≤ limit",
    source: "a source",
    mend: "Change something.",
    read: () =>
      readings.map((reading) => ({
        severity: "fine",
        path: "load.devices",
        what: "a figure",
        value: 5,
        limit: 10,
        message: () => "A message.",
        ...reading,
      })),
  };
}

function run(checks: readonly Check[], accept: (typeof plan.checks)["accept"] = []) {
  return runChecks(checks, {
    plan: { ...plan, checks: { ...plan.checks, accept } },
    placement: plan.placement,
  });
}

describe("runChecks", () => {
  it("makes findings of what is not fine, errors first, and says what each rests on", () => {
    const { findings } = run([
      checkOf("memory.one", {}, { severity: "info" }, { severity: "warning", mend: "Do this." }),
      checkOf("memory.two", { severity: "error", source: "another source" }),
    ]);
    assert.deepEqual(findings, [
      {
        rule: "memory.two",
        severity: "error",
        path: "load.devices",
        message: "A message.",
        value: 5,
        limit: 10,
        source: "another source",
        mend: "Change something.",
      },
      {
        rule: "memory.one",
        severity: "warning",
        path: "load.devices",
        message: "A message.",
        value: 5,
        limit: 10,
        source: "a source",
        mend: "Do this.",
      },
      {
        rule: "memory.one",
        severity: "info",
        path: "load.devices",
        message: "A message.",
        value: 5,
        limit: 10,
        source: "a source",
      },
    ]);
  });

  it("asks for a message only where there is a finding", () => {
    run([
      checkOf("memory.one", {
        message: () => {
          throw new Error("asked");
        },
      }),
    ]);
  });

  it("sorts every figure by its room, fine or not, and leaves out what is no measure", () => {
    const { headroom } = run([
      checkOf(
        "memory.one",
        { value: 5, limit: 10 },
        { value: 12, limit: 10, severity: "error" },
        { value: 12, limit: 10, atLeast: true },
        { value: "no", limit: "yes" },
        { value: 1, limit: 1, bare: true },
      ),
    ]);
    assert.deepEqual(
      headroom.map((reading) => reading.headroomPercent),
      [-20, 20, 50],
    );
  });

  it("gives accepted findings their reason, notes excepted", () => {
    const { findings } = run(
      [checkOf("memory.one", { severity: "warning" }, { severity: "info" })],
      [{ rule: "memory.one", reason: "measured by us" }],
    );
    assert.deepEqual(
      findings.map(({ severity, accepted }) => [severity, accepted]),
      [
        ["warning", "measured by us"],
        ["info", undefined],
      ],
    );
  });

  it("tells of an acceptance that nothing needs", () => {
    const { findings } = run(
      [checkOf("memory.one")],
      [{ rule: "memory.one", reason: "measured by us" }],
    );
    assert.deepEqual(
      findings.map(({ rule, severity, path }) => [rule, severity, path]),
      [["memory.one", "info", "checks.accept"]],
    );
  });

  it("refuses the acceptance of a rule that there is not, and names the nearest", () => {
    assert.throws(
      () => run([checkOf("memory.one")], [{ rule: "memory.onne", reason: "measured by us" }]),
      (error: unknown) =>
        error instanceof PlanError &&
        error.path === "checks.accept[0].rule" &&
        error.message.includes("Did you mean memory.one?"),
    );
  });
});

describe("severities", () => {
  it("are an error beyond the limit, a warning within the headroom, fine at its edge", () => {
    const checks = { headroomPercent: 10 };
    assert.deepEqual(
      [101, 100, 91, 90].map((value) => severityOf(value, 100, checks)),
      ["error", "warning", "warning", "fine"],
    );
    assert.equal(severityOf(100, 100, { headroomPercent: 0 }), "fine");
  });

  it("of a loss are what the sizing says of surviving it", () => {
    assert.equal(severityOfLoss("node", { mustSurvive: [] }), "warning");
    assert.equal(severityOfLoss("node", { mustSurvive: ["zone"] }), "warning");
    assert.equal(severityOfLoss("zone", { mustSurvive: ["zone"] }), "error");
  });

  it("measure room in whole percent of the limit, downwards", () => {
    assert.equal(headroomPercent(83_334, 76_957), -9);
    assert.equal(headroomPercent(999, 1_000), 0);
    assert.equal(headroomPercent(1_500, 1_000, true), 50);
    assert.equal(headroomPercent(0, 0), 100);
    assert.equal(headroomPercent(1, 0), -100);
  });
});
