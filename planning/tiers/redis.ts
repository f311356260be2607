import type { Sizing } from "../../sizing/types";
import { PlanError } from "../errors";
import { planImages } from "../facts/images";
import { redisForming } from "../facts/systemContainers";
import { hasZones, nodeGroupFor, planPlacement, podHost, zoneLetter } from "../platform";
import type { PlatformSizing, RegistryAccount } from "../platform";
import type { RedisGroupPlan, RedisPlan } from "../types";
import { container, workload } from "../workload";

/** What planning the cache reads of a sizing. */
export type RedisSizing = PlatformSizing & Pick<Sizing, "redis">;

/** Hash slots of a Redis cluster (Redis cluster specification). */
const slots = 16_384;
const port = 6379;
const headlessService = "redis-headless";
/** A cluster needs a majority of masters that still stands with one lost. */
const fewestMasters = 3;

type Layout = Pick<RedisPlan, "groups" | "masters" | "followers">;

/**
 * The Redis-compatible cache, run with Valkey (seed, lines 406 to 414): each master has one replica in another zone.
 * One node is a standalone cache.
 */
export function planRedis(sizing: RedisSizing, account?: RegistryAccount): RedisPlan {
  const { redis } = sizing;
  const layout = planLayout(sizing);
  const pods = layout.groups.flatMap((group) =>
    ordinals(group.replicas).map((each) => `${group.name}-${each}`),
  );
  const cluster = redis.replicas > 1;
  return {
    placement: planPlacement(sizing),
    workload: workload({
      name: "redis",
      tier: "data",
      kind: "StatefulSet",
      nodeGroup: nodeGroupFor("worker", sizing),
      replicas: redis.replicas,
      containers: [container("valkey", redis)],
      ports: cluster
        ? [
            { name: "redis", port },
            { name: "bus", port: port + 10_000 },
          ]
        : [{ name: "redis", port }],
      volumes: [{ name: "data", sizeGiB: redis.storageGiB }],
      antiAffinity: "preferred",
      avoids: [{ workload: "redis", weight: 1 }],
      spreadOverZones: hasZones(sizing),
    }),
    image: planImages(sizing.versions, account?.imageRegistry).valkey,
    mode: cluster ? "cluster" : "standalone",
    ...layout,
    maxMemoryMiB: redis.maxMemoryMiB,
    storageGiB: redis.storageGiB,
    nodes: pods.map((pod) => `${podHost(pod, headlessService)}:${port}`),
    ...(cluster
      ? {
          formingJob: workload({
            name: "redis-forming",
            tier: "data",
            kind: "Job",
            nodeGroup: nodeGroupFor("worker", sizing),
            replicas: 1,
            containers: [container("valkey-cli", redisForming)],
          }),
        }
      : {}),
  };
}

function planLayout(sizing: RedisSizing): Layout {
  const { replicas } = sizing.redis;
  if (replicas === 1) {
    return { groups: [{ name: "redis", zone: null, replicas: 1 }], masters: [], followers: [] };
  }
  return hasZones(sizing) ? overZones(replicas, sizing.cluster.zones) : inOneGroup(replicas);
}

/**
 * One StatefulSet a zone, since ordinals of a single one are not tied to zones. Of each group's pods the first half are
 * masters; the second half follow the masters of the zone before, so that no replica shares its master's zone.
 */
function overZones(replicas: number, zones: readonly string[]): Layout {
  const mastersPerZone = replicas / (2 * zones.length);
  if (!Number.isInteger(mastersPerZone) || replicas / 2 < fewestMasters) {
    throw new PlanError("redis.replicas", replicas, spreadableCounts(zones.length));
  }
  const groups: RedisGroupPlan[] = zones.map((zone) => ({
    name: `redis-${zoneLetter(zone)}`,
    zone,
    replicas: 2 * mastersPerZone,
  }));
  const masters = ordinals(mastersPerZone).flatMap((ordinal) =>
    groups.map((group) => `${group.name}-${ordinal}`),
  );
  const followers = ordinals(mastersPerZone).flatMap((ordinal) =>
    groups.map((group, index) => ({
      pod: `${groups[(index + 1) % groups.length]?.name ?? group.name}-${mastersPerZone + ordinal}`,
      master: `${group.name}-${ordinal}`,
    })),
  );
  return { groups, masters: withSlots(masters), followers };
}

/** On an existing cluster: one StatefulSet, its first half masters. Nothing says which hosts share a zone. */
function inOneGroup(replicas: number): Layout {
  const count = replicas / 2;
  if (!Number.isInteger(count) || count < fewestMasters) {
    throw new PlanError("redis.replicas", replicas, "1 (standalone), or an even number from 6 on");
  }
  const masters = ordinals(count).map((ordinal) => `redis-${ordinal}`);
  return {
    groups: [{ name: "redis", zone: null, replicas }],
    masters: withSlots(masters),
    followers: masters.map((master, index) => ({ pod: `redis-${count + index}`, master })),
  };
}

/** The slots in even, contiguous ranges: 0–5460, 5461–10921 and 10922–16383 for three masters. */
function withSlots(masters: readonly string[]): RedisPlan["masters"] {
  const first = (index: number) => Math.floor((index * slots) / masters.length);
  return masters.map((pod, index) => ({
    pod,
    firstSlot: first(index),
    lastSlot: first(index + 1) - 1,
  }));
}

function spreadableCounts(zones: number): string {
  const step = 2 * zones;
  const fewest = Math.ceil((2 * fewestMasters) / step) * step;
  return `1 (standalone), or ${fewest}, ${fewest + step}, ${fewest + 2 * step} … (a master and a replica of another master in each of ${zones} zones)`;
}

function ordinals(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
