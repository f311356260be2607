import { strict as assert } from "node:assert";
import * as aws from "@pulumi/aws";
import type { RegistrationRow } from "../../../cli/dump/registrations";
import { LoadFleet, type LoadFleetArgs } from "../../../components/fleet/loadFleet";
import type { LoadFleetPlan } from "../../../planning/types";
import { changedInputs } from "../../support/changedInputs";
import { rowOf, rowsOf, runOf } from "../../support/rowsOf";
import { stagePlan } from "../../support/stages";

const type = {
  entry: "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry",
  instance: "aws:ec2/instance:Instance",
  key: "aws:kms/key:Key",
  logGroup: "aws:cloudwatch/logGroup:LogGroup",
  parameter: "aws:ssm/parameter:Parameter",
  profile: "aws:iam/instanceProfile:InstanceProfile",
  provider: "pulumi:providers:aws",
  role: "aws:iam/role:Role",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  securityGroup: "aws:ec2/securityGroup:SecurityGroup",
  subnet: "aws:ec2/subnet:Subnet",
  template: "aws:ec2/launchTemplate:LaunchTemplate",
  vpc: "aws:ec2/vpc:Vpc",
} as const;

const password = "canary-of-the-tenant";

function text(value: unknown): string {
  assert.ok(typeof value === "string");
  return value;
}

