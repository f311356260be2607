import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { PostgresqlPlan } from "../../planning/types";
import { componentType } from "../componentType";
import {
  cloudNativePgApiVersion,
  type CloudNativePgChartValues,
  type PostgresqlAffinity,
  type PostgresqlClusterSpec,
} from "./crds/cloudnativepg";
import { helmRelease } from "../kubernetes/helmRelease";
import { containerOf, resourcesOf } from "../kubernetes/containers";
import { appLabel } from "../kubernetes/labels";
import { admitOnly, type Admission } from "../kubernetes/policies";
import { hostnameKey, scheduling } from "../kubernetes/scheduling";
import { Pooler } from "./pooler";
import type { CredentialsSecret } from "../references";

/** Name of the Cluster: the operator derives the Service `postgresql-rw` and its pods' labels from it. */
const cluster = "postgresql";
/** Owner of the database. */
const owner = "thingsboard";
const clientPort = 5432;
/** The instance manager's: status, and whether an instance is cut off. */
const statusPort = 8000;

/** Labels of everything that belongs to the cluster: instances, the Jobs that make them, poolers. */
const clusterLabels = { "cnpg.io/cluster": cluster };
/** Labels of an instance (pkg/specs/pods.go of CloudNativePG 1.30.0). */
const instanceLabels = { ...clusterLabels, "cnpg.io/podRole": "instance" };

export interface PostgresqlArgs {
  /** Instances, parameters, disk, pooler and placement. */
  readonly plan: PostgresqlPlan;
  /** `app` labels of the pods that may connect: to the pooler, where there is one. */
  readonly clients: readonly string[];
}

/**
 * PostgreSQL: ThingsBoard's entities, attributes and latest values. The operator CloudNativePG, one cluster of a primary
 * and its standbys, and PgBouncer in front where the plan has a pooler. The operator makes the Services and the
 * disruption budgets, and fails over by itself. Nothing is archived: a test has nothing to restore.
 */
