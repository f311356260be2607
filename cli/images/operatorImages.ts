/**
 * Images that nobody names in a plan: an operator's own and those that it gives its pods by default. Read in the sources
 * of the versions named; of a chart that is not listed nothing is known.
 */

/**
 * `<operator>-kafka-<version>`: helm-charts/helm3/strimzi-kafka-operator/values.yaml and the Kafka image names of
 * strimzi-kafka-operator 1.2.0, whose chart and operator share their version.
 */
export function strimziImages(
  version: string,
  kafkaVersion: string,
): { readonly operator: string; readonly kafka: string } {
  return {
    operator: `quay.io/strimzi/operator:${version}`,
    kafka: `quay.io/strimzi/kafka:${version}-kafka-${kafkaVersion}`,
  };
}

/** helm/aws-load-balancer-controller/values.yaml 3.5.0. */
export function loadBalancerControllerImage(version: string): string {
  return `public.ecr.aws/eks/aws-load-balancer-controller:v${version}`;
}

/**
 * Operator by chart. 0.64.1 installs 1.30.0 (k8ssandra/k8ssandra, charts/cass-operator/Chart.yaml, values.yaml). That
 * 0.65.0 installs 1.31.0 is by release order: its own values.yaml was not read.
 */
const cassOperatorOfChart: ReadonlyMap<string, string> = new Map([
  ["0.64.1", "v1.30.0"],
  ["0.65.0", "v1.31.0"],
]);

export interface CassOperatorImages {
  readonly operator: string;
  /** Cassandra with the management API: also copies the configuration that the node starts from. */
  readonly server: string;
  readonly systemLogger: string;
}

/**
 * k8ssandra/cass-operator v1.31.0, config/imageconfig/image_config.yaml: registry, names, suffix, and a system logger of
 * the operator's version. From Cassandra 4.1 on, k8ssandra-client writes the configuration in place of the config builder
 * (UseClientImage); charts give it a tag of their own (0.64.1: v0.8.11, operator v1.30.0: v0.8.8), so it is not here.
 */
export function cassOperatorImages(
  chartVersion: string,
  serverVersion: string,
): CassOperatorImages | undefined {
  const operator = cassOperatorOfChart.get(chartVersion);
  return operator === undefined
    ? undefined
    : {
        operator: `docker.io/k8ssandra/cass-operator:${operator}`,
        server: `docker.io/k8ssandra/cass-management-api:${serverVersion}-ubi`,
        systemLogger: `docker.io/k8ssandra/system-logger:${operator}`,
      };
}

/**
 * cloudnative-pg/charts, charts/cloudnative-pg/Chart.yaml and values.yaml of 0.29.0 (appVersion 1.30.0);
 * cloudnative-pg/cloudnative-pg v1.30.0, pkg/versions/versions.go (DefaultPgbouncerImage).
 */
const cloudNativePgOfChart: ReadonlyMap<string, CloudNativePgImages> = new Map([
  [
    "0.29.0",
    {
      operator: "ghcr.io/cloudnative-pg/cloudnative-pg:1.30.0",
      pgBouncer: "ghcr.io/cloudnative-pg/pgbouncer:1.25.1",
    },
  ],
]);

export interface CloudNativePgImages {
  readonly operator: string;
  readonly pgBouncer: string;
}

export function cloudNativePgImages(chartVersion: string): CloudNativePgImages | undefined {
  return cloudNativePgOfChart.get(chartVersion);
}
