import * as aws from "@pulumi/aws";
import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { EksPlan, WorkloadPlan } from "../../planning/types";
import { componentType } from "../componentType";
import { helmRelease } from "../kubernetes/helmRelease";
import { containerOf, resourcesOf } from "../kubernetes/containers";
import { loadBalancerControllerPolicy } from "./loadBalancerControllerPolicy";
import { PodIdentity } from "./podIdentity";

const namespace = "kube-system";
const serviceAccount = "aws-load-balancer-controller";

export interface LoadBalancerControllerArgs {
  /** Chart, replicas and resources; cluster name, region and tags. */
  readonly plan: Pick<EksPlan, "clusterName" | "region" | "loadBalancerController" | "account">;
  readonly vpcId: pulumi.Input<string>;
}

/**
 * AWS Load Balancer Controller: makes the ALB of an Ingress and the NLB of a Service. It must outlive both, or nobody
 * removes them: whatever makes one depends on `release`.
 */
export class LoadBalancerController extends pulumi.ComponentResource {
  /** The running controller. */
  readonly release: kubernetes.helm.v3.Release;

  constructor(
    name: string,
    args: LoadBalancerControllerArgs,
    options?: pulumi.ComponentResourceOptions,
  ) {
    const { clusterName, region, loadBalancerController, account } = args.plan;
    super(
      componentType("LoadBalancerController"),
      name,
      { plan: { clusterName, region, loadBalancerController, account } },
      options,
    );
    const parent = { parent: this };

    const policy = new aws.iam.Policy(
      name,
      {
        name: `${clusterName}-load-balancers`,
        description: `Load balancers of ${clusterName}`,
        policy: JSON.stringify(loadBalancerControllerPolicy()),
      },
      parent,
    );
    const identity = new PodIdentity(
      name,
      {
        clusterName,
        namespace,
        serviceAccount,
        roleName: `${clusterName}-load-balancers`,
        description: `Load balancers of ${clusterName}`,
        policyArns: { controller: policy.arn },
        permissionsBoundaryArn: account.permissionsBoundaryArn,
      },
      parent,
    );
    this.release = helmRelease(
      name,
      { chart: loadBalancerController.chart, namespace, values: { ...chartValues(args) } },
      { parent: this, dependsOn: identity },
    );
    this.registerOutputs({});
  }
}

/** Values of chart aws-load-balancer-controller 3.5. */
interface ChartValues {
  readonly clusterName: string;
  readonly region: string;
  readonly vpcId: pulumi.Input<string>;
  readonly serviceAccount: { readonly create: boolean; readonly name: string };
  readonly replicaCount: number;
  readonly resources: ReturnType<typeof resourcesOf>;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly podDisruptionBudget: { readonly maxUnavailable: number };
  readonly defaultTags: Readonly<Record<string, string>>;
  readonly enableServiceMutatorWebhook: boolean;
  readonly enableCertManager: boolean;
  readonly keepTLSSecret: boolean;
}

function chartValues(args: LoadBalancerControllerArgs): ChartValues {
  const { workload } = args.plan.loadBalancerController;
  return {
    clusterName: args.plan.clusterName,
    // Both stated: at hop limit 1 its pods cannot ask the metadata service for them.
    region: args.plan.region,
    vpcId: args.vpcId,
    serviceAccount: { create: true, name: serviceAccount },
    replicaCount: workload.replicas,
    resources: resourcesOf(containerOf(workload)),
    nodeSelector: nodeSelector(workload),
    podDisruptionBudget: { maxUnavailable: 1 },
    defaultTags: args.plan.account.tags,
    // It would sit in the way of every new Service of the cluster; ours name their class themselves.
    enableServiceMutatorWebhook: false,
    enableCertManager: false,
    // Else each upgrade makes another webhook certificate, which the API server does not trust at once.
    keepTLSSecret: true,
  };
}

function nodeSelector(workload: WorkloadPlan): Readonly<Record<string, string>> {
  return workload.nodeGroup === null ? {} : { role: workload.nodeGroup };
}
