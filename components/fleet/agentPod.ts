import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { WorkloadPlan } from "../../planning/types";
import {
  containerOf,
  environment,
  fromSecret,
  portsOf,
  resourcesOf,
} from "../kubernetes/containers";
import { containerSecurity, podSecurity, sysctlsOf } from "../kubernetes/security";
import type { SecretKey } from "../references";

type EnvVar = kubernetes.types.input.core.v1.EnvVar;

/** User of the agent's base image (thingsboard/docker, base/docker/Dockerfile). */
const userId = 799;

/** How an agent in the cluster reaches ThingsBoard. */
export interface AgentAccess {
  /** Base URL of the REST API, inside the cluster. */
  readonly restUrl: pulumi.Input<string>;
  /** Where the password of the tenant that owns the devices stands. */
  readonly tenantPassword: SecretKey;
}

export interface AgentPodArgs {
  readonly workload: WorkloadPlan;
  readonly image: string;
  readonly access: AgentAccess;
  /** The agent's variables, beside those of `access`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Variables that are no plain strings. Default: none. */
  readonly variables?: readonly EnvVar[];
  /** Kernel settings of the pod. Default: none. */
  readonly sysctls?: Readonly<Record<string, string>>;
}

/** The load agent as a pod. */
export function agentPod(args: AgentPodArgs): kubernetes.types.input.core.v1.PodSpec {
  const { workload, access, variables = [], sysctls = {} } = args;
  const { secretName, key } = access.tenantPassword;
  return {
    ...(workload.nodeGroup === null ? {} : { nodeSelector: { role: workload.nodeGroup } }),
    automountServiceAccountToken: false,
    // The agent's start script passes no signal on: waiting would only delay the end.
    terminationGracePeriodSeconds: 5,
    securityContext: { ...podSecurity(userId), sysctls: sysctlsOf(sysctls) },
    containers: [
      {
        name: workload.name,
        image: args.image,
        resources: resourcesOf(containerOf(workload)),
        securityContext: containerSecurity(),
        ports: portsOf(workload.ports),
        env: [
          ...environment(args.environment),
          { name: "REST_URL", value: access.restUrl },
          fromSecret("REST_PASSWORD", secretName, key),
          ...variables,
        ],
      },
    ],
  };
}
