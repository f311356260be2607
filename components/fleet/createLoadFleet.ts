import * as pulumi from "@pulumi/pulumi";
import type { StagePlan } from "../../planning/types";
import type { AgentAccess } from "./agentPod";
import { LoadFleet } from "./loadFleet";
import type { MqttTransportTier } from "../transport/mqttTransportTier";
import type { Platform } from "../platform/platform";
import { PodFleet } from "./podFleet";
import { ProvisioningJob } from "./provisioningJob";
import type { TbCore } from "../thingsboard/tbCore";

export interface CreateLoadFleetArgs {
  readonly plan: Pick<StagePlan, "core" | "eks" | "fleet">;
  readonly platform: Pick<Platform, "aws" | "fleetPrefixListIds" | "kubernetes">;
  /** Usually the stage's `TbCore`. */
  readonly core: Pick<TbCore, "loadBalancerHostname" | "restEndpoint" | "tenantPassword"> & {
    readonly accountsSecret: Pick<TbCore["accountsSecret"], "tenant">;
  };
  /** Usually the stage's `MqttTransportTier`. */
  readonly transport: Pick<MqttTransportTier, "host" | "ready">;
}

/** What a run needs to know of the generators. */
export interface Fleet {
  /** Region of the instances; null where the generators are pods. */
  readonly region: string | null;
  /** In the order of the shards; empty where the generators are pods. */
  readonly instanceIds: readonly pulumi.Output<string>[];
  /** Log group of the instances. */
  readonly logGroupName?: string;
  /** Name of the suspended Job that creates the devices. */
  readonly provisioningJob: string;
}

/**
 * The load generators of a stage, as its plan says: instances in a region of their own, or pods. With them, in the
 * cluster, the suspended Job that creates the devices.
 *
 * @param name begins the name of every resource of the fleet.
 */
export function createLoadFleet(name: string, args: CreateLoadFleetArgs): Fleet {
  const { plan, platform, core, transport } = args;
  const access: AgentAccess = {
    restUrl: core.restEndpoint,
    tenantPassword: core.accountsSecret.tenant,
  };
  const inCluster = { provider: platform.kubernetes, dependsOn: [...transport.ready] };

  const provisioning = new ProvisioningJob(
    `${name}-provisioning`,
    { plan: plan.fleet, ...access },
    inCluster,
  );
  const provisioningJob = provisioning.jobName;
  if (plan.fleet.kind === "pods") {
    new PodFleet(name, { plan: plan.fleet, mqttHost: transport.host, ...access }, inCluster);
    return { region: null, instanceIds: [], provisioningJob };
  }
  const { region, instanceIds, logGroupName } = instances(name, args);
  return { region, instanceIds, logGroupName, provisioningJob };
}

function instances(
  name: string,
  { plan, platform, core, transport }: CreateLoadFleetArgs,
): LoadFleet {
  const { eks } = plan;
  const { aws, fleetPrefixListIds } = platform;
  const restHost = core.loadBalancerHostname;
  if (eks === undefined || aws === undefined || restHost === undefined) {
    throw new Error(
      "A fleet on EC2 reaches the cluster through its load balancers, and the platform has none: plan a fleet of pods.",
    );
  }
  const scheme = plan.core.ingress?.https === true ? "https" : "http";
  return new LoadFleet(
    name,
    {
      plan: plan.fleet,
      baseName: eks.clusterName,
      account: eks.account,
      restUrl: pulumi.interpolate`${scheme}://${restHost}`,
      mqttHost: transport.host,
      tenantPassword: core.tenantPassword,
      prefixLists: eks.network.fleetPrefixLists.flatMap(({ start, end }, position) => {
        const id = fleetPrefixListIds[position];
        return id === undefined ? [] : [{ id, start, end }];
      }),
      clusterProvider: aws,
    },
    { dependsOn: [...transport.ready] },
  );
}
