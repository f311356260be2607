import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { MqttLoadBalancer } from "../../../components/transport/mqttLoadBalancer";
import type { MqttLoadBalancerPlan } from "../../../components/transport/mqttLoadBalancer";
import { changedInputs } from "../../support/changedInputs";
import { rowOf, rowsOf, runOf } from "../../support/rowsOf";

const serviceType = "kubernetes:core/v1:Service";
const prefix = "service.beta.kubernetes.io/aws-load-balancer-";

describe("MqttLoadBalancer", () => {
  const plan: MqttLoadBalancerPlan = {
    namespace: "thingsboard",
    workload: "tb-mqtt-transport",
    idleTimeoutSeconds: 600,
    preserveClientAddress: true,
    crossZone: true,
    stickiness: "none",
  };
  const build = (changes: Partial<MqttLoadBalancerPlan> = {}) =>
    new MqttLoadBalancer("balancer", {
      plan: { ...plan, ...changes },
      securityGroupIds: [pulumi.output("sg-fleet"), "sg-account"],
      after: [],
    });

  it("asks for an internet-facing, cross-zone NLB that keeps addresses and has no stickiness", async () => {
    const { inputs } = rowOf(await rowsOf(build), serviceType, "balancer");
    assert.deepEqual(inputs.metadata, {
      name: "tb-mqtt-loadbalancer",
      namespace: "thingsboard",
      annotations: {
        [`${prefix}scheme`]: "internet-facing",
        [`${prefix}nlb-target-type`]: "ip",
        [`${prefix}attributes`]: "load_balancing.cross_zone.enabled=true",
        [`${prefix}target-group-attributes`]:
          "preserve_client_ip.enabled=true,stickiness.enabled=false,deregistration_delay.timeout_seconds=30," +
          "deregistration_delay.connection_termination.enabled=true," +
          "target_health_state.unhealthy.connection_termination.enabled=false",
        [`${prefix}listener-attributes.TCP-1883`]: "tcp.idle_timeout.seconds=600",
        [`${prefix}listener-attributes.TCP-8883`]: "tcp.idle_timeout.seconds=600",
        [`${prefix}healthcheck-protocol`]: "TCP",
        [`${prefix}healthcheck-port`]: "traffic-port",
        [`${prefix}additional-resource-tags`]: "ThingsBoardClusterELB=ThingsBoardMqtt",
        [`${prefix}security-groups`]: "sg-fleet,sg-account",
        [`${prefix}manage-backend-security-group-rules`]: "true",
      },
    });
    assert.deepEqual(inputs.spec, {
      type: "LoadBalancer",
      loadBalancerClass: "service.k8s.aws/nlb",
      allocateLoadBalancerNodePorts: false,
      selector: { app: "tb-mqtt-transport" },
      ports: [
        { name: "mqtt", port: 1883, targetPort: 1883, protocol: "TCP" },
        { name: "mqtts", port: 8883, targetPort: 8883, protocol: "TCP" },
      ],
    });
  });

  it("takes the idle timeout from the plan, and nothing else changes with it", async () => {
    const after = await rowsOf(() => build({ idleTimeoutSeconds: 1_200 }));
    assert.deepEqual(changedInputs(await rowsOf(build), after), [
      `${serviceType}::balancer metadata.annotations.${prefix}listener-attributes.TCP-1883`,
      `${serviceType}::balancer metadata.annotations.${prefix}listener-attributes.TCP-8883`,
    ]);
  });

  it("routes as the plan says: zones, the client's address, and where its connections go", async () => {
    const { inputs } = rowOf(
      await rowsOf(() =>
        build({ crossZone: false, preserveClientAddress: false, stickiness: "source_ip" }),
      ),
      serviceType,
      "balancer",
    );
    const { annotations } = inputs.metadata as { annotations: Record<string, string> };
    assert.equal(annotations[`${prefix}attributes`], "load_balancing.cross_zone.enabled=false");
    assert.match(
      annotations[`${prefix}target-group-attributes`] ?? "",
      /^preserve_client_ip\.enabled=false,stickiness\.enabled=true,stickiness\.type=source_ip,/,
    );
  });

  it("gives the load balancer a quarter of an hour, and its name once it is there", async () => {
    const run = await runOf(() => ({ hostname: build().hostname }), { preview: false });
    assert.deepEqual(rowOf(run.rows, serviceType, "balancer").options.customTimeouts, {
      create: "15m",
      update: "15m",
      delete: "15m",
    });
    assert.deepEqual(run.outputs, { hostname: "balancer.example.com" });
  });
});
