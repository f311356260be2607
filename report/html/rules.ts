import { allChecks, type Check } from "../../planning/checks";

const byRule: ReadonlyMap<string, Check> = new Map(allChecks.map((check) => [check.rule, check]));

/** The rule of that name; undefined for what no rule says, such as an acceptance that nothing needs. */
export function ruleOf(rule: string): Check | undefined {
  return byRule.get(rule);
}
