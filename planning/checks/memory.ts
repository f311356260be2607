import type { Check } from "./check";

/** Memory: heaps, sockets and caches against limits, limits against nodes. */
export const memoryChecks: readonly Check[] = [];
