import { strict as assert } from "node:assert";
import fc from "fast-check";
import { escapeText, markup } from "../../../report/html/markup";
import {
  counted,
  formatDollars,
  formatMemory,
  formatNumber,
  formatShort,
} from "../../../report/html/numbers";
import { anchors } from "../../../report/html/pageStage";
import { sourceText } from "../../../report/html/sourceText";
import { pageStage } from "../../support/pageText";

describe("markup", () => {
  it("escapes text and numbers, leaves markup alone, and joins lists", () => {
    const item = (text: string) => markup`<li>${text}</li>`;
    assert.equal(
      markup`<ul title="${`"a" & 'b'`}">${["<", "x"].map(item)}${7}${undefined}</ul>`.text,
      '<ul title="&quot;a&quot; &amp; &#39;b&#39;"><li>&lt;</li><li>x</li>7</ul>',
    );
  });

  it("escapes whatever is written, so that it reads as it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const escaped = escapeText(text);
        assert.doesNotMatch(escaped, /[<>"']/);
        const back = escaped.replace(
          /&(?:amp|lt|gt|quot|#39);/g,
          (entity) => ({ "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"' })[entity] ?? "'",
        );
        // eslint-disable-next-line no-control-regex -- what no document may hold is left out
        assert.equal(back, text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, ""));
      }),
    );
  });
});

describe("numbers of the page", () => {
  it("are grouped, and have a minus that is as wide as a digit", () => {
    assert.equal(formatNumber(1234567), "1,234,567");
    assert.equal(formatNumber(-1234.56, 1), "−1,234.6");
    assert.equal(formatNumber(-0.01, 1), "0.0");
  });

  it("show cents below a hundred dollars, and call the unknown so", () => {
    assert.equal(formatDollars(4275.3), "$4,275");
    assert.equal(formatDollars(4.2753), "$4.28");
    assert.equal(formatDollars(0.0123, 4), "$0.0123");
    assert.equal(formatDollars(null), "unknown");
  });

  it("have their units", () => {
    assert.deepEqual([512, 1024, 1536].map(formatMemory), ["512 MiB", "1 GiB", "1.5 GiB"]);
    assert.deepEqual([500, 15_072, 1_000_000].map(formatShort), ["500", "15.1k", "1M"]);
    assert.deepEqual([counted(1, "node"), counted(2, "node")], ["1 node", "2 nodes"]);
  });
});

describe("sources", () => {
  const target = (source: string): string | undefined =>
    /href="([^"]*)"/.exec(sourceText(source).text)?.[1];

  it("lead to the pages that they name", () => {
    assert.equal(target("see https://example.com/a?b=1&c=2."), "https://example.com/a?b=1&amp;c=2");
    assert.equal(
      target("docs.aws.amazon.com/eks/x.html, table 2"),
      "https://docs.aws.amazon.com/eks/x.html",
    );
    assert.equal(
      target("thingsboard/thingsboard#123"),
      "https://github.com/thingsboard/thingsboard/issues/123",
    );
  });

  it("stay words where they name none", () => {
    assert.equal(sourceText("seed, line 41").text, "seed, line 41");
    assert.equal(target("javascript:alert(1)"), undefined);
  });
});

describe("anchors", () => {
  it("are each used once, whatever the stacks are called", () => {
    const stage = pageStage("dev");
    const named = ["a b", "a-b", "a/b"].map((stack) => ({
      ...stage,
      plan: { ...stage.plan, stack },
    }));
    assert.deepEqual(anchors(named), ["stage-a-b", "stage-a-b-1", "stage-a-b-2"]);
  });
});
