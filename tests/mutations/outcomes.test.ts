import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rawSizing } from "../sizing/validSizing";
import { stageNames } from "../support/stages";
import { outcomeDigests } from "./digests";
import { outcomeOf, scenarios } from "./outcomes";

const pinned = JSON.parse(readFileSync(join(__dirname, "pinned.json"), "utf8")) as Readonly<
  Record<string, string>
>;

describe("outcomes of many stages", () => {
  it("are the pinned ones: `npm run docs` writes them anew when they are meant to change", () => {
    assert.deepEqual(outcomeDigests(), pinned);
  });

  it("come of plans, not of refusals", () => {
    const committed = new Map(stageNames.map((stack) => [stack, rawSizing(stack)]));
    const refused = scenarios(committed).filter((scenario) => outcomeOf(scenario).length < 2);
    assert.deepEqual(
      refused.map(({ name }) => name),
      [],
    );
  });
});
