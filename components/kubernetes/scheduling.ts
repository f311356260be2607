import type * as kubernetes from "@pulumi/kubernetes";
import type { PlacementPlan, WorkloadPlan } from "../../planning/types";
import { appLabel } from "./labels";

/** The part of a pod's `spec` that says where it may run. Plain values, so that they can be taken apart again. */
export interface Scheduling {
  nodeSelector?: Record<string, string>;
  affinity?: { podAntiAffinity: kubernetes.types.input.core.v1.PodAntiAffinity };
  topologySpreadConstraints?: kubernetes.types.input.core.v1.TopologySpreadConstraint[];
}

/** Label of a node that names the node itself. */
export const hostnameKey = "kubernetes.io/hostname";
/** Label of a node that names its zone; nodes of kind and minikube have none. */
export const zoneKey = "topology.kubernetes.io/zone";

/**
 * Where the pods of a workload may run: the node group's label, the workload's affinity to itself and to others, and
 * an even spread over the zones. `labels` are the pods' own, for pods that an operator labels.
 */
export function scheduling(
  workload: WorkloadPlan,
  placement: PlacementPlan,
  labels: Record<string, string> = appLabel(workload.name),
): Scheduling {
  const podAntiAffinity = antiAffinity(workload, labels);
  return {
    ...(workload.nodeGroup === null ? {} : { nodeSelector: { role: workload.nodeGroup } }),
    ...(podAntiAffinity === undefined ? {} : { affinity: { podAntiAffinity } }),
    ...(workload.spreadOverZones && placement.zones.length > 1
      ? { topologySpreadConstraints: [evenlyOverZones(labels)] }
      : {}),
  };
}

/** At most one pod more in one zone than in another. A pod that cannot hold to it waits. */
export function evenlyOverZones(
  labels: Record<string, string>,
): kubernetes.types.input.core.v1.TopologySpreadConstraint {
  return {
    maxSkew: 1,
    topologyKey: zoneKey,
    whenUnsatisfiable: "DoNotSchedule",
    labelSelector: { matchLabels: labels },
  };
}

function antiAffinity(
  workload: WorkloadPlan,
  labels: Record<string, string>,
): kubernetes.types.input.core.v1.PodAntiAffinity | undefined {
  const ofItself = { labelSelector: { matchLabels: labels }, topologyKey: hostnameKey };
  const wishes = workload.avoids.map(({ workload: other, weight }) => ({
    weight,
    podAffinityTerm: {
      labelSelector: { matchLabels: other === workload.name ? labels : appLabel(other) },
      topologyKey: hostnameKey,
    },
  }));
  if (workload.antiAffinity === "required") {
    return {
      requiredDuringSchedulingIgnoredDuringExecution: [ofItself],
      ...(wishes.length === 0 ? {} : { preferredDuringSchedulingIgnoredDuringExecution: wishes }),
    };
  }
  return wishes.length === 0
    ? undefined
    : { preferredDuringSchedulingIgnoredDuringExecution: wishes };
}
