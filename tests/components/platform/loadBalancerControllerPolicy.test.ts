import { strict as assert } from "node:assert";
import { loadBalancerControllerPolicy } from "../../../components/platform/loadBalancerControllerPolicy";

const { Statement: statements } = loadBalancerControllerPolicy();

function allowing(action: string) {
  return statements.filter((statement) => statement.Action.includes(action));
}

describe("loadBalancerControllerPolicy", () => {
  it("has the published policy's size: 16 statements, and fits a managed policy", () => {
    assert.equal(statements.length, 16);
    // A managed policy holds 6,144 characters.
    assert.equal(JSON.stringify(loadBalancerControllerPolicy()).length, 5_196);
  });

  it("allows the published number of actions, none of them by a wildcard, none twice in a statement", () => {
    assert.equal(new Set(statements.flatMap(({ Action }) => Action)).size, 80);
    for (const { Action } of statements) {
      assert.equal(new Set(Action).size, Action.length);
      assert.ok(Action.every((action) => /^[a-z0-9-]+:[A-Z][A-Za-z]+$/.test(action)));
    }
  });

  it("lets the controller delete and change only what carries its tag", () => {
    const isItsOwn = { Null: { "aws:ResourceTag/elbv2.k8s.aws/cluster": "false" } };
    for (const action of [
      "ec2:DeleteSecurityGroup",
      "elasticloadbalancing:DeleteLoadBalancer",
      "elasticloadbalancing:DeleteTargetGroup",
      "elasticloadbalancing:SetSecurityGroups",
      "elasticloadbalancing:ModifyLoadBalancerAttributes",
    ]) {
      assert.deepEqual(
        allowing(action).map(({ Condition }) => Condition),
        [isItsOwn],
        action,
      );
    }
  });

  it("lets it make load balancers only with its tag, and tag nothing that it does not make", () => {
    assert.deepEqual(
      allowing("elasticloadbalancing:CreateLoadBalancer").map(({ Condition }) => Condition),
      [{ Null: { "aws:RequestTag/elbv2.k8s.aws/cluster": "false" } }],
    );
    const tagging = allowing("ec2:CreateTags");
    assert.deepEqual(
      tagging.map(({ Resource }) => Resource),
      ["arn:aws:ec2:*:*:security-group/*", "arn:aws:ec2:*:*:security-group/*"],
    );
    assert.ok(tagging.every(({ Condition }) => Condition !== undefined));
  });

  it("makes no service-linked role but Elastic Load Balancing's", () => {
    assert.deepEqual(
      allowing("iam:CreateServiceLinkedRole").map(({ Condition }) => Condition),
      [{ StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } }],
    );
  });
});
