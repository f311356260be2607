import { strict as assert } from "node:assert";
import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";

import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { CreateVpcCommand, EC2Client, RunInstancesCommand } from "@aws-sdk/client-ec2";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { ExitStatus } from "../../cli/exitStatus";
import { addonAnswers } from "../../cli/preflight/addons";
import type { Answer } from "../../cli/preflight/answer";
import { clientsOf } from "../../cli/preflight/clients";
import { needsOf } from "../../cli/preflight/needs";
import { runPreflight } from "../../cli/preflight/run";
import { plain } from "../../report/text/style";
import { stagePlan } from "../support/stages";

const plan = stagePlan("million");

async function run(): Promise<{
  readonly status: ExitStatus;
  readonly answers: readonly Answer[];
  readonly notes: readonly string[];
}> {
  let result = "";
  const notes: string[] = [];
  const status = await runPreflight({
    plan,
    json: true,
    style: plain,
    writeResult: (text) => {
      result += text;
    },
    writeNote: (line) => {
      notes.push(line);
    },
  });
  return { status, answers: JSON.parse(result) as Answer[], notes };
}

function of(answers: readonly Answer[], topic: Answer["topic"]): readonly Answer[] {
  return answers.filter((each) => each.topic === topic);
}

/** The environment without anybody's credentials, profile or endpoint. */
const environment = { ...process.env };
function withEnvironment(values: Readonly<Record<string, string>>): void {
  for (const key of Object.keys(process.env)) {
    if (key.startsWith("AWS_")) Reflect.deleteProperty(process.env, key);
  }
  Object.assign(process.env, {
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/nowhere/config",
    AWS_SHARED_CREDENTIALS_FILE: "/nowhere/credentials",
    ...values,
  });
}
function restoreEnvironment(): void {
  for (const key of Object.keys(process.env)) {
    if (key.startsWith("AWS_")) Reflect.deleteProperty(process.env, key);
  }
  Object.assign(process.env, environment);
}

describe("what preflight asks for", () => {
  it("is the cluster's and the fleet's, region by region", () => {
    assert.deepEqual(
      needsOf(plan).map(({ region, vCpu, types }) => ({ region, vCpu, types: types.length })),
      [
        { region: "eu-west-1", vCpu: { onDemand: 82, spot: 0 }, types: 5 },
        { region: "ap-south-1", vCpu: { onDemand: 64, spot: 0 }, types: 1 },
      ],
    );
  });

  it("is one sum where both stand in one region, and nothing on an existing cluster", () => {
    const together = { ...plan, fleet: { ...plan.fleet, region: "eu-west-1", spot: true } };
    assert.deepEqual(
      needsOf(together).map(({ region, vCpu, vpcs }) => ({ region, vCpu, vpcs })),
      [{ region: "eu-west-1", vCpu: { onDemand: 82, spot: 64 }, vpcs: 2 }],
    );
    assert.deepEqual(needsOf(stagePlan("dev")), []);
  });
});

describe("preflight without credentials", function () {
  this.timeout(60_000);
  before(() => {
    withEnvironment({});
  });
  after(restoreEnvironment);

  it("says unknown of everything that AWS would have to say, and ok of nothing", async () => {
    const { answers, notes } = await run();
    for (const topic of ["caller", "quota", "offer", "addon", "name"] as const) {
      const asked = of(answers, topic);
      assert.ok(asked.length > 0, topic);
      assert.deepEqual(new Set(asked.map(({ state }) => state)), new Set(["unknown"]));
      assert.deepEqual(
        new Set(asked.map(({ says }) => says)),
        new Set(["no credentials of AWS here"]),
      );
    }
    assert.ok(answers.every(({ state }) => state !== "ok"));
    assert.equal(notes.length, 1);
    assert.match(notes[0]!, /`aws configure`, or set AWS_PROFILE.*\n.*docs\/account\.md/);
    assert.ok(notes[0]!.split("\n").every((line) => line.length <= 80));
    assert.match(of(answers, "price")[0]!.says, /^\d+\.\d\d USD: cluster/);
  });
});

