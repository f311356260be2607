import { strict as assert } from "node:assert";
import { comparisonReport } from "../../../report/text/comparisonReport";
import { coloured } from "../../../report/text/style";
import { deltaText, figureText } from "../../../report/comparisonWords";
import { comparison, finding, lostData } from "../support";

describe("the comparison as a person reads it", () => {
  it("tells sides, stages, what is lost, findings and figures", () => {
    const text = comparisonReport(
      comparison({
        consequences: [lostData],
        findings: {
          gained: [finding],
          lost: [{ ...finding, severity: "info" }],
          changed: [{ before: finding, after: { ...finding, accepted: "We know it well." } }],
        },
      }),
    );
    for (const part of [
      "main (1a2b3c4) → the working tree\nNote: One thing could not be read.\n",
      "\nDATA IS LOST\n  Valkey (redis.storageGiB)\n    The cache is empty after it.\n",
      "\nFindings gained\n  + error connections.tracking at mqttTransport.replicas\n",
      "\nFindings lost\n  - info connections.tracking at mqttTransport.replicas\n",
      "  error → accepted error connections.tracking",
      "\nNodes\n  transport: nodes  12 → 9 (−3, −25 %)\n  pooler: nodes     1 → none\n",
      "\nPods\n  tb-core: heap  2,048 MiB → 1,024 MiB (−1,024, −50 %)\n",
      "\nFurther values of the plan\n  core.environment.A_LIST: a|b → c\n",
      "\ntwo: a new stack\n",
      "\nold: removed\n  Its file is gone.",
      "\nWithout a change: dev.\n",
    ]) {
      assert.ok(text.includes(part), `${part}\nis not in\n${text}`);
    }
  });

  it("is no wider than 80 columns, whatever stands in it", () => {
    const text = comparisonReport(
      comparison({
        consequences: [{ ...lostData, message: "word ".repeat(60) + "x".repeat(200) }],
        findings: {
          gained: [{ ...finding, message: "y".repeat(300), path: "z".repeat(120) }],
          lost: [],
          changed: [],
        },
        figures: [
          {
            section: "versions",
            of: "image thingsboardNode",
            name: "version",
            unit: "",
            before: "registry.example.com/mirror/thingsboard/tb-node:4.3.1.3",
            after: "registry.example.com/mirror/thingsboard/tb-node:4.3.1.4",
          },
        ],
        settings: [{ path: "p".repeat(100), before: "b".repeat(200) }],
      }),
    );
    const widest = Math.max(...text.split("\n").map((line) => line.length));
    assert.ok(widest <= 80, String(widest));
    assert.ok(text.includes("z".repeat(70)), "what is too long is broken, not left out");
  });

  it("has colour only where it is asked for", () => {
    const escape = String.fromCharCode(27);
    assert.ok(!comparisonReport(comparison({ consequences: [lostData] })).includes(escape));
    assert.ok(
      comparisonReport(comparison({ consequences: [lostData] }), coloured).includes(
        `${escape}[31mDATA IS LOST`,
      ),
    );
  });
});

describe("figures and differences", () => {
  it("are rounded as far as a reader needs", () => {
    assert.deepEqual(
      [1_234, 1_234.56, 12.345, -0.5, null, "c6a.large"].map((value) => figureText(value, "")),
      ["1,234", "1,235", "12.35", "-0.50", "unknown", "c6a.large"],
    );
    assert.equal(figureText(500, "m"), "500m");
    assert.equal(figureText(500, "MiB"), "500 MiB");
  });

  it("have a sign, and percent where they are not nothing", () => {
    assert.equal(deltaText(12, 9), "−3, −25 %");
    assert.equal(deltaText(0, 3), "+3");
    assert.equal(deltaText(1_000, 1_001), "+1");
    assert.equal(deltaText(null, 3), "");
    assert.equal(deltaText("a", "b"), "");
    assert.equal(deltaText(2, 2), "");
  });
});
