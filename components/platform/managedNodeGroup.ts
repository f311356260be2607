import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { NodeGroupPlan, NodeTuningPlan } from "../../planning/types";
import { componentType } from "../componentType";
import { nodeUserData } from "./nodeUserData";

/** AL2023 by architecture (EKS API, `AMITypes`). */
const amiTypes = {
  amd64: "AL2023_x86_64_STANDARD",
  arm64: "AL2023_ARM_64_STANDARD",
} as const;

export interface ManagedNodeGroupArgs {
  /** Role, instance type, count and root volume. */
  readonly plan: NodeGroupPlan;
  /** Settings of the nodes' kernels, the same for all groups. */
  readonly tuning: NodeTuningPlan;
  readonly clusterName: string;
  /** Kubernetes minor version of the nodes. With a launch template there is no default. */
  readonly kubernetesVersion: string;
  readonly nodeRoleArn: pulumi.Input<string>;
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Must hold the cluster's own group: EKS does not add it where a template names groups. */
  readonly securityGroupIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Put on instances, volumes and interfaces, which the provider's default tags do not reach. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * One managed node group: on-demand or spot nodes of one type, on AL2023, with SSM and without ssh. The instance type stands
 * in the launch template, so that another type rolls the group node by node; on the group itself it would replace it.
 */
export class ManagedNodeGroup extends pulumi.ComponentResource {
  readonly nodeGroup: aws.eks.NodeGroup;

  constructor(name: string, args: ManagedNodeGroupArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentType("ManagedNodeGroup"), name, { plan: args.plan }, options);
    const { plan } = args;

    const template = new aws.ec2.LaunchTemplate(name, launchTemplate(args), { parent: this });
    this.nodeGroup = new aws.eks.NodeGroup(
      name,
      {
        clusterName: args.clusterName,
        nodeGroupName: plan.name,
        nodeRoleArn: args.nodeRoleArn,
        subnetIds: args.subnetIds,
        version: args.kubernetesVersion,
        amiType: amiTypes[plan.architecture],
        capacityType: plan.purchase === "spot" ? "SPOT" : "ON_DEMAND",
        launchTemplate: { id: template.id, version: pulumi.interpolate`${template.latestVersion}` },
        scalingConfig: { minSize: plan.count, maxSize: plan.count, desiredSize: plan.count },
        // One node at a time: a store of three loses no more than one member.
        updateConfig: { maxUnavailable: 1 },
        labels: { role: plan.role },
        tags: { ...args.tags, Name: physicalName(args) },
      },
      {
        parent: this,
        // The name is fixed, so a replacement (another architecture) cannot stand beside the old group.
        deleteBeforeReplace: true,
        // Twenty nodes, one after the other, with drains, take longer than the provider's hour.
        customTimeouts: { create: "30m", update: "3h", delete: "1h" },
      },
    );
    this.registerOutputs({ nodeGroupName: this.nodeGroup.nodeGroupName });
  }
}

function physicalName(args: ManagedNodeGroupArgs): string {
  return `${args.clusterName}-${args.plan.name}`;
}

function launchTemplate(args: ManagedNodeGroupArgs): aws.ec2.LaunchTemplateArgs {
  const { plan, tuning } = args;
  const tags = { ...args.tags, Name: physicalName(args) };
  return {
    name: physicalName(args),
    updateDefaultVersion: true,
    instanceType: plan.instanceType,
    userData: Buffer.from(nodeUserData(plan, tuning)).toString("base64"),
    blockDeviceMappings: [rootVolume(plan.rootVolumeGiB)],
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: "required",
      // Pods, one hop further, do not reach the node's credentials.
      httpPutResponseHopLimit: 1,
    },
    networkInterfaces: [
      {
        deviceIndex: 0,
        // Outbound only: the groups admit the cluster and its load balancers alone.
        associatePublicIpAddress: "true",
        deleteOnTermination: "true",
        securityGroups: args.securityGroupIds,
        connectionTrackingSpecification: {
          tcpEstablishedTimeout: tuning.tcpEstablishedTimeoutSeconds,
        },
      },
    ],
    tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
      resourceType,
      tags,
    })),
    tags,
  };
}

/** Booleans are strings in these fields of the provider. */
function rootVolume(sizeGiB: number): aws.types.input.ec2.LaunchTemplateBlockDeviceMapping {
  return {
    deviceName: "/dev/xvda",
    ebs: {
      volumeType: "gp3",
      volumeSize: sizeGiB,
      encrypted: "true",
      deleteOnTermination: "true",
    },
  };
}
