import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AccountPlan, LoadFleetPlan, ShardPlan } from "../../planning/types";
import { componentType } from "../componentType";
import { FleetNetwork } from "./fleetNetwork";
import { FleetParameters } from "./fleetParameters";
import { GeneratorRole } from "./generatorRole";
import { generatorTags, generatorUnit, generatorUserData } from "./generatorUserData";

/** One prefix list of the load balancers and the generators that it holds: `start` to `end`, end exclusive. */
export interface FleetPrefixList {
  readonly id: pulumi.Input<string>;
  readonly start: number;
  readonly end: number;
}

export interface LoadFleetArgs {
  /** Instances, shards, kernel settings and the agent's variables; its kind is `ec2`. */
  readonly plan: LoadFleetPlan;
  /** Every physical name begins with it: the cluster's name. */
  readonly baseName: string;
  /** Tags and permissions boundary. */
  readonly account: Pick<AccountPlan, "tags" | "permissionsBoundaryArn">;
  /** Base URL of the REST API: the agent logs in at every start. */
  readonly restUrl: pulumi.Input<string>;
  /** Host that devices connect to. */
  readonly mqttHost: pulumi.Input<string>;
  /** Password of the tenant that owns the devices; its name is among the plan's variables. */
  readonly tenantPassword: pulumi.Input<string>;
  /** Lists that admit the generators at the load balancers. Each generator must be in the range of one. */
  readonly prefixLists: readonly FleetPrefixList[];
  /** Provider of the cluster's region, where the prefix lists are. */
  readonly clusterProvider: aws.Provider;
}

/**
 * Load generators on EC2, in a region of their own with a provider and a network of their own: instances of one launch
 * template, each with its share of the devices in its tags. They create nothing and publish nothing until a run
 * starts the systemd unit `load-generator` through Systems Manager.
 *
 * A changed load, endpoint or password reaches the generators at their next start; only a changed machine (type, image,
 * kernel settings) replaces them. Stop the unit, not the instance: a stopped instance comes back with another
 * address, which the load balancers do not admit before the next `up`.
 * Cost: 32 t3a.small in ap-south-1 0.39 USD an hour, and a public address each; spot is cheaper and voids a run when one
 * is taken away.
 */
export class LoadFleet extends pulumi.ComponentResource {
  readonly region: string;
  /** In the order of the shards. */
  readonly instanceIds: readonly pulumi.Output<string>[];
  /** Holds one stream a generator: `load-generator-0`, … */
  readonly logGroupName: string;
  /** systemd unit that a run starts and stops. */
  readonly unit = generatorUnit;

  constructor(name: string, args: LoadFleetArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentType("LoadFleet"), name, { plan: args.plan }, options);
    const { plan, account } = args;
    const base = `${args.baseName}-load-generator`;
    this.region = required(plan.region, "region");
    this.logGroupName = `/${args.baseName}/load-generators`;

