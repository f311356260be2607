import type { Sizing } from "../../sizing/types";
import type { ChartPlan, ImagePlan } from "../types";

type Versions = Sizing["versions"];

/** Registry host at the head of an image name: has a dot or a port, as Docker's reference grammar tells it from a repository. */
const registryHost = /^[^/]*[.:][^/]*\//;

/** The image in the mirror, under the same name without its public host; unchanged without a mirror. */
export function mirrored(image: string, registry: string | undefined): string {
  return registry === undefined ? image : `${registry}/${image.replace(registryHost, "")}`;
}

/** Every image that the program itself names. The operators choose their operands' images by version. */
export function planImages(versions: Versions, registry?: string): ImagePlan {
  const thingsboard = (name: string) =>
    mirrored(`thingsboard/${name}:${versions.thingsboard}`, registry);
  // ghcr.io/cloudnative-pg/postgresql is the operator's own build: MAJOR.minor-TYPE-OS (cloudnative-pg/postgres-containers).
  const postgresql = mirrored(`ghcr.io/cloudnative-pg/postgresql:${versions.postgresql}`, registry);
  return {
    thingsboardNode: thingsboard("tb-node"),
    mqttTransport: thingsboard("tb-mqtt-transport"),
    jsExecutor: thingsboard("tb-js-executor"),
    webUi: thingsboard("tb-web-ui"),
    performanceTest: mirrored(
      `thingsboard/tb-ce-performance-test:${versions.performanceTest}`,
      registry,
    ),
    zookeeper: mirrored(`zookeeper:${versions.zookeeper}`, registry),
    valkey: mirrored(`valkey/valkey:${versions.valkey}`, registry),
    postgresql,
    cassandraTools: mirrored(`cassandra:${versions.cassandra}`, registry),
    postgresqlTools: postgresql,
    restTools: thingsboard("tb-js-executor"),
  };
}

/** Charts by what they install. */
export function planCharts(
  versions: Versions,
): Readonly<
  Record<"strimzi" | "cassOperator" | "cloudNativePg" | "loadBalancerController", ChartPlan>
> {
  return {
    strimzi: {
      name: "strimzi-kafka-operator",
      repository: "https://strimzi.io/charts/",
      version: versions.strimziChart,
    },
    cassOperator: {
      name: "cass-operator",
      repository: "https://helm.k8ssandra.io/stable",
      version: versions.cassOperatorChart,
    },
    cloudNativePg: {
      name: "cloudnative-pg",
      repository: "https://cloudnative-pg.github.io/charts",
      version: versions.cloudNativePgChart,
    },
    loadBalancerController: {
      name: "aws-load-balancer-controller",
      repository: "https://aws.github.io/eks-charts",
      version: versions.loadBalancerControllerChart,
    },
  };
}
