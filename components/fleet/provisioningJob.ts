import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { LoadFleetPlan } from "../../planning/types";
import { agentPod, type AgentAccess } from "./agentPod";
import { componentType } from "../componentType";
import { runOnce } from "../kubernetes/jobs";
import { appLabel } from "../kubernetes/labels";

/** A million devices take two REST calls each: a bound that no stage comes near, so that a stuck Job ends. */
const deadlineSeconds = 86_400;

export interface ProvisioningJobArgs extends AgentAccess {
  /** The agent's variables, and those that make it create every device and send nothing. */
  readonly plan: LoadFleetPlan;
}

/**
 * The Job that creates the devices, once, before any generator: several agents that create device profiles at the same
 * time fail each other. It is suspended; a run releases it and judges it by its log, since the agent ends with 0
 * whatever happened. A changed plan makes it anew.
 */
export class ProvisioningJob extends pulumi.ComponentResource {
  /** Name of the Job that a run releases. */
  readonly jobName: string;

  constructor(name: string, args: ProvisioningJobArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentType("ProvisioningJob"), name, { workload: args.plan.provisioningJob }, options);
    const { plan } = args;
    const workload = plan.provisioningJob;

    new kubernetes.batch.v1.Job(
      name,
      runOnce(
        workload.name,
        plan.placement.namespace,
        appLabel(workload.name),
        agentPod({
          workload,
          image: plan.image,
          access: args,
          environment: { ...plan.environment, ...plan.provisioningEnvironment },
        }),
        { deadlineSeconds, suspended: true },
      ),
      // A run changes it: an `up` in between must not hold the Job again.
      { parent: this, ignoreChanges: ["spec.suspend"] },
    );

    this.jobName = workload.name;
    this.registerOutputs({ jobName: this.jobName });
  }
}
