import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { EksPlan, ExistingClusterPlan, PlacementPlan } from "../../planning/types";
import { ClusterAddons } from "./clusterAddons";
import { EksCluster } from "./eksCluster";
import { LoadBalancerController } from "./loadBalancerController";
import { ManagedNodeGroup } from "./managedNodeGroup";
import { stageNamespace } from "./namespace";
import { Network } from "./network";
import { ServiceRole } from "./serviceRole";
import { gp3StorageClass } from "./storageClass";

/** What of a stage's plan its platform needs: one of the two clusters, and where pods go. A `StagePlan` is one. */
export interface PlatformPlan {
  readonly eks?: EksPlan;
  readonly existingCluster?: ExistingClusterPlan;
  readonly core: { readonly placement: PlacementPlan };
}

/** What one load balancer is made with. */
export interface LoadBalancerSupport {
  /** Who may connect: the fleet and the account's addresses. */
  readonly securityGroupIds: readonly pulumi.Output<string>[];
  /** The running controller: an Ingress or a LoadBalancer Service depends on it, and so goes before it. */
  readonly controller: pulumi.Resource;
}

/** The cluster that the stage made. */
export interface ClusterInfo {
  readonly name: string;
  /** Secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** CloudWatch log group of the control plane. */
  readonly logGroupName: pulumi.Output<string>;
}

/** Where a stage runs. */
export interface Platform {
  /** Provider of everything inside the cluster. */
  readonly kubernetes: kubernetes.Provider;
  /** What pods need: nodes, add-ons, StorageClass, controller and namespace, as far as the stage makes them. */
  readonly ready: readonly pulumi.Resource[];
  /** Provider of the cluster's region. Platform eks. */
  readonly aws?: aws.Provider;
  /** For the ALB. Platform eks. */
  readonly uiLoadBalancer?: LoadBalancerSupport;
  /** For the NLB. Platform eks. */
  readonly mqttLoadBalancer?: LoadBalancerSupport;
  /**
   * Empty prefix lists in the cluster's region, in the plan's order: the fleet fills them with its addresses.
   * None on platform existing.
   */
  readonly fleetPrefixListIds: readonly pulumi.Output<string>[];
  /** Platform eks. */
  readonly cluster?: ClusterInfo;
}

/**
 * The cluster of a stage: made on AWS, or one that stands already, of which only the namespace is the stage's own.
 *
 * @param name begins the name of every resource of the platform.
 */
export function createPlatform(name: string, plan: PlatformPlan): Platform {
  const { placement } = plan.core;
  if (plan.eks !== undefined) {
    return eksPlatform(name, plan.eks, placement);
  }
  if (plan.existingCluster !== undefined) {
    return existingPlatform(name, plan.existingCluster, placement);
  }
  throw new Error("The plan names no cluster, neither one to make nor one that stands.");
}

/** No AWS resource, and the context by name: the current one is never used by accident. */
function existingPlatform(
  name: string,
  plan: ExistingClusterPlan,
  placement: PlacementPlan,
): Platform {
  const provider = new kubernetes.Provider(name, {
    context: plan.context,
    // Another context is another cluster: nothing of the old one is taken for its own.
    clusterIdentifier: plan.context,
    enableServerSideApply: true,
  });
  const namespace = stageNamespace(
    name,
    { namespace: placement.namespace, readinessGates: false },
    { provider },
  );
  return { kubernetes: provider, ready: [namespace], fleetPrefixListIds: [] };
}

function eksPlatform(name: string, plan: EksPlan, placement: PlacementPlan): Platform {
  const provider = new aws.Provider(name, {
    region: plan.region,
    defaultTags: { tags: plan.account.tags },
  });
  const inRegion = { providers: [provider] };

  const network = new Network(
    `${name}-network`,
    { plan: plan.network, clusterName: plan.clusterName },
    inRegion,
  );
  const cluster = new EksCluster(
    `${name}-cluster`,
    { plan, vpcId: network.vpcId, subnetIds: [...network.subnetIds] },
    inRegion,
  );
  const nodes = nodeGroups(name, plan, { network, cluster, provider });
  const addons = new ClusterAddons(`${name}-addons`, { plan }, { ...inRegion, dependsOn: nodes });

  const inCluster = { provider: cluster.kubernetes };
  const storageClass = gp3StorageClass(
    `${name}-storage`,
    { storageClass: placement.storageClass },
    { ...inCluster, dependsOn: addons },
  );
  const controller = new LoadBalancerController(
    `${name}-load-balancers`,
    { plan, vpcId: network.vpcId },
    // Both ends: its addresses are resolved by CoreDNS, its rights come from the agent.
    { providers: [provider, cluster.kubernetes], dependsOn: addons },
  );
  const namespace = stageNamespace(
    name,
    { namespace: placement.namespace, readinessGates: true },
    // Last, so that it is empty before the drivers of its volumes and load balancers go.
    { ...inCluster, dependsOn: [storageClass, controller] },
  );

  return {
    kubernetes: cluster.kubernetes,
    aws: provider,
    ready: [...nodes, addons, storageClass, controller, namespace],
    uiLoadBalancer: {
      securityGroupIds: network.uiSecurityGroupIds,
      controller: controller.release,
    },
    mqttLoadBalancer: {
      securityGroupIds: network.mqttSecurityGroupIds,
      controller: controller.release,
    },
    fleetPrefixListIds: network.fleetPrefixListIds,
    cluster: {
      name: plan.clusterName,
      kubeconfig: cluster.kubeconfig,
      logGroupName: cluster.logGroupName,
    },
  };
}

/** One group a plan entry, all under one role. They need the control plane, their rights, and a way out. */
function nodeGroups(
  name: string,
  plan: EksPlan,
  on: {
    readonly network: Network;
    readonly cluster: EksCluster;
    readonly provider: aws.Provider;
  },
): ManagedNodeGroup[] {
  const { network, cluster, provider } = on;
  const inRegion = { providers: [provider] };
  const nodeRole = new ServiceRole(`${name}-node`, nodeRights(plan), inRegion);
  return plan.nodeGroups.map(
    (group) =>
      new ManagedNodeGroup(
        `${name}-${group.name}`,
        {
          plan: group,
          tuning: plan.nodeTuning,
          clusterName: plan.clusterName,
          kubernetesVersion: plan.kubernetesVersion,
          nodeRoleArn: nodeRole.role.arn,
          subnetIds: group.zones.flatMap((zone) => network.subnetIdByZone.get(zone) ?? []),
          securityGroupIds: [cluster.securityGroupId],
          tags: plan.account.tags,
        },
        { ...inRegion, dependsOn: [cluster.cluster, nodeRole, ...network.routes] },
      ),
  );
}

/** Join the cluster, give pods addresses, pull images, and SSM in place of ssh. */
function nodeRights(plan: EksPlan) {
  const policy = (policyName: string) => `arn:aws:iam::aws:policy/${policyName}`;
  return {
    roleName: `${plan.clusterName}-node`,
    description: `Nodes of ${plan.clusterName}`,
    service: "ec2.amazonaws.com",
    policyArns: {
      worker: policy("AmazonEKSWorkerNodePolicy"),
      network: policy("AmazonEKS_CNI_Policy"),
      images: policy("AmazonEC2ContainerRegistryPullOnly"),
      ssm: policy("AmazonSSMManagedInstanceCore"),
    },
    permissionsBoundaryArn: plan.account.permissionsBoundaryArn,
  };
}
