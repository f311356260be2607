import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { AccountPlan, EksPlan } from "../../planning/types";
import { componentType } from "../componentType";
import { ServiceRole } from "./serviceRole";

/** Every kind of control-plane log that EKS has. */
const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/** Shortest wait before a deleted key is gone: a test cluster's secrets are of no use after it. */
const keyDeletionDays = 7;

/** What of the plan the control plane is made of. */
export type ControlPlanePlan = Pick<
  EksPlan,
  "clusterName" | "kubernetesVersion" | "logRetentionDays" | "account"
> & { readonly addons: Pick<EksPlan["addons"], "vpcCniVersion" | "kubeProxyVersion"> };

export interface EksClusterArgs {
  /** Name, versions, log retention, and who of the account may do what. */
  readonly plan: ControlPlanePlan;
  readonly vpcId: pulumi.Input<string>;
  /** Public subnets, at least two zones. */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
}

/**
 * The EKS control plane with vpc-cni and kube-proxy, and the provider for what runs in it. Nodes and the add-ons that
 * need nodes come after it, beside it: `@pulumi/eks` builds its children inside its plugin, where a preview of a
 * program cannot see them.
 *
 * Cost: 0.10 USD an hour in standard support (Amazon EKS pricing).
 */
export class EksCluster extends pulumi.ComponentResource {
  /** The control plane and its two add-ons: what nodes wait for. */
  readonly cluster: eks.Cluster;
  /** Security group that EKS makes: its members, control plane and nodes, reach each other on every port. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Takes its token from `aws eks get-token`. Marked as a secret all the same. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Provider of everything inside the cluster. */
  readonly kubernetes: kubernetes.Provider;
  readonly logGroupName: pulumi.Output<string>;

  constructor(name: string, args: EksClusterArgs, options?: pulumi.ComponentResourceOptions) {
    const { plan } = args;
    super(componentType("EksCluster"), name, { plan: sliceOf(plan) }, options);
    const parent = { parent: this };

    const key = new aws.kms.Key(name, secretsKey(plan.clusterName), parent);
    new aws.kms.Alias(name, { name: `alias/${plan.clusterName}`, targetKeyId: key.keyId }, parent);
    // Made before the cluster, or EKS makes it, without an end to its retention.
    const logGroup = new aws.cloudwatch.LogGroup(
      name,
      { name: `/aws/eks/${plan.clusterName}/cluster`, retentionInDays: plan.logRetentionDays },
      parent,
    );
    const service = new ServiceRole(name, controlPlaneRole(plan), parent);
    this.cluster = new eks.Cluster(
      name,
      {
        ...controlPlane(plan),
        vpcId: args.vpcId,
        publicSubnetIds: args.subnetIds,
        serviceRole: service.role,
        encryptionConfigKeyArn: key.arn,
      },
      {
        parent: this,
        // A component of another plugin: its children would use a default provider, and so another region.
        providers: this.#awsProviders(),
        dependsOn: [service, logGroup],
      },
    );
    this.kubeconfig = pulumi.secret(this.cluster.kubeconfigJson);
    this.kubernetes = new kubernetes.Provider(
      name,
      {
        kubeconfig: this.kubeconfig,
        // Without it, a changed kubeconfig shows as a replacement of every object (pulumi-eks#764).
        clusterIdentifier: plan.clusterName,
        enableServerSideApply: true,
      },
      parent,
    );

    this.securityGroupId = this.cluster.clusterSecurityGroupId;
    this.logGroupName = logGroup.name;
    this.registerOutputs({
      securityGroupId: this.securityGroupId,
      kubeconfig: this.kubeconfig,
      logGroupName: this.logGroupName,
    });
  }

  #awsProviders(): pulumi.ProviderResource[] {
    const provider = this.getProvider("aws:eks/cluster:Cluster");
    return provider === undefined ? [] : [provider];
  }
}

/** Without what a caller's larger plan has beside it: the state tells of this component's changes alone. */
function sliceOf(plan: ControlPlanePlan): pulumi.Inputs {
  const { vpcCniVersion, kubeProxyVersion } = plan.addons;
  return {
    clusterName: plan.clusterName,
    kubernetesVersion: plan.kubernetesVersion,
    logRetentionDays: plan.logRetentionDays,
    account: plan.account,
    addons: { vpcCniVersion, kubeProxyVersion },
  };
}

function secretsKey(clusterName: string): aws.kms.KeyArgs {
  return {
    description: `Kubernetes secrets of ${clusterName}`,
    enableKeyRotation: true,
    deletionWindowInDays: keyDeletionDays,
    tags: { Name: clusterName },
  };
}

function controlPlaneRole(plan: ControlPlanePlan) {
  return {
    roleName: `${plan.clusterName}-control-plane`,
    description: `Control plane of ${plan.clusterName}`,
    service: "eks.amazonaws.com",
    policyArns: { cluster: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" },
    permissionsBoundaryArn: plan.account.permissionsBoundaryArn,
  };
}

/** What of the control plane follows from the plan alone. */
function controlPlane(plan: ControlPlanePlan): eks.ClusterArgs {
  return {
    name: plan.clusterName,
    version: plan.kubernetesVersion,
    authenticationMode: eks.AuthenticationMode.Api,
    accessEntries: accessEntries(plan.account),
    upgradePolicy: { supportType: "STANDARD" },
    enabledClusterLogTypes: logTypes,
    endpointPrivateAccess: true,
    ...publicEndpoint(plan.account.apiCidrs),
    skipDefaultNodeGroup: true,
    // The group that EKS makes by itself is enough, and the load balancer controller wants exactly one.
    skipDefaultSecurityGroups: true,
    vpcCniOptions: { addonVersion: plan.addons.vpcCniVersion, enableNetworkPolicy: true },
    kubeProxyAddonOptions: { enabled: true, version: plan.addons.kubeProxyVersion },
    // It becomes active only where nodes are: made after the node groups (ClusterAddons).
    corednsAddonOptions: { enabled: false },
    tags: plan.account.tags,
  };
}

/** Never open to the world: without an address range of the account, the endpoint is private. */
function publicEndpoint(
  apiCidrs: readonly string[],
): Pick<eks.ClusterArgs, "endpointPublicAccess" | "publicAccessCidrs"> {
  return apiCidrs.length === 0
    ? { endpointPublicAccess: false }
    : { endpointPublicAccess: true, publicAccessCidrs: [...apiCidrs] };
}

/** Administrators and viewers; the principal that makes the cluster is an administrator by itself. */
function accessEntries(account: AccountPlan): NonNullable<eks.ClusterArgs["accessEntries"]> {
  return Object.fromEntries([
    ...account.administrators.map((arn) =>
      accessEntry("administrator", arn, "AmazonEKSClusterAdminPolicy"),
    ),
    ...account.viewers.map((arn) => accessEntry("viewer", arn, "AmazonEKSAdminViewPolicy")),
  ]);
}

function accessEntry(kind: string, principalArn: string, policy: string) {
  // Account number and path: unique, and without the colons that separate the parts of a URN.
  const key = `${kind}-${principalArn.split(":").slice(4).join("-").replaceAll("/", "-")}`;
  return [
    key,
    {
      principalArn,
      accessPolicies: {
        [policy]: {
          policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
          accessScope: { type: "cluster" },
        },
      },
    },
  ] as const;
}
