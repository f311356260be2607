import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pinReferences, referencesOf, seedMapFile, seedRows } from "../support/seedMap";

const root = join(__dirname, "../..");
const map = readFileSync(join(root, seedMapFile), "utf8");
const rows = seedRows(map);
/** Items that the published test was taken apart into. */
const items = 213;
/** Why an item has no line here. */
const reason = /\b(?:gone|not yet|not carried over): \S/i;

describe("docs/seed-map.md", () => {
  it("answers every item of the published test once, in order", () => {
    assert.deepEqual(
      rows.map(({ number }) => number),
      Array.from({ length: items }, (_, index) => index + 1),
    );
  });

  for (const { number, answer, references } of rows) {
    it(`row ${number} points at lines that say it, or says why there is none`, () => {
      assert.ok(references.length > 0 || reason.test(answer), "neither a reference nor a reason");
      for (const { path, line, target, snippet } of references) {
        const place = `${path}:${line}`;
        assert.deepEqual(target, { path, line }, `${place}: label and link differ`);
        assert.ok(existsSync(join(root, path)), `${path} does not exist`);
        const text = readFileSync(join(root, path), "utf8").split("\n")[line - 1] ?? "";
        assert.ok(text.includes(snippet), `${place} has no \`${snippet}\`: run npm run seed-map`);
        assert.match(
          snippet,
          /^(?=.{6})(?=.*[A-Za-z]{3})/,
          `${place}: a snippet that says nothing`,
        );
      }
    });
  }

  it("holds no reference in another form, which nothing would follow", () => {
    const links = map.match(/\]\(\.\.\/[^)]*#L/g) ?? [];
    assert.equal(referencesOf(map).length, links.length);
    assert.equal(rows.flatMap(({ references }) => references).length, links.length);
  });
});

describe("pinning the map's references", () => {
  const reference = (path: string, line: number, snippet: string) =>
    `[\`${path}:${line}\`](../${path}#L${line}) \`${snippet}\``;
  const files: Record<string, string> = { "a/b.ts": "one\ntwo three\n\ntwo again\nlast" };
  const pin = (markdown: string) => pinReferences(markdown, (path) => files[path]);

  it("moves a reference to the line of its snippet, in label and link, and leaves the rest", () => {
    const before = `| 1 | 2 | x | see ${reference("a/b.ts", 9, "last")}; ${reference("a/b.ts", 1, "one")} |`;
    const { markdown, references, moved, gone } = pin(before);
    assert.equal(markdown, before.replaceAll(":9`", ":5`").replaceAll("#L9", "#L5"));
    assert.deepEqual({ references, moved, gone }, { references: 2, moved: 1, gone: [] });
  });

  it("takes the nearest of several places", () => {
    assert.equal(pin(reference("a/b.ts", 1, "two")).markdown, reference("a/b.ts", 2, "two"));
    assert.equal(pin(reference("a/b.ts", 5, "two")).markdown, reference("a/b.ts", 4, "two"));
  });

  it("mends a link that differs from its label", () => {
    const { markdown, moved } = pin("[`a/b.ts:1`](../a/c.ts#L7) `one`");
    assert.deepEqual([markdown, moved], [reference("a/b.ts", 1, "one"), 1]);
  });

  it("names a snippet that is gone, and one whose file is, and leaves them", () => {
    const before = `${reference("a/b.ts", 2, "four")} ${reference("a/z.ts", 3, "one")}`;
    const { markdown, moved, gone } = pin(before);
    assert.deepEqual([markdown, moved], [before, 0]);
    assert.deepEqual(gone, ["a/b.ts:2 no longer has: four", "a/z.ts:3 no longer has: one"]);
  });
});
