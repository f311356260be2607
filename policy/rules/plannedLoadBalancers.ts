import type { ResourceValidationPolicy } from "@pulumi/policy";
import { kindOf } from "../reading/pods";
import { resourcePolicy, type Resource } from "../reading/policy";
import { at, notKnown, shown } from "../reading/values";
import type { ReadStage, StageReader } from "../stage";

/** Load balancers of AWS itself: here the controller in the cluster makes them, and takes them away. */
const ofAws = /^aws:(lb|alb|elb|applicationloadbalancing|elasticloadbalancing)\/.*:LoadBalancer$/;

/** Who makes a load balancer: the component it stands under, and its name. */
interface Maker {
  readonly component: string;
  readonly kind: "Ingress" | "Service";
  readonly name: string;
}

/** Of the web UI and the REST API. */
const http: Maker = { component: "HttpIngress", kind: "Ingress", name: "tb-http-loadbalancer" };

/** Of MQTT. */
const mqtt: Maker = {
  component: "MqttLoadBalancer",
  kind: "Service",
  name: "tb-mqtt-loadbalancer",
};

/** On EKS the two of the plan, on an existing cluster none: a load balancer bills, and lets the internet in. */
export function plannedLoadBalancers(stage: StageReader): ResourceValidationPolicy {
  return resourcePolicy({
    name: "planned-load-balancers",
    description: "A load balancer is made only where the plan of the stage has it.",
    judges: (type) => ofAws.test(type) || /^kubernetes:[^:]+:(Service|Ingress|Gateway)$/.test(type),
    find: (resource) => {
      if (!asksForLoadBalancer(resource)) {
        return [];
      }
      const read = stage();
      if ("unreadable" in read) {
        return [`Nobody can say whether the stage has it: ${read.unreadable}`];
      }
      return planned(read).some((maker) => isMadeBy(resource, maker, namespaceOf(read)))
        ? []
        : [
            `The stage ${read.stack} (platform ${read.platform}) has no such load balancer: ` +
              `it has ${shown(planned(read).map(({ name }) => name))}.`,
          ];
    },
  });
}

function asksForLoadBalancer({ type, properties }: Resource): boolean {
  return kindOf(type) !== "Service" || at(properties, "spec", "type") === "LoadBalancer";
}

function planned(stage: Exclude<ReadStage, { readonly unreadable: string }>): readonly Maker[] {
  return [
    ...(stage.core.ingress === undefined ? [] : [http]),
    ...(stage.transport.loadBalancer === undefined ? [] : [mqtt]),
  ];
}

function namespaceOf(stage: Exclude<ReadStage, { readonly unreadable: string }>): string {
  return stage.core.placement.namespace;
}

/** Kubernetes has one object of a kind and name in a namespace, so each maker makes one. */
function isMadeBy(
  { type, urn, properties }: Resource,
  { component, kind, name }: Maker,
  namespace: string,
): boolean {
  const place = urn.split("::")[2] ?? "";
  return (
    place.endsWith(`thingsboard-scale:index:${component}$${type}`) &&
    kindOf(type) === kind &&
    isOrUnknown(at(properties, "metadata", "name"), name) &&
    isOrUnknown(at(properties, "metadata", "namespace"), namespace)
  );
}

function isOrUnknown(value: unknown, wanted: string): boolean {
  return value === wanted || value === notKnown;
}
