import { joinPath } from "../describe";
import type { Sizing } from "../types";
import { repeated } from "./rule";
import type { Contradiction } from "./rule";

function isZoneOf(region: string, zone: string): boolean {
  return zone.length === region.length + 1 && zone.startsWith(region);
}

const clusterZones: Contradiction = {
  reads: ["cluster.region", "cluster.zones"],
  find: ({ cluster }) =>
    cluster.zones.flatMap((zone, index) =>
      isZoneOf(cluster.region, zone)
        ? []
        : [
            {
              path: joinPath("cluster.zones", index),
              given: zone,
              allowed: `a zone of cluster.region, which is ${cluster.region}`,
              hint: `Write ${cluster.region}${zone.slice(-1)}, or set cluster.region to ${zone.slice(0, -1)}.`,
            },
          ],
    ),
};

const clusterZonesOnce: Contradiction = {
  reads: ["cluster.zones"],
  find: ({ cluster }) =>
    repeated("cluster.zones", cluster.zones, "Each zone gets one subnet: name another zone."),
};

const fleetZone: Contradiction = {
  reads: ["loadFleet.region", "loadFleet.zone"],
  find: ({ loadFleet: { region, zone } }) =>
    isZoneOf(region, zone)
      ? []
      : [
          {
            path: "loadFleet.zone",
            given: zone,
            allowed: `a zone of loadFleet.region, which is ${region}`,
            hint: `Write ${region}${zone.slice(-1)}, or set loadFleet.region to ${zone.slice(0, -1)}.`,
          },
        ],
};

/** AWS takes a network of /16 to /28; the cluster's must hold a subnet of pod addresses for each zone. */
function networkSize(
  path: string,
  smallest: number,
  cidrOf: (sizing: Sizing) => string,
): Contradiction {
  return {
    reads: [path],
    find: (sizing) => {
      const cidr = cidrOf(sizing);
      const [address = "", bits = "0"] = cidr.split("/");
      const length = Number(bits);
      const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
      const size = 2 ** (32 - length);
      if (length >= 16 && length <= smallest && number % size === 0) return [];
      const first = number - (number % size);
      const dotted = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".");
      return [
        {
          path,
          given: cidr,
          allowed: `a network of /16 to /${smallest} that starts at its first address`,
          ...(length >= 16 && length <= smallest ? { hint: `Write ${dotted}/${length}.` } : {}),
        },
      ];
    },
  };
}

const workerGroup: Contradiction = {
  reads: ["platform", "nodeGroups.worker"],
  find: ({ platform, nodeGroups }) =>
    platform === "existing" || nodeGroups.worker !== undefined
      ? []
      : [
          {
            path: "nodeGroups.worker",
            given: "nothing",
            allowed: "a node group, as platform is eks",
            hint: "Add nodeGroups.worker with instanceType and count, or set platform to existing.",
          },
        ],
};

const existingClusterOnEks: Contradiction = {
  reads: ["platform", "existingCluster"],
  find: ({ platform, existingCluster }) =>
    platform === "existing" || existingCluster === undefined
      ? []
      : [
          {
            path: "existingCluster",
            given: `the context ${existingCluster.context}`,
            allowed: "nothing, as platform is eks",
            hint: "Remove existingCluster, or set platform to existing.",
          },
        ],
};

const existingClusterMissing: Contradiction = {
  reads: ["platform", "existingCluster"],
  find: ({ platform, existingCluster }) =>
    platform === "eks" || existingCluster !== undefined
      ? []
      : [
          {
            path: "existingCluster",
            given: "nothing",
            allowed: "the cluster to use, as platform is existing",
            hint: "Add existingCluster with its kubeconfig context, or set platform to eks.",
          },
        ],
};

const nodeGroupsOnExisting: Contradiction = {
  reads: ["platform", "nodeGroups"],
  find: ({ platform, nodeGroups }) => {
    const roles = Object.keys(nodeGroups);
    return platform === "eks" || roles.length === 0
      ? []
      : [
          {
            path: "nodeGroups",
            given: roles.join(", "),
            allowed: "no node groups, as platform is existing",
            hint: "Remove nodeGroups, or set platform to eks.",
          },
        ];
  },
};

const transportNodes: Contradiction = {
  reads: [
    "platform",
    "mqttTransport.replicas",
    "mqttTransport.antiAffinity",
    "nodeGroups.transport",
    "nodeGroups.worker",
    "existingCluster.nodes",
  ],
  find: ({ platform, mqttTransport, nodeGroups, existingCluster }) => {
    const role = nodeGroups.transport === undefined ? "worker" : "transport";
    const place =
      platform === "eks"
        ? { path: `nodeGroups.${role}.count`, nodes: nodeGroups[role]?.count }
        : { path: "existingCluster.nodes", nodes: existingCluster?.nodes };
    const { nodes, path } = place;
    const { antiAffinity, replicas } = mqttTransport;
    if (antiAffinity === "preferred" || nodes === undefined || replicas <= nodes) return [];
    return [
      {
        path: "mqttTransport.replicas",
        given: String(replicas),
        allowed: `at most ${nodes}, the ${path}, as antiAffinity is required`,
        hint: `Set ${path} to ${replicas}, or mqttTransport.replicas to ${nodes}.`,
      },
    ];
  },
};

/** Rules of where a stage runs: region, zones, networks, node groups. */
export const clusterRules: readonly Contradiction[] = [
  clusterZones,
  clusterZonesOnce,
  networkSize("cluster.vpcCidr", 20, (sizing) => sizing.cluster.vpcCidr),
  fleetZone,
  networkSize("loadFleet.vpcCidr", 24, (sizing) => sizing.loadFleet.vpcCidr),
  workerGroup,
  existingClusterOnEks,
  existingClusterMissing,
  nodeGroupsOnExisting,
  transportNodes,
];
