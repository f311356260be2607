import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EksPlan, WorkloadPlan } from "../../planning/types";
import { componentType } from "../componentType";
import { resourcesOf } from "../kubernetes/containers";
import { PodIdentity } from "./podIdentity";

/**
 * Volumes that the driver counts with on a node. Without the metadata service it assumes a single network interface,
 * while up to eight (4xlarge) share a Nitro node's 28 slots with the volumes.
 */
const volumeAttachLimit = 20;

export interface ClusterAddonsArgs {
  /** Replicas, node group and resources of each add-on; cluster name and tags. */
  readonly plan: Pick<EksPlan, "clusterName" | "addons" | "account">;
}

/**
 * The add-ons that need nodes: name resolution, AWS rights of pods, volumes and metrics. AWS chooses the version that
 * goes with the cluster's Kubernetes. Their pods run on the worker group, those of DaemonSets on every node.
 *
 * The keys of `configurationValues` come from the charts behind the add-ons; of the schemas that EKS checks them
 * against, only parts are published, so `aws eks describe-addon-configuration` should be asked before the first `up`
 * (unverified: `podDisruptionBudget` is left out for that reason).
 */
export class ClusterAddons extends pulumi.ComponentResource {
  /** Gives pods with an association their credentials: whoever has one waits for it. */
  readonly podIdentityAgent: aws.eks.Addon;

  constructor(name: string, args: ClusterAddonsArgs, options?: pulumi.ComponentResourceOptions) {
    const { clusterName, addons, account } = args.plan;
    super(
      componentType("ClusterAddons"),
      name,
      { plan: { clusterName, addons, account } },
      options,
    );
    const parent = { parent: this };

    this.podIdentityAgent = new aws.eks.Addon(
      `${name}-pod-identity`,
      addon(args, "eks-pod-identity-agent"),
      parent,
    );
    const nameResolution = new aws.eks.Addon(
      `${name}-coredns`,
      addon(args, "coredns", coredns(addons.coredns)),
      parent,
    );
    const identity = new PodIdentity(
      `${name}-ebs-csi`,
      {
        clusterName,
        namespace: "kube-system",
        serviceAccount: "ebs-csi-controller-sa",
        roleName: `${clusterName}-volumes`,
        description: `Volumes of ${clusterName}`,
        policyArns: {
          volumes: "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicyV2",
        },
        permissionsBoundaryArn: account.permissionsBoundaryArn,
      },
      parent,
    );
    // Deleted backwards: the driver still has volumes to delete, and names to look up, when everything else is gone.
    // That gives it time; nothing waits for it.
    const volumes = new aws.eks.Addon(
      `${name}-ebs-csi`,
      addon(args, "aws-ebs-csi-driver", ebsCsiDriver(addons.ebsCsiController, account.tags)),
      { parent: this, dependsOn: [identity, this.podIdentityAgent, nameResolution] },
    );
    new aws.eks.Addon(
      `${name}-metrics-server`,
      addon(args, "metrics-server", metricsServer(addons.metricsServer)),
      { parent: this, dependsOn: volumes },
    );
    this.registerOutputs({});
  }
}

function addon(
  args: ClusterAddonsArgs,
  addonName: string,
  configuration?: object,
): aws.eks.AddonArgs {
  return {
    clusterName: args.plan.clusterName,
    addonName,
    ...(configuration === undefined ? {} : { configurationValues: JSON.stringify(configuration) }),
    // EKS brings CoreDNS along by itself: the add-on takes it over.
    resolveConflictsOnCreate: "OVERWRITE",
    resolveConflictsOnUpdate: "OVERWRITE",
    tags: args.plan.account.tags,
  };
}

/** Keys as in the EKS user guide, "Customize the CoreDNS add-on". */
function coredns(plan: WorkloadPlan) {
  return { replicaCount: plan.replicas, ...placed(plan) };
}

/** Keys of chart metrics-server 3.13; unverified against the add-on's schema. */
function metricsServer(plan: WorkloadPlan) {
  return { replicas: plan.replicas, ...placed(plan) };
}

/**
 * `controller.resources` is that of each of the pod's containers: the add-on has no key for its sidecars
 * (aws-ebs-csi-driver#2371), and the chart gives them the controller's. `controller.replicaCount` and `nodeSelector`
 * are keys of the chart, unverified against the add-on's schema.
 */
function ebsCsiDriver(plan: WorkloadPlan, tags: Readonly<Record<string, string>>) {
  return {
    controller: { replicaCount: plan.replicas, ...placed(plan), extraVolumeTags: tags },
    node: { volumeAttachLimit },
  };
}

function placed(plan: WorkloadPlan) {
  const [main] = plan.containers;
  return {
    ...(plan.nodeGroup === null ? {} : { nodeSelector: { role: plan.nodeGroup } }),
    ...(main === undefined ? {} : { resources: resourcesOf(main) }),
  };
}
