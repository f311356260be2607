import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { NetworkPlan, SubnetPlan } from "../../planning/types";
import { componentType } from "../componentType";
import { LoadBalancerAccess } from "./loadBalancerAccess";

export interface NetworkArgs {
  /** Address range, subnets by zone, and the prefix lists of the load balancers' clients. */
  readonly plan: NetworkPlan;
  /** Name of the cluster: every physical name begins with it, and load balancers find their subnets by it. */
  readonly clusterName: string;
}

/**
 * The cluster's network: a VPC with one public subnet a zone, as in the seed (`privateNetworking: false`, seed,
 * line 65), and the security groups of its load balancers. Nodes have public addresses to reach out, and take
 * nothing from the world: the default security group has no rule, and theirs admits the cluster alone.
 *
 * Cost: none of its own; each node's public address is billed (Amazon VPC pricing).
 */
export class Network extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  /** One a zone, in the plan's order. */
  readonly subnetIds: readonly pulumi.Output<string>[];
  /** The same by zone. */
  readonly subnetIdByZone: ReadonlyMap<string, pulumi.Output<string>>;
  /** What a node needs before it can reach the world: the routes. */
  readonly routes: readonly pulumi.Resource[];
  /** Prefix lists, in the plan's order, that the fleet fills with the generators' addresses. */
  readonly fleetPrefixListIds: readonly pulumi.Output<string>[];
  /** Security groups for the ALB. */
  readonly uiSecurityGroupIds: readonly pulumi.Output<string>[];
  /** Security groups for the NLB. */
  readonly mqttSecurityGroupIds: readonly pulumi.Output<string>[];

  constructor(name: string, args: NetworkArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentType("Network"), name, { plan: args.plan }, options);
    const { plan, clusterName } = args;
    const parent = { parent: this };
    const tags = { Name: clusterName };

    const vpc = new aws.ec2.Vpc(
      name,
      { cidrBlock: plan.vpcCidr, enableDnsHostnames: true, enableDnsSupport: true, tags },
      parent,
    );
    // Without rules of its own: AWS's default group admits its members, and lets everything out.
    new aws.ec2.DefaultSecurityGroup(
      name,
      { vpcId: vpc.id, tags: { Name: `${clusterName}-closed` } },
      parent,
    );
    const gateway = new aws.ec2.InternetGateway(name, { vpcId: vpc.id, tags }, parent);
    const routeTable = new aws.ec2.RouteTable(name, { vpcId: vpc.id, tags }, parent);
    const route = new aws.ec2.Route(
      name,
      {
        routeTableId: routeTable.id,
        destinationCidrBlock: "0.0.0.0/0",
        gatewayId: gateway.id,
      },
      parent,
    );
    const subnets = plan.subnets.map((subnet) => {
      const made = new aws.ec2.Subnet(
        `${name}-${subnet.zone}`,
        publicSubnet(subnet, clusterName, vpc.id),
        parent,
      );
      const association = new aws.ec2.RouteTableAssociation(
        `${name}-${subnet.zone}`,
        { subnetId: made.id, routeTableId: routeTable.id },
        parent,
      );
      return { zone: subnet.zone, id: made.id, association };
    });
    const access = new LoadBalancerAccess(name, { plan, clusterName, vpcId: vpc.id }, parent);

    this.vpcId = vpc.id;
    this.subnetIds = subnets.map(({ id }) => id);
    this.subnetIdByZone = new Map(subnets.map(({ zone, id }) => [zone, id]));
    this.routes = [route, ...subnets.map(({ association }) => association)];
    this.fleetPrefixListIds = access.fleetPrefixListIds;
    this.uiSecurityGroupIds = access.uiSecurityGroupIds;
    this.mqttSecurityGroupIds = access.mqttSecurityGroupIds;
    this.registerOutputs({
      vpcId: this.vpcId,
      subnetIds: this.subnetIds,
      fleetPrefixListIds: this.fleetPrefixListIds,
      uiSecurityGroupIds: this.uiSecurityGroupIds,
      mqttSecurityGroupIds: this.mqttSecurityGroupIds,
    });
  }
}

/** With the tags by which the load balancer controller finds the subnets of internet-facing load balancers. */
function publicSubnet(
  plan: SubnetPlan,
  clusterName: string,
  vpcId: pulumi.Input<string>,
): aws.ec2.SubnetArgs {
  return {
    vpcId,
    availabilityZone: plan.zone,
    cidrBlock: plan.cidr,
    mapPublicIpOnLaunch: true,
    tags: {
      Name: `${clusterName}-${plan.zone}`,
      "kubernetes.io/role/elb": "1",
      [`kubernetes.io/cluster/${clusterName}`]: "shared",
    },
  };
}
