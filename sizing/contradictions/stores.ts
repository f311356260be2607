import type { Contradiction } from "./rule";

/** A majority must stand, so an even number bears no more losses than one less. */
function oddReplicas(
  store: "zookeeper" | "kafka",
  reason: (replicas: number) => string,
): Contradiction {
  return {
    reads: [`${store}.replicas`],
    find: (sizing) => {
      const { replicas } = sizing[store];
      return replicas % 2 === 1
        ? []
        : [
            {
              path: `${store}.replicas`,
              given: String(replicas),
              allowed: "an odd number",
              hint: `${reason(replicas)} Write ${replicas - 1} or ${replicas + 1}.`,
            },
          ];
    },
  };
}

const redisReplicas: Contradiction = {
  reads: ["redis.replicas"],
  find: ({ redis: { replicas } }) =>
    replicas === 1 || (replicas >= 6 && replicas % 2 === 0)
      ? []
      : [
          {
            path: "redis.replicas",
            given: String(replicas),
            allowed: "1 (standalone), or an even number from 6 on",
            hint: "A cluster has at least three masters, each with one replica.",
          },
        ],
};

function replicationFactor(store: "kafka" | "cassandra", nodes: string): Contradiction {
  return {
    reads: [`${store}.replicationFactor`, `${store}.replicas`],
    find: (sizing) => {
      const { replicationFactor: factor, replicas } = sizing[store];
      return factor === undefined || factor <= replicas
        ? []
        : [
            {
              path: `${store}.replicationFactor`,
              given: String(factor),
              allowed: `at most ${replicas}, the ${nodes} of ${store}.replicas`,
              hint: `Write ${replicas} or less, or set ${store}.replicas to ${factor}.`,
            },
          ];
    },
  };
}

const cassandraRacks: Contradiction = {
  reads: ["platform", "cassandra.replicas", "cluster.zones"],
  find: ({ platform, cassandra: { replicas }, cluster }) => {
    const zones = cluster.zones.length;
    if (platform === "existing" || replicas === 1 || replicas % zones === 0) return [];
    const below = Math.floor(replicas / zones) * zones;
    const above = below + zones;
    return [
      {
        path: "cassandra.replicas",
        given: String(replicas),
        allowed: `1, or a multiple of the ${zones} zones in cluster.zones`,
        hint: `There is one rack a zone, and racks are of one size. Write ${below === 0 ? "" : `${below} or `}${above}, or change cluster.zones.`,
      },
    ];
  },
};

/** Rules of how many members a store has. */
export const storeRules: readonly Contradiction[] = [
  oddReplicas(
    "zookeeper",
    (replicas) => `A majority of ${replicas} bears no more losses than one of ${replicas - 1}.`,
  ),
  oddReplicas(
    "kafka",
    (replicas) =>
      `Each broker is a controller too, and a majority must stand: ${replicas} bear no more losses than ${replicas - 1}.`,
  ),
  redisReplicas,
  replicationFactor("kafka", "brokers"),
  replicationFactor("cassandra", "nodes"),
  cassandraRacks,
];
