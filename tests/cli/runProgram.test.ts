import { strict as assert } from "node:assert";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { canaryOf } from "../../cli/dump/answers";
import { ProgramError, runProgram } from "../../cli/dump/runProgram";

class Tier extends pulumi.ComponentResource {
  public constructor(name: string, options: pulumi.ComponentResourceOptions = {}) {
    super("thingsboard-scale:index:Tier", name, {}, options);
    const password = new random.RandomPassword("password", { length: 24 }, { parent: this });
    const vpc = new aws.ec2.Vpc("network", { cidrBlock: "10.0.0.0/16" }, { parent: this });
    const subnet = new aws.ec2.Subnet(
      "zone-a",
      { vpcId: vpc.id, cidrBlock: "10.0.0.0/20", tags: { vpcArn: vpc.arn } },
      { parent: this, dependsOn: [vpc, password] },
    );
    new aws.ec2.LaunchTemplate(
      "nodes",
      { userData: Buffer.from("#!/bin/bash\necho up\n").toString("base64") },
      { parent: this, deletedWith: subnet, ignoreChanges: ["tags", "description"] },
    );
    new kubernetes.core.v1.Secret(
      "credentials",
      {
        metadata: { name: "credentials", namespace: "thingsboard" },
        stringData: { password: password.result, line: pulumi.interpolate`x=${password.result}` },
      },
      { parent: this, customTimeouts: { create: "20m" } },
    );
    this.registerOutputs({ subnetId: subnet.id, password: password.result });
  }
}

function stage(): object {
  const provider = new kubernetes.Provider("cluster", { context: "kind" });
  const tier = new Tier("tier", { providers: [provider] });
  return { name: pulumi.getStack(), tierUrn: tier.urn };
}

describe("runProgram", () => {
  it("records each registration with parent, options and readable inputs", async () => {
    const { rows } = await runProgram({ program: stage, stack: "dev" });
    assert.deepEqual(rows, [
      {
        type: "aws:ec2/launchTemplate:LaunchTemplate",
        name: "nodes",
        parent: "thingsboard-scale:index:Tier::tier",
        options: {
          deletedWith: "aws:ec2/subnet:Subnet::zone-a",
          ignoreChanges: ["description", "tags"],
        },
        inputs: { userData: "#!/bin/bash\necho up\n" },
      },
      {
        type: "aws:ec2/subnet:Subnet",
        name: "zone-a",
        parent: "thingsboard-scale:index:Tier::tier",
        options: { dependsOn: ["random:index/randomPassword:RandomPassword::password"] },
        inputs: {
          cidrBlock: "10.0.0.0/20",
          tags: { vpcArn: "<unknown>" },
          vpcId: "aws:ec2/vpc:Vpc::network",
        },
      },
      {
        type: "aws:ec2/vpc:Vpc",
        name: "network",
        parent: "thingsboard-scale:index:Tier::tier",
        options: {},
        inputs: { cidrBlock: "10.0.0.0/16" },
      },
      {
        type: "kubernetes:core/v1:Secret",
        name: "credentials",
        parent: "thingsboard-scale:index:Tier::tier",
        options: {
          customTimeouts: { create: "20m" },
          provider: "pulumi:providers:kubernetes::cluster",
        },
        inputs: {
          apiVersion: "v1",
          kind: "Secret",
          metadata: { name: "credentials", namespace: "thingsboard" },
          stringData: "<secret>",
        },
      },
      {
        type: "pulumi:providers:kubernetes",
        name: "cluster",
        parent: null,
        options: {},
        inputs: { context: "kind" },
      },
      {
        type: "random:index/randomPassword:RandomPassword",
        name: "password",
        parent: "thingsboard-scale:index:Tier::tier",
        options: {},
        inputs: { length: 24 },
      },
      {
        type: "thingsboard-scale:index:Tier",
        name: "tier",
        parent: null,
        options: { providers: { kubernetes: "pulumi:providers:kubernetes::cluster" } },
        inputs: {},
      },
    ]);
  });

  it("gives the outputs of the stack and of each component, secrets marked", async () => {
    const run = await runProgram({ program: stage, stack: "dev" });
    assert.deepEqual(run.outputs, { name: "dev", tierUrn: "thingsboard-scale:index:Tier::tier" });
    assert.deepEqual(run.componentOutputs, {
      "thingsboard-scale:index:Tier::tier": {
        password: "<secret>",
        subnetId: "aws:ec2/subnet:Subnet::zone-a",
      },
    });
  });

  it("knows in an update what a preview cannot", async () => {
    const { rows } = await runProgram({ program: stage, stack: "dev", preview: false });
    const subnet = rows.find((row) => row.name === "zone-a");
    assert.deepEqual(subnet?.inputs.tags, { vpcArn: "arn:aws:aws:ec2/vpc:Vpc/network" });
  });

  it("shows a generated secret that the program strips of its mark", async () => {
    const { rows } = await runProgram({
      program: () => {
        const { result } = new random.RandomPassword("password", { length: 24 });
        new aws.kms.Key("leak", { description: pulumi.unsecret(result) });
      },
      stack: "dev",
    });
    assert.equal(
      rows[0]?.inputs.description,
      canaryOf("random:index/randomPassword:RandomPassword", "password", "result"),
    );
  });

  it("hands the config to the program", async () => {
    const run = await runProgram({
      program: () => ({ load: new pulumi.Config().requireObject("load") }),
      stack: "dev",
      config: { "thingsboard-scale:load": JSON.stringify({ devices: 1000 }) },
    });
    assert.deepEqual(run.outputs, { load: { devices: 1000 } });
  });

  it("passes on the message of a user's mistake alone", async () => {
    const run = runProgram({
      program: () => {
        throw new pulumi.RunError("sizing.load.devices: 0 is too small");
      },
      stack: "dev",
    });
    await assert.rejects(run, new ProgramError("sizing.load.devices: 0 is too small"));
  });

  it("fails on an error that comes after the program's own end", async () => {
    const run = runProgram({
      program: () => {
        const cidrBlock = pulumi.output("late").apply((): string => {
          throw new Error("too late");
        });
        new aws.ec2.Vpc("network", { cidrBlock });
      },
      stack: "dev",
    });
    await assert.rejects(run, /too late/);
  });

  it("refuses a resource type that the table does not know, an invoke and a read", async () => {
    const bucket = runProgram({ program: () => new aws.s3.Bucket("results"), stack: "dev" });
    await assert.rejects(
      bucket,
      /Unknown resource type aws:s3\/bucket:Bucket \(resource results\)/,
    );
    const zones = runProgram({ program: () => aws.getAvailabilityZones(), stack: "dev" });
    await assert.rejects(zones, /Unknown invoke aws:index\/getAvailabilityZones/);
    const vpc = runProgram({ program: () => void aws.ec2.Vpc.get("old", "vpc-1"), stack: "dev" });
    await assert.rejects(vpc, /Unknown read of aws:ec2\/vpc:Vpc::old/);
  });

  it("refuses two resources that share type and name", async () => {
    const run = runProgram({
      program: () => {
        new Tier("one");
        new Tier("two");
      },
      stack: "dev",
    });
    await assert.rejects(
      run,
      /Two resources are called aws:ec2\/launchTemplate:LaunchTemplate::nodes/,
    );
  });
});
