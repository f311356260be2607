import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ZookeeperPlan } from "../../planning/types";
import { componentType } from "../componentType";
import {
  claimsOf,
  containerOf,
  environment,
  fromField,
  portsOf,
  resourcesOf,
  shellProbe,
} from "../kubernetes/containers";
import { appLabel } from "../kubernetes/labels";
import { admitOnly, oneAtATime } from "../kubernetes/policies";
import { scheduling } from "../kubernetes/scheduling";
import { containerSecurity, podSecurity } from "../kubernetes/security";

const clientPort = 2181;
const peerPorts = [2888, 3888];
const headless = "zookeeper-headless";

export interface ZookeeperArgs {
  /** Members, heap, volumes and placement. */
  readonly plan: ZookeeperPlan;
  /** `app` labels of the pods that may connect. */
  readonly clients: readonly string[];
}

/**
 * ZooKeeper: ThingsBoard's service discovery (Kafka no longer needs it). A StatefulSet of the official image, one
 * data and one log volume a member. Ready when the member follows or leads.
 */
export class Zookeeper extends pulumi.ComponentResource {
  /** `host:2181,…` of all members, as ThingsBoard's ZOOKEEPER_URL takes it. */
  readonly connectString: pulumi.Output<string>;

  constructor(name: string, args: ZookeeperArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentType("Zookeeper"), name, { plan: args.plan }, options);
    const { plan } = args;
    const { namespace } = plan.placement;
    const parent = { parent: this };

    const service = new kubernetes.core.v1.Service(name, headlessService(namespace), parent);
    new kubernetes.apps.v1.StatefulSet(name, memberSet(plan), {
      parent: this,
      dependsOn: service,
    });
    new kubernetes.policy.v1.PodDisruptionBudget(name, oneAtATime("zookeeper", namespace), parent);
    new kubernetes.networking.v1.NetworkPolicy(
      name,
      admitOnly("zookeeper", namespace, appLabel("zookeeper"), [
        { ports: [clientPort], apps: args.clients },
        { ports: peerPorts, apps: ["zookeeper"] },
      ]),
      parent,
    );

    this.connectString = pulumi.output(plan.connectString);
    this.registerOutputs({ connectString: this.connectString });
  }
}

function headlessService(namespace: string): kubernetes.core.v1.ServiceArgs {
  return {
    metadata: { name: headless, namespace },
    spec: {
      clusterIP: "None",
      // Members find each other before any of them is ready.
      publishNotReadyAddresses: true,
      selector: appLabel("zookeeper"),
      ports: [
        { name: "client", port: clientPort },
        { name: "follower", port: 2888 },
        { name: "election", port: 3888 },
      ],
    },
  };
}

function memberSet(plan: ZookeeperPlan): kubernetes.apps.v1.StatefulSetArgs {
  const { workload, placement } = plan;
  const labels = appLabel("zookeeper");
  return {
    metadata: { name: "zookeeper", namespace: placement.namespace, labels },
    spec: {
      serviceName: headless,
      replicas: workload.replicas,
      // Member ids start at 1: a 0 is not a safe id.
      ordinals: { start: 1 },
      podManagementPolicy: "Parallel",
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete", whenScaled: "Retain" },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          ...scheduling(workload, placement),
          automountServiceAccountToken: false,
          securityContext: podSecurity(1000),
          containers: [memberContainer(plan)],
        },
      },
      volumeClaimTemplates: claimsOf(workload.volumes, placement.storageClass),
    },
  };
}

function memberContainer(plan: ZookeeperPlan): kubernetes.types.input.core.v1.Container {
  return {
    name: "zookeeper",
    image: plan.image,
    resources: resourcesOf(containerOf(plan.workload)),
    securityContext: containerSecurity(),
    ports: portsOf(plan.workload.ports),
    env: [
      fromField("ZOO_MY_ID", "metadata.labels['apps.kubernetes.io/pod-index']"),
      ...environment(memberEnvironment(plan)),
    ],
    // The start-up probe waits out a slow first volume; the others read the four-letter words.
    startupProbe: shellProbe(fourLetterWord("ruok", "grep -q imok"), {
      periodSeconds: 5,
      timeoutSeconds: 5,
      failureThreshold: 60,
    }),
    livenessProbe: shellProbe(fourLetterWord("ruok", "grep -q imok"), {
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 6,
    }),
    readinessProbe: shellProbe(
      fourLetterWord("srvr", 'grep -qE "^Mode: (leader|follower|standalone)"'),
      { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    ),
    volumeMounts: [
      { name: "data", mountPath: "/data" },
      { name: "datalog", mountPath: "/datalog" },
    ],
  };
}

/** Variables of the official image's entry point (docker-library zookeeper 3.9). */
function memberEnvironment(plan: ZookeeperPlan): Record<string, string> {
  const alone = plan.workload.replicas === 1;
  return {
    ...(alone ? {} : { ZOO_SERVERS: servers(plan) }),
    ZOO_STANDALONE_ENABLED: String(alone),
    ZOO_ADMINSERVER_ENABLED: "false",
    // An `ruok` probe fails unless it is listed: only `srvr` is by default.
    ZOO_4LW_COMMANDS_WHITELIST: "srvr,ruok,mntr",
    // The default purges never (seed, line 365).
    ZOO_AUTOPURGE_PURGEINTERVAL: "24",
    ZOO_AUTOPURGE_SNAPRETAINCOUNT: "3",
    ZOO_MAX_CLIENT_CNXNS: "200",
    ZK_SERVER_HEAP: String(plan.heapMiB),
    // Retry for ever to bind the election port (seed, line 366).
    JVMFLAGS: "-Dzookeeper.electionPortBindRetry=0",
  };
}

function servers(plan: ZookeeperPlan): string {
  const domain = `${headless}.${plan.placement.namespace}.svc.cluster.local`;
  return Array.from({ length: plan.workload.replicas }, (_, index) => index + 1)
    .map((id) => `server.${id}=zookeeper-${id}.${domain}:2888:3888;${clientPort}`)
    .join(" ");
}

function fourLetterWord(word: string, expectation: string): string {
  return `echo ${word} | nc -w 2 127.0.0.1 ${clientPort} | ${expectation}`;
}
