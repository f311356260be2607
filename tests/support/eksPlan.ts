import type { PlatformPlan } from "../../components/platform/platform";
import type { EksPlan, NodeGroupPlan, WorkloadPlan } from "../../planning/types";

/** A cluster plan whose every number is its own, so that a test sees which one reached a resource. */
export const eksPlan: EksPlan = {
  clusterName: "thingsboard-test",
  region: "eu-west-1",
  kubernetesVersion: "1.36",
  logRetentionDays: 7,
  network: {
    vpcCidr: "10.30.0.0/16",
    subnets: [
      { zone: "eu-west-1a", cidr: "10.30.0.0/18" },
      { zone: "eu-west-1c", cidr: "10.30.64.0/18" },
    ],
    fleetPrefixLists: [
      { name: "fleet-1", maxEntries: 60, start: 0, end: 60 },
      { name: "fleet-2", maxEntries: 4, start: 60, end: 64 },
    ],
    uiPrefixList: { name: "ui", maxEntries: 2, cidrs: ["192.0.2.0/25", "192.0.2.128/25"] },
    mqttPrefixList: { name: "mqtt", maxEntries: 1, cidrs: ["198.51.100.0/24"] },
  },
  nodeGroups: [
    nodeGroup({ name: "worker", role: "worker", instanceType: "m6a.xlarge", count: 6 }),
    nodeGroup({
      name: "transport",
      role: "transport",
      instanceType: "c7g.large",
      architecture: "arm64",
      count: 12,
      rootVolumeGiB: 20,
      zones: ["eu-west-1c"],
      conntrackMax: 1_048_577,
      conntrackBuckets: 262_145,
    }),
  ],
  nodeTuning: {
    tcpEstablishedTimeoutSeconds: 1_234,
    sysctls: { "net.core.netdev_max_backlog": "4096", "net.ipv4.neigh.default.gc_thresh1": "8096" },
  },
  addons: {
    vpcCniVersion: "v1.23.1-eksbuild.1",
    kubeProxyVersion: "v1.36.0-eksbuild.14",
    coredns: workload("coredns", 2, 101),
    metricsServer: workload("metrics-server", 3, 102),
    ebsCsiController: workload("ebs-plugin", 4, 103),
  },
  loadBalancerController: {
    chart: {
      name: "aws-load-balancer-controller",
      repository: "https://aws.github.io/eks-charts",
      version: "3.5.0",
    },
    workload: workload("aws-load-balancer-controller", 5, 104),
  },
  account: {
    administrators: ["arn:aws:iam::111122223333:role/ops/Admin"],
    viewers: ["arn:aws:iam::111122223333:user/Console"],
    apiCidrs: ["203.0.113.0/24"],
    permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/boundary",
    tags: { project: "thingsboard-scale", stage: "test", owner: "platform-team" },
  },
};

/** The same as the plan of a platform on EKS. */
export const eksPlatformPlan: PlatformPlan = {
  eks: eksPlan,
  core: { placement: { namespace: "thingsboard", storageClass: "gp3", zones: ["eu-west-1a"] } },
};

/** The plan of a platform on a cluster that stands already. */
export const existingPlatformPlan: PlatformPlan = {
  existingCluster: { context: "kind-test", nodes: 3, nodeCpuMilli: 8_000, nodeMemoryMiB: 16_384 },
  core: { placement: { namespace: "thingsboard", storageClass: "standard", zones: [] } },
};

function nodeGroup(parts: Partial<NodeGroupPlan> & Pick<NodeGroupPlan, "name" | "role">) {
  return {
    region: "eu-west-1",
    instanceType: "m6a.xlarge",
    architecture: "amd64",
    count: 1,
    vCpu: 4,
    memoryMiB: 16_384,
    rootVolumeGiB: 32,
    zones: ["eu-west-1a", "eu-west-1c"],
    conntrackMax: 1_048_576,
    conntrackBuckets: 262_144,
    workloads: [],
    ...parts,
  } as const;
}

function workload(name: string, replicas: number, memoryRequestMiB: number): WorkloadPlan {
  const resources = {
    cpuRequestMilli: 100,
    memoryRequestMiB,
    memoryLimitMiB: memoryRequestMiB + 100,
  };
  return {
    name,
    tier: "cluster",
    kind: "Deployment",
    nodeGroup: "worker",
    replicas,
    containers: [{ name, ...resources }],
    initContainers: [],
    ...resources,
    ports: [],
    volumes: [],
    antiAffinity: "none",
    avoids: [],
    spreadOverZones: false,
  };
}