describe("preflight's questions about add-ons", function () {
  this.timeout(20_000);
  const eksPlan = plan.eks!;
  let server: Server;
  /** What EKS has by add-on: versions, each with its Kubernetes version, the default first. */
  let offers: Readonly<Record<string, readonly (readonly [string, string])[]>> = {};
  let refusal = "";
  const asked: string[] = [];

  before(async () => {
    server = createServer((request, response) => {
      const url = new URL(request.url ?? "", "http://eks");
      asked.push(`${url.pathname} ${url.searchParams.get("kubernetesVersion") ?? ""}`);
      const name = url.searchParams.get("addonName") ?? "";
      const failing = refusal === "" ? undefined : "AccessDeniedException";
      const error = failing ?? (name in offers ? undefined : "ResourceNotFoundException");
      response.setHeader("content-type", "application/json");
      if (error !== undefined) {
        response.writeHead(error === failing ? 403 : 404, { "x-amzn-errortype": error });
        response.end(JSON.stringify({ message: refusal }));
        return;
      }
      // A page for each version, as AWS pages long lists.
      const page = Number(url.searchParams.get("nextToken") ?? 0);
      const [addonVersion, clusterVersion] = offers[name]?.[page] ?? [];
      const compatibilities = [{ clusterVersion, defaultVersion: page === 0 }];
      response.end(
        JSON.stringify({
          addons:
            addonVersion === undefined
              ? []
              : [{ addonName: name, addonVersions: [{ addonVersion, compatibilities }] }],
          ...(page + 1 < (offers[name]?.length ?? 0) ? { nextToken: String(page + 1) } : {}),
        }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    withEnvironment({
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_ENDPOINT_URL_EKS: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    });
  });
  after(() => {
    server.close();
    server.closeAllConnections();
    restoreEnvironment();
  });

  const kubernetes = eksPlan.kubernetesVersion;
  const everything = {
    "vpc-cni": [
      ["v1.99.0-eksbuild.1", kubernetes],
      [eksPlan.addons.vpcCniVersion, kubernetes],
    ],
    "kube-proxy": [[eksPlan.addons.kubeProxyVersion, kubernetes]],
    coredns: [["v1.13.0-eksbuild.1", kubernetes]],
    "metrics-server": [["v0.8.1-eksbuild.1", kubernetes]],
    "aws-ebs-csi-driver": [["v1.64.0-eksbuild.1", kubernetes]],
    "eks-pod-identity-agent": [["v1.3.9-eksbuild.1", kubernetes]],
  } as const;
  const answers = () => addonAnswers(eksPlan, clientsOf("eu-west-1"));

  it("are about every add-on that the stage registers, pinned versions and all", async () => {
    offers = everything;
    asked.length = 0;
    const given = await answers();
    assert.deepEqual(new Set(given.map(({ state }) => state)), new Set(["ok"]));
    assert.equal(given[0]?.what, `vpc-cni ${eksPlan.addons.vpcCniVersion}`);
    assert.equal(
      given[0].says,
      `offered for Kubernetes ${kubernetes}; AWS's default is v1.99.0-eksbuild.1`,
    );
    assert.deepEqual(new Set(asked), new Set([`/addons/supported-versions ${kubernetes}`]));
    const golden = readFileSync(resolve(__dirname, "..", "golden", "million.json"), "utf8");
    const registered = [...golden.matchAll(/"addonName": "([\w-]+)"/g)].map(([, name]) => name);
    assert.deepEqual(
      given.map(({ what }) => what.split(" ")[0]).sort(),
      // The cluster component sets the two that the plan pins.
      [...new Set([...registered, "kube-proxy", "vpc-cni"])].sort(),
    );
  });

  it("find a version and an add-on that are not offered for this Kubernetes version", async () => {
    offers = {
      ...everything,
      "vpc-cni": [["v1.99.0-eksbuild.1", kubernetes]],
      "kube-proxy": [[eksPlan.addons.kubeProxyVersion, "1.20"]],
      coredns: [],
      "metrics-server": everything["metrics-server"],
    };
    const { "aws-ebs-csi-driver": gone, ...rest } = offers;
    assert.ok(gone);
    offers = rest;
    const given = await answers();
    assert.deepEqual(
      given.map(({ what, state, says }) => [what.split(" ")[0], state, says]),
      [
        [
          "vpc-cni",
          "problem",
          `not offered for Kubernetes ${kubernetes}; AWS's default is v1.99.0-eksbuild.1. ` +
            "Offered: v1.99.0-eksbuild.1.",
        ],
        ["kube-proxy", "problem", `not offered for Kubernetes ${kubernetes}, in no version.`],
        ["coredns", "problem", `not offered for Kubernetes ${kubernetes}, in no version.`],
        [
          "metrics-server",
          "ok",
          `offered for Kubernetes ${kubernetes}; AWS's default is v0.8.1-eksbuild.1`,
        ],
        [
          "aws-ebs-csi-driver",
          "problem",
          `not offered for Kubernetes ${kubernetes}, in no version.`,
        ],
        [
          "eks-pod-identity-agent",
          "ok",
          `offered for Kubernetes ${kubernetes}; AWS's default is v1.3.9-eksbuild.1`,
        ],
      ],
    );
  });

  it("say which action is refused: by AWS's word, else by the call", async () => {
    offers = everything;
    refusal = "Denied.";
    const says = async () =>
      new Set((await answers()).map(({ state, says: s }) => `${state} ${s}`));
    const words = "unknown AccessDeniedException: these credentials may not call eks";
    assert.deepEqual(await says(), new Set([`${words}:DescribeAddonVersions`]));
    refusal = "User: arn:aws:iam::1:user/a is not authorized to perform: eks:Other on resource: *";
    assert.deepEqual(await says(), new Set([`${words}:Other`]));
    refusal = "";
  });
});

/** moto (PyPI, server mode) plays AWS where it is installed: `MOTO_SERVER`, or `moto_server` on the path. */
describe("preflight against moto's server", function () {
  this.timeout(120_000);
  let moto: ChildProcess | undefined;
  let quotas: Server | undefined;
  const quotaValue = 100;

  before(async function () {
    moto = spawn(process.env.MOTO_SERVER ?? "moto_server", ["-p", "0"], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const endpoint = await motoEndpoint(moto);
    if (endpoint === undefined) {
      console.error("      no moto_server: preflight is not tried against an AWS API");
      this.skip();
    }
    // moto knows the quotas of VPC alone.
    quotas = createServer((request, response) => {
      request.resume();
      response.setHeader("content-type", "application/x-amz-json-1.1");
      response.end(JSON.stringify({ Quota: { Value: quotaValue } }));
    });
    await new Promise<void>((resolve) => quotas?.listen(0, "127.0.0.1", resolve));
    const { port } = quotas.address() as AddressInfo;
    withEnvironment({
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_ENDPOINT_URL: endpoint,
      AWS_ENDPOINT_URL_SERVICE_QUOTAS: `http://127.0.0.1:${port}`,
    });
  });
  after(() => {
    moto?.kill();
    quotas?.close();
    restoreEnvironment();
  });

  it("finds types offered and names free, and says who asks", async () => {
    const { answers } = await run();
    assert.match(of(answers, "caller")[0]!.says, /^arn:aws:sts::/);
    assert.deepEqual(new Set(of(answers, "offer").map(({ state }) => state)), new Set(["ok"]));
    assert.deepEqual(new Set(of(answers, "name").map(({ state }) => state)), new Set(["ok"]));
    const [onDemand] = of(answers, "quota");
    assert.equal(onDemand?.state, "ok");
    assert.equal(onDemand.says, "82 needed, 100 free: 0 of 100 used");
  });

  it("counts what runs against the quota, on demand and spot apart", async () => {
    const ec2 = new EC2Client({ region: "eu-west-1" });
    await ec2.send(
      new RunInstancesCommand({
        ImageId: "ami-12c6146b",
        InstanceType: "c5.4xlarge",
        MinCount: 2,
        MaxCount: 2,
      }),
    );
    const { status, answers } = await run();
    const [onDemand, spot] = of(answers, "quota");
    assert.equal(onDemand?.state, "problem");
    assert.equal(
      onDemand.says,
      "82 needed, 68 free: 32 of 100 used. Ask for more in Service Quotas.",
    );
    assert.equal(spot?.says, "0 needed, 100 free: 0 of 100 used");
    assert.equal(status, ExitStatus.finding);
  });

  it("finds a name that is taken, and networks that are used", async () => {
    const iam = new IAMClient({ region: "eu-west-1" });
    await iam.send(
      new CreateRoleCommand({
        RoleName: "thingsboard-million-node",
        AssumeRolePolicyDocument: "{}",
      }),
    );
    const ec2 = new EC2Client({ region: "eu-west-1" });
    await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
    const { answers } = await run();
    const taken = of(answers, "name").filter(({ state }) => state === "problem");
    assert.deepEqual(
      taken.map(({ what }) => what),
      ["role thingsboard-million-node"],
    );
    const vpcs = of(answers, "quota").find(({ what }) => what.startsWith("VPCs in eu-west-1"));
    assert.equal(vpcs?.says, "1 needed, 98 free: 2 of 100 used");
  });
});

/** Where moto listens; undefined where it is not installed. */
async function motoEndpoint(server: ChildProcess): Promise<string | undefined> {
  let output = "";
  const seen = { end: false };
  for (const event of ["error", "exit"]) {
    server.on(event, () => {
      seen.end = true;
    });
  }
  for (const stream of [server.stdout, server.stderr]) {
    stream?.on("data", (data: Buffer) => {
      output += data.toString();
    });
  }
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const address = /Running on (http:\/\/[\d.:]+)/.exec(output)?.[1];
    if (address !== undefined) return address;
    if (seen.end) return undefined;
    await wait(100);
  }
  return undefined;
}
