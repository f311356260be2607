import type { Sizing } from "../sizing/types";
import { PlanError } from "./errors";
import type { LoadPlan, ShardPlan } from "./types";

/** The load, and each generator's even share of it. */
export function planLoad(load: Sizing["load"]): LoadPlan {
  return {
    devices: load.devices,
    messagesPerSecond: load.messagesPerSecond,
    dataPointsPerSecond: load.messagesPerSecond * load.dataPointsPerMessage,
    generators: load.generators,
    devicesPerGenerator: share("load.devices", load.devices, load.generators),
    messagesPerSecondPerGenerator: share(
      "load.messagesPerSecond",
      load.messagesPerSecond,
      load.generators,
    ),
    keepAliveSeconds: load.keepAliveSeconds,
    warmupPackSize: load.warmupPackSize,
    durationSeconds: load.durationSeconds,
  };
}

/** The generators' shards: contiguous, without gap or overlap, from device 0 on. */
export function planShards(load: LoadPlan): readonly ShardPlan[] {
  return Array.from({ length: load.generators }, (_, index) => ({
    index,
    start: index * load.devicesPerGenerator,
    end: (index + 1) * load.devicesPerGenerator,
    messagesPerSecond: load.messagesPerSecondPerGenerator,
  }));
}

function share(path: string, whole: number, generators: number): number {
  if (whole % generators !== 0) {
    throw new PlanError(path, whole, `a multiple of load.generators (${generators})`);
  }
  return whole / generators;
}
