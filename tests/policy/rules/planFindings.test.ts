import { strict as assert } from "node:assert";
import { planFindings } from "../../../policy/rules/planFindings";
import type { Finding } from "../../../planning/types";
import { stagePlan } from "../../support/stages";
import { judgeStack } from "../support/judge";

const error: Finding = {
  rule: "connections.tracking",
  severity: "error",
  path: "nodeGroups.transport.count",
  message: "Each node tracks too many connections.",
  value: 166_667,
  limit: 100_000,
  source: "AWS",
};

function said(findings: readonly Finding[]): readonly string[] {
  const plan = { ...stagePlan("500k"), findings };
  return judgeStack(
    planFindings(() => plan),
    [],
  ).map(({ message }) => message);
}

describe("rule plan-findings", () => {
  it("refuses a stage that cannot work, with path, value, limit and source", () => {
    const [message, ...more] = said([error, { ...error, path: "another" }]);
    assert.deepEqual(more, []);
    assert.match(message ?? "", /^The stage 500k is refused: 2 checks say/);
    assert.match(
      message ?? "",
      /nodeGroups\.transport\.count: [^]*166,?667, limit 100,?000[^]*Source: AWS/,
    );
  });

  it("takes warnings, and an error that the sizing accepts with a reason", () => {
    assert.deepEqual(said([{ ...error, severity: "warning" }]), []);
    assert.deepEqual(said([{ ...error, accepted: "to see it fail" }]), []);
    assert.deepEqual(said([]), []);
  });

  it("says why a stage cannot be read", () => {
    const found = judgeStack(
      planFindings(() => ({ unreadable: "no sizing" })),
      [],
    );
    assert.deepEqual(found, [{ message: "no sizing", urn: undefined }]);
  });
});
