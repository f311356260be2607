import type * as kubernetes from "@pulumi/kubernetes";

/** Pod settings that the `restricted` pod-security level asks for, with the image's own user. */
export function podSecurity(userId: number): kubernetes.types.input.core.v1.PodSecurityContext {
  return {
    runAsUser: userId,
    runAsGroup: userId,
    fsGroup: userId,
    runAsNonRoot: true,
    seccompProfile: { type: "RuntimeDefault" },
  };
}

/** Container settings that the `restricted` pod-security level asks for. */
export function containerSecurity(): kubernetes.types.input.core.v1.SecurityContext {
  return { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
}

/** Kernel settings of a pod, for its `securityContext.sysctls`: namespaced keys that Kubernetes counts as safe. */
export function sysctlsOf(
  values: Readonly<Record<string, string>>,
): { name: string; value: string }[] {
  return Object.keys(values)
    .sort()
    .map((name) => ({ name, value: values[name] ?? "" }));
}
