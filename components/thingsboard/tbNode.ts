import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ContainerPlan, WorkloadPlan } from "../../planning/types";
import { componentType } from "../componentType";
import {
  containerOf,
  environment,
  fromField,
  fromSecret,
  portsOf,
  resourcesOf,
} from "../kubernetes/containers";
import { podJavaOptions } from "./javaFiles";
import { appLabel } from "../kubernetes/labels";
import { admitOnly, oneAtATime } from "../kubernetes/policies";
import { scheduling } from "../kubernetes/scheduling";
import { containerSecurity, podSecurity } from "../kubernetes/security";
import type { StoreCredentials } from "../references";
import type { TbConfiguration, TbServiceArgs } from "./tbConfiguration";

/** User `thingsboard` of the vendor's Java images (seed, line 887). */
export const thingsboardUser = 799;

/** Port of REST, the web pages and the metrics (seed, line 1118). */
export const httpPort = 8080;

/** Size of a thread's stack in KiB (seed, line 919). */
const stackKiB = 384;

export interface TbNodeArgs extends TbServiceArgs {
  /** What the pods are: tb-core answers REST, tb-rule-engine takes every message through the rule chains. */
  readonly serviceType: "tb-core" | "tb-rule-engine";
  /** Replicas, resources, heap and affinity of the pods. */
  readonly workload: WorkloadPlan;
  /** Secrets with the stores' passwords. */
  readonly credentials: StoreCredentials;
  /** What must be there before the pods start. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * tb-core or tb-rule-engine: a StatefulSet of the vendor's tb-node image (seed, lines 847 to 1107). tb-core gets a
 * Service for REST and pages; nobody connects to a rule engine, which is closed.
 */
export class TbNode extends pulumi.ComponentResource {
  /** What a user of the service waits for: ready pods, and for tb-core its Service with endpoints. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: TbNodeArgs, options?: pulumi.ComponentResourceOptions) {
    super(
      componentType("TbNode"),
      name,
      { serviceType: args.serviceType, workload: args.workload },
      options,
    );
    const { workload, plan } = args;
    const { namespace } = plan.placement;
    const parent = { parent: this };

    const peers = new kubernetes.core.v1.Service(
      `${name}-headless`,
      headlessService(workload.name, namespace),
      parent,
    );
    new kubernetes.policy.v1.PodDisruptionBudget(
      name,
      oneAtATime(workload.name, namespace),
      parent,
    );
    const pods = new kubernetes.apps.v1.StatefulSet(name, nodeSet(args), {
      parent: this,
      dependsOn: [peers, args.configuration, ...args.after],
      // Pods are rolled one after the other, and each takes minutes to start.
      customTimeouts: { create: "20m", update: "45m" },
    });

    if (args.serviceType === "tb-core") {
      // After its pods: a Service is waited for until it has endpoints. No NetworkPolicy: what reaches tb-core is the
      // load balancer, from the whole network's addresses, and on an existing cluster whatever its owner routes here.
      const service = new kubernetes.core.v1.Service(
        name,
        clientService(workload.name, namespace),
        {
          parent: this,
          dependsOn: pods,
        },
      );
      this.ready = [pods, service];
    } else {
      new kubernetes.networking.v1.NetworkPolicy(
        name,
        admitOnly(workload.name, namespace, appLabel(workload.name), []),
        parent,
      );
      this.ready = [pods];
    }
    this.registerOutputs({ pods: pods.metadata.name });
  }
}

/** The Service that a StatefulSet names as its own. */
export function headlessService(
  workload: string,
  namespace: string,
): kubernetes.core.v1.ServiceArgs {
  return {
    metadata: { name: `${workload}-headless`, namespace },
    spec: { clusterIP: "None", selector: appLabel(workload) },
  };
}

/** `http://<workload>:8080` inside the namespace. */
export function clientService(
  workload: string,
  namespace: string,
  annotations?: Record<string, string>,
): kubernetes.core.v1.ServiceArgs {
  return {
    metadata: { name: workload, namespace, ...(annotations === undefined ? {} : { annotations }) },
    spec: {
      type: "ClusterIP",
      selector: appLabel(workload),
      ports: [{ name: "http", port: httpPort, targetPort: httpPort }],
    },
  };
}

/** User names and passwords of the stores, under tb-node's variable names; the values stay in their Secrets. */
export function storeVariables({
  postgresql,
  cassandra,
  redis,
}: StoreCredentials): kubernetes.types.input.core.v1.EnvVar[] {
  return [
    fromSecret("SPRING_DATASOURCE_USERNAME", postgresql.secretName, postgresql.usernameKey),
    fromSecret("SPRING_DATASOURCE_PASSWORD", postgresql.secretName, postgresql.passwordKey),
    fromSecret("CASSANDRA_USERNAME", cassandra.secretName, cassandra.usernameKey),
    fromSecret("CASSANDRA_PASSWORD", cassandra.secretName, cassandra.passwordKey),
    fromSecret("REDIS_PASSWORD", redis.secretName, redis.key),
  ];
}

/** Volumes of every pod of the tb-node image. */
export function nodeVolumes(
  configuration: TbConfiguration,
): kubernetes.types.input.core.v1.Volume[] {
  return [
    { name: "config", configMap: { name: configuration.nodeFiles } },
    { name: "logs", emptyDir: {} },
    { name: "data", emptyDir: {} },
  ];
}

/** Where the tb-node image looks for them. */
export const nodeMounts: kubernetes.types.input.core.v1.VolumeMount[] = [
  { name: "config", mountPath: "/config", readOnly: true },
  { name: "logs", mountPath: "/var/log/thingsboard" },
  { name: "data", mountPath: "/data" },
];

function nodeSet(args: TbNodeArgs): kubernetes.apps.v1.StatefulSetArgs {
  const { workload, plan } = args;
  const labels = appLabel(workload.name);
  return {
    metadata: { name: workload.name, namespace: plan.placement.namespace, labels },
    spec: {
      serviceName: `${workload.name}-headless`,
      replicas: workload.replicas,
      podManagementPolicy: "Parallel",
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          ...scheduling(workload, plan.placement),
          automountServiceAccountToken: false,
          securityContext: podSecurity(thingsboardUser),
          // Consumers leave their groups and queues are written out.
          terminationGracePeriodSeconds: 60,
          containers: [nodeContainer(args)],
          volumes: nodeVolumes(args.configuration),
        },
      },
    },
  };
}

