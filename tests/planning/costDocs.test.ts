import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { costLines } from "../../report/text/costLines";
import { stagePlan } from "../support/stages";
import { publishedShapes, publishedUsdPerMonth } from "./support/publishedShapes";

const page = readFileSync(resolve(__dirname, "..", "..", "docs", "cost.md"), "utf8");

function dollars(usd: number): string {
  return Math.round(usd).toLocaleString("en");
}

function percent(value: number, of: number): string {
  const difference = ((value - of) / of) * 100;
  return `${difference < 0 ? "−" : "+"}${Math.abs(difference).toFixed(1)} %`;
}

/** A line of the page's table, from the program and from the sum by hand. */
function comparison(stack: string): string {
  const { cluster, estimates } = stagePlan(stack).cost;
  const published = publishedUsdPerMonth(publishedShapes[stack]!);
  const all = cluster.usdPerMonth!;
  const without = all - estimates.usdPerMonth!;
  return `| ${[
    stack,
    ...[all, estimates.usdPerMonth!, without, published].map(dollars),
    percent(without, published),
    percent(all, published),
  ].join(" | ")} |`;
}

describe("docs/cost.md", () => {
  it("shows the million's cost as the program prints it", () => {
    const lines = costLines(stagePlan("million"));
    assert.ok(page.includes(`\`\`\`\n${lines.join("\n")}\n\`\`\``), lines.join("\n"));
  });

  it("sets every stage beside its independent sum, with the figures of both", () => {
    const rows = Object.keys(publishedShapes).map(comparison);
    assert.ok(page.includes(`|\n${rows.join("\n")}\n\n`), rows.join("\n"));
  });

  it("says of the seed's claim what the program says", () => {
    const { transportInstances, transport, cluster } = stagePlan("million").cost;
    for (const sum of [transportInstances, transport, cluster]) {
      assert.ok(page.includes(`${sum.usdPerThousandDevices!.toFixed(2)} USD`));
    }
  });
});
