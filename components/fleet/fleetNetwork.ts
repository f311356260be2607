import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { LoadFleetPlan } from "../../planning/types";
import { componentType } from "../componentType";

/** Where generators go: packages, images and AWS's own endpoints (443), the REST API (80 or 443), MQTT with and without TLS. */
const outboundPorts = [80, 443, 1883, 8883];

export interface FleetNetworkArgs {
  /** Zone and address range of the fleet. */
  readonly plan: Pick<LoadFleetPlan, "zone" | "vpcCidr">;
  /** Every physical name begins with it. */
  readonly baseName: string;
}

/**
 * The fleet's network: a VPC with one public subnet. Each generator has a public address of its own, since a shared one
 * (NAT) would run out of ports at 64,511 connections. Nothing is admitted: generators are reached through Systems Manager.
 * Cost: none of its own; each public address is billed.
 */
export class FleetNetwork extends pulumi.ComponentResource {
  readonly subnetId: pulumi.Output<string>;
  readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, args: FleetNetworkArgs, options?: pulumi.ComponentResourceOptions) {
    const { zone, vpcCidr } = args.plan;
    super(componentType("FleetNetwork"), name, { plan: { zone, vpcCidr } }, options);
    const parent = { parent: this };
    const tags = { Name: `${args.baseName}-fleet` };

    const vpc = new aws.ec2.Vpc(
      name,
      { cidrBlock: vpcCidr, enableDnsHostnames: true, enableDnsSupport: true, tags },
      parent,
    );
    const gateway = new aws.ec2.InternetGateway(name, { vpcId: vpc.id, tags }, parent);
    const subnet = new aws.ec2.Subnet(
      name,
      {
        vpcId: vpc.id,
        cidrBlock: vpcCidr,
        ...(zone === null ? {} : { availabilityZone: zone }),
        mapPublicIpOnLaunch: true,
        tags,
      },
      parent,
    );
    const routeTable = new aws.ec2.RouteTable(
      name,
      { vpcId: vpc.id, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }], tags },
      parent,
    );
    new aws.ec2.RouteTableAssociation(
      name,
      { subnetId: subnet.id, routeTableId: routeTable.id },
      parent,
    );
    const securityGroup = new aws.ec2.SecurityGroup(
      name,
      {
        name: `${args.baseName}-load-generator`,
        description: "Load generators: nothing comes in",
        vpcId: vpc.id,
        ingress: [],
        egress: outboundPorts.map((port) => ({
          protocol: "tcp",
          fromPort: port,
          toPort: port,
          cidrBlocks: ["0.0.0.0/0"],
        })),
        tags,
      },
      parent,
    );

    this.subnetId = subnet.id;
    this.securityGroupId = securityGroup.id;
    this.registerOutputs({ subnetId: this.subnetId, securityGroupId: this.securityGroupId });
  }
}
