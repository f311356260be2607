import type { Check } from "./check";
import { connectRate, connectTime, keepAlive } from "./generators/connecting";
import {
  cpuCredits,
  heap,
  kernelTables,
  memory,
  sourcePorts,
  tracking,
} from "./generators/machine";
import { shards } from "./generators/shards";
import { bandwidth, packets } from "./generators/traffic";

/** Load generators: what one instance can hold, send and connect. */
export const generatorChecks: readonly Check[] = [
  sourcePorts,
  memory,
  heap,
  kernelTables,
  tracking,
  bandwidth,
  packets,
  shards,
  connectTime,
  connectRate,
  keepAlive,
  cpuCredits,
];
