import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { componentType } from "../componentType";
import { ecrImage } from "./ecrImage";

export interface GeneratorRoleArgs {
  readonly plan: {
    /** Name of the role and of its instance profile. */
    readonly roleName: string;
    /** Image that the generators pull. */
    readonly image: string;
    /** Permissions boundary of the account. Default: none. */
    readonly permissionsBoundaryArn?: string;
  };
  readonly logGroupArn: pulumi.Input<string>;
  readonly parameterArns: readonly pulumi.Input<string>[];
  readonly keyArn: pulumi.Input<string>;
}

/**
 * What a load generator may do: be reached through Systems Manager, write to the fleet's log group, read the fleet's
 * parameters, and pull its image where that lies in a private registry of AWS.
 */
export class GeneratorRole extends pulumi.ComponentResource {
  readonly instanceProfileName: pulumi.Output<string>;

  constructor(name: string, args: GeneratorRoleArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentType("GeneratorRole"), name, { plan: args.plan }, options);
    const { roleName, permissionsBoundaryArn } = args.plan;
    const parent = { parent: this };

    const role = new aws.iam.Role(
      name,
      {
        name: roleName,
        assumeRolePolicy: JSON.stringify(trustOfInstances),
        ...(permissionsBoundaryArn === undefined
          ? {}
          : { permissionsBoundary: permissionsBoundaryArn }),
      },
      parent,
    );
    new aws.iam.RolePolicyAttachment(
      name,
      { role: role.name, policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" },
      parent,
    );
    new aws.iam.RolePolicy(
      name,
      { name: "load-generator", role: role.name, policy: pulumi.jsonStringify(permissions(args)) },
      parent,
    );
    const profile = new aws.iam.InstanceProfile(name, { name: roleName, role: role.name }, parent);

    this.instanceProfileName = profile.name;
    this.registerOutputs({ instanceProfileName: this.instanceProfileName });
  }
}

const trustOfInstances = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
  ],
};

interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource?: pulumi.Input<string> | readonly pulumi.Input<string>[];
  readonly NotResource?: readonly pulumi.Input<string>[];
}

function permissions(args: GeneratorRoleArgs): { Version: string; Statement: Statement[] } {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "WriteLogs",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: pulumi.interpolate`${args.logGroupArn}:*`,
      },
      {
        Sid: "ReadParameters",
        Effect: "Allow",
        Action: ["ssm:GetParameter"],
        Resource: args.parameterArns,
      },
      {
        Sid: "DecryptPassword",
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: args.keyArn,
      },
      // AmazonSSMManagedInstanceCore allows every parameter of the account.
      {
        Sid: "NoOtherParameters",
        Effect: "Deny",
        Action: ["ssm:GetParameter", "ssm:GetParameters"],
        NotResource: args.parameterArns,
      },
      ...pullStatements(args.plan.image),
    ],
  };
}

function pullStatements(image: string): Statement[] {
  const ecr = ecrImage(image);
  return ecr === undefined
    ? []
    : [
        {
          Sid: "LogInToRegistry",
          Effect: "Allow",
          Action: ["ecr:GetAuthorizationToken"],
          Resource: "*",
        },
        {
          Sid: "PullImage",
          Effect: "Allow",
          Action: [
            "ecr:BatchCheckLayerAvailability",
            "ecr:BatchGetImage",
            "ecr:GetDownloadUrlForLayer",
          ],
          Resource: ecr.repositoryArn,
        },
      ];
}
