import type { Check } from "./check";

/** Load generators: what one instance can hold, send and connect. */
export const generatorChecks: readonly Check[] = [];