function nodeContainer(args: TbNodeArgs): kubernetes.types.input.core.v1.Container {
  const container = containerOf(args.workload);
  const probe = probeOf(args.serviceType);
  return {
    name: container.name,
    image: args.plan.images.thingsboardNode,
    resources: resourcesOf(container),
    securityContext: containerSecurity(),
    ports: portsOf(args.workload.ports),
    env: [
      fromField("TB_SERVICE_ID", "metadata.name"),
      ...storeVariables(args.credentials),
      ...environment({
        TB_SERVICE_TYPE: args.serviceType,
        JAVA_OPTS: javaOptions(container),
        // States of calculated fields: the image's own directory is not writable for sure.
        TB_QUEUE_CF_ROCKS_DB_PATH: "/data/rocksdb/cf_states",
        TB_EDQS_ROCKSDB_PATH: "/data/rocksdb/edqs",
      }),
    ],
    envFrom: [{ configMapRef: { name: args.configuration.environment } }],
    volumeMounts: nodeMounts,
    // Up to 15 minutes: at a first start all pods of a node compile at once on few cores.
    startupProbe: { ...probe, periodSeconds: 10, timeoutSeconds: 10, failureThreshold: 90 },
    readinessProbe: { ...probe, periodSeconds: 10, timeoutSeconds: 10, failureThreshold: 3 },
    livenessProbe: { ...probe, periodSeconds: 10, timeoutSeconds: 10, failureThreshold: 6 },
  };
}

/**
 * The page /login is open on tb-core alone: since 3.6.2 a rule engine asks for a login on every path but its metrics
 * (TbRuleEngineSecurityConfiguration.java), and the seed's probe would restart it for ever.
 */
function probeOf(
  serviceType: TbNodeArgs["serviceType"],
): Pick<kubernetes.types.input.core.v1.Probe, "httpGet" | "tcpSocket"> {
  return serviceType === "tb-core"
    ? { httpGet: { path: "/login", port: httpPort } }
    : { tcpSocket: { port: httpPort } };
}

function javaOptions({ name, heapMiB }: ContainerPlan): string {
  if (heapMiB === undefined) {
    throw new Error(`The plan of ${name} states no heap.`);
  }
  return podJavaOptions(heapMiB, stackKiB);
}
