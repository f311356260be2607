import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { componentType } from "../componentType";
import { containerOf, fromField, portsOf, resourcesOf } from "../kubernetes/containers";
import { appLabel } from "../kubernetes/labels";
import { admitOnly, oneAtATime } from "../kubernetes/policies";
import { scheduling } from "../kubernetes/scheduling";
import { containerSecurity, podSecurity } from "../kubernetes/security";
import { nodeUser } from "./tbAccounts";
import type { TbServiceArgs } from "./tbConfiguration";
import { headlessService } from "./tbNode";

const livenessPort = 8888;

/**
 * tb-js-executor: runs the scripts of rule nodes, asked and answering over Kafka (seed, lines 1188 to 1277). Nobody
 * connects to it, so it is closed.
 */
export class TbJsExecutor extends pulumi.ComponentResource {
  /** Ready pods. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: TbServiceArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentType("TbJsExecutor"), name, { workload: args.plan.jsExecutor }, options);
    const workload = args.plan.jsExecutor.name;
    const { namespace } = args.plan.placement;
    const parent = { parent: this };

    const peers = new kubernetes.core.v1.Service(
      `${name}-headless`,
      headlessService(workload, namespace),
      parent,
    );
    new kubernetes.policy.v1.PodDisruptionBudget(name, oneAtATime(workload, namespace), parent);
    new kubernetes.networking.v1.NetworkPolicy(
      name,
      admitOnly(workload, namespace, appLabel(workload), []),
      parent,
    );
    const pods = new kubernetes.apps.v1.StatefulSet(name, executorSet(args), {
      parent: this,
      dependsOn: [peers, args.configuration, ...args.after],
      customTimeouts: { create: "15m", update: "20m" },
    });

    this.ready = [pods];
    this.registerOutputs({ pods: pods.metadata.name });
  }
}

function executorSet({ plan, configuration }: TbServiceArgs): kubernetes.apps.v1.StatefulSetArgs {
  const workload = plan.jsExecutor;
  const labels = appLabel(workload.name);
  const container = containerOf(workload);
  const probe = { httpGet: { path: "/livenessProbe", port: livenessPort } };
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
          securityContext: podSecurity(nodeUser),
          terminationGracePeriodSeconds: 30,
          containers: [
            {
              name: container.name,
              image: plan.images.jsExecutor,
              resources: resourcesOf(container),
              securityContext: containerSecurity(),
              ports: portsOf(workload.ports),
              // Tells the consumers of a Kafka group apart (seed, line 1233).
              env: [fromField("KAFKA_CLIENT_ID", "metadata.name")],
              envFrom: [{ configMapRef: { name: configuration.jsEnvironment } }],
              // Seed, lines 1257 to 1274. The executor's Kafka client does not reconnect by itself: liveness must catch it.
              startupProbe: {
                ...probe,
                periodSeconds: 10,
                timeoutSeconds: 3,
                failureThreshold: 18,
              },
              readinessProbe: {
                ...probe,
                periodSeconds: 10,
                timeoutSeconds: 3,
                failureThreshold: 3,
              },
              livenessProbe: {
                ...probe,
                periodSeconds: 10,
                timeoutSeconds: 3,
                failureThreshold: 6,
              },
            },
          ],
        },
      },
    },
  };
}
