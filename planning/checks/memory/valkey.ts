import { readable } from "../../../sizing/describe";
import {
  cachedBytes,
  stateValuesPerDevice,
  valkeyFragmentationPercent,
  valkeyReservedPercent,
} from "../../facts/memory";
import type { StageDraft } from "../../types";
import type { Check } from "../check";
import { mebibytes } from "../mebibytes";
import { raiseLimit } from "./room";

/** Container that holds maxmemory of data, its fragmentation, and what a fork and replicas need. */
export const valkeyReserve: Check = {
  rule: "memory.valkey-reserve",
  title: "Valkey's maxmemory against the limit of its container.",
  formula:
    `redis.maxMemoryMiB ≤ ${100 - valkeyReservedPercent} % of redis.memoryLimitMiB, the rest for a fork and for what replicas have not read; ` +
    `an error where it passes the limit with ${valkeyFragmentationPercent} % of fragmentation. No headroom is asked: the quarter that stays free is it`,
  source:
    "AWS, ElastiCache user guide, Managing reserved memory (25 % by default); valkey.conf, active-defrag-threshold-lower (10 %)",
  mend: "Lower redis.maxMemoryMiB, or raise redis.memoryLimitMiB.",
  read: (subject) => {
    const { maxMemoryMiB, workload } = subject.plan.dataTier.redis;
    const limit = workload.memoryLimitMiB;
    const value = Math.ceil((maxMemoryMiB * (100 + valkeyFragmentationPercent)) / 100);
    const mostMiB = Math.floor((limit * (100 - valkeyReservedPercent)) / 100);
    return [
      {
        severity: value > limit ? "error" : maxMemoryMiB > mostMiB ? "warning" : "fine",
        path: "redis.maxMemoryMiB",
        what: "memory of a full Valkey node",
        unit: "MiB",
        value,
        limit,
        message: () =>
          `Full to its maxmemory of ${readable(maxMemoryMiB)} MiB, Valkey takes about ${readable(value)} of its ${readable(limit)}; ` +
          `up to ${readable(mostMiB)} it has room for a fork and for what its replicas have not read yet.`,
        mend: `redis.maxMemoryMiB: ${mostMiB}; or ${raiseLimit(subject, workload, "redis", Math.ceil((maxMemoryMiB * 100) / (100 - valkeyReservedPercent)))}.`,
      },
    ];
  },
};

/** Bytes that ThingsBoard keeps in the cache for one connected device. */
function bytesPerDevice({ core, load }: StageDraft): {
  readonly latest: number;
  readonly others: number;
} {
  const on = (variable: string) => core.environment[variable] !== "false";
  const stateIsTelemetry = core.environment.PERSIST_STATE_TO_TELEMETRY === "true";
  const stateIsCached = on(
    stateIsTelemetry ? "CACHE_TS_LATEST_ENABLED" : "CACHE_ATTRIBUTES_ENABLED",
  );
  const dataPoints = on("CACHE_TS_LATEST_ENABLED")
    ? Math.round(load.dataPointsPerSecond / load.messagesPerSecond)
    : 0;
  return {
    latest:
      dataPoints * cachedBytes.dataPoint +
      (stateIsCached ? stateValuesPerDevice * cachedBytes.stateValue : 0),
    others: cachedBytes.session + cachedBytes.credentials + cachedBytes.device,
  };
}

/** What all devices leave in the cache against what its masters keep. */
export const valkeyData: Check = {
  rule: "memory.valkey-data",
  title: "Cached data of all devices against what Valkey's masters keep.",
  formula:
    `devices × (data points × ${cachedBytes.dataPoint} + ${stateValuesPerDevice} × ${cachedBytes.stateValue} of its state + ` +
    `${cachedBytes.session} session + ${cachedBytes.credentials} credentials + ${cachedBytes.device} device) bytes ÷ masters ≤ redis.maxMemoryMiB. ` +
    "Latest values count unless CACHE_TS_LATEST_ENABLED is false. No headroom is asked: beyond it Valkey evicts, and nothing is lost",
  source:
    "thingsboard v4.3.1.3, thingsboard.yml (cache.ts_latest.enabled is true, kept for a day) and CachedRedisSqlTimeseriesLatestDao; " +
    "bytes measured on Redis 7.0, about, with keys and values of that form",
  mend: "Raise redis.maxMemoryMiB and its memory, or redis.replicas.",
  read: (subject) => {
    const { plan } = subject;
    const { maxMemoryMiB, masters, workload } = plan.dataTier.redis;
    const nodes = Math.max(1, masters.length);
    const { latest, others } = bytesPerDevice(plan);
    const { devices } = plan.load;
    const value = mebibytes((devices * (latest + others)) / nodes);
    const memoryMiB = Math.ceil((value * 100) / (100 - valkeyReservedPercent));
    return [
      {
        // Eviction loses no data: what is not cached is read from PostgreSQL.
        severity: value > maxMemoryMiB ? "warning" : "fine",
        path: "redis.maxMemoryMiB",
        what: "cached data of a Valkey master",
        unit: "MiB",
        value,
        limit: maxMemoryMiB,
        message: () =>
          `${readable(devices)} devices leave about ${readable(latest + others)} bytes each in the cache, ${readable(latest)} of them latest values: ` +
          `${readable(value)} MiB on each of ${nodes} ${nodes === 1 ? "node" : "masters"}, which keep ${readable(maxMemoryMiB)}. ` +
          "Valkey evicts the rest, and ThingsBoard reads it from PostgreSQL again.",
        mend:
          `redis.maxMemoryMiB: ${value}` +
          (memoryMiB > workload.memoryLimitMiB
            ? `, redis.memoryRequestMiB: ${memoryMiB} and ${raiseLimit(subject, workload, "redis", memoryMiB)}`
            : "") +
          "; or more redis.replicas.",
      },
    ];
  },
};
