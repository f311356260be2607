import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { LoadFleetPlan, WorkloadPlan } from "../../planning/types";
import { agentPod, type AgentAccess } from "./agentPod";
import { componentType } from "../componentType";
import { fromField } from "../kubernetes/containers";
import { appLabel } from "../kubernetes/labels";
import { admitOnly } from "../kubernetes/policies";

export interface PodFleetArgs extends AgentAccess {
  /** Generators, shards and the agent's variables; its kind is `pods`. */
  readonly plan: LoadFleetPlan;
  /** Host that devices connect to, inside the cluster. */
  readonly mqttHost: pulumi.Input<string>;
}

/**
 * Load generators as pods of an existing cluster: a StatefulSet at zero replicas until a run scales it to the plan's
 * number of generators. A pod's ordinal is its index, from which the agent computes its share of the devices.
 */
export class PodFleet extends pulumi.ComponentResource {
  /** Name of the StatefulSet that a run scales. */
  readonly statefulSetName: string;

  constructor(name: string, args: PodFleetArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentType("PodFleet"), name, { plan: args.plan }, options);
    const { plan } = args;
    const { namespace } = plan.placement;
    const workload = generatorsOf(plan);
    const parent = { parent: this };

    const service = new kubernetes.core.v1.Service(
      name,
      {
        metadata: { name: workload.name, namespace },
        spec: { clusterIP: "None", selector: appLabel(workload.name) },
      },
      parent,
    );
    new kubernetes.apps.v1.StatefulSet(name, generatorSet(args, workload), {
      parent: this,
      dependsOn: service,
      // A run changes it: an `up` in between must not stop the load.
      ignoreChanges: ["spec.replicas"],
    });
    // Nobody has to reach a generator.
    new kubernetes.networking.v1.NetworkPolicy(
      name,
      admitOnly(workload.name, namespace, appLabel(workload.name), []),
      parent,
    );

    this.statefulSetName = workload.name;
    this.registerOutputs({ statefulSetName: this.statefulSetName });
  }
}

function generatorSet(
  args: PodFleetArgs,
  workload: WorkloadPlan,
): kubernetes.apps.v1.StatefulSetArgs {
  const { plan } = args;
  const labels = appLabel(workload.name);
  return {
    metadata: { name: workload.name, namespace: plan.placement.namespace, labels },
    spec: {
      serviceName: workload.name,
      replicas: 0,
      podManagementPolicy: "Parallel",
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: agentPod({
          workload,
          image: plan.image,
          access: args,
          // The agent waits when it is done: a pod that ended would be started again and send once more.
          environment: { ...plan.environment, EXIT_AFTER_COMPLETE: "false" },
          variables: [
            { name: "MQTT_HOST", value: args.mqttHost },
            fromField("INSTANCE_IDX_REGEX_SOURCE", "metadata.name"),
          ],
          sysctls: plan.sysctls,
        }),
      },
    },
  };
}

function generatorsOf(plan: LoadFleetPlan): WorkloadPlan {
  if (plan.generators === undefined) {
    throw new Error("A fleet of pods needs `generators`, and its plan states none.");
  }
  return plan.generators;
}