export class Postgresql extends pulumi.ComponentResource {
  /** `host:5432` that ThingsBoard connects to. */
  readonly endpoint: pulumi.Output<string>;
  /** Where the owner's name and password stand. */
  readonly credentials: CredentialsSecret;
  /** What a client waits for: the primary with all its standbys, and the pooler. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: PostgresqlArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentType("Postgresql"), name, { plan: args.plan }, options);
    const { plan } = args;
    const { namespace } = plan.placement;
    const parent = { parent: this };
    this.credentials = {
      secretName: `${cluster}-app`,
      usernameKey: "username",
      passwordKey: "password",
    };

    const operator = helmRelease(
      `${name}-operator`,
      { chart: plan.chart, namespace, values: operatorValues(plan) },
      parent,
    );
    // Letters and digits need no quoting, in a shell or in a URL.
    const password = new random.RandomPassword(
      `${name}-password`,
      { length: 32, special: false },
      parent,
    );
    const secret = new kubernetes.core.v1.Secret(
      `${name}-app`,
      {
        // With the label a changed password reaches the database at once.
        metadata: {
          name: this.credentials.secretName,
          namespace,
          labels: { "cnpg.io/reload": "true" },
        },
        type: "kubernetes.io/basic-auth",
        stringData: { username: owner, password: password.result },
      },
      parent,
    );
    new kubernetes.networking.v1.NetworkPolicy(
      name,
      admitOnly(cluster, namespace, instanceLabels, admissions(args)),
      parent,
    );
    const database = new kubernetes.apiextensions.CustomResource(
      name,
      {
        apiVersion: cloudNativePgApiVersion,
        kind: "Cluster",
        metadata: {
          name: cluster,
          namespace,
          annotations: {
            "pulumi.com/waitFor": "condition=Ready",
            // The operator always archives; without a place to archive to, it must be told to let that go.
            "cnpg.io/skipWalArchiving": "enabled",
          },
        },
        spec: clusterSpec(plan, this.credentials.secretName),
      },
      {
        parent: this,
        // The operator must live when the cluster goes.
        dependsOn: [operator, secret],
        // Instances start one after the other.
        customTimeouts: { create: "20m", update: "20m", delete: "20m" },
      },
    );
    const pooler = plan.pooler && makePooler(`${name}-pooler`, args, plan.pooler, this, database);

    this.endpoint = pulumi.output(plan.endpoint);
    this.ready = [database, ...(pooler?.ready ?? [])];
    this.registerOutputs({ endpoint: this.endpoint, credentials: this.credentials });
  }
}

function makePooler(
  name: string,
  { plan, clients }: PostgresqlArgs,
  pooler: NonNullable<PostgresqlPlan["pooler"]>,
  parent: Postgresql,
  database: pulumi.Resource,
): Pooler {
  return new Pooler(
    name,
    {
      plan: pooler,
      placement: plan.placement,
      cluster,
      clients,
      after: [database],
    },
    { parent },
  );
}

function admissions({ plan, clients }: PostgresqlArgs): Admission[] {
  const operator = operatorLabels(plan);
  return [
    // Instances copy from each other, the Jobs that make a standby too; the pooler carries the same label.
    { ports: [clientPort], pods: [clusterLabels, operator] },
    ...(plan.pooler === undefined ? [{ ports: [clientPort], apps: clients }] : []),
    // A primary asks its standbys whether it is cut off.
    { ports: [statusPort], pods: [operator, instanceLabels] },
  ];
}

/** Labels of the operator's pod: its chart's selector labels, with the release named as the chart. */
function operatorLabels({ chart }: PostgresqlPlan): Record<string, string> {
  return { "app.kubernetes.io/name": chart.name, "app.kubernetes.io/instance": chart.name };
}

function operatorValues({ operator }: PostgresqlPlan): CloudNativePgChartValues {
  return {
    replicaCount: operator.replicas,
    crds: { create: true },
    config: { clusterWide: true },
    resources: resourcesOf(containerOf(operator, "manager")),
    nodeSelector: operator.nodeGroup === null ? {} : { role: operator.nodeGroup },
  };
}

function clusterSpec(plan: PostgresqlPlan, secretName: string): PostgresqlClusterSpec {
  const { workload, placement } = plan;
  const { topologySpreadConstraints } = scheduling(workload, placement, instanceLabels);
  return {
    instances: workload.replicas,
    imageName: plan.image,
    enableSuperuserAccess: false,
    // The budget of a lone primary would block every drain of its node.
    enablePDB: workload.replicas > 1,
    primaryUpdateStrategy: "unsupervised",
    // Other workloads keep off these pods by `app`, as everywhere.
    inheritedMetadata: { labels: appLabel(workload.name) },
    bootstrap: {
      initdb: {
        database: plan.database,
        owner,
        encoding: "UTF8",
        dataChecksums: true,
        secret: { name: secretName },
      },
    },
    storage: { size: `${plan.storageGiB}Gi`, storageClass: placement.storageClass },
    // The operator gives its init container the same.
    resources: resourcesOf(containerOf(workload, "postgres")),
    affinity: instanceAffinity(plan),
    ...(topologySpreadConstraints === undefined ? {} : { topologySpreadConstraints }),
    // The operator refuses a fixed parameter by name; the plan has none of those.
    postgresql: { parameters: plan.parameters },
  };
}

function instanceAffinity({ workload }: PostgresqlPlan): PostgresqlAffinity {
  return {
    ...(workload.antiAffinity === "none"
      ? { enablePodAntiAffinity: false }
      : {
          enablePodAntiAffinity: true,
          podAntiAffinityType: workload.antiAffinity,
          topologyKey: hostnameKey,
        }),
    ...(workload.nodeGroup === null ? {} : { nodeSelector: { role: workload.nodeGroup } }),
  };
}
