import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

export interface StageNamespaceArgs {
  readonly namespace: string;
  /** Whether the AWS load balancer controller holds a pod back until its load balancer takes it up. EKS only. */
  readonly readinessGates: boolean;
}

/**
 * The namespace of a stage. Pods that the `baseline` level refuses are refused here; what the `restricted` level would
 * refuse (operands of the operators) is warned of. The level's version is pinned, so that an upgrade of the cluster
 * refuses nothing that ran before.
 */
export function stageNamespace(
  name: string,
  args: StageNamespaceArgs,
  options: pulumi.CustomResourceOptions,
): kubernetes.core.v1.Namespace {
  return new kubernetes.core.v1.Namespace(
    name,
    {
      metadata: {
        name: args.namespace,
        labels: {
          "pod-security.kubernetes.io/enforce": "baseline",
          "pod-security.kubernetes.io/enforce-version": "v1.35",
          "pod-security.kubernetes.io/warn": "restricted",
          ...(args.readinessGates ? { "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" } : {}),
        },
      },
    },
    // Claims and volumes that are still being removed hold a namespace.
    { ...options, customTimeouts: { delete: "20m" } },
  );
}
