import type { StackValidationPolicy } from "@pulumi/policy";
import { refusalOf } from "../../planning";
import { stackPolicy } from "../reading/policy";
import type { StageReader } from "../stage";

/** The program refuses such a stage itself, before it registers anything; this holds for a program that does not. */
export function planFindings(stage: StageReader): StackValidationPolicy {
  return stackPolicy({
    name: "plan-findings",
    description: "No check of the plan says that the stage cannot work.",
    find: () => {
      const read = stage();
      const refusal = "unreadable" in read ? read.unreadable : refusalOf(read);
      return refusal === undefined ? [] : [{ message: refusal }];
    },
  });
}
