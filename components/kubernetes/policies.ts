import type * as kubernetes from "@pulumi/kubernetes";
import { appLabel } from "./labels";

/**
 * A disruption budget of one: a drain takes one pod after the other. A pod that is not ready anyway may always go,
 * or a broken pod would block every drain.
 */
export function oneAtATime(
  name: string,
  namespace: string,
  labels: Record<string, string> = appLabel(name),
): kubernetes.policy.v1.PodDisruptionBudgetArgs {
  return {
    metadata: { name, namespace },
    spec: {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
      selector: { matchLabels: labels },
    },
  };
}

/** Who may reach which ports: pods that carry one of the `app` labels, or any of the given labels. */
export interface Admission {
  readonly ports: readonly number[];
  readonly apps?: readonly string[];
  readonly pods?: readonly Record<string, string>[];
}

/** A network policy that closes the selected pods to everything but what is admitted, from the same namespace. */
export function admitOnly(
  name: string,
  namespace: string,
  labels: Record<string, string>,
  admissions: readonly Admission[],
): kubernetes.networking.v1.NetworkPolicyArgs {
  return {
    metadata: { name, namespace },
    spec: {
      podSelector: { matchLabels: labels },
      policyTypes: ["Ingress"],
      // A rule without senders would admit everybody.
      ingress: admissions
        .filter(({ apps = [], pods = [] }) => apps.length + pods.length > 0)
        .map(({ ports, apps = [], pods = [] }) => ({
          from: [
            ...(apps.length === 0
              ? []
              : [
                  {
                    podSelector: {
                      matchExpressions: [{ key: "app", operator: "In", values: [...apps] }],
                    },
                  },
                ]),
            ...pods.map((matchLabels) => ({ podSelector: { matchLabels } })),
          ],
          ports: ports.map((port) => ({ protocol: "TCP", port })),
        })),
    },
  };
}
