import { accountChecks } from "./account";
import type { Check } from "./check";
import { connectionChecks } from "./connections";
import { databaseChecks } from "./database";
import { generatorChecks } from "./generators";
import { memoryChecks } from "./memory";
import { messageChecks } from "./messages";
import { placementChecks } from "./placement";

/** Every rule, family by family. */
export const allChecks: readonly Check[] = [
  ...connectionChecks,
  ...generatorChecks,
  ...memoryChecks,
  ...placementChecks,
  ...messageChecks,
  ...databaseChecks,
  ...accountChecks,
];

export { checkFamilies } from "./check";
export type { Check, CheckFamily, CheckSubject, Reading } from "./check";
export { runChecks } from "./run";
export type { CheckResult } from "./run";
