import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { MqttEntrancePlan } from "../../planning/types";
import { componentType } from "../componentType";
import { appLabel } from "../kubernetes/labels";

const annotationPrefix = "service.beta.kubernetes.io/aws-load-balancer-";

/** Ports of MQTT and of MQTT over TLS, outside and in the pods. */
export const mqttPorts = [
  { name: "mqtt", port: 1883 },
  { name: "mqtts", port: 8883 },
] as const;

/**
 * Seconds that the load balancer leaves a pod that is going its connections, before it cuts them. A pod must stay
 * alive for longer.
 */
export const deregistrationDelaySeconds = 30;

/** Name of the Service (seed, line 1601). */
const serviceName = "tb-mqtt-loadbalancer";

/** What of the plan the load balancer needs. The idle timeout is above the devices' keep-alive: 60 to 6000 seconds. */
export interface MqttLoadBalancerPlan extends MqttEntrancePlan {
  readonly namespace: string;
  /** `app` label of the pods that take the connections. */
  readonly workload: string;
}

export interface MqttLoadBalancerArgs {
  readonly plan: MqttLoadBalancerPlan;
  /** The load balancer's own groups: they say who may connect. A Network Load Balancer cannot get them later. */
  readonly securityGroupIds: readonly pulumi.Input<string>[];
  /**
   * The pods' StatefulSet and the controller, so that on the way down the load balancer goes while the controller lives;
   * otherwise it stays and bills.
   */
  readonly after: readonly pulumi.Resource[];
}

/**
 * A Network Load Balancer in front of the MQTT transport, made by the AWS Load Balancer Controller from a Service:
 * internet-facing, cross-zone, straight to the pods with the client's address kept (without which 55,000 connections
 * to a target are the end), and no stickiness: 32 generators' addresses over 12 pods would clump.
 *
 * Cost in eu-west-1: 0.0252 USD an hour, its addresses and its capacity units (one for 100,000 connections) beside it.
 */
export class MqttLoadBalancer extends pulumi.ComponentResource {
  /** DNS name of the load balancer; known once it exists. */
  readonly hostname: pulumi.Output<string>;

  constructor(name: string, args: MqttLoadBalancerArgs, options?: pulumi.ComponentResourceOptions) {
    const { namespace, workload, idleTimeoutSeconds } = args.plan;
    // How it routes stands in the Service's annotations.
    const shown = { namespace, workload, idleTimeoutSeconds };
    super(componentType("MqttLoadBalancer"), name, { plan: shown }, options);

    const service = new kubernetes.core.v1.Service(
      name,
      loadBalancerService(args.plan, args.securityGroupIds),
      {
        parent: this,
        dependsOn: [...args.after],
        customTimeouts: { create: "15m", update: "15m", delete: "15m" },
      },
    );

    this.hostname = service.status.loadBalancer.ingress.apply(
      (addresses) => addresses[0]?.hostname ?? "",
    );
    this.registerOutputs({ hostname: this.hostname });
  }
}

function loadBalancerService(
  plan: MqttLoadBalancerPlan,
  securityGroupIds: readonly pulumi.Input<string>[],
): kubernetes.core.v1.ServiceArgs {
  return {
    metadata: {
      name: serviceName,
      namespace: plan.namespace,
      annotations: annotations(plan, securityGroupIds),
    },
    spec: {
      type: "LoadBalancer",
      loadBalancerClass: "service.k8s.aws/nlb",
      // Traffic goes to the pods' addresses: no node port is used.
      allocateLoadBalancerNodePorts: false,
      selector: appLabel(plan.workload),
      ports: mqttPorts.map(({ name, port }) => ({ name, port, targetPort: port, protocol: "TCP" })),
    },
  };
}

/** Source: AWS Load Balancer Controller 3.5, service annotations; seed, lines 1602 to 1606, for what it wanted. */
function annotations(
  plan: MqttLoadBalancerPlan,
  securityGroupIds: readonly pulumi.Input<string>[],
): Record<string, pulumi.Input<string>> {
  const listener = `tcp.idle_timeout.seconds=${plan.idleTimeoutSeconds}`;
  const values: Record<string, pulumi.Input<string>> = {
    // The default is internal.
    scheme: "internet-facing",
    "nlb-target-type": "ip",
    attributes: `load_balancing.cross_zone.enabled=${plan.crossZone}`,
    "target-group-attributes": targetGroupAttributes(plan),
    ...Object.fromEntries(
      mqttPorts.map(({ port }) => [`listener-attributes.TCP-${port}`, listener]),
    ),
    "healthcheck-protocol": "TCP",
    "healthcheck-port": "traffic-port",
    "additional-resource-tags": "ThingsBoardClusterELB=ThingsBoardMqtt",
    "security-groups": pulumi.all([...securityGroupIds]).apply((ids) => ids.join(",")),
    // With groups of our own the controller opens the nodes to the load balancer only when told to.
    "manage-backend-security-group-rules": "true",
  };
  return Object.fromEntries(
    Object.entries(values).map(([suffix, value]) => [`${annotationPrefix}${suffix}`, value]),
  );
}

function targetGroupAttributes({ preserveClientAddress, stickiness }: MqttEntrancePlan): string {
  return [
    `preserve_client_ip.enabled=${preserveClientAddress}`,
    ...(stickiness === "none"
      ? ["stickiness.enabled=false"]
      : ["stickiness.enabled=true", `stickiness.type=${stickiness}`]),
    `deregistration_delay.timeout_seconds=${deregistrationDelaySeconds}`,
    "deregistration_delay.connection_termination.enabled=true",
    // One failed health check must not disconnect tens of thousands of devices at once.
    "target_health_state.unhealthy.connection_termination.enabled=false",
  ].join(",");
}
