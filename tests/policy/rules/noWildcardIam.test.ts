import { strict as assert } from "node:assert";
import { loadBalancerControllerPolicy } from "../../../components/platform/loadBalancerControllerPolicy";
import { noWildcardIam } from "../../../policy/rules/noWildcardIam";
import { judge, unknownValue } from "../support/judge";

type Props = Readonly<Record<string, unknown>>;

const policy = "aws:iam/policy:Policy";
const controller = "thingsboard-scale:index:LoadBalancerController";
const bucket = "arn:aws:s3:::results/*";

function documentOf(...statements: readonly Props[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

const said = (...statements: readonly Props[]) =>
  judge(noWildcardIam, { type: policy, props: { policy: documentOf(...statements) } });

describe("rule no-wildcard-iam", () => {
  it("takes named actions on named resources, and what is denied", () => {
    assert.deepEqual(said({ Effect: "Allow", Action: "s3:GetObject", Resource: bucket }), []);
    assert.deepEqual(said({ Effect: "Deny", Action: "*", Resource: "*" }), []);
    assert.deepEqual(said({ Effect: "Deny", Action: "s3:*", NotResource: bucket }), []);
  });

  it("refuses all actions, of everything or of one service", () => {
    assert.deepEqual(said({ Effect: "Allow", Action: "*", Resource: bucket }), [
      'Action "*" is allowed: name the actions.',
    ]);
    assert.deepEqual(
      said({ Effect: "Allow", Action: ["s3:GetObject", "s3:*"], Resource: [bucket] }),
      ['Action "s3:*" is allowed: name the actions.'],
    );
  });

  it("refuses all resources, and all but what is named", () => {
    assert.match(
      said({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }).join(),
      /Resource "\*" is allowed for "s3:GetObject"/,
    );
    assert.equal(said({ Effect: "Allow", NotAction: "iam:*", Resource: bucket }).length, 1);
    assert.equal(said({ Effect: "Allow", Action: "s3:GetObject", NotResource: bucket }).length, 1);
    assert.equal(said({ Effect: "Allow", Action: "*", Resource: "*" }).length, 2);
  });

  it("takes the one action that knows no resource, alone", () => {
    const token = "ecr:GetAuthorizationToken";
    assert.deepEqual(said({ Effect: "Allow", Action: [token], Resource: "*" }), []);
    assert.equal(
      said({ Effect: "Allow", Action: [token, "ecr:BatchGetImage"], Resource: "*" }).length,
      1,
    );
  });

  it("reads one statement without a list, a mapping in place of JSON, and inline policies", () => {
    const statement = { Effect: "Allow", Action: "s3:*", Resource: bucket };
    const asMapping = { policy: { Statement: statement } };
    assert.equal(judge(noWildcardIam, { type: policy, props: asMapping }).length, 1);
    for (const type of [
      "rolePolicy:RolePolicy",
      "userPolicy:UserPolicy",
      "groupPolicy:GroupPolicy",
    ]) {
      const given = { type: `aws:iam/${type}`, props: { policy: documentOf(statement) } };
      assert.equal(judge(noWildcardIam, given).length, 1, type);
    }
    const inlinePolicies = [{ name: "one", policy: documentOf(statement) }];
    assert.equal(
      judge(noWildcardIam, { type: "aws:iam/role:Role", props: { inlinePolicies } }).length,
      1,
    );
  });

  it("refuses a role that everybody may take on", () => {
    const trust = (Principal: unknown) =>
      judge(noWildcardIam, {
        type: "aws:iam/role:Role",
        props: {
          assumeRolePolicy: documentOf({ Effect: "Allow", Action: "sts:AssumeRole", Principal }),
        },
      });
    assert.equal(trust("*").length, 1);
    assert.equal(trust({ AWS: ["*"] }).length, 1);
    assert.deepEqual(trust({ Service: "ec2.amazonaws.com" }), []);
  });

  it("refuses AWS's policies that allow nearly everything", () => {
    const attach = (policyArn: string) =>
      judge(noWildcardIam, {
        type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        props: { policyArn },
      });
    assert.equal(attach("arn:aws:iam::aws:policy/AdministratorAccess").length, 1);
    assert.equal(attach("arn:aws:iam::aws:policy/PowerUserAccess").length, 1);
    assert.deepEqual(attach("arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"), []);
    assert.deepEqual(attach(unknownValue), []);
  });

  describe("with the load balancer controller", () => {
    const own = JSON.stringify(loadBalancerControllerPolicy());
    const named = (under: readonly string[], document = own, name = "platform-load-balancers") =>
      judge(noWildcardIam, { type: policy, name, under, props: { policy: document } });

    it("takes its published policy where its component makes it", () => {
      assert.deepEqual(named([controller]), []);
      assert.deepEqual(named(["another:index:Platform", controller]), []);
    });

    it("refuses the same policy anywhere else, whatever it is called", () => {
      assert.ok(named([]).length > 0);
      assert.ok(named(["another:index:LoadBalancerController"]).length > 0);
      assert.ok(named([`${controller}s`]).length > 0);
      assert.ok(named([controller, "another:index:Inner"]).length > 0);
    });

    it("refuses another statement in that place", () => {
      const { Version, Statement } = loadBalancerControllerPolicy();
      const more = { Effect: "Allow", Action: ["ec2:TerminateInstances"], Resource: "*" };
      const document = JSON.stringify({ Version, Statement: [...Statement, more] });
      assert.deepEqual(named([controller], document), [
        'Resource "*" is allowed for "ec2:TerminateInstances": name the resources.',
      ]);
      // And the same statement without its condition.
      const [first, ...rest] = Statement;
      const bare = { ...first, Condition: undefined };
      assert.equal(
        named([controller], JSON.stringify({ Version, Statement: [bare, ...rest] })).length,
        1,
      );
    });
  });

  it("judges nothing that is unknown", () => {
    assert.deepEqual(judge(noWildcardIam, { type: policy, props: { policy: unknownValue } }), []);
    const document = {
      Statement: [{ Effect: "Allow", Action: unknownValue, Resource: unknownValue }],
    };
    assert.deepEqual(judge(noWildcardIam, { type: policy, props: { policy: document } }), []);
  });
});
