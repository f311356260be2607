import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { MqttTransportPlan } from "../../planning/types";
import { componentType } from "../componentType";
import { hashedConfigMap } from "../kubernetes/hashedConfigMap";
import { appLabel } from "../kubernetes/labels";
import { oneAtATime } from "../kubernetes/policies";
import { MqttLoadBalancer, mqttPorts } from "./mqttLoadBalancer";
import { MqttTls } from "./mqttTls";
import { transportFiles } from "./mqttTransportFiles";
import { metricsPort, transportSet } from "./mqttTransportPods";
import type { SecretKey } from "../references";

/** Service by which devices inside an existing cluster connect; port-forward it to come from outside. */
const internalService = "tb-mqtt";

export interface MqttTransportTierArgs {
  /** Pods, heap, environment, kernel settings and the load balancer's idle timeout. */
  readonly plan: MqttTransportPlan;
  /** Where the password of the cache stands. */
  readonly redisPassword: SecretKey;
  /** What must run before the pods start: a tb-core that answers. Default: nothing. */
  readonly after?: readonly pulumi.Resource[];
  /**
   * Who may connect, and the controller that makes the load balancer. Needed where the plan has one, and left out where
   * it has none (an existing cluster).
   */
  readonly loadBalancer?:
    | {
        readonly securityGroupIds: readonly pulumi.Input<string>[];
        readonly controller: pulumi.Resource;
      }
    | undefined;
}

/**
 * The tier that holds one connection per device: a StatefulSet of tb-mqtt-transport on 1883 and, with TLS, on 8883, and
 * a Network Load Balancer in front of it; on an existing cluster a ClusterIP Service `tb-mqtt` instead.
 * A pod that is told to go serves on until the load balancer has taken it out, so that a rolling update or a drain moves
 * its devices one pod at a time. Readiness gates are given only to pods made after the load balancer: the first roll
 * has none.
 */
export class MqttTransportTier extends pulumi.ComponentResource {
  /** Host that devices connect to. */
  readonly host: pulumi.Output<string>;
  /** Ports of MQTT (1883) and of MQTT over TLS (8883). */
  readonly ports: { readonly mqtt: number; readonly mqtts: number };
  /** Pods and the way in: whoever sends messages comes after them. */
  readonly ready: readonly pulumi.Resource[];

  constructor(
    name: string,
    args: MqttTransportTierArgs,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super(componentType("MqttTransportTier"), name, { plan: shownPlan(args.plan) }, options);
    const { plan, redisPassword, after = [] } = args;
    const { namespace } = plan.placement;
    const parent = { parent: this };

    const environment = hashedConfigMap(
      `${name}-environment`,
      { baseName: `${plan.workload.name}-environment`, namespace, data: plan.environment },
      parent,
    );
    const files = hashedConfigMap(
      `${name}-files`,
      { baseName: `${plan.workload.name}-files`, namespace, data: transportFiles },
      parent,
    );
    const certificate = new MqttTls(
      `${name}-tls`,
      { plan, services: [internalService, plan.workload.name] },
      parent,
    );
    const headless = new kubernetes.core.v1.Service(name, headlessService(plan), parent);
    const pods = new kubernetes.apps.v1.StatefulSet(
      name,
      transportSet(plan, {
        environmentConfigMap: environment.objectName,
        filesConfigMap: files.objectName,
        tlsSecret: certificate.secretName,
        redisPassword,
      }),
      {
        parent: this,
        dependsOn: [environment.resource, files.resource, certificate, headless, ...after],
        // An update rolls pod after pod, and each one first gives its devices away.
        customTimeouts: { create: "20m", update: "60m" },
      },
    );
    new kubernetes.policy.v1.PodDisruptionBudget(
      name,
      oneAtATime(plan.workload.name, namespace),
      parent,
    );
    new kubernetes.networking.v1.NetworkPolicy(name, admission(plan), parent);
    const entrance = this.#entrance(name, args, pods);

    this.host = entrance.host;
    this.ports = { mqtt: mqttPorts[0].port, mqtts: mqttPorts[1].port };
    this.ready = [pods, entrance.resource];
    this.registerOutputs({ host: this.host, ports: this.ports });
  }

  /** The way in: after the pods, since it waits for endpoints and is to be deleted first. */
  #entrance(
    name: string,
    { plan, loadBalancer }: MqttTransportTierArgs,
    pods: kubernetes.apps.v1.StatefulSet,
  ): { host: pulumi.Output<string>; resource: pulumi.Resource } {
    const { namespace } = plan.placement;
    if (plan.loadBalancer === undefined) {
      const service = new kubernetes.core.v1.Service(`${name}-internal`, clusterService(plan), {
        parent: this,
        dependsOn: pods,
      });
      const host = pulumi.output(`${internalService}.${namespace}.svc.cluster.local`);
      return { host, resource: service };
    }
    if (loadBalancer === undefined) {
      throw new Error(
        "The plan has a load balancer in front of the MQTT transport: pass `loadBalancer` with its security groups and " +
          "its controller, or plan the stage for an existing cluster.",
      );
    }
    const balancer = new MqttLoadBalancer(
      `${name}-load-balancer`,
      {
        plan: {
          namespace,
          workload: plan.workload.name,
          ...plan.loadBalancer,
        },
        securityGroupIds: loadBalancer.securityGroupIds,
        after: [pods, loadBalancer.controller],
      },
      { parent: this },
    );
    return { host: balancer.hostname, resource: balancer };
  }
}

/** The plan as the component's own row shows it: how the load balancer routes stands in its Service's annotations. */
function shownPlan({ loadBalancer, ...plan }: MqttTransportPlan): object {
  return loadBalancer === undefined
    ? plan
    : { ...plan, loadBalancer: { idleTimeoutSeconds: loadBalancer.idleTimeoutSeconds } };
}

/** Gives each pod a DNS name of its own; a StatefulSet wants one. */
function headlessService({
  workload,
  placement,
}: MqttTransportPlan): kubernetes.core.v1.ServiceArgs {
  return {
    metadata: {
      name: workload.name,
      namespace: placement.namespace,
      labels: appLabel(workload.name),
    },
    spec: {
      clusterIP: "None",
      selector: appLabel(workload.name),
      ports: [...mqttPorts, { name: "metrics", port: metricsPort }],
    },
  };
}

function clusterService({
  workload,
  placement,
}: MqttTransportPlan): kubernetes.core.v1.ServiceArgs {
  return {
    metadata: { name: internalService, namespace: placement.namespace },
    spec: { type: "ClusterIP", selector: appLabel(workload.name), ports: [...mqttPorts] },
  };
}

/**
 * MQTT from every address: the load balancer keeps the client's, and its security groups have chosen already. Metrics
 * from pods of the cluster alone.
 */
function admission({
  workload,
  placement,
}: MqttTransportPlan): kubernetes.networking.v1.NetworkPolicyArgs {
  const tcp = (port: number) => ({ protocol: "TCP", port });
  return {
    metadata: { name: workload.name, namespace: placement.namespace },
    spec: {
      podSelector: { matchLabels: appLabel(workload.name) },
      policyTypes: ["Ingress"],
      ingress: [
        { ports: mqttPorts.map(({ port }) => tcp(port)) },
        { from: [{ namespaceSelector: {} }], ports: [tcp(metricsPort)] },
      ],
    },
  };
}
