import type { Check } from "./check";
import { connectionChecks } from "./connections";

/** Every rule, family by family. */
export const allChecks: readonly Check[] = [...connectionChecks];

export { checkFamilies } from "./check";
export type { Check, CheckFamily, CheckSubject, Reading } from "./check";
export { runChecks } from "./run";
export type { CheckResult } from "./run";
