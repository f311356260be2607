import type { Sizing } from "../types";
import type { Contradiction } from "./rule";

/** Every block of the sizing that states the resources of a container, and those among them with a Java heap. */
const containers: readonly {
  readonly path: string;
  readonly of: (sizing: Sizing) => {
    readonly cpuRequestMilli: number;
    readonly cpuLimitMilli?: number | undefined;
    readonly memoryRequestMiB: number;
    readonly memoryLimitMiB: number;
  };
  readonly heap?: { readonly path: string; readonly of: (sizing: Sizing) => number };
}[] = [
  {
    path: "zookeeper",
    of: (sizing) => sizing.zookeeper,
    heap: { path: "zookeeper.heapMiB", of: (sizing) => sizing.zookeeper.heapMiB },
  },
  {
    path: "kafka",
    of: (sizing) => sizing.kafka,
    heap: { path: "kafka.heapMiB", of: (sizing) => sizing.kafka.heapMiB },
  },
  {
    path: "cassandra",
    of: (sizing) => sizing.cassandra,
    heap: { path: "cassandra.heapMiB", of: (sizing) => sizing.cassandra.heapMiB },
  },
  { path: "redis", of: (sizing) => sizing.redis },
  { path: "postgresql", of: (sizing) => sizing.postgresql },
  { path: "pooler", of: (sizing) => sizing.pooler },
  {
    path: "tbCore",
    of: (sizing) => sizing.tbCore,
    heap: { path: "tbCore.heapMiB", of: (sizing) => sizing.tbCore.heapMiB },
  },
  {
    path: "ruleEngine",
    of: (sizing) => sizing.ruleEngine,
    heap: { path: "ruleEngine.heapMiB", of: (sizing) => sizing.ruleEngine.heapMiB },
  },
  { path: "jsExecutor", of: (sizing) => sizing.jsExecutor },
  { path: "webUi", of: (sizing) => sizing.webUi },
  {
    path: "mqttTransport",
    of: (sizing) => sizing.mqttTransport,
    heap: { path: "mqttTransport.heapMiB", of: (sizing) => sizing.mqttTransport.heapMiB },
  },
  {
    path: "loadFleet.pod",
    of: (sizing) => sizing.loadFleet.pod,
    heap: { path: "loadFleet.heapMiB", of: (sizing) => sizing.loadFleet.heapMiB },
  },
];

function memoryRequest({ path, of }: (typeof containers)[number]): Contradiction {
  return {
    reads: [`${path}.memoryRequestMiB`, `${path}.memoryLimitMiB`],
    find: (sizing) => {
      const { memoryRequestMiB, memoryLimitMiB } = of(sizing);
      return memoryRequestMiB <= memoryLimitMiB
        ? []
        : [
            {
              path: `${path}.memoryRequestMiB`,
              given: String(memoryRequestMiB),
              allowed: `at most ${memoryLimitMiB}, the ${path}.memoryLimitMiB`,
              hint: `Lower it, or raise ${path}.memoryLimitMiB to ${memoryRequestMiB}.`,
            },
          ];
    },
  };
}

function cpuRequest({ path, of }: (typeof containers)[number]): Contradiction {
  return {
    reads: [`${path}.cpuRequestMilli`, `${path}.cpuLimitMilli`],
    find: (sizing) => {
      const { cpuRequestMilli, cpuLimitMilli } = of(sizing);
      return cpuLimitMilli === undefined || cpuRequestMilli <= cpuLimitMilli
        ? []
        : [
            {
              path: `${path}.cpuRequestMilli`,
              given: String(cpuRequestMilli),
              allowed: `at most ${cpuLimitMilli}, the ${path}.cpuLimitMilli`,
              hint: `Lower it, or raise ${path}.cpuLimitMilli to ${cpuRequestMilli}.`,
            },
          ];
    },
  };
}

function heap({ path, of, heap: stated }: (typeof containers)[number]): readonly Contradiction[] {
  if (stated === undefined) return [];
  return [
    {
      reads: [stated.path, `${path}.memoryLimitMiB`],
      find: (sizing) => {
        const heapMiB = stated.of(sizing);
        const { memoryLimitMiB } = of(sizing);
        return heapMiB < memoryLimitMiB
          ? []
          : [
              {
                path: stated.path,
                given: String(heapMiB),
                allowed: `less than ${memoryLimitMiB}, the ${path}.memoryLimitMiB`,
                hint: `A Java process needs memory beside its heap. Lower the heap, or raise ${path}.memoryLimitMiB.`,
              },
            ];
      },
    },
  ];
}

const redisMemory: Contradiction = {
  reads: ["redis.maxMemoryMiB", "redis.memoryLimitMiB"],
  find: ({ redis: { maxMemoryMiB, memoryLimitMiB } }) =>
    maxMemoryMiB < memoryLimitMiB
      ? []
      : [
          {
            path: "redis.maxMemoryMiB",
            given: String(maxMemoryMiB),
            allowed: `less than ${memoryLimitMiB}, the redis.memoryLimitMiB`,
            hint: "A node evicts only once it holds this much. Lower it, or raise redis.memoryLimitMiB.",
          },
        ],
};

const sharedBuffers: Contradiction = {
  reads: ["postgresql.memoryRequestMiB", "postgresql.sharedBuffersMiB"],
  find: ({ postgresql: { memoryRequestMiB, sharedBuffersMiB } }) =>
    memoryRequestMiB >= sharedBuffersMiB
      ? []
      : [
          {
            path: "postgresql.memoryRequestMiB",
            given: String(memoryRequestMiB),
            allowed: `at least ${sharedBuffersMiB}, the postgresql.sharedBuffersMiB`,
            hint: "CloudNativePG refuses a memory request below shared_buffers. Raise it, or lower postgresql.sharedBuffersMiB.",
          },
        ],
};

/** Rules of what containers ask for and may use. */
export const resourceRules: readonly Contradiction[] = [
  ...containers.map(memoryRequest),
  ...containers.map(cpuRequest),
  ...containers.flatMap(heap),
  redisMemory,
  sharedBuffers,
];
