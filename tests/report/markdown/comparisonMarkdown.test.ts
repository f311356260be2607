import { strict as assert } from "node:assert";
import { comparisonMarkdown } from "../../../report/markdown/comparisonMarkdown";
import { code, escaped, fitted } from "../../../report/markdown/markup";
import { stagesMarkdown } from "../../../report/markdown/stagesMarkdown";
import { stageNames, stagePlan } from "../../support/stages";
import { changed, comparison, finding, lostData, stage } from "../support";

/** Rows of every table of a text, cell by cell: a bar that is escaped parts nothing. */
function tableRows(markdown: string): readonly (readonly string[])[] {
  return markdown
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1));
}

describe("the comment of a pull request", () => {
  it("begins with the marker by which the workflow finds it", () => {
    assert.match(
      comparisonMarkdown(comparison()),
      /^<!-- thingsboard-scale plan -->\n## Plan: main \(1a2b3c4\) → the working tree\n/,
    );
  });

  it("tells lost data and refused stages before anything else", () => {
    const text = comparisonMarkdown(
      comparison({ consequences: [lostData], after: { ...stage, errors: 2 } }),
    );
    const alert = text.indexOf("> [!CAUTION]\n> - **Cannot work** · **million**: 2 errors.");
    assert.ok(alert > 0 && alert < text.indexOf("| stage |"), text);
    assert.ok(
      text.includes(
        "> - **DATA IS LOST** · **million**, Valkey (`redis.storageGiB`): The cache is empty after it. <sub>a file</sub>\n",
      ),
    );
  });

  it("puts restarts into a warning of their own, after the findings", () => {
    const text = comparisonMarkdown(
      comparison({
        consequences: [{ ...lostData, effect: "restarted" }],
        findings: { gained: [finding], lost: [], changed: [] },
      }),
    );
    assert.ok(
      text.indexOf("### Findings gained") < text.indexOf("> [!WARNING]\n> - **Restarted**"),
    );
  });

  it("has one summary row for each stage that changes, comes or goes", () => {
    const rows = tableRows(comparisonMarkdown(comparison()));
    const cells = rows.map((row) => row.map((cell) => cell.trim()));
    assert.deepEqual(cells[2], [
      ...["**million**", "1,000,000", "27 → **24**", "82", "12", "83,334", "90,910"],
      ...["4,200 → **4,000**", "−200, −5 %"],
    ]);
    assert.deepEqual(
      cells.slice(3, 5).map(([name]) => name),
      ["**two** (new)", "**old** (removed)"],
    );
  });

  it("says unknown of a cost that one side lacks", () => {
    const rows = tableRows(
      comparisonMarkdown(comparison({ after: { ...stage, usdPerMonth: null } })),
    );
    assert.deepEqual(
      rows[2]?.slice(-2).map((cell) => cell.trim()),
      ["4,200 → **unknown**", "unknown"],
    );
  });

  it("tells a finding with number, limit, source and mend, once for all stages that have it", () => {
    const text = comparisonMarkdown(
      comparison({ findings: { gained: [finding], lost: [], changed: [] } }),
    );
    assert.ok(
      text.includes(
        "- 🛑 **error** in **million**, **two**: 111,112 connections \\| too many. Value `111,112`, limit `100,000`.\n" +
          "  <br>`connections.tracking` at `mqttTransport.replicas` · **mend:** mqttTransport.replicas: 11 · **source:** seed, line 2270\n",
      ),
      text,
    );
  });

  it("tells findings that are lost, and those that weigh more", () => {
    const warning = { ...finding, severity: "warning" } as const;
    const text = comparisonMarkdown(
      comparison({
        findings: { gained: [], lost: [finding], changed: [{ before: warning, after: finding }] },
      }),
    );
    assert.match(text, /- ~~error~~ in \*\*million\*\*: `connections\.tracking`/);
    assert.match(text, /- warning → 🛑 \*\*error\*\* in \*\*million\*\*/);
  });

  it("names unchanged stages on one line, and folds the figures of the others", () => {
    const text = comparisonMarkdown(comparison());
    assert.ok(text.includes("\nWithout a change: dev.\n"));
    assert.ok(text.includes("<summary>million: every figure that changes</summary>"));
    assert.ok(text.includes("| tb-core | heap | 2,048 MiB | 1,024 MiB | −1,024, −50 % |"));
    assert.ok(text.includes("| pooler | nodes | 1 | none |  |"));
    assert.equal(text.split("<details>").length, text.split("</details>").length);
  });

  it("keeps every table whole", () => {
    for (const text of [
      comparisonMarkdown(comparison()),
      stagesMarkdown(stageNames.map((name) => stagePlan(name))),
    ]) {
      let columns = 0;
      for (const line of text.split("\n")) {
        if (!line.startsWith("| ")) {
          columns = 0;
          continue;
        }
        const count = line.split(/(?<!\\)\|/).length;
        columns = columns === 0 ? count : columns;
        assert.equal(count, columns, line);
      }
    }
  });

  it("says that nothing changes", () => {
    const text = comparisonMarkdown({
      from: "a",
      to: "b",
      stacks: [{ stack: "dev", change: "same", comparison: changed({ same: true }) }],
      notes: [],
    });
    assert.equal(
      text,
      "<!-- thingsboard-scale plan -->\n## Plan: a → b\n\nNo stage changes.\n\nWithout a change: dev.\n\n",
    );
  });

  it("stays below what GitHub takes, and says that more was left out", () => {
    const gained = Array.from({ length: 900 }, (_, index) => ({
      ...finding,
      path: `key${String(index)}`,
    }));
    const text = comparisonMarkdown(comparison({ findings: { gained, lost: [], changed: [] } }));
    assert.ok(text.length < 65_536 && text.length > 60_000, String(text.length));
    assert.match(text, /\*More was left out: .*\*\n$/);
    assert.ok(text.includes("`key0`"));
    assert.equal(text.split("<details>").length, text.split("</details>").length);
  });
});

