import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { componentType } from "../componentType";

export interface ServiceRoleArgs {
  /** Physical name of the role. */
  readonly roleName: string;
  readonly description: string;
  /** Who takes the role: an AWS service such as `eks.amazonaws.com`. */
  readonly service: string;
  /** What the service may do to take it. Default: `sts:AssumeRole`. */
  readonly actions?: readonly string[];
  /** Policies by a short name that tells their attachments apart. */
  readonly policyArns: Readonly<Record<string, pulumi.Input<string>>>;
  /** The account's boundary, put on every role. Default: none. */
  readonly permissionsBoundaryArn?: string | undefined;
}

/** An IAM role that an AWS service takes, with its policies attached. Whoever depends on it waits for them too. */
export class ServiceRole extends pulumi.ComponentResource {
  readonly role: aws.iam.Role;

  constructor(name: string, args: ServiceRoleArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentType("ServiceRole"), name, {}, options);

    this.role = new aws.iam.Role(
      name,
      {
        name: args.roleName,
        description: args.description,
        assumeRolePolicy: JSON.stringify(trustIn(args.service, args.actions ?? ["sts:AssumeRole"])),
        ...(args.permissionsBoundaryArn === undefined
          ? {}
          : { permissionsBoundary: args.permissionsBoundaryArn }),
      },
      { parent: this },
    );
    for (const [shortName, policyArn] of Object.entries(args.policyArns)) {
      new aws.iam.RolePolicyAttachment(
        `${name}-${shortName}`,
        { role: this.role.name, policyArn },
        { parent: this },
      );
    }
    this.registerOutputs({ arn: this.role.arn });
  }
}

function trustIn(service: string, actions: readonly string[]): aws.iam.PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: [...actions] }],
  };
}
