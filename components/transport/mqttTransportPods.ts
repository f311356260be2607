import type * as kubernetes from "@pulumi/kubernetes";
import type { MqttTransportPlan } from "../../planning/types";
import { containerOf, fromField, fromSecret, portsOf, resourcesOf } from "../kubernetes/containers";
import { appLabel } from "../kubernetes/labels";
import { scheduling } from "../kubernetes/scheduling";
import { containerSecurity, podSecurity, sysctlsOf } from "../kubernetes/security";
import { deregistrationDelaySeconds, mqttPorts } from "./mqttLoadBalancer";
import { podJavaOptions } from "../thingsboard/javaFiles";
import type { SecretKey } from "../references";

type Container = kubernetes.types.input.core.v1.Container;
type Volume = kubernetes.types.input.core.v1.Volume;

/** User of the image (thingsboard/docker, base/docker/Dockerfile). */
const userId = 799;

/** Metrics are served on a port of their own: MQTT has none (tb-mqtt-transport.yml, HTTP_BIND_PORT). */
export const metricsPort = 8083;

const [mqtt] = mqttPorts;

/** Seconds that a Java service takes to end after its signal. */
const shutdownSeconds = 30;
/** Size of a thread's stack in KiB, of which a transport needs no more (seed, line 1395). */
const stackKiB = 256;

/** What the pods read beside their plan. */
export interface TransportObjects {
  readonly environmentConfigMap: string;
  readonly filesConfigMap: string;
  readonly tlsSecret: string;
  readonly redisPassword: SecretKey;
}

/** The StatefulSet of the transport. Source: seed, lines 1340 to 1430 and 2322 to 2350. */
export function transportSet(
  plan: MqttTransportPlan,
  objects: TransportObjects,
): kubernetes.apps.v1.StatefulSetArgs {
  const { workload, placement } = plan;
  const labels = appLabel(workload.name);
  return {
    metadata: { name: workload.name, namespace: placement.namespace, labels },
    spec: {
      serviceName: workload.name,
      replicas: workload.replicas,
      podManagementPolicy: "Parallel",
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          ...scheduling(workload, placement),
          automountServiceAccountToken: false,
          terminationGracePeriodSeconds: drainSeconds(plan) + shutdownSeconds,
          securityContext: {
            ...podSecurity(userId),
            sysctls: sysctlsOf(plan.sysctls),
          },
          containers: [transportContainer(plan, objects)],
          volumes: volumes(objects),
        },
      },
    },
  };
}

/**
 * Seconds that a pod goes on serving after it was told to go: a load balancer takes it out of its targets first, and
 * leaves its connections the deregistration delay. A ClusterIP Service forgets a pod within seconds.
 */
function drainSeconds(plan: MqttTransportPlan): number {
  return plan.loadBalancer === undefined ? 5 : deregistrationDelaySeconds + 10;
}

function transportContainer(plan: MqttTransportPlan, objects: TransportObjects): Container {
  const { workload } = plan;
  const listening = { tcpSocket: { port: mqtt.port } };
  return {
    name: workload.name,
    image: plan.image,
    resources: resourcesOf(containerOf(workload)),
    securityContext: containerSecurity(),
    ports: portsOf(workload.ports),
    envFrom: [{ configMapRef: { name: objects.environmentConfigMap } }],
    env: [
      fromField("TB_SERVICE_ID", "metadata.name"),
      fromSecret("REDIS_PASSWORD", objects.redisPassword.secretName, objects.redisPassword.key),
      { name: "JAVA_OPTS", value: podJavaOptions(heapOf(plan), stackKiB) },
    ],
    lifecycle: { preStop: { sleep: { seconds: drainSeconds(plan) } } },
    startupProbe: { ...listening, periodSeconds: 20, failureThreshold: 15 },
    readinessProbe: { ...listening, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    livenessProbe: { ...listening, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 6 },
    volumeMounts: [
      { name: "config", mountPath: "/config", readOnly: true },
      // Without subPath: the transport looks every minute whether the files have changed.
      { name: "tls", mountPath: "/tls", readOnly: true },
      { name: "logs", mountPath: "/var/log/tb-mqtt-transport" },
    ],
  };
}

function heapOf({ workload }: MqttTransportPlan): number {
  if (workload.heapMiB === undefined) {
    throw new Error(`The plan of ${workload.name} states no heap.`);
  }
  return workload.heapMiB;
}

function volumes(objects: TransportObjects): Volume[] {
  return [
    { name: "config", configMap: { name: objects.filesConfigMap } },
    { name: "tls", secret: { secretName: objects.tlsSecret, defaultMode: 0o440 } },
    // Outlives a container, so that the heap dump of one that ran out of memory is still there.
    { name: "logs", emptyDir: {} },
  ];
}
