import { estimateMargin } from "../facts/messages";
import type { ChecksPlan } from "../types";
import { severityOf } from "./check";

/**
 * How bad a figure is that rests on an estimate: a warning within the headroom that the sizing asks for and beyond the
 * limit, an error only where the estimate would have to be off by more than its margin.
 */
export function severityOfEstimate(
  value: number,
  limit: number,
  checks: Pick<ChecksPlan, "headroomPercent">,
): "error" | "warning" | "fine" {
  if (value > limit * estimateMargin) {
    return "error";
  }
  return severityOf(value, limit, checks) === "fine" ? "fine" : "warning";
}
