import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ChartPlan } from "../../planning/types";

/** Seconds that Helm waits for what a chart installs: an image pull on a new node included. */
const waitSeconds = 600;

/** What is installed, where, and with which values. */
export interface HelmReleaseArgs {
  /** Chart, repository and pinned version. */
  readonly chart: ChartPlan;
  /** Namespace of the release. It must exist. */
  readonly namespace: string;
  /** Values of the chart; build them with an own interface, so that a misspelt key does not compile. */
  readonly values: pulumi.Inputs;
  /** Name of the release, and so of the chart's objects. Default: the chart's name, so that names are known. */
  readonly releaseName?: string;
}

/**
 * A Helm chart at a pinned version, awaited until its pods are ready. A failed install or upgrade is rolled back
 * whole, so that the next `up` starts from a clean state. Helm installs the custom resource definitions of a chart's
 * `crds/` once and never upgrades them.
 */
export function helmRelease(
  name: string,
  args: HelmReleaseArgs,
  options: pulumi.CustomResourceOptions,
): kubernetes.helm.v3.Release {
  return new kubernetes.helm.v3.Release(
    name,
    {
      name: args.releaseName ?? args.chart.name,
      chart: args.chart.name,
      version: args.chart.version,
      repositoryOpts: { repo: args.chart.repository },
      namespace: args.namespace,
      createNamespace: false,
      values: args.values,
      atomic: true,
      timeout: waitSeconds,
      skipAwait: false,
      skipCrds: false,
    },
    // Pulumi's own wait ends no earlier than Helm's.
    {
      customTimeouts: { create: "15m", update: "15m", delete: "15m" },
      ...options,
    },
  );
}
