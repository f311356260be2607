import type { Check } from "./check";

/** Messages: queues, disks and networks against the rate. */
export const messageChecks: readonly Check[] = [];
