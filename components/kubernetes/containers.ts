import type * as kubernetes from "@pulumi/kubernetes";
import type { ContainerPlan, PortPlan, VolumePlan, WorkloadPlan } from "../../planning/types";

type Core = kubernetes.types.input.core.v1.Container;

/** Requests and limits of a container. */
export function resourcesOf(
  container: ContainerPlan,
): kubernetes.types.input.core.v1.ResourceRequirements & {
  requests: Record<string, string>;
  limits: Record<string, string>;
} {
  return {
    requests: {
      cpu: `${container.cpuRequestMilli}m`,
      memory: `${container.memoryRequestMiB}Mi`,
    },
    limits: {
      ...(container.cpuLimitMilli === undefined ? {} : { cpu: `${container.cpuLimitMilli}m` }),
      memory: `${container.memoryLimitMiB}Mi`,
    },
  };
}

/** The container of that name in the plan of a workload. */
export function containerOf(workload: WorkloadPlan, name = workload.name): ContainerPlan {
  const found = [...workload.containers, ...workload.initContainers].find(
    (container) => container.name === name,
  );
  if (found === undefined) {
    throw new Error(`The plan of ${workload.name} has no container ${name}.`);
  }
  return found;
}

/** Ports of a container. */
export function portsOf(ports: readonly PortPlan[]): NonNullable<Core["ports"]> {
  return ports.map(({ name, port }) => ({ name, containerPort: port }));
}

/** Claims that a StatefulSet makes for each of its pods. */
export function claimsOf(
  volumes: readonly VolumePlan[],
  storageClass: string,
): kubernetes.types.input.core.v1.PersistentVolumeClaim[] {
  return volumes.map(({ name, sizeGiB }) => ({
    metadata: { name },
    spec: {
      accessModes: ["ReadWriteOnce"],
      storageClassName: storageClass,
      resources: { requests: { storage: `${sizeGiB}Gi` } },
    },
  }));
}

/** Variables from plain strings, sorted by name so that a diff shows only what changed. */
export function environment(
  values: Readonly<Record<string, string>>,
): kubernetes.types.input.core.v1.EnvVar[] {
  return Object.keys(values)
    .sort()
    .map((name) => ({ name, value: values[name] ?? "" }));
}

/** A variable whose value is a field of the pod, such as `metadata.name`. */
export function fromField(name: string, fieldPath: string): kubernetes.types.input.core.v1.EnvVar {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}

/** A variable whose value is a key of a Secret: the value itself stands in no manifest. */
export function fromSecret(
  name: string,
  secret: string,
  key: string,
): kubernetes.types.input.core.v1.EnvVar {
  return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}

/** A probe that runs a shell line inside the container. */
export function shellProbe(
  line: string,
  timing: Omit<kubernetes.types.input.core.v1.Probe, "exec">,
): kubernetes.types.input.core.v1.Probe {
  return { exec: { command: ["/bin/sh", "-c", line] }, ...timing };
}
