import type { Sizing } from "../../sizing/types";
import { planImages } from "../facts/images";
import { hasZones, nodeGroupFor, planPlacement, podHost } from "../platform";
import type { PlatformSizing, RegistryAccount } from "../platform";
import type { ZookeeperPlan } from "../types";
import { container, workload } from "../workload";

/** What planning ZooKeeper reads of a sizing. */
export type ZookeeperSizing = PlatformSizing & Pick<Sizing, "zookeeper">;

const clientPort = 2181;

/** ZooKeeper: ThingsBoard's service discovery, on Kafka's nodes (seed, lines 358 to 370). */
export function planZookeeper(sizing: ZookeeperSizing, account?: RegistryAccount): ZookeeperPlan {
  const { zookeeper } = sizing;
  return {
    placement: planPlacement(sizing),
    image: planImages(sizing.versions, account?.imageRegistry).zookeeper,
    heapMiB: zookeeper.heapMiB,
    connectString: members(zookeeper.replicas)
      .map((host) => `${host}:${clientPort}`)
      .join(","),
    workload: workload({
      name: "zookeeper",
      tier: "data",
      kind: "StatefulSet",
      nodeGroup: nodeGroupFor("kafka", sizing),
      replicas: zookeeper.replicas,
      containers: [container("zookeeper", zookeeper)],
      ports: [
        { name: "client", port: clientPort },
        { name: "follower", port: 2888 },
        { name: "election", port: 3888 },
      ],
      volumes: [
        { name: "data", sizeGiB: zookeeper.dataStorageGiB },
        { name: "datalog", sizeGiB: zookeeper.logStorageGiB },
      ],
      antiAffinity: "required",
      spreadOverZones: hasZones(sizing),
    }),
  };
}

/** Members count from 1: 0 is no safe ZooKeeper id. */
function members(replicas: number): string[] {
  return Array.from({ length: replicas }, (_, index) =>
    podHost(`zookeeper-${index + 1}`, "zookeeper-headless"),
  );
}
