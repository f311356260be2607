import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { RedisGroupPlan, RedisPlan } from "../../planning/types";
import { componentType } from "../componentType";
import {
  claimsOf,
  containerOf,
  fromField,
  fromSecret,
  portsOf,
  resourcesOf,
  shellProbe,
} from "../kubernetes/containers";
import { appLabel } from "../kubernetes/labels";
import { admitOnly, oneAtATime, type Admission } from "../kubernetes/policies";
import { scheduling, zoneKey } from "../kubernetes/scheduling";
import { containerSecurity, podSecurity } from "../kubernetes/security";
import { RedisForming } from "./redisForming";
import type { SecretKey } from "../references";
import { clientPassword, valkeyUser } from "./valkeyClient";

const app = "redis";
const clientPort = 6379;
/** Between the nodes of a cluster. */
const busPort = 16379;
const headless = "redis-headless";

export interface RedisArgs {
  /** Groups, roles, memory and placement. */
  readonly plan: RedisPlan;
  /** `app` labels of the pods that may connect. */
  readonly clients: readonly string[];
}

/**
 * The Redis-compatible cache, run with Valkey: one StatefulSet a zone, so that each pod's zone is known beforehand and
 * no master stands in the zone of another or of its own replica when the cluster is formed. It keeps nothing on disk but
 * its nodes' identities, and evicts what was used least once it is full. With one node it is a standalone cache.
 */
export class Redis extends pulumi.ComponentResource {
  /** `host:6379,…` of all nodes, as ThingsBoard's REDIS_NODES takes them. */
  readonly nodes: pulumi.Output<string>;
  /** Where the password stands. */
  readonly password: SecretKey;
  /** What a client waits for: all slots served, or the one node up. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: RedisArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentType("Redis"), name, { plan: args.plan }, options);
    const { plan } = args;
    const { namespace } = plan.placement;
    const parent = { parent: this };
    this.password = { secretName: app, key: "password" };

    // Letters and digits need no quoting, in a shell or in a URL.
    const password = new random.RandomPassword(
      `${name}-password`,
      { length: 32, special: false },
      parent,
    );
    const secret = new kubernetes.core.v1.Secret(
      name,
      {
        metadata: { name: this.password.secretName, namespace },
        stringData: { [this.password.key]: password.result },
      },
      parent,
    );
    const service = new kubernetes.core.v1.Service(name, headlessService(plan), parent);
    new kubernetes.networking.v1.NetworkPolicy(
      name,
      admitOnly(app, namespace, appLabel(app), admissions(args)),
      parent,
    );
    new kubernetes.policy.v1.PodDisruptionBudget(name, oneAtATime(app, namespace), parent);
    const groups = plan.groups.map(
      (group) =>
        new kubernetes.apps.v1.StatefulSet(
          groupName(name, group),
          groupSet(plan, group, this.password),
          { parent: this, dependsOn: [service, secret] },
        ),
    );
    this.ready =
      plan.formingJob === undefined
        ? groups
        : new RedisForming(
            `${name}-forming`,
            { plan, password: this.password, after: groups },
            parent,
          ).ready;

    this.nodes = pulumi.output(plan.nodes.join(","));
    this.registerOutputs({ nodes: this.nodes, password: this.password });
  }
}

/** `redis-a` of the plan under the component's own name; a single group is called like the component. */
function groupName(name: string, group: RedisGroupPlan): string {
  return group.name === app ? name : `${name}-${group.name.slice(app.length + 1)}`;
}

function admissions({ plan, clients }: RedisArgs): Admission[] {
  return plan.formingJob === undefined
    ? [{ ports: [clientPort], apps: clients }]
    : [
        { ports: [clientPort], apps: [...clients, plan.formingJob.name] },
        // A replica fetches its copy from the client port.
        { ports: [clientPort, busPort], apps: [app] },
      ];
}

function headlessService(plan: RedisPlan): kubernetes.core.v1.ServiceArgs {
  return {
    metadata: { name: headless, namespace: plan.placement.namespace },
    spec: {
      clusterIP: "None",
      // The forming Job looks for every node, ready or not.
      publishNotReadyAddresses: true,
      selector: appLabel(app),
      ports: plan.workload.ports.map(({ name, port }) => ({ name, port })),
    },
  };
}

function groupSet(
  plan: RedisPlan,
  group: RedisGroupPlan,
  password: SecretKey,
): kubernetes.apps.v1.StatefulSetArgs {
  const { workload, placement } = plan;
  // Each StatefulSet owns its pods by its own label; Service, budget and policy take them all by `app`.
  const labels = { ...appLabel(app), group: group.name };
  return {
    metadata: { name: group.name, namespace: placement.namespace, labels },
    spec: {
      serviceName: headless,
      replicas: group.replicas,
      podManagementPolicy: "Parallel",
      // Nothing but identities: a pod that is no more needs none.
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete", whenScaled: "Delete" },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          ...groupScheduling(plan, group),
          automountServiceAccountToken: false,
          securityContext: podSecurity(valkeyUser),
          containers: [nodeContainer(plan, group, password)],
        },
      },
      volumeClaimTemplates: claimsOf(workload.volumes, placement.storageClass),
    },
  };
}