describe("LoadFleet", () => {
  const { fleet: whole, eks, load } = stagePlan("million", { owner: "load-team" });
  // Three generators of the stage's 32, for speed.
  const plan = { ...whole, count: 3, shards: whole.shards.slice(0, 3) };
  const account = eks!.account;

  function build(changes: Partial<LoadFleetPlan> = {}, args: Partial<LoadFleetArgs> = {}) {
    const clusterProvider = new aws.Provider("cluster", { region: "eu-west-1" });
    return new LoadFleet("fleet", {
      plan: { ...plan, ...changes },
      baseName: "stage",
      account,
      restUrl: "http://rest.example.com",
      mqttHost: "mqtt.example.com",
      tenantPassword: password,
      prefixLists: [{ id: "pl-1", start: 0, end: whole.count }],
      clusterProvider,
      ...args,
    });
  }

  let preview: readonly RegistrationRow[];
  let update: readonly RegistrationRow[];
  before(async () => {
    preview = await rowsOf(() => build());
    update = await rowsOf(() => build(), { preview: false });
  });

  it("is made with a provider of the fleet's region, tagged, all but the entries of the prefix lists", () => {
    assert.deepEqual(rowOf(preview, type.provider, "fleet").inputs, {
      region: "ap-south-1",
      defaultTags: JSON.stringify({ tags: account.tags }),
      skipCredentialsValidation: "false",
      skipRegionValidation: "true",
    });
    assert.equal(account.tags.owner, "load-team");
    const ofAws = preview.filter(({ type: each }) => each.startsWith("aws:"));
    const elsewhere = ofAws.filter(({ options }) => options.provider !== `${type.provider}::fleet`);
    assert.equal(elsewhere.length, plan.count);
    assert.ok(elsewhere.every((row) => row.type === type.entry));
    assert.ok(elsewhere.every(({ options }) => options.provider === `${type.provider}::cluster`));
  });

  it("has a network of its own that admits nobody and lets out what is needed", () => {
    assert.equal(rowOf(preview, type.vpc, "fleet-network").inputs.cidrBlock, plan.vpcCidr);
    const subnet = rowOf(preview, type.subnet, "fleet-network").inputs;
    assert.equal(subnet.availabilityZone, plan.zone);
    assert.equal(subnet.mapPublicIpOnLaunch, true);
    const group = rowOf(preview, type.securityGroup, "fleet-network").inputs;
    assert.deepEqual(group.ingress, []);
    assert.deepEqual(
      (group.egress as { fromPort: number; toPort: number }[]).map((rule) => [
        rule.fromPort,
        rule.toPort,
      ]),
      [
        [80, 80],
        [443, 443],
        [1883, 1883],
        [8883, 8883],
      ],
    );
    assert.ok(!preview.some((row) => row.type.includes("IngressRule")));
  });

  it("launches each generator from one template, with its share in its tags", async () => {
    const rows = await rowsOf(() => build(whole));
    const instances = rows.filter((row) => row.type === type.instance);
    assert.equal(instances.length, 32);
    assert.equal(rows.filter((row) => row.type === type.template).length, 1);
    assert.deepEqual(rowOf(rows, type.instance, "fleet-31").inputs.tags, {
      Name: "stage-load-generator-31",
      "load-generator-index": "31",
      "device-start-index": "968750",
      "device-end-index": "1000000",
    });
    for (const { inputs, options } of instances) {
      assert.deepEqual(inputs.launchTemplate, {
        id: `${type.template}::fleet`,
        version: "<unknown>",
      });
      assert.equal(options.deleteBeforeReplace, true);
    }
    const shares = instances.map(({ inputs }) => inputs.tags as Record<string, string>);
    const covered = shares.reduce(
      (sum, tags) => sum + Number(tags["device-end-index"]) - Number(tags["device-start-index"]),
      0,
    );
    assert.equal(covered, load.devices);
    assert.ok(rows.length - 2 * instances.length <= 25, String(rows.length));
  });

  it("describes a machine with IMDSv2, an encrypted gp3 disk and today's Amazon Linux", () => {
    const { inputs } = rowOf(update, type.template, "fleet");
    assert.equal(inputs.instanceType, plan.instanceType);
    assert.equal(
      inputs.imageId,
      "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
    );
    assert.deepEqual(inputs.metadataOptions, {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
      instanceMetadataTags: "enabled",
    });
    assert.deepEqual(inputs.blockDeviceMappings, [
      {
        deviceName: "/dev/xvda",
        ebs: {
          volumeType: "gp3",
          volumeSize: plan.rootVolumeGiB,
          encrypted: "true",
          deleteOnTermination: "true",
        },
      },
    ]);
    assert.deepEqual(inputs.vpcSecurityGroupIds, [`${type.securityGroup}::fleet-network`]);
    assert.equal(inputs.instanceMarketOptions, undefined);
    assert.equal(inputs.keyName, undefined);
    for (const specification of inputs.tagSpecifications as { tags: unknown }[]) {
      assert.deepEqual(specification.tags, { ...account.tags, Name: "stage-load-generator" });
    }
  });

  it("starts the plan's image with its kernel settings, and no boot starts the load", () => {
    const userData = text(rowOf(preview, type.template, "fleet").inputs.userData);
    assert.ok(userData.includes(`docker pull '${plan.image}'`));
    for (const [key, value] of Object.entries(plan.sysctls)) {
      assert.ok(userData.includes(`\n${key} = ${value}\n`), key);
    }
    assert.ok(!userData.includes("[Install]"));
  });

  it("keeps the password in an encrypted parameter and nowhere else", async () => {
    const { inputs } = rowOf(update, type.parameter, "fleet-parameters-tenant-password");
    assert.deepEqual(inputs, {
      name: "/stage/load-generator/tenant-password",
      type: "SecureString",
      keyId: `arn:aws:${type.key}/fleet-parameters`,
      value: "<secret>",
    });
    assert.equal(rowOf(update, type.key, "fleet-parameters").inputs.enableKeyRotation, true);
    const run = await runOf(() => ({ ids: build().instanceIds }), { preview: false });
    assert.ok(!JSON.stringify(run).includes(password));
  });

  it("lets the generators read endpoints and settings when they start", () => {
    const parameter = (suffix: string) =>
      rowOf(update, type.parameter, `fleet-parameters-${suffix}`).inputs;
    assert.deepEqual(parameter("rest-url"), {
      name: "/stage/load-generator/rest-url",
      type: "String",
      insecureValue: "http://rest.example.com",
    });
    assert.equal(parameter("mqtt-host").insecureValue, "mqtt.example.com");
    const settings = text(parameter("environment").insecureValue).split("\n");
    assert.deepEqual(
      settings,
      Object.entries(plan.environment)
        .map(([key, value]) => `${key}=${value}`)
        .sort(),
    );
    assert.ok(settings.includes("WARMUP_PACK_SIZE=25"));
    assert.ok(settings.includes("DEVICE_CREATE_ON_START=false"));
  });

  it("allows a generator its log group, its parameters, their key, and no other parameter", () => {
    const arns = ["environment", "rest-url", "mqtt-host", "tenant-password"].map(
      (suffix) => `arn:aws:${type.parameter}/fleet-parameters-${suffix}`,
    );
    const policy = JSON.parse(
      text(rowOf(update, type.rolePolicy, "fleet-role").inputs.policy),
    ) as unknown;
    assert.deepEqual(policy, {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "WriteLogs",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          Resource: `arn:aws:${type.logGroup}/fleet:*`,
        },
        { Sid: "ReadParameters", Effect: "Allow", Action: ["ssm:GetParameter"], Resource: arns },
        {
          Sid: "DecryptPassword",
          Effect: "Allow",
          Action: ["kms:Decrypt"],
          Resource: `arn:aws:${type.key}/fleet-parameters`,
        },
        {
          Sid: "NoOtherParameters",
          Effect: "Deny",
          Action: ["ssm:GetParameter", "ssm:GetParameters"],
          NotResource: arns,
        },
      ],
    });
    const attachments = update.filter((row) => row.type.includes("RolePolicyAttachment"));
    assert.deepEqual(
      attachments.map(({ inputs }) => inputs.policyArn),
      ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"],
    );
  });

  it("lets it pull from the account's registry, that repository alone", async () => {
    const image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/mirror/agent:4.0.1";
    const rows = await rowsOf(() => build({ image }), { preview: false });
    const policy = text(rowOf(rows, type.rolePolicy, "fleet-role").inputs.policy);
    assert.ok(policy.includes('"arn:aws:ecr:eu-west-1:111122223333:repository/mirror/agent"'));
  });

  it("gives its role the account's permissions boundary", async () => {
    const permissionsBoundaryArn = "arn:aws:iam::111122223333:policy/boundary";
    const rows = await rowsOf(() => build({}, { account: { ...account, permissionsBoundaryArn } }));
    assert.equal(
      rowOf(rows, type.role, "fleet-role").inputs.permissionsBoundary,
      permissionsBoundaryArn,
    );
    assert.equal(rowOf(preview, type.role, "fleet-role").inputs.permissionsBoundary, undefined);
  });

  it("keeps logs for the plan's days", () => {
    assert.deepEqual(rowOf(preview, type.logGroup, "fleet").inputs, {
      name: "/stage/load-generators",
      retentionInDays: plan.logRetentionDays,
    });
  });

  it("admits each generator's address by the prefix list that has room for it", async () => {
    assert.deepEqual(rowOf(update, type.entry, "fleet-2").inputs, {
      prefixListId: "pl-1",
      cidr: "192.0.2.3/32",
      description: "load-generator-2",
    });
    const split = await rowsOf(() =>
      build(
        {},
        {
          prefixLists: [
            { id: "pl-1", start: 0, end: 2 },
            { id: "pl-2", start: 2, end: 62 },
          ],
        },
      ),
    );
    assert.equal(rowOf(split, type.entry, "fleet-1").inputs.prefixListId, "pl-1");
    assert.equal(rowOf(split, type.entry, "fleet-2").inputs.prefixListId, "pl-2");
    await assert.rejects(
      rowsOf(() => build({}, { prefixLists: [{ id: "pl-1", start: 0, end: 2 }] })),
      /No prefix list holds load generator 2/,
    );
  });

  it("is bought on the spot market by choice", async () => {
    assert.deepEqual(changedInputs(preview, await rowsOf(() => build({ spot: true }))), [
      `${type.template}::fleet instanceMarketOptions`,
    ]);
  });

  it("runs on arm64 by naming such a type", async () => {
    const arm = await rowsOf(() => build({ instanceType: "t4g.small", architecture: "arm64" }));
    assert.deepEqual(changedInputs(preview, arm), [
      `${type.template}::fleet imageId`,
      `${type.template}::fleet instanceType`,
    ]);
    assert.match(text(rowOf(arm, type.template, "fleet").inputs.imageId), /-arm64$/);
  });

  it("is not replaced by another load balancer, nor by another load", async () => {
    const [first, ...others] = plan.shards;
    const environment = { ...plan.environment, MESSAGES_PER_SECOND: "314" };
    const shards = [{ ...first!, end: first!.end + 1 }, ...others];
    const after = await rowsOf(() =>
      build({ environment, shards }, { mqttHost: "other.example.com", restUrl: "http://other" }),
    );
    assert.deepEqual(changedInputs(preview, after), [
      `${type.instance}::fleet-0 tags.device-end-index`,
      `${type.parameter}::fleet-parameters-environment insecureValue`,
      `${type.parameter}::fleet-parameters-mqtt-host insecureValue`,
      `${type.parameter}::fleet-parameters-rest-url insecureValue`,
    ]);
  });

  it("takes each number from the plan", async () => {
    const after = await rowsOf(() =>
      build({
        logRetentionDays: 30,
        rootVolumeGiB: 17,
        sysctls: { ...plan.sysctls, "fs.nr_open": "2097152" },
        vpcCidr: "10.41.0.0/20",
        zone: "ap-south-1b",
      }),
    );
    assert.deepEqual(changedInputs(preview, after), [
      `${type.logGroup}::fleet retentionInDays`,
      `${type.template}::fleet blockDeviceMappings.0.ebs.volumeSize`,
      `${type.template}::fleet userData`,
      `${type.subnet}::fleet-network availabilityZone`,
      `${type.subnet}::fleet-network cidrBlock`,
      `${type.vpc}::fleet-network cidrBlock`,
    ]);
  });

  it("registers the same in a preview and in an update", () => {
    const names = (rows: readonly RegistrationRow[]) =>
      rows.map((row) => `${row.type}::${row.name}`);
    assert.deepEqual(names(update), names(preview));
  });

  it("says what is missing where the plan is of pods", async () => {
    await assert.rejects(
      rowsOf(() => build({ region: null })),
      /A fleet on EC2 needs `region`, and its plan states none/,
    );
  });

  it("puts out the instances in the order of their shards, and where the logs are", async () => {
    const { outputs } = await runOf(
      () => {
        const { instanceIds, logGroupName, region, unit } = build();
        return { first: instanceIds.slice(0, 2), logGroupName, region, unit };
      },
      { preview: false },
    );
    assert.deepEqual(outputs, {
      first: [`${type.instance}::fleet-0`, `${type.instance}::fleet-1`],
      logGroupName: "/stage/load-generators",
      region: "ap-south-1",
      unit: "load-generator",
    });
  });
});