    const provider = new aws.Provider(
      name,
      { region: this.region, defaultTags: { tags: { ...account.tags } } },
      { parent: this },
    );
    const inFleet = { parent: this, providers: [provider] };
    const network = new FleetNetwork(`${name}-network`, { plan, baseName: args.baseName }, inFleet);
    const parameterPrefix = `/${args.baseName}/load-generator`;
    const parameters = new FleetParameters(
      `${name}-parameters`,
      {
        plan: { prefix: parameterPrefix, environment: plan.environment },
        restUrl: args.restUrl,
        mqttHost: args.mqttHost,
        tenantPassword: args.tenantPassword,
      },
      inFleet,
    );
    const logGroup = new aws.cloudwatch.LogGroup(
      name,
      { name: this.logGroupName, retentionInDays: plan.logRetentionDays },
      { parent: this, provider },
    );
    const role = new GeneratorRole(
      `${name}-role`,
      {
        plan: {
          roleName: base,
          image: plan.image,
          ...(account.permissionsBoundaryArn === undefined
            ? {}
            : { permissionsBoundaryArn: account.permissionsBoundaryArn }),
        },
        logGroupArn: logGroup.arn,
        parameterArns: parameters.arns,
        keyArn: parameters.keyArn,
      },
      inFleet,
    );
    const template = new aws.ec2.LaunchTemplate(
      name,
      {
        ...machine(plan, account.tags, base),
        iamInstanceProfile: { name: role.instanceProfileName },
        vpcSecurityGroupIds: [network.securityGroupId],
        userData: Buffer.from(
          generatorUserData({
            region: this.region,
            image: plan.image,
            sysctls: plan.sysctls,
            logGroupName: this.logGroupName,
            parameterPrefix,
          }),
        ).toString("base64"),
      },
      { parent: this, provider },
    );
    const instances = plan.shards.map((shard) => {
      const instance = new aws.ec2.Instance(
        `${name}-${shard.index}`,
        {
          launchTemplate: {
            id: template.id,
            version: template.latestVersion.apply((version) => String(version)),
          },
          subnetId: network.subnetId,
          tags: shardTags(shard, base),
        },
        // The script of the first boot needs its way out. Two fleets at once would exceed quota and prefix lists.
        { parent: this, provider, dependsOn: network, deleteBeforeReplace: true },
      );
      this.#admit(`${name}-${shard.index}`, shard, instance.publicIp, args);
      return instance;
    });

    this.instanceIds = instances.map(({ id }) => id);
    this.registerOutputs({
      region: this.region,
      instanceIds: this.instanceIds,
      logGroupName: this.logGroupName,
      unit: this.unit,
    });
  }

  /** Lets a generator's address through the load balancers' security groups. */
  #admit(
    name: string,
    { index }: ShardPlan,
    address: pulumi.Output<string>,
    { prefixLists, clusterProvider }: LoadFleetArgs,
  ): void {
    const list = prefixLists.find(({ start, end }) => start <= index && index < end);
    if (list === undefined) {
      throw new Error(
        `No prefix list holds load generator ${index}: pass one whose range includes it in \`prefixLists\`.`,
      );
    }
    new aws.ec2.ManagedPrefixListEntry(
      name,
      {
        prefixListId: list.id,
        cidr: pulumi.interpolate`${address}/32`,
        description: `${generatorUnit}-${index}`,
      },
      // A list has room for each generator once.
      { parent: this, provider: clusterProvider, deleteBeforeReplace: true },
    );
  }
}

/** What the launch template says of the machine, network and role left out. */
function machine(
  plan: LoadFleetPlan,
  tags: Readonly<Record<string, string>>,
  base: string,
): aws.ec2.LaunchTemplateArgs {
  const architecture = required(plan.architecture, "architecture") === "arm64" ? "arm64" : "x86_64";
  return {
    name: base,
    updateDefaultVersion: true,
    imageId: `resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture}`,
    instanceType: required(plan.instanceType, "instanceType"),
    blockDeviceMappings: [
      {
        deviceName: "/dev/xvda",
        ebs: {
          volumeType: "gp3",
          volumeSize: plan.rootVolumeGiB,
          encrypted: "true",
          deleteOnTermination: "true",
        },
      },
    ],
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
      // A generator reads its share from its tags.
      instanceMetadataTags: "enabled",
    },
    // The provider's default tags reach the instance, but not what EC2 makes with it.
    tagSpecifications: ["volume", "network-interface"].map((resourceType) => ({
      resourceType,
      tags: { ...tags, Name: base },
    })),
    ...(plan.spot ? { instanceMarketOptions: { marketType: "spot" } } : {}),
  };
}

function shardTags(shard: ShardPlan, base: string): Record<string, string> {
  return {
    Name: `${base}-${shard.index}`,
    [generatorTags.index]: String(shard.index),
    [generatorTags.start]: String(shard.start),
    [generatorTags.end]: String(shard.end),
  };
}

function required<Value>(value: Value | null, key: string): Value {
  if (value === null) {
    throw new Error(`A fleet on EC2 needs \`${key}\`, and its plan states none.`);
  }
  return value;
}
