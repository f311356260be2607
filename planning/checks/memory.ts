import type { Check } from "./check";
import { heapShare } from "./memory/heapShare";
import { javaLimit } from "./memory/javaLimit";
import { nodeLimits, podLimit } from "./memory/nodeLimits";
import { sharedBuffers, workMemory } from "./memory/postgresql";
import { transportHeap } from "./memory/transportHeap";
import { valkeyData, valkeyReserve } from "./memory/valkey";

/** Memory: heaps, sockets and caches against limits, limits against nodes. */
export const memoryChecks: readonly Check[] = [
  transportHeap,
  javaLimit,
  heapShare,
  podLimit,
  nodeLimits,
  valkeyReserve,
  valkeyData,
  sharedBuffers,
  workMemory,
];
