import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { CassandraPlan } from "../../planning/types";
import { keyspaceJob } from "./cassandraKeyspace";
import { componentType } from "../componentType";
import {
  cassandraApiVersion,
  type CassandraConfig,
  type CassandraDatacenterSpec,
  type CassOperatorChartValues,
} from "./crds/cassandra";
import { helmRelease } from "../kubernetes/helmRelease";
import { containerOf, resourcesOf } from "../kubernetes/containers";
import { admitOnly } from "../kubernetes/policies";
import { zoneKey } from "../kubernetes/scheduling";
import type { CredentialsSecret } from "../references";

const clientPort = 9042;
/** Between the nodes: plain and TLS. */
const nodePorts = [7000, 7001];
/** Starts, drains and configures a node, and makes users, for whoever reaches it. */
const managementPort = 8080;

const commitLogMount = "/var/lib/cassandra-commitlog";

export interface CassandraArgs {
  /** Nodes, racks, heap, disks, replication and placement. */
  readonly plan: CassandraPlan;
  /** `app` labels of the pods that may connect. The keyspace Job may always. */
  readonly clients: readonly string[];
}

/**
 * Cassandra: ThingsBoard's time series. The operator cass-operator, one datacenter with a rack in each zone, and the
 * keyspace, made with all its copies before ThingsBoard installs its tables. The operator makes the Services and the
 * disruption budget. Ready when every node is up and the superuser exists.
 */
export class Cassandra extends pulumi.ComponentResource {
  /** `host:9042`, as ThingsBoard's CASSANDRA_URL takes it. */
  readonly contactPoint: pulumi.Output<string>;
  /** Where the superuser's name and password stand. */
  readonly credentials: CredentialsSecret;
  /** Done when the keyspace is there: what installs or uses tables waits for it. */
  readonly keyspace: pulumi.Resource;

  constructor(name: string, args: CassandraArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentType("Cassandra"), name, { plan: args.plan }, options);
    const { plan } = args;
    const { namespace } = plan.placement;
    const parent = { parent: this };
    this.credentials = {
      secretName: `${plan.clusterName}-superuser`,
      usernameKey: "username",
      passwordKey: "password",
    };

    const operator = helmRelease(
      `${name}-operator`,
      { chart: plan.chart, namespace, values: operatorValues(plan) },
      parent,
    );
    // bcrypt reads 55 characters at most; letters and digits need no quoting anywhere.
    const password = new random.RandomPassword(
      `${name}-password`,
      { length: 48, special: false },
      parent,
    );
    const superuser = new kubernetes.core.v1.Secret(
      `${name}-superuser`,
      {
        metadata: { name: this.credentials.secretName, namespace },
        stringData: { username: `${plan.clusterName}-superuser`, password: password.result },
      },
      parent,
    );
    const policy = new kubernetes.networking.v1.NetworkPolicy(
      name,
      admitOnly("cassandra", namespace, nodeLabels(plan), [
        { ports: [clientPort], apps: [...args.clients, plan.keyspaceJob.name] },
        { ports: nodePorts, pods: [nodeLabels(plan)] },
        { ports: [managementPort], pods: [operatorLabels(plan)] },
      ]),
      parent,
    );
    const datacenter = new kubernetes.apiextensions.CustomResource(
      name,
      {
        apiVersion: cassandraApiVersion,
        kind: "CassandraDatacenter",
        metadata: {
          name: plan.datacenter,
          namespace,
          annotations: {
            // Ready comes after the users exist.
            "pulumi.com/waitFor": JSON.stringify([
              "condition=Ready",
              "jsonpath={.status.cassandraOperatorProgress}=Ready",
            ]),
          },
        },
        spec: datacenterSpec(plan, this.credentials.secretName),
      },
      {
        parent: this,
        // The policy closes the management port before there is one; the operator must live when the nodes go.
        dependsOn: [operator, superuser, policy],
        // Nodes start one after the other.
        customTimeouts: { create: "30m", update: "30m", delete: "30m" },
      },
    );
    this.keyspace = new kubernetes.batch.v1.Job(
      `${name}-keyspace`,
      keyspaceJob(plan, this.credentials),
      { parent: this, dependsOn: datacenter, customTimeouts: { create: "15m" } },
    );

    this.contactPoint = pulumi.output(plan.contactPoint);
    this.registerOutputs({ contactPoint: this.contactPoint, credentials: this.credentials });
  }
}

