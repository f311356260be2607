import { strict as assert } from "node:assert";
import { policies } from "../../policy/rules";
import { neededAccount, stageRun } from "../support/stageRun";
import { stageNames, stagePlan } from "../support/stages";
import { judgeAll, type Given } from "./support/judge";
import { programResources } from "./support/programResources";

const packOf = (stack: string) => policies(() => stagePlan(stack, neededAccount));

const worldOpenSsh: Given = {
  type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  name: "forgotten",
  props: { ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0" },
};

describe("the policy pack", function () {
  this.timeout(120_000);

  for (const stack of stageNames) {
    it(`lets every resource of ${stack} pass`, async () => {
      const resources = programResources(await stageRun({ stack, account: neededAccount }));
      assert.ok(resources.length > 80);
      assert.deepEqual(judgeAll(packOf(stack), resources), []);
    });
  }

  it("lets million pass with every value known, from a private registry, its UI open to all", async () => {
    const account = {
      ...neededAccount,
      imageRegistry: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/mirror",
      uiCidrs: ["0.0.0.0/0"],
    };
    const run = await stageRun({ stack: "million", account, preview: false });
    const resources = programResources(run);
    assert.ok(JSON.stringify(resources).includes("ecr:GetAuthorizationToken"));
    assert.deepEqual(judgeAll(packOf("million"), resources), []);
  });

  it("refuses million with one world-open ssh rule more, for that alone", async () => {
    const run = await stageRun({ stack: "million", account: neededAccount });
    const said = judgeAll(packOf("million"), [...programResources(run), worldOpenSsh]);
    assert.equal(said.length, 1);
    assert.match(said[0] ?? "", /^no-world-open-ssh on .*::forgotten: Port 22 .*0\.0\.0\.0\/0/);
  });

  it("refuses million without an owner, on everything that bills", async () => {
    const run = await stageRun({ stack: "million" });
    const said = judgeAll(packOf("million"), programResources(run));
    assert.deepEqual(
      said.filter((line) => !line.startsWith("required-tags on ")),
      [],
    );
    for (const part of [
      /LaunchTemplate::fleet: volume: .* lacks owner, expires-on/,
      /Instance::fleet-0: It: .* lacks owner, expires-on/,
      /Cluster::platform-cluster: /,
      /Addon::platform-addons-ebs-csi: The volumes of claims/,
      /Release::platform-load-balancers: The load balancers/,
    ]) {
      assert.ok(
        said.some((line) => part.test(line)),
        String(part),
      );
    }
  });

  it("is mandatory throughout, and names no rule twice", () => {
    const pack = packOf("dev");
    assert.ok(pack.every(({ enforcementLevel }) => enforcementLevel === "mandatory"));
    const names = pack.map(({ name }) => name);
    assert.deepEqual([...new Set(names)], names);
  });
});
