import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stagesTable } from "../../report/text/stagesTable";
import { stageNames, stagePlan } from "../support/stages";

const root = join(__dirname, "..", "..");
const readme = readFileSync(join(root, "README.md"), "utf8");

describe("README.md", () => {
  it("shows lines that `npm start` prints", () => {
    const printed = stagesTable(stageNames.map((stack) => stagePlan(stack))).split("\n");
    const shown = readme
      .split("\n")
      .filter((line) => /^ {20,}|^(stack {2,}|500k |million )/.test(line));
    assert.equal(shown.length, 5);
    for (const line of shown) {
      assert.ok(printed.includes(line), line);
    }
  });

  it("names commands that package.json has", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const named = [...readme.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name]) => name!);
    assert.ok(named.length > 8);
    assert.deepEqual(
      named.filter((name) => scripts[name] === undefined),
      [],
    );
  });
});