describe("plan --markdown", () => {
  it("shows every committed stage with its findings and its pods", () => {
    const plans = stageNames.map((name) => stagePlan(name));
    const text = stagesMarkdown(plans);
    assert.ok(text.startsWith("<!-- thingsboard-scale plan -->\n## Plan of every stage\n"));
    assert.ok(text.length < 65_536);
    for (const { stack } of plans) {
      assert.ok(text.includes(`| **${stack}** |`), stack);
      assert.ok(text.includes(`<summary>${stack}: pods</summary>`), stack);
    }
    assert.ok(!text.includes("<summary>dev: nodes</summary>"), "dev makes no nodes");
  });

  it("names the one stage that it shows", () => {
    assert.match(stagesMarkdown([stagePlan("million")]), /\n## Plan of million\n/);
  });
});

describe("Markdown of a plain text", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["a | b", String.raw`a \| b`],
    ["<stack> `x` *y* [z]", String.raw`\<stack\> \`x\` \*y\* \[z\]`],
    ["TB_QUEUE stays, _this_ is no stress", String.raw`TB_QUEUE stays, \_this\_ is no stress`],
    ["@pulumi/aws", "@<!-- -->pulumi/aws"],
    ["thingsboard#15744", "thingsboard#<!-- -->15744"],
    ["two\n lines", "two lines"],
    ["- no item", String.raw`\- no item`],
  ];
  for (const [text, markdown] of cases) {
    it(JSON.stringify(text), () => {
      assert.equal(escaped(text), markdown);
    });
  }

  it("keeps a bar in code from parting a cell", () => {
    assert.equal(code("a|b`c"), "`a\\|b'c`");
  });

  it("drops items that do not fit, and a block of which none does", () => {
    const block = (name: string, items: number) => ({
      head: [`<${name}>`],
      items: Array.from({ length: items }, () => ["x".repeat(50)]),
      foot: [`</${name}>`],
    });
    const text = fitted([block("one", 3), block("two", 2)], 250);
    assert.equal(text.split("x".repeat(50)).length - 1, 2);
    assert.ok(text.includes("</one>") && !text.includes("<two>"));
    assert.ok(text.length <= 250);
  });
});
