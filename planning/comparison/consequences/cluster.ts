import { isEarlier } from "../versions";
import { changeOf, listed } from "./consequence";
import type { ConsequenceRule } from "./consequence";

/** What loses the whole stage: another kind of cluster, another region, another network, another context. */
const wholeStage: ConsequenceRule = ({ before, after }) => {
  const platform = changeOf(before.platform, after.platform);
  const region = changeOf(before.eks?.region, after.eks?.region);
  const range = changeOf(before.eks?.network?.vpcCidr, after.eks?.network?.vpcCidr);
  const context = changeOf(before.existingCluster?.context, after.existingCluster?.context);
  return [
    ...(platform === undefined
      ? []
      : [
          {
            rule: "cluster.platform",
            effect: "lost" as const,
            what: "the whole stage",
            path: "platform",
            message: `The stage leaves its cluster (${platform.from} to ${platform.to}): everything in it is deleted, the data of all stores with it, and made anew elsewhere.`,
            source: "components/platform/platform.ts",
          },
        ]),
    ...(region === undefined
      ? []
      : [
          {
            rule: "cluster.region",
            effect: "lost" as const,
            what: "the whole stage",
            path: "cluster.region",
            message: `Nothing moves from ${region.from} to ${region.to}: every AWS resource is deleted and made anew, and all stores lose their data. Make a new stack instead.`,
            source:
              "pulumi-terraform-bridge, pkg/tfbridge/provider.go (ForcesProviderReplace); that pulumi-aws sets it for region is unverified",
          },
        ]),
    ...(range === undefined
      ? []
      : [
          {
            rule: "cluster.network",
            effect: "lost" as const,
            what: "the whole stage",
            path: "cluster.vpcCidr",
            message: `A VPC keeps its range for life. For ${range.to} the VPC, its subnets, the cluster and every node group are deleted and made anew, and all stores lose their data. Make a new stack instead.`,
            source: "terraform-provider-aws, internal/service/ec2/vpc_.go (cidr_block, ForceNew)",
          },
        ]),
    ...(context === undefined
      ? []
      : [
          {
            rule: "cluster.context",
            effect: "lost" as const,
            what: "the whole stage",
            path: "existingCluster.context",
            message: `${context.to} is another cluster than ${context.from}: everything is made anew there, and what stood in the old one goes with its data.`,
            source: "components/platform/platform.ts (clusterIdentifier)",
          },
        ]),
  ];
};

/** Subnets that go, or are made anew with another range. */
const subnets: ConsequenceRule = ({ before, after }) => {
  const [old, now] = [before.eks?.network?.subnets, after.eks?.network?.subnets];
  if (!old || !now || changeOf(before.eks?.network?.vpcCidr, after.eks?.network?.vpcCidr)) {
    return [];
  }
  const moved = old.filter(({ zone, cidr }) =>
    now.every((each) => each.zone !== zone || each.cidr !== cidr),
  );
  if (moved.length === 0) {
    return [];
  }
  return [
    {
      rule: "cluster.subnets",
      effect: "replaced",
      what: `subnets of ${listed(moved.map(({ zone }) => zone))}`,
      path: "cluster.zones",
      message:
        "These subnets are deleted, or made anew with another range. AWS refuses to delete a subnet while a node, a load balancer or the control plane stands in it: the update stops until they are gone.",
      source: "terraform-provider-aws, internal/service/ec2/vpc_subnet.go (cidr_block, ForceNew)",
    },
  ];
};

/** Another Kubernetes version: up in place and node by node, down never. */
const kubernetesVersion: ConsequenceRule = ({ before, after }) => {
  const version = changeOf(before.eks?.kubernetesVersion, after.eks?.kubernetesVersion);
  if (version === undefined) {
    return [];
  }
  const path = "cluster.kubernetesVersion";
  return isEarlier(version.to, version.from)
    ? [
        {
          rule: "cluster.version-down",
          effect: "refused",
          what: `Kubernetes ${version.from} to ${version.to}`,
          path,
          message: "EKS takes no cluster back to an earlier version: the update fails.",
          source: "@pulumi/aws, eks/cluster.d.ts (version: downgrades are not supported by EKS)",
        },
      ]
    : [
        {
          rule: "cluster.version-up",
          effect: "restarted",
          what: `Kubernetes ${version.from} to ${version.to}`,
          path,
          message:
            "The control plane is updated in place, without a way back. Then every node group is renewed node by node: every pod of the stage moves, and all devices reconnect.",
          source: "AWS, EKS User Guide, Update existing cluster to new Kubernetes version",
        },
      ];
};

export const clusterRules: readonly ConsequenceRule[] = [wholeStage, subnets, kubernetesVersion];
