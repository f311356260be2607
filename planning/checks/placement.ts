import type { Check } from "./check";

/** Placement: every pod onto a node, with all nodes up and with one node or zone gone. */
export const placementChecks: readonly Check[] = [];
