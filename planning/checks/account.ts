import type { Check } from "./check";

/** Account: quotas, addresses, versions and images. */
export const accountChecks: readonly Check[] = [];
