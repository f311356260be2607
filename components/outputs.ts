import * as pulumi from "@pulumi/pulumi";
import type { LoadPlan, StagePlan, TotalsPlan } from "../planning/types";
import type { Fleet } from "./fleet/createLoadFleet";
import type { MqttTransportTier } from "./transport/mqttTransportTier";
import type { Platform } from "./platform/platform";
import type { TbCore } from "./thingsboard/tbCore";

/** What a stack puts out. Null stands for what an existing cluster does not have. */
export interface StageOutputs {
  readonly endpoints: {
    /** Web UI and REST API from outside. */
    readonly ui: pulumi.Output<string> | null;
    /** REST API inside the cluster. */
    readonly rest: pulumi.Output<string>;
    /** Host that devices connect to. */
    readonly mqttHost: pulumi.Output<string>;
    /** 1883, and 8883 with TLS. */
    readonly mqttPorts: { readonly mqtt: number; readonly mqtts: number };
  };
  readonly clusterName: string | null;
  /** Secret. */
  readonly kubeconfig: pulumi.Output<string> | null;
  readonly namespace: string;
  readonly plan: { readonly load: LoadPlan; readonly totals: TotalsPlan };
  readonly fleet: {
    readonly region: string | null;
    readonly instanceIds: readonly pulumi.Output<string>[];
    /** Suspended Job that creates the devices. */
    readonly provisioningJob: string;
  };
  readonly logGroups: {
    readonly controlPlane: pulumi.Output<string> | null;
    readonly loadGenerators: string | null;
  };
}

/** Gathers the outputs of a stage from its parts. */
export function stageOutputs(parts: {
  readonly plan: StagePlan;
  readonly platform: Platform;
  readonly core: TbCore;
  readonly transport: MqttTransportTier;
  readonly fleet: Fleet;
}): StageOutputs {
  const { plan, platform, core, transport, fleet } = parts;
  const scheme = plan.core.ingress?.https === true ? "https" : "http";
  return {
    endpoints: {
      ui:
        core.loadBalancerHostname === undefined
          ? null
          : pulumi.interpolate`${scheme}://${core.loadBalancerHostname}`,
      rest: core.restEndpoint,
      mqttHost: transport.host,
      mqttPorts: transport.ports,
    },
    clusterName: platform.cluster?.name ?? null,
    kubeconfig: platform.cluster?.kubeconfig ?? null,
    namespace: plan.core.placement.namespace,
    plan: { load: plan.load, totals: plan.totals },
    fleet: {
      region: fleet.region,
      instanceIds: fleet.instanceIds,
      provisioningJob: fleet.provisioningJob,
    },
    logGroups: {
      controlPlane: platform.cluster?.logGroupName ?? null,
      loadGenerators: fleet.logGroupName ?? null,
    },
  };
}
