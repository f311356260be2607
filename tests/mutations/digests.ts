import { createHash } from "node:crypto";
import { rawSizing } from "../sizing/validSizing";
import { stageNames } from "../support/stages";
import { outcomeOf, scenarios } from "./outcomes";

/** What rules, bill and plan say of every scenario, in a few letters each. */
export function outcomeDigests(): Readonly<Record<string, string>> {
  const committed = new Map(stageNames.map((stack) => [stack, rawSizing(stack)]));
  return Object.fromEntries(
    scenarios(committed).map((scenario) => [
      scenario.name,
      createHash("sha256").update(outcomeOf(scenario).join("\n")).digest("hex").slice(0, 16),
    ]),
  );
}
