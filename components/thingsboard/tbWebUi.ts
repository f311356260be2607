import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { TbCorePlan } from "../../planning/types";
import { componentType } from "../componentType";
import { containerOf, portsOf, resourcesOf } from "../kubernetes/containers";
import { appLabel } from "../kubernetes/labels";
import { oneAtATime } from "../kubernetes/policies";
import { scheduling } from "../kubernetes/scheduling";
import { containerSecurity, podSecurity } from "../kubernetes/security";
import { nodeUser } from "./tbAccounts";
import type { TbServiceArgs } from "./tbConfiguration";
import { clientService, httpPort } from "./tbNode";

/** tb-web-ui: the static pages of the user interface (seed, lines 1121 to 1186). */
export class TbWebUi extends pulumi.ComponentResource {
  /** Ready pods and their Service with endpoints. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: TbServiceArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentType("TbWebUi"), name, { workload: args.plan.webUi }, options);
    const { plan } = args;
    const workload = plan.webUi.name;
    const { namespace } = plan.placement;

    new kubernetes.policy.v1.PodDisruptionBudget(name, oneAtATime(workload, namespace), {
      parent: this,
    });
    const pods = new kubernetes.apps.v1.Deployment(name, pageDeployment(args), {
      parent: this,
      dependsOn: [args.configuration, ...args.after],
    });
    // After its pods: a Service is waited for until it has endpoints. No NetworkPolicy, as for tb-core.
    const service = new kubernetes.core.v1.Service(
      name,
      clientService(workload, namespace, healthCheck(plan)),
      { parent: this, dependsOn: pods },
    );

    this.ready = [pods, service];
    this.registerOutputs({ pods: pods.metadata.name });
  }
}

/** The load balancer's health check of this backend: it has no /login. */
function healthCheck(plan: TbCorePlan): Record<string, string> | undefined {
  return plan.ingress === undefined
    ? undefined
    : { "alb.ingress.kubernetes.io/healthcheck-path": "/index.html" };
}

function pageDeployment({ plan, configuration }: TbServiceArgs): kubernetes.apps.v1.DeploymentArgs {
  const workload = plan.webUi;
  const labels = appLabel(workload.name);
  const container = containerOf(workload);
  const probe = { httpGet: { path: "/index.html", port: httpPort } };
  return {
    metadata: { name: workload.name, namespace: plan.placement.namespace, labels },
    spec: {
      replicas: workload.replicas,
      selector: { matchLabels: labels },
      // Never a pod more than planned: the plan counts none beyond the replicas.
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      template: {
        metadata: { labels },
        spec: {
          ...scheduling(workload, plan.placement),
          automountServiceAccountToken: false,
          securityContext: podSecurity(nodeUser),
          containers: [
            {
              name: container.name,
              image: plan.images.webUi,
              resources: resourcesOf(container),
              securityContext: containerSecurity(),
              ports: portsOf(workload.ports),
              envFrom: [{ configMapRef: { name: configuration.webUiEnvironment } }],
              startupProbe: {
                ...probe,
                periodSeconds: 5,
                timeoutSeconds: 10,
                failureThreshold: 36,
              },
              readinessProbe: {
                ...probe,
                periodSeconds: 10,
                timeoutSeconds: 10,
                failureThreshold: 3,
              },
              livenessProbe: {
                ...probe,
                periodSeconds: 10,
                timeoutSeconds: 10,
                failureThreshold: 6,
              },
            },
          ],
        },
      },
    },
  };
}
