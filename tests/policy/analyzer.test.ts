import { strict as assert } from "node:assert";
import type { AnalyzerDiagnostic } from "./support/analyzer";
import { Analyzer } from "./support/analyzer";
import { neededAccount, stageRun } from "../support/stageRun";
import { rawSizing } from "../sizing/validSizing";
import { readStack, stackConfig } from "../../cli/stack";
import { accountKey, sizingKey } from "../../sizing";
import { stagePlan, testDay } from "../support/stages";
import { unknownValue, type Given } from "./support/judge";
import { programResources } from "./support/programResources";

const account = { [accountKey]: JSON.stringify(neededAccount) };
const dev = {
  stack: "dev",
  config: { ...stackConfig(readStack("dev"), testDay).config, ...account },
};

const openSsh = (cidr: string): Given => ({
  type: "aws:ec2/securityGroup:SecurityGroup",
  name: "open",
  props: {
    vpcId: unknownValue,
    ingress: [{ protocol: "tcp", fromPort: 20, toPort: 30, cidrBlocks: [cidr] }],
  },
});

const loadBalancer: Given = {
  type: "kubernetes:core/v1:Service",
  name: "another",
  props: {
    metadata: { name: "another", namespace: "thingsboard" },
    spec: { type: "LoadBalancer" },
  },
};

function said(diagnostics: readonly AnalyzerDiagnostic[]): readonly string[] {
  return diagnostics.map(({ policy, level, message }) => `${policy} (${level}): ${message}`);
}

/** The pack as `pulumi preview --policy-pack policy` starts it and asks it. */
describe("the policy pack under the SDK's run-policy-pack", function () {
  // Against hanging alone: the SDK type-checks nothing, but reads every type, which takes seconds.
  this.timeout(180_000);

  let analyzer: Analyzer;
  before(async () => {
    analyzer = await Analyzer.start(dev);
  });
  after(() => Analyzer.stopAll());

  it("loads, and says what it holds", async () => {
    const info = await analyzer.info();
    assert.equal(info.name, "thingsboard-scale");
    assert.equal(info.policies.length, 12);
    assert.ok(info.policies.every(({ level }) => level === "mandatory"));
  });

  it("refuses a world-open ssh rule before it is made", async () => {
    const found = said(await analyzer.analyze(openSsh("0.0.0.0/0")));
    assert.equal(found.length, 1);
    assert.match(
      found[0] ?? "",
      /^no-world-open-ssh \(mandatory\): .*\nPort 22 is open to 0\.0\.0\.0\/0/,
    );
    assert.deepEqual(await analyzer.analyze(openSsh("203.0.113.0/24")), []);
  });

  it("says nothing of what a preview does not know, not even as advice", async () => {
    assert.deepEqual(await analyzer.analyze(openSsh(unknownValue)), []);
  });

  it("knows the stage from the stack's config: dev has no load balancer", async () => {
    const found = said(await analyzer.analyze(loadBalancer));
    assert.equal(found.length, 1);
    assert.match(found[0] ?? "", /planned-load-balancers .*\n.*dev \(platform existing\)/);
  });

  it("lets every resource of dev pass, one by one and together", async () => {
    const resources = programResources(await stageRun({ stack: "dev", account: neededAccount }));
    for (const resource of resources) {
      assert.deepEqual(said(await analyzer.analyze(resource)), [], resource.type);
    }
    assert.deepEqual(said(await analyzer.analyzeStack(resources)), []);
  });
});

describe("the policy pack's stack rules under the SDK's run-policy-pack", function () {
  this.timeout(180_000);

  const sizing = {
    ...rawSizing("500k"),
    mqttTransport: { ...(rawSizing("500k").mqttTransport as object), replicas: 3 },
    nodeGroups: {
      ...(rawSizing("500k").nodeGroups as object),
      transport: {
        ...(rawSizing("500k").nodeGroups as { transport: object }).transport,
        count: 3,
      },
    },
  };
  let analyzer: Analyzer;
  before(async () => {
    const stack = "500k";
    analyzer = await Analyzer.start({
      stack,
      config: {
        ...stackConfig(readStack(stack), testDay).config,
        [sizingKey]: JSON.stringify(sizing),
        ...account,
      },
    });
  });
  after(() => Analyzer.stopAll());

  it("refuses a stack whose plan cannot work: 500k on three transport nodes", async () => {
    assert.deepEqual(
      stagePlan("500k", neededAccount).findings.filter(({ severity }) => severity === "error"),
      [],
    );
    const found = said(await analyzer.analyzeStack([]));
    assert.equal(found.length, 1);
    assert.match(found[0] ?? "", /^plan-findings \(mandatory\): .*\nThe stage 500k is refused: /);
  });

  it("refuses a stack with a prefix list that opens ssh to the internet", async () => {
    const found = said(
      await analyzer.analyzeStack([
        {
          type: "aws:ec2/managedPrefixList:ManagedPrefixList",
          name: "world",
          props: { entries: [{ cidr: "0.0.0.0/0" }] },
        },
        {
          type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
          name: "ssh",
          props: { ipProtocol: "tcp", fromPort: 22, toPort: 22, prefixListId: unknownValue },
          from: { prefixListId: ["world"] },
        },
      ]),
    );
    assert.match(
      found.join("\n"),
      /no-world-open-ssh-by-list \(mandatory\): .*\nPort 22 .* world,/,
    );
  });
});
