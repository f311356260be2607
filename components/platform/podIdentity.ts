import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { componentType } from "../componentType";
import { ServiceRole } from "./serviceRole";

export interface PodIdentityArgs {
  readonly clusterName: string;
  readonly namespace: string;
  /** Service account whose pods take the role. It may be made later, but before the pods. */
  readonly serviceAccount: string;
  /** Physical name of the role: at most 64 characters. */
  readonly roleName: string;
  readonly description: string;
  /** Policies by a short name. */
  readonly policyArns: Readonly<Record<string, pulumi.Input<string>>>;
  /** The account's boundary, put on every role. Default: none. */
  readonly permissionsBoundaryArn?: string | undefined;
}

/**
 * The AWS rights of one service account, by EKS Pod Identity: a role and its association. A pod gets its credentials
 * when it starts, so the pods must come after this, and the agent add-on must run on their nodes.
 */
export class PodIdentity extends pulumi.ComponentResource {
  constructor(name: string, args: PodIdentityArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentType("PodIdentity"), name, {}, options);

    const roles = new ServiceRole(
      name,
      {
        roleName: args.roleName,
        description: args.description,
        service: "pods.eks.amazonaws.com",
        actions: ["sts:AssumeRole", "sts:TagSession"],
        policyArns: args.policyArns,
        permissionsBoundaryArn: args.permissionsBoundaryArn,
      },
      { parent: this },
    );
    new aws.eks.PodIdentityAssociation(
      name,
      {
        clusterName: args.clusterName,
        namespace: args.namespace,
        serviceAccount: args.serviceAccount,
        roleArn: roles.role.arn,
      },
      { parent: this, dependsOn: roles },
    );
    this.registerOutputs({ roleArn: roles.role.arn });
  }
}
