import { z } from "zod";
import { addressRange, cpuMilli, integer, memoryMiB, region, zone } from "./fields";

/** The cluster on AWS: where it stands and which Kubernetes it runs. Ignored on an existing cluster. */
export const clusterSchema = z
  .strictObject({
    region: region().default("eu-west-1").describe("AWS region of the cluster (seed, line 54)."),
    zones: z
      .array(zone())
      .min(2)
      .max(6)
      .default(["eu-west-1a", "eu-west-1b", "eu-west-1c"])
      .describe("Availability zones of the nodes, in the cluster's region (seed, line 56)."),
    kubernetesVersion: z
      .enum(["1.35", "1.36"])
      .default("1.35")
      .describe(
        "Kubernetes minor version. 1.35 is in standard support until 2027-03-27 (EKS release calendar).",
      ),
    vpcCidr: addressRange()
      .default("10.20.0.0/16")
      .describe(
        "Address range of the cluster's network, a /16 to /20; one equal subnet is cut from it a zone. Chosen: private, and as large as a VPC may be.",
      ),
    logRetentionDays: z
      .literal([1, 3, 5, 7, 14, 30, 60, 90])
      .default(14)
      .describe(
        "Days that control-plane and fleet logs are kept. Chosen: two weeks, for runs of a day or more.",
      ),
  })
  .prefault({});

/** An existing cluster (kind, minikube, somebody's own): nothing of AWS is made. */
export const existingClusterSchema = z.strictObject({
  context: z
    .string()
    .min(1)
    .describe(
      "Context in the kubeconfig. Always named, so that the current one is never used by accident.",
    ),
  storageClass: z
    .string()
    .min(1)
    .default("standard")
    .describe(
      "StorageClass of every volume. Chosen: `standard`, as kind names its own; on a minikube of several nodes one that serves every node, such as local-path (seed, lines 314 to 316).",
    ),
  nodes: integer(1, 1_000).default(3).describe("Nodes of the cluster (seed, line 306: 3)."),
  nodeCpuMilli: cpuMilli()
    .default(8_000)
    .describe("CPU of one node, in thousandths of a core (seed, line 306: 8 CPUs)."),
  nodeMemoryMiB: memoryMiB()
    .default(16_384)
    .describe("Memory of one node in MiB (seed, line 306: 16384)."),
});

/**
 * Connection tracking of the nodes' kernels, as kube-proxy sets it: the larger of a share per core and a minimum.
 * Without these the nodes stay at kube-proxy's own defaults. Source: seed, lines 2139 to 2143; kube-proxy v1.35 defaults.
 */
export const nodeTuningSchema = z
  .strictObject({
    conntrackMaxPerCore: integer(1_024, 16_777_216)
      .default(32_768)
      .describe(
        "Tracked connections per core of a node: the default of kube-proxy, 32768 (v1.35.4); 262144 from 500k on (seed, line 2141).",
      ),
    conntrackMin: integer(1_024, 16_777_216)
      .default(131_072)
      .describe(
        "Tracked connections of a node at least: the default of kube-proxy, 131072 (v1.35.4); 1048576 from 500k on (seed, line 2142).",
      ),
  })
  .prefault({});
