import { strict as assert } from "node:assert";
import { generatedDocuments, textOf } from "../support/writeDocs";

describe("documents that the program makes", () => {
  for (const { file, make } of generatedDocuments) {
    it(`${file} is up to date`, () => {
      assert.ok(textOf(file) === make(), `${file} differs: run npm run docs`);
    });
  }

  it("show the comment for nine transport nodes in place of twelve", () => {
    const sample = textOf("docs/pull-request-sample.md") ?? "";
    assert.ok(sample.startsWith("<!-- thingsboard-scale plan -->\n"));
    assert.ok(sample.includes("83,334 → **111,112**"));
    assert.ok(sample.includes("About 250,000 devices reconnect"));
    assert.match(
      sample,
      /> \[!CAUTION\]\n> - \*\*Cannot work\*\* · \*\*million\*\*: \d+ errors?\./,
    );
  });
});
