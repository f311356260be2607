import { strict as assert } from "node:assert";
import { rawSizing } from "../../sizing/validSizing";
import { draftStage, placeStage } from "../../../planning";
import type { Check, Reading } from "../../../planning";
import type { StageDraft } from "../../../planning/types";
import { parseAccount, parseSizing } from "../../../sizing";
import { testDay } from "../../support/stages";

/** Values by path, such as `load.devices` or `dataTier.kafka.topics.0.retentionBytes`. */
export type Changes = Readonly<Record<string, unknown>>;

/** Another whole, with other values at some paths. Every holder on the way must be there. */
export function changed<Whole extends object>(whole: Whole, changes: Changes): Whole {
  const copy = structuredClone(whole);
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split(".");
    const last = keys.pop() ?? "";
    let holder: object = copy;
    for (const key of keys) {
      const next: unknown = Reflect.get(holder, key);
      assert.ok(typeof next === "object" && next !== null, `${path}: there is no ${key}`);
      holder = next;
    }
    Reflect.set(holder, last, value);
  }
  return copy;
}

/** A committed stage with other values in its sizing, as a draft. */
export function draftOf(stack: string, changes: Changes = {}, account?: unknown): StageDraft {
  return draftStage(parseSizing(changed(rawSizing(stack), changes)), {
    stack,
    account: parseAccount(account),
    on: testDay,
  });
}

/** What a rule reads of a draft. `on` null: nobody said which day. */
export function readingsOf(
  checks: readonly Check[],
  rule: string,
  plan: StageDraft,
  on: string | null = testDay,
): readonly Reading[] {
  const check = checks.find((each) => each.rule === rule);
  assert.ok(check !== undefined, `There is no rule ${rule}`);
  return check.read({ plan, placement: placeStage(plan), ...(on === null ? {} : { on }) });
}

/** A reading in short: how bad, what, how much of how much. */
export function short({ severity, what, value, limit }: Reading): readonly unknown[] {
  return [severity, what, value, limit];
}

/** Every reading of a rule in short. */
export function shortOf(...of: Parameters<typeof readingsOf>): readonly (readonly unknown[])[] {
  return readingsOf(...of).map(short);
}
