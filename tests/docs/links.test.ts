import { strict as assert } from "node:assert";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

const root = join(__dirname, "../..");
const documents = [
  "README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

interface Link {
  readonly path: string;
  /** Behind the `#`; empty where there is none. */
  readonly anchor: string;
}

/** Links to files of the project, without what stands in code blocks. */
function linksOf(markdown: string): readonly Link[] {
  const prose = markdown.replace(/^```[^]*?^```/gm, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = "", anchor = ""] = target.split("#");
      return { path, anchor };
    });
}

/** Anchors of a document's headings, as GitHub makes them. */
function anchorsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  );
}

describe("links of the documents", () => {
  it("are in README.md and in docs/", () => {
    const all = documents.flatMap((name) => linksOf(readFileSync(join(root, name), "utf8")));
    assert.ok(documents.length >= 5 && all.length >= 10);
  });

  for (const document of documents) {
    it(`${document} leads to what exists`, () => {
      const text = readFileSync(join(root, document), "utf8");
      for (const { path, anchor } of linksOf(text)) {
        const file = path === "" ? document : join(dirname(document), path);
        assert.ok(existsSync(join(root, file)), `${path} does not exist`);
        if (anchor !== "" && file.endsWith(".md") && !/^L\d+$/.test(anchor)) {
          const anchors = anchorsOf(readFileSync(join(root, file), "utf8"));
          assert.ok(anchors.includes(anchor), `${file} has no heading #${anchor}`);
        }
      }
    });
  }
});
