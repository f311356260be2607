import { strict as assert } from "node:assert";
import { costLines } from "../../../report/text/costLines";
import { stageNames, stagePlan } from "../../support/stages";

/** Sections are indented by two columns. */
const sectionWidth = 78;

function joined(lines: readonly string[]): string {
  return lines.map((line) => line.trim()).join(" ");
}

describe("the cost of a stage as text", () => {
  it("stands in 80 columns on every stage", () => {
    for (const stack of stageNames) {
      const plan = stagePlan(stack);
      for (const line of costLines(plan)) {
        assert.ok(line.length <= sectionWidth, `${stack}: ${line}`);
        assert.equal(line, line.trimEnd());
      }
    }
  });

  it("sets kinds by tiers, and sums both ways", () => {
    const lines = costLines(stagePlan("million")).map((line) => line.split(/ {2,}/));
    assert.deepEqual(lines[0], ["USD a month", "cluster", "data", "core", "transport", "together"]);
    assert.deepEqual(lines[1], ["instances", "1,105.16", "843.59", "719.02", "2,667.77"]);
    assert.deepEqual(
      lines.find(([head]) => head === "together"),
      ["together", "215.50", "2,075.07", "911.79", "1,003.66", "4,206.01"],
    );
    assert.deepEqual(
      lines.find(([head]) => head === "load generators"),
      ["load generators", "1.52"],
    );
  });

  it("leaves the transport out where it has no nodes of its own", () => {
    const text = costLines(stagePlan("300k")).join("\n");
    assert.match(text, /of which estimates/);
    assert.doesNotMatch(text, /transport tier alone/);
  });

  it("says of an existing cluster that nobody knows its price, and shows no table of nothing", () => {
    const text = joined(costLines(stagePlan("dev")));
    assert.match(text, /cluster unknown|cluster +unknown +unknown +unknown/);
    assert.match(text, /No price is known of the cluster of the context minikube/);
    assert.doesNotMatch(text, /USD a month|0\.00/);
  });
});