/** Labels of every node (`GetDatacenterLabels` of cass-operator 1.31.0). */
function nodeLabels(plan: CassandraPlan): Record<string, string> {
  return {
    "cassandra.datastax.com/cluster": plan.clusterName,
    "cassandra.datastax.com/datacenter": plan.datacenter,
  };
}

/** Labels of the operator's pod: its chart's selector labels, with the release named as the chart. */
function operatorLabels({ chart }: CassandraPlan): Record<string, string> {
  return { "app.kubernetes.io/name": chart.name, "app.kubernetes.io/instance": chart.name };
}

function operatorValues({ operator }: CassandraPlan): CassOperatorChartValues {
  return {
    // With webhooks the chart asks for cert-manager.
    admissionWebhooks: { enabled: false },
    // Watches the namespace of its release alone.
    global: { clusterScoped: false, clusterScopedResources: true },
    replicaCount: operator.replicas,
    resources: resourcesOf(containerOf(operator)),
    nodeSelector: operator.nodeGroup === null ? {} : { role: operator.nodeGroup },
  };
}

function datacenterSpec(plan: CassandraPlan, superuserSecretName: string): CassandraDatacenterSpec {
  const { workload, placement } = plan;
  return {
    clusterName: plan.clusterName,
    serverType: "cassandra",
    serverVersion: plan.serverVersion,
    managementApiAuth: { insecure: {} },
    size: workload.replicas,
    superuserSecretName,
    // Not as node affinity: the operator would add that to the racks' as an alternative.
    ...(workload.nodeGroup === null ? {} : { nodeSelector: { role: workload.nodeGroup } }),
    // The operator keeps nodes off each other's machines unless told otherwise.
    ...(workload.antiAffinity === "required" ? {} : { allowMultipleNodesPerWorker: true }),
    racks: plan.racks.map(({ name, zone }) => ({
      name,
      ...(zone === null ? {} : { nodeAffinityLabels: { [zoneKey]: zone } }),
    })),
    resources: resourcesOf(containerOf(workload)),
    configBuilderResources: resourcesOf(containerOf(workload, "server-config-init")),
    systemLoggerResources: resourcesOf(containerOf(workload, "server-system-logger")),
    storageConfig: {
      cassandraDataVolumeClaimSpec: claim(plan.storageGiB, placement.storageClass),
      additionalVolumes: [
        {
          name: "commitlog",
          mountPath: commitLogMount,
          pvcSpec: claim(plan.commitLogGiB, placement.storageClass),
        },
      ],
    },
    config: serverConfig(plan),
    podTemplateSpec: {
      spec: {
        // Long enough to drain: 120 is the operator's default.
        terminationGracePeriodSeconds: 180,
        // The one container that the operator gives no resources (`buildInitContainers`).
        initContainers: [
          {
            name: "server-config-init-base",
            resources: resourcesOf(containerOf(workload, "server-config-init-base")),
          },
        ],
        containers: [],
      },
    },
  };
}

function serverConfig(plan: CassandraPlan): CassandraConfig {
  const heap = `${plan.heapMiB}M`;
  return {
    "cassandra-yaml": {
      num_tokens: 16,
      // Authentication is off unless all three are set.
      authenticator: "PasswordAuthenticator",
      authorizer: "CassandraAuthorizer",
      role_manager: "CassandraRoleManager",
      // A directory of its own: the root of an ext4 volume holds lost+found.
      commitlog_directory: `${commitLogMount}/commitlog`,
      commitlog_total_space: `${plan.commitLogSpaceMiB}MiB`,
    },
    // The seed's young generation of 400 MiB (line 398) is left out: it would hold G1 to a size against its pause target.
    "jvm-server-options": {
      initial_heap_size: heap,
      max_heap_size: heap,
      // Copies of system_auth, system_distributed and system_traces from the first start (seed, lines 811 to 820).
      "additional-jvm-opts": [
        `-Dcassandra.system_distributed_replication=${plan.datacenter}:${plan.replicationFactor}`,
      ],
    },
  };
}

function claim(
  sizeGiB: number,
  storageClassName: string,
): kubernetes.types.input.core.v1.PersistentVolumeClaimSpec {
  return {
    storageClassName,
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage: `${sizeGiB}Gi` } },
  };
}