/** A group in a zone is spread already: the zone is part of its selector. */
function groupScheduling({ workload, placement }: RedisPlan, { zone }: RedisGroupPlan) {
  if (zone === null) {
    return scheduling(workload, placement);
  }
  const placed = scheduling({ ...workload, spreadOverZones: false }, placement);
  return { ...placed, nodeSelector: { ...placed.nodeSelector, [zoneKey]: zone } };
}

function nodeContainer(
  plan: RedisPlan,
  group: RedisGroupPlan,
  password: SecretKey,
): kubernetes.types.input.core.v1.Container {
  return {
    name: "valkey",
    image: plan.image,
    args: serverArguments(plan, group),
    env: [
      fromField("POD_IP", "status.podIP"),
      fromSecret("VALKEY_PASSWORD", password.secretName, password.key),
      ...clientPassword(password),
    ],
    resources: resourcesOf(containerOf(plan.workload, "valkey")),
    securityContext: containerSecurity(),
    ports: portsOf(plan.workload.ports),
    // The node alone is asked, never the cluster: the Job that forms it waits for ready pods.
    readinessProbe: shellProbe("valkey-cli ping | grep -q PONG", {
      periodSeconds: 5,
      timeoutSeconds: 5,
      failureThreshold: 3,
    }),
    // A replica that reads a fresh copy lives.
    livenessProbe: shellProbe("valkey-cli ping | grep -qE 'PONG|LOADING'", {
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 6,
    }),
    volumeMounts: [{ name: "data", mountPath: "/data" }],
  };
}

/** The kubelet fills in the password: it stands in no manifest, but in the list of processes inside the pod. */
function serverArguments(plan: RedisPlan, group: RedisGroupPlan): string[] {
  return [
    "valkey-server",
    ...(plan.mode === "cluster" ? clusterArguments(group) : []),
    // A cache: no append-only file (seed, line 410), no snapshots.
    ...["--appendonly", "no", "--save", ""],
    // Full, it evicts; without the two it would grow into its memory limit and be killed.
    ...["--maxmemory", `${plan.maxMemoryMiB}mb`, "--maxmemory-policy", "allkeys-lru"],
    // Both, or no replica gets in at its master.
    ...["--requirepass", "$(VALKEY_PASSWORD)", "--primaryauth", "$(VALKEY_PASSWORD)"],
  ];
}

function clusterArguments(group: RedisGroupPlan): string[] {
  return [
    ...["--cluster-enabled", "yes", "--cluster-config-file", "/data/nodes.conf"],
    ...["--cluster-node-timeout", "15000", "--cluster-announce-ip", "$(POD_IP)"],
    ...(group.zone === null ? [] : ["--availability-zone", group.zone]),
  ];
}
