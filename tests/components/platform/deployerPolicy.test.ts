import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createPlatform } from "../../../components/platform/platform";
import { eksPlatformPlan } from "../../support/eksPlan";
import { rowsOf } from "../../support/rowsOf";

interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** AWS actions that make and remove a resource of each type; those of plugins' children included. */
const actionsByType: Readonly<Record<string, readonly string[]>> = {
  "aws:cloudwatch/logGroup:LogGroup": ["logs:CreateLogGroup", "logs:DeleteLogGroup"],
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ["ec2:RevokeSecurityGroupIngress"],
  "aws:ec2/internetGateway:InternetGateway": [
    "ec2:CreateInternetGateway",
    "ec2:AttachInternetGateway",
    "ec2:DetachInternetGateway",
    "ec2:DeleteInternetGateway",
  ],
  "aws:ec2/launchTemplate:LaunchTemplate": [
    "ec2:CreateLaunchTemplate",
    "ec2:CreateLaunchTemplateVersion",
    "ec2:DeleteLaunchTemplate",
  ],
  "aws:ec2/managedPrefixList:ManagedPrefixList": [
    "ec2:CreateManagedPrefixList",
    "ec2:DeleteManagedPrefixList",
  ],
  "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry": ["ec2:ModifyManagedPrefixList"],
  "aws:ec2/route:Route": ["ec2:CreateRoute", "ec2:DeleteRoute"],
  "aws:ec2/routeTable:RouteTable": ["ec2:CreateRouteTable", "ec2:DeleteRouteTable"],
  "aws:ec2/routeTableAssociation:RouteTableAssociation": [
    "ec2:AssociateRouteTable",
    "ec2:DisassociateRouteTable",
  ],
  "aws:ec2/securityGroup:SecurityGroup": ["ec2:CreateSecurityGroup", "ec2:DeleteSecurityGroup"],
  "aws:ec2/subnet:Subnet": ["ec2:CreateSubnet", "ec2:ModifySubnetAttribute", "ec2:DeleteSubnet"],
  "aws:ec2/vpc:Vpc": ["ec2:CreateVpc", "ec2:ModifyVpcAttribute", "ec2:DeleteVpc"],
  "aws:eks/addon:Addon": ["eks:CreateAddon", "eks:UpdateAddon", "eks:DeleteAddon"],
  "aws:eks/nodeGroup:NodeGroup": [
    "eks:CreateNodegroup",
    "eks:UpdateNodegroupVersion",
    "eks:DeleteNodegroup",
    "iam:PassRole",
  ],
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": [
    "eks:CreatePodIdentityAssociation",
    "eks:DeletePodIdentityAssociation",
    "iam:PassRole",
  ],
  "aws:iam/policy:Policy": ["iam:CreatePolicy", "iam:DeletePolicy"],
  "aws:iam/role:Role": ["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:DeleteRole"],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": [
    "iam:AttachRolePolicy",
    "iam:DetachRolePolicy",
  ],
  "aws:kms/alias:Alias": ["kms:CreateAlias", "kms:DeleteAlias"],
  "aws:kms/key:Key": ["kms:CreateKey", "kms:EnableKeyRotation", "kms:ScheduleKeyDeletion"],
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ["ec2:AuthorizeSecurityGroupEgress"],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": [
    "ec2:AuthorizeSecurityGroupIngress",
    "ec2:RevokeSecurityGroupIngress",
  ],
  "eks:index:Cluster": [
    "eks:CreateCluster",
    "eks:DeleteCluster",
    "eks:CreateAccessEntry",
    "eks:AssociateAccessPolicy",
    "iam:PassRole",
    "kms:CreateGrant",
  ],
};

const text = readFileSync(join(__dirname, "../../../docs/deployer-policy.json"), "utf8");
const policy: unknown = JSON.parse(text);

function isStatement(value: unknown): value is Statement {
  return typeof value === "object" && value !== null && "Action" in value && "Resource" in value;
}

function statements(): readonly Statement[] {
  assert.ok(typeof policy === "object" && policy !== null && "Statement" in policy);
  assert.ok(Array.isArray(policy.Statement));
  return policy.Statement.filter(isStatement);
}

function allowing(action: string): readonly Statement[] {
  return statements().filter(({ Action }) =>
    Action.some((each) =>
      each.endsWith("*") ? action.startsWith(each.slice(0, -1)) : action === each,
    ),
  );
}

describe("docs/deployer-policy.json", () => {
  it("is one managed policy: at most 6,144 characters without blanks", () => {
    assert.ok(JSON.stringify(policy).length <= 6_144, String(JSON.stringify(policy).length));
    assert.equal(text, `${text.trimEnd()}\n`);
  });

  it("allows what each resource of the platform needs", async () => {
    const rows = await rowsOf(() => createPlatform("platform", eksPlatformPlan));
    const types = rows
      .map(({ type }) => type)
      .filter((type) => type.startsWith("aws:") || type.startsWith("eks:"));
    for (const type of new Set(types)) {
      const actions = actionsByType[type];
      assert.ok(actions !== undefined, `no actions are known for ${type}`);
      for (const action of actions) {
        assert.notEqual(allowing(action).length, 0, `${action}, for ${type}, is not allowed`);
      }
    }
  });

  it("changes nothing everywhere: a statement on every resource reads, or has a condition", () => {
    for (const { Action, Resource, Condition } of statements()) {
      if (Resource === "*" && Condition === undefined) {
        const changing = Action.filter((action) => !/:(Describe|Get|List)/.test(action));
        assert.deepEqual(changing, []);
      }
    }
  });

  it("removes only machines and networks of the project, and touches only IAM names of its own", () => {
    for (const action of ["ec2:TerminateInstances", "ec2:DeleteVpc", "ec2:DeleteSecurityGroup"]) {
      assert.deepEqual(
        allowing(action).map(
          ({ Condition }) => Condition?.StringEquals?.["aws:ResourceTag/project"],
        ),
        ["thingsboard-scale"],
      );
    }
    const named = [...allowing("iam:CreateRole"), ...allowing("iam:PassRole")];
    assert.ok(named.length > 0);
    for (const { Resource } of named) {
      assert.ok([Resource].flat().every((arn) => arn.includes("/thingsboard-")));
    }
    assert.ok(allowing("iam:PassRole").every(({ Condition }) => Condition !== undefined));
    assert.ok(allowing("iam:AttachRolePolicy").every(({ Condition }) => Condition !== undefined));
  });
});
