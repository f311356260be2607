import type { StatedResources } from "../workload";

/**
 * Resources of containers that no sizing states: operators, controllers, add-ons, sidecars and Jobs.
 * "Chosen" marks a figure of this program where the vendor sets none; the others name where they were read.
 */
const resources = (
  cpuRequestMilli: number,
  memoryRequestMiB: number,
  memoryLimitMiB: number = memoryRequestMiB,
): StatedResources => ({ cpuRequestMilli, memoryRequestMiB, memoryLimitMiB });

/** strimzi-kafka-operator chart 1.2.0, values.yaml. Its CPU limit of 1000m is left out. */
export const strimziOperator = resources(200, 384);

/** Chosen: the chart of cass-operator sets none. */
export const cassOperator = resources(100, 256);

/** Chosen: the chart of cloudnative-pg sets none. */
export const cloudNativePgOperator = resources(100, 256);

/** Chosen: copies the image's default configuration; cass-operator itself gives server-config-init-base nothing. */
export const cassandraConfigBase = resources(50, 128);

/** Through `configBuilderResources`; cass-operator's own default asks 1000m. */
export const cassandraConfig = resources(100, 256, 384);

/** Through `systemLoggerResources`; cass-operator's own default is 100m and 64Mi. */
export const cassandraSystemLogger = resources(50, 64, 128);

/** Chosen: copies the instance manager into PgBouncer's pod (CloudNativePG bootstrap-controller). */
export const poolerBootstrap = resources(50, 128);

/** aws/eks-charts aws-load-balancer-controller sets none; its values.yaml suggests 100m and 128Mi. */
export const loadBalancerController = resources(100, 128, 256);

/** EKS add-on coredns: 100m, 70Mi, limit 170Mi (eksctl coredns-1.36.json). */
export const coredns = resources(100, 70, 170);

/** metrics-server chart 3.13.1: 100m and 200Mi; the limit is chosen. */
export const metricsServer = resources(100, 200, 400);

/** aws-ebs-csi-driver chart 2.64.0: 10m and 40Mi a container, limit 256Mi. */
export const ebsCsiContainer = resources(10, 40, 256);

/** Containers of the EBS CSI controller (same chart). */
export const ebsCsiControllerContainers = [
  "ebs-plugin",
  "csi-provisioner",
  "csi-attacher",
  "csi-snapshotter",
  "csi-resizer",
  "liveness-probe",
] as const;

/** Containers of the EBS CSI node agent (same chart). */
export const ebsCsiNodeContainers = [
  "ebs-plugin",
  "node-driver-registrar",
  "liveness-probe",
] as const;

/**
 * VPC CNI 1.23.1: aws-node and its network-policy agent ask 25m each, kube-proxy 100m (unverified for the newest
 * add-on), the pod-identity agent nothing. Their memory is chosen: about what they use.
 */
export const awsNode = resources(25, 48, 256);
export const networkPolicyAgent = resources(25, 32, 128);
export const kubeProxy = resources(100, 48, 128);
export const podIdentityAgent = resources(10, 16, 128);

/** Chosen: valkey-cli in a shell. */
export const redisForming = resources(50, 64, 128);

/** Chosen: cqlsh is Python. */
export const cassandraKeyspace = resources(100, 256, 512);

/** Chosen: ThingsBoard's installer carries no load, and an upgrade's runs beside a full stage. */
export const schemaInstall: StatedResources = { ...resources(500, 1_536), heapMiB: 1_024 };

/** Chosen: psql in a shell, looks for the mark of a finished install. */
export const schemaCheck = resources(50, 64, 128);

/** Chosen: one small Node program that talks REST. */
export const restClient = resources(100, 128, 256);
