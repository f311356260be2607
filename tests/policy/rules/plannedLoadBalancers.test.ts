import { strict as assert } from "node:assert";
import { plannedLoadBalancers } from "../../../policy/rules/plannedLoadBalancers";
import { stagePlan } from "../../support/stages";
import { judge, unknownValue, type Given } from "../support/judge";

const said = (stack: string, given: Given) =>
  judge(
    plannedLoadBalancers(() => stagePlan(stack)),
    given,
  );

const component = (name: string) => `thingsboard-scale:index:${name}`;
const named = (name: string, namespace = "thingsboard") => ({ metadata: { name, namespace } });
const mqtt: Given = {
  type: "kubernetes:core/v1:Service",
  under: [component("MqttTransportTier"), component("MqttLoadBalancer")],
  props: { ...named("tb-mqtt-loadbalancer"), spec: { type: "LoadBalancer" } },
};
const http: Given = {
  type: "kubernetes:networking.k8s.io/v1:Ingress",
  under: [component("TbCore"), component("HttpIngress")],
  props: named("tb-http-loadbalancer"),
};

describe("rule planned-load-balancers", () => {
  it("takes the two of a stage on EKS", () => {
    assert.deepEqual(said("million", mqtt), []);
    assert.deepEqual(said("million", http), []);
  });

  it("takes none of them on an existing cluster", () => {
    for (const given of [mqtt, http]) {
      assert.deepEqual(said("dev", given), [
        "The stage dev (platform existing) has no such load balancer: it has [].",
      ]);
    }
  });

  it("refuses any other, by place, by name and by namespace", () => {
    const others: readonly Given[] = [
      { ...mqtt, under: [component("TbCore")] },
      { ...mqtt, under: [] },
      { ...mqtt, props: { ...mqtt.props, ...named("another") } },
      { ...mqtt, props: { ...mqtt.props, ...named("tb-mqtt-loadbalancer", "default") } },
      { ...http, under: [component("MqttLoadBalancer")] },
      { ...http, props: named("another") },
      { type: "kubernetes:gateway.networking.k8s.io/v1:Gateway", props: named("another") },
      { type: "aws:lb/loadBalancer:LoadBalancer", props: {} },
      { type: "aws:alb/loadBalancer:LoadBalancer", props: {} },
      { type: "aws:elb/loadBalancer:LoadBalancer", props: {} },
    ];
    for (const other of others) {
      assert.equal(said("million", other).length, 1, JSON.stringify(other));
    }
    assert.match(
      said("million", others[0]!).join(),
      /million \(platform eks\) .* \["tb-http-loadbalancer","tb-mqtt-loadbalancer"\]/,
    );
  });

  it("takes Services that are no load balancers, or not known to be", () => {
    for (const type of ["ClusterIP", "NodePort", unknownValue, null]) {
      assert.deepEqual(said("dev", { ...mqtt, props: { ...named("any"), spec: { type } } }), []);
    }
    assert.deepEqual(said("dev", { type: "kubernetes:core/v1:Service", props: named("any") }), []);
  });

  it("takes no load balancer for granted where the stage cannot be read", () => {
    const rule = plannedLoadBalancers(() => ({ unreadable: "load.devicess is unknown" }));
    assert.match(judge(rule, mqtt).join(), /load\.devicess is unknown/);
    assert.deepEqual(judge(rule, { ...mqtt, props: { spec: { type: "ClusterIP" } } }), []);
  });
});
