import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { KafkaPlan } from "../../planning/types";
import { componentType } from "../componentType";
import {
  strimziApiVersion,
  type KafkaConfig,
  type KafkaListener,
  type KafkaNodePoolSpec,
  type KafkaPodTemplate,
  type KafkaSpec,
  type StrimziChartValues,
} from "./crds/strimzi";
import { helmRelease } from "../kubernetes/helmRelease";
import { containerOf, resourcesOf } from "../kubernetes/containers";
import { scheduling, zoneKey } from "../kubernetes/scheduling";

/** Name of the Kafka object; Strimzi derives `kafka-kafka-bootstrap` and the pods' labels from it. */
const cluster = "kafka";
const pool = "dual";
const clientPort = 9092;

/** Labels that Strimzi puts on every broker (Labels.java of strimzi-kafka-operator 1.2.0). */
const brokerLabels = { "strimzi.io/cluster": cluster, "strimzi.io/name": `${cluster}-kafka` };

export interface KafkaArgs {
  /** Brokers, heap, disk, replication and placement. */
  readonly plan: KafkaPlan;
  /** `app` labels of the pods that may connect. With none, only the brokers themselves may. */
  readonly clients: readonly string[];
}

/**
 * Kafka: ThingsBoard's queue. The Strimzi operator and one pool of nodes that are controller and broker at once
 * (KRaft: no ZooKeeper). The operator makes the Services, the disruption budget and the network policy. Ready when
 * Strimzi says so of the whole cluster.
 *
 * How long messages stay is not set here: ThingsBoard creates each topic with bounds of its own, which beat the
 * broker's.
 */
export class Kafka extends pulumi.ComponentResource {
  /** `host:9092`, as ThingsBoard's TB_KAFKA_SERVERS takes it. */
  readonly bootstrapServers: pulumi.Output<string>;

  constructor(name: string, args: KafkaArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentType("Kafka"), name, { plan: args.plan }, options);
    const { plan } = args;
    const { namespace } = plan.placement;

    const operator = helmRelease(
      `${name}-operator`,
      { chart: plan.chart, namespace, values: operatorValues(plan) },
      { parent: this },
    );
    // The operator must live when these go: it takes the brokers and their disks away.
    const nodePool = new kubernetes.apiextensions.CustomResource(
      `${name}-pool`,
      {
        apiVersion: strimziApiVersion,
        kind: "KafkaNodePool",
        metadata: { name: pool, namespace, labels: { "strimzi.io/cluster": cluster } },
        spec: nodePoolSpec(plan),
      },
      { parent: this, dependsOn: operator },
    );
    // "No KafkaNodePools found" is a failure: the pool comes first. It has no Ready condition of its own.
    new kubernetes.apiextensions.CustomResource(
      name,
      {
        apiVersion: strimziApiVersion,
        kind: "Kafka",
        metadata: {
          name: cluster,
          namespace,
          annotations: { "pulumi.com/waitFor": "condition=Ready" },
        },
        spec: kafkaSpec(plan, args.clients),
      },
      {
        parent: this,
        dependsOn: nodePool,
        customTimeouts: { create: "20m", update: "20m", delete: "20m" },
      },
    );

    this.bootstrapServers = pulumi.output(plan.bootstrapServers);
    this.registerOutputs({ bootstrapServers: this.bootstrapServers });
  }
}

function operatorValues({ operator, placement }: KafkaPlan): StrimziChartValues {
  return {
    watchNamespaces: [placement.namespace],
    watchAnyNamespace: false,
    replicas: operator.replicas,
    resources: resourcesOf(containerOf(operator)),
    nodeSelector: operator.nodeGroup === null ? {} : { role: operator.nodeGroup },
  };
}

function nodePoolSpec(plan: KafkaPlan): KafkaNodePoolSpec {
  const { workload, placement } = plan;
  const heap = `${plan.heapMiB}m`;
  return {
    replicas: workload.replicas,
    roles: ["controller", "broker"],
    storage: {
      type: "jbod",
      volumes: [
        {
          id: 0,
          type: "persistent-claim",
          size: `${plan.storageGiB}Gi`,
          class: placement.storageClass,
          // The default leaves the disks behind.
          deleteClaim: true,
          kraftMetadata: "shared",
        },
      ],
    },
    // Strimzi gives the init container that reads the zone the same resources (KafkaCluster.createInitContainer).
    resources: resourcesOf(containerOf(workload)),
    jvmOptions: { "-Xms": heap, "-Xmx": heap },
    template: { pod: podTemplate(plan) },
  };
}

function podTemplate({ workload, placement }: KafkaPlan): KafkaPodTemplate {
  const { nodeSelector, affinity, ...spread } = scheduling(workload, placement, brokerLabels);
  return {
    terminationGracePeriodSeconds: 60,
    affinity: {
      ...(nodeSelector === undefined ? {} : { nodeAffinity: onNodesWith(nodeSelector) }),
      ...affinity,
    },
    ...spread,
  };
}

/** What a node selector says, as a rule of affinity: Strimzi's pod template takes nothing else. */
function onNodesWith(
  labels: Readonly<Record<string, string>>,
): kubernetes.types.input.core.v1.NodeAffinity {
  return {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [
        {
          matchExpressions: Object.entries(labels).map(([key, value]) => ({
            key,
            operator: "In",
            values: [value],
          })),
        },
      ],
    },
  };
}

function kafkaSpec(plan: KafkaPlan, clients: readonly string[]): KafkaSpec {
  return {
    kafka: {
      version: plan.version,
      listeners: [clientListener(clients)],
      // A broker's rack is its node's zone: copies of a partition go to different zones. On nodes without a zone
      // label, as an existing cluster's are, a broker with a rack could not run.
      ...(plan.workload.spreadOverZones
        ? { rack: { type: "topology-label", topologyKey: zoneKey } }
        : {}),
      config: brokerConfig(plan),
      metricsConfig: {
        type: "strimziMetricsReporter",
        values: { allowList: ["kafka_server.*"] },
      },
      template: { podDisruptionBudget: { maxUnavailable: 1 } },
    },
  };
}

function clientListener(clients: readonly string[]): KafkaListener {
  const pods =
    clients.length === 0
      ? { matchLabels: brokerLabels }
      : { matchExpressions: [{ key: "app", operator: "In", values: [...clients] }] };
  return {
    name: "plain",
    port: clientPort,
    type: "internal",
    tls: false,
    networkPolicyPeers: [{ podSelector: pods }],
  };
}

function brokerConfig(plan: KafkaPlan): KafkaConfig {
  return {
    // ThingsBoard creates its topics itself, with their own bounds.
    "auto.create.topics.enable": false,
    "default.replication.factor": plan.replicationFactor,
    // With two copies of a partition (seed, line 380) a second one in sync could not be asked for: one broker down
    // would stop every write. ThingsBoard's own topic properties say 1 too.
    "min.insync.replicas": 1,
    "offsets.topic.replication.factor": plan.internalReplicationFactor,
    "transaction.state.log.replication.factor": plan.internalReplicationFactor,
    "transaction.state.log.min.isr": plan.internalMinInSyncReplicas,
    // Full topics are cut back every minute: ThingsBoard's bounds leave a quarter of the disk (default: 5 minutes).
    "log.retention.check.interval.ms": 60_000,
  };
}
