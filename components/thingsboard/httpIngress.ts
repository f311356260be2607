import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { TbCorePlan } from "../../planning/types";
import { componentType } from "../componentType";
import { httpPort } from "./tbNode";

const prefix = "alb.ingress.kubernetes.io/";

/** What stands in front of ThingsBoard's HTTP: known groups, and the controller that makes the load balancer. */
export interface HttpLoadBalancer {
  /** Ids of the groups that say who may connect. */
  readonly securityGroupIds: readonly pulumi.Input<string>[];
  /** The AWS Load Balancer Controller: it must live as long as the Ingress. */
  readonly controller: pulumi.Resource;
}

export interface HttpIngressArgs {
  /** Names of the backends, and whether there is a certificate. */
  readonly plan: TbCorePlan;
  readonly loadBalancer: HttpLoadBalancer;
  /** Backends with endpoints, and accounts without published passwords. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * The Application Load Balancer: an Ingress for the AWS Load Balancer Controller (seed, lines 1527 to 1580). With a
 * certificate it listens on 443 and sends 80 there; without one it serves plain HTTP on 80.
 */
export class HttpIngress extends pulumi.ComponentResource {
  /** DNS name of the load balancer; unknown until it is there. */
  readonly hostname: pulumi.Output<string>;

  constructor(name: string, args: HttpIngressArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentType("HttpIngress"), name, { ingress: args.plan.ingress }, options);
    const { plan, loadBalancer } = args;

    const ingress = new kubernetes.networking.v1.Ingress(
      name,
      {
        metadata: {
          name: "tb-http-loadbalancer",
          namespace: plan.placement.namespace,
          annotations: annotations(plan.ingress?.certificateArn, loadBalancer.securityGroupIds),
        },
        spec: { ingressClassName: "alb", rules: [{ http: { paths: paths(plan) } }] },
      },
      {
        parent: this,
        dependsOn: [loadBalancer.controller, ...args.after],
        customTimeouts: { create: "15m", update: "15m", delete: "15m" },
      },
    );

    this.hostname = ingress.status.apply(hostnameOf);
    this.registerOutputs({ hostname: this.hostname });
  }
}

/** Empty as long as there is no address. */
function hostnameOf(
  status:
    | { readonly loadBalancer?: { readonly ingress?: readonly { readonly hostname?: string }[] } }
    | undefined,
): string {
  return status?.loadBalancer?.ingress?.[0]?.hostname ?? "";
}

function annotations(
  certificateArn: string | undefined,
  securityGroupIds: readonly pulumi.Input<string>[],
): Record<string, pulumi.Input<string>> {
  const values: Record<string, pulumi.Input<string>> = {
    scheme: "internet-facing",
    "target-type": "ip",
    "security-groups": pulumi.all([...securityGroupIds]).apply((ids) => ids.join(",")),
    // With groups of our own the controller writes the nodes' rule only if told to.
    "manage-backend-security-group-rules": "true",
    "healthcheck-path": "/login",
    ...(certificateArn === undefined
      ? { "listen-ports": JSON.stringify([{ HTTP: 80 }]) }
      : {
          "listen-ports": JSON.stringify([{ HTTP: 80 }, { HTTPS: 443 }]),
          "certificate-arn": certificateArn,
          "ssl-redirect": "443",
          // TLS 1.2 and later; the controller's default is older (AWS: security policies for an ALB).
          "ssl-policy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
        }),
  };
  return Object.fromEntries(
    Object.entries(values).map(([suffix, value]) => [`${prefix}${suffix}`, value]),
  );
}

/**
 * The seed's paths as prefixes; the longer one wins. `/api/v1/*` is left out: the seed sends it to tb-http-transport,
 * which it never makes.
 */
function paths(plan: TbCorePlan): kubernetes.types.input.networking.v1.HTTPIngressPath[] {
  const to = (path: string, pathType: "Prefix" | "Exact", service: string) => ({
    path,
    pathType,
    backend: { service: { name: service, port: { number: httpPort } } },
  });
  return [
    to("/static/rulenode/", "Prefix", plan.core.name),
    to("/static/", "Prefix", plan.webUi.name),
    to("/index.html", "Exact", plan.webUi.name),
    to("/", "Prefix", plan.core.name),
  ];
}
