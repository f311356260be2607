import { strict as assert } from "node:assert";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { createLoadFleet } from "../../../components/fleet/createLoadFleet";
import { rowOf, runOf } from "../../support/rowsOf";
import { stagePlan } from "../../support/stages";

const jobType = "kubernetes:batch/v1:Job";
const parameterType = "aws:ssm/parameter:Parameter";

describe("createLoadFleet", () => {
  function build(stack: string, certificateArn?: string) {
    const plan = stagePlan(stack, certificateArn === undefined ? undefined : { certificateArn });
    const pods = new kubernetes.core.v1.ConfigMap("pods", {});
    const onEks = plan.platform === "eks";
    return createLoadFleet("fleet", {
      // Two generators, for speed.
      plan: { ...plan, fleet: { ...plan.fleet, shards: plan.fleet.shards.slice(0, 2) } },
      platform: {
        kubernetes: new kubernetes.Provider("cluster", { context: "test" }),
        fleetPrefixListIds: onEks ? [pulumi.output("pl-1")] : [],
        ...(onEks ? { aws: new aws.Provider("cluster", { region: "eu-west-1" }) } : {}),
      },
      core: {
        restEndpoint: pulumi.output("http://tb-core:8080"),
        tenantPassword: pulumi.secret("generated"),
        accountsSecret: { tenant: { secretName: "tb-accounts", key: "tenant" } },
        ...(onEks ? { loadBalancerHostname: pulumi.output("alb.example.com") } : {}),
      },
      transport: { host: pulumi.output("mqtt.example.com"), ready: [pods] },
    });
  }

  it("makes instances on EKS, named after the cluster, which log in through the load balancer", async () => {
    const { rows, outputs } = await runOf(() => ({ ...build("100k-20k") }), { preview: false });
    const base = stagePlan("100k-20k").eks!.clusterName;
    assert.equal(rows.filter(({ type }) => type.endsWith(":Instance")).length, 2);
    const url = rowOf(rows, parameterType, "fleet-parameters-rest-url").inputs;
    assert.equal(url.name, `/${base}/load-generator/rest-url`);
    assert.equal(url.insecureValue, "http://alb.example.com");
    assert.equal(outputs.region, "ap-south-1");
    assert.equal(outputs.logGroupName, `/${base}/load-generators`);
    assert.equal(outputs.provisioningJob, "load-provisioning");
    assert.deepEqual(
      rows.filter(({ type }) => type.includes("StatefulSet")),
      [],
    );
  });

  it("goes by HTTPS where the account has a certificate", async () => {
    const { rows } = await runOf(() => {
      build("100k-20k", "arn:aws:acm:eu-west-1:111122223333:certificate/one");
    });
    assert.equal(
      rowOf(rows, parameterType, "fleet-parameters-rest-url").inputs.insecureValue,
      "https://alb.example.com",
    );
  });

  it("comes after the transport, on both platforms, with the provisioning Job in the cluster", async () => {
    for (const [stack, type, name] of [
      ["100k-20k", "thingsboard-scale:index:LoadFleet", "fleet"],
      ["dev", "thingsboard-scale:index:PodFleet", "fleet"],
      ["100k-20k", "thingsboard-scale:index:ProvisioningJob", "fleet-provisioning"],
    ] as const) {
      const { rows } = await runOf(() => {
        build(stack);
      });
      assert.deepEqual(rowOf(rows, type, name).options.dependsOn, [
        "kubernetes:core/v1:ConfigMap::pods",
      ]);
      const job = rowOf(rows, jobType, "fleet-provisioning");
      assert.equal(job.options.provider, "pulumi:providers:kubernetes::cluster");
    }
  });

  it("makes pods on an existing cluster, and no AWS resource", async () => {
    const { rows, outputs } = await runOf(() => ({ ...build("dev") }));
    assert.ok(rows.some(({ type, name }) => type.endsWith(":StatefulSet") && name === "fleet"));
    assert.deepEqual(
      rows.filter(({ type }) => type.startsWith("aws:")),
      [],
    );
    assert.deepEqual(outputs, {
      instanceIds: [],
      provisioningJob: "load-provisioning",
      region: null,
    });
  });
});
