import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { NetworkPlan, PrefixListPlan } from "../../planning/types";
import { componentType } from "../componentType";

/** What a load balancer listens on: one rule covers the range, since it listens on two of its ports alone. */
interface ListenerPorts {
  readonly first: number;
  readonly last: number;
}

/** HTTP and HTTPS of the ALB. */
const uiPorts: ListenerPorts = { first: 80, last: 443 };
/** MQTT and MQTT over TLS of the NLB. */
const mqttPorts: ListenerPorts = { first: 1883, last: 8883 };

export interface LoadBalancerAccessArgs {
  /** Which prefix lists there are, how large, and what the account puts into its own. */
  readonly plan: NetworkPlan;
  /** Name of the cluster: every physical name begins with it. */
  readonly clusterName: string;
  readonly vpcId: pulumi.Input<string>;
}

/**
 * Who may reach the load balancers. The generators' addresses are not known when the load balancers are made, so each
 * list of addresses is a managed prefix list that comes first and is filled later: the account's here, the fleet's by
 * the fleet. Each list has a security group of its own at each load balancer, with one rule: AWS counts a rule as
 * the list's `maxEntries` against the 60 inbound rules of a group (Amazon VPC user guide, "Managed prefix lists").
 */
export class LoadBalancerAccess extends pulumi.ComponentResource {
  /** Ids of the fleet's prefix lists, in the order of the plan's `fleetPrefixLists`. They are empty. */
  readonly fleetPrefixListIds: readonly pulumi.Output<string>[];
  /** Security groups of the ALB: one a list. */
  readonly uiSecurityGroupIds: readonly pulumi.Output<string>[];
  /** Security groups of the NLB: one a list. */
  readonly mqttSecurityGroupIds: readonly pulumi.Output<string>[];

  constructor(
    name: string,
    args: LoadBalancerAccessArgs,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super(componentType("LoadBalancerAccess"), name, { plan: args.plan }, options);
    const { plan } = args;

    const fleet = plan.fleetPrefixLists.map((list) => this.#prefixList(name, list, [], args));
    const ui = ownList(plan.uiPrefixList).map((list) =>
      this.#prefixList(name, list, list.cidrs, args),
    );
    const mqtt = ownList(plan.mqttPrefixList).map((list) =>
      this.#prefixList(name, list, list.cidrs, args),
    );

    this.fleetPrefixListIds = fleet.map(({ id }) => id);
    this.uiSecurityGroupIds = [...fleet, ...ui].map((list) =>
      this.#securityGroup(`${name}-alb-${list.name}`, "alb", uiPorts, list, args),
    );
    this.mqttSecurityGroupIds = [...fleet, ...mqtt].map((list) =>
      this.#securityGroup(`${name}-nlb-${list.name}`, "nlb", mqttPorts, list, args),
    );
    this.registerOutputs({
      fleetPrefixListIds: this.fleetPrefixListIds,
      uiSecurityGroupIds: this.uiSecurityGroupIds,
      mqttSecurityGroupIds: this.mqttSecurityGroupIds,
    });
  }

  /** A list without inline entries: inline and separate entries exclude each other. */
  #prefixList(
    name: string,
    plan: PrefixListPlan,
    cidrs: readonly string[],
    args: LoadBalancerAccessArgs,
  ): { readonly name: string; readonly id: pulumi.Output<string> } {
    const list = new aws.ec2.ManagedPrefixList(
      `${name}-${plan.name}`,
      {
        name: `${args.clusterName}-${plan.name}`,
        addressFamily: "IPv4",
        maxEntries: plan.maxEntries,
      },
      { parent: this },
    );
    cidrs.forEach((cidr) => {
      new aws.ec2.ManagedPrefixListEntry(
        `${name}-${plan.name}-${cidr}`,
        { prefixListId: list.id, cidr, description: "From the account's configuration" },
        { parent: this },
      );
    });
    return { name: plan.name, id: list.id };
  }

  #securityGroup(
    resourceName: string,
    loadBalancer: "alb" | "nlb",
    ports: ListenerPorts,
    list: { readonly name: string; readonly id: pulumi.Output<string> },
    args: LoadBalancerAccessArgs,
  ): pulumi.Output<string> {
    const parent = { parent: this };
    const groupName = `${args.clusterName}-${loadBalancer}-${list.name}`;
    const group = new aws.ec2.SecurityGroup(
      resourceName,
      {
        name: groupName,
        description: `Clients of the ${loadBalancer.toUpperCase()} from prefix list ${list.name}`,
        vpcId: args.vpcId,
        tags: { Name: groupName },
      },
      parent,
    );
    new aws.vpc.SecurityGroupIngressRule(
      resourceName,
      {
        securityGroupId: group.id,
        description: `Prefix list ${list.name}`,
        ipProtocol: "tcp",
        fromPort: ports.first,
        toPort: ports.last,
        prefixListId: list.id,
      },
      parent,
    );
    new aws.vpc.SecurityGroupEgressRule(
      resourceName,
      {
        securityGroupId: group.id,
        description: "Targets in the VPC",
        ipProtocol: "tcp",
        fromPort: 0,
        toPort: 65535,
        cidrIpv4: args.plan.vpcCidr,
      },
      parent,
    );
    return group.id;
  }
}

function ownList<List>(list: List | undefined): readonly List[] {
  return list === undefined ? [] : [list];
}
