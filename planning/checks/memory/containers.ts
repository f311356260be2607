import type { WorkloadPlan } from "../../types";

/** MiB that leave the headroom to what is needed. */
export function withHeadroom(neededMiB: number, headroomPercent: number): number {
  return Math.ceil((neededMiB * 100) / (100 - headroomPercent));
}

/** Memory that a pod can be expected to reach: controllers and agents stay near their requests, Jobs have ended. */
export function reach({ kind, tier, memoryLimitMiB, memoryRequestMiB }: WorkloadPlan): number {
  if (kind === "Job") {
    return 0;
  }
  return tier === "cluster" ? memoryRequestMiB : memoryLimitMiB;
}
