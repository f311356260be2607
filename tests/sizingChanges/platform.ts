import type { Change } from "./change";
import {
  groups,
  nodeCount,
  nodeSettings,
  sharedTopics,
  transportSettings,
  userData,
  zones,
} from "./groups";

const pool = "KafkaNodePool::data-kafka-pool#spec";
const datacenter = "CassandraDatacenter::data-cassandra#spec";
const database = "Cluster::data-postgresql#spec";
const pooler = "Pooler::data-postgresql-pooler#spec";
const zookeeper = "StatefulSet::data-zookeeper#spec";
const caches = ["a", "b", "c"].map((letter) => `StatefulSet::data-redis-${letter}#spec`);
const fleetTemplate = "LaunchTemplate::fleet";

/** The cluster: network, control plane, node groups. */
export const clusterChanges: readonly Change[] = [
  { sizing: { "nodeGroups.worker.count": 7 }, changes: nodeCount("worker") },
  {
    sizing: { "nodeGroups.kafka.rootVolumeGiB": 40 },
    changes: ["LaunchTemplate::platform-kafka#blockDeviceMappings.0.ebs.volumeSize"],
  },
  {
    // 262144 a core is more than that on the pooler's eight cores.
    sizing: { "nodeTuning.conntrackMin": 1_200_000 },
    changes: userData("cassandra", "kafka", "postgresql", "transport", "worker"),
  },
  {
    // On two cores the minimum is more.
    sizing: { "nodeTuning.conntrackMaxPerCore": 300_000 },
    changes: userData("cassandra", "pooler", "postgresql", "worker"),
  },
  {
    sizing: { "cluster.logRetentionDays": 30 },
    changes: ["LogGroup::fleet#retentionInDays", "LogGroup::platform-cluster#retentionInDays"],
  },
  {
    sizing: { "cluster.kubernetesVersion": "1.36" },
    changes: [
      "Cluster::platform-cluster#version",
      "Cluster::platform-cluster#kubeProxyAddonOptions.version",
      ...groups.map((group) => `NodeGroup::platform-${group}#version`),
    ],
  },
  {
    sizing: { "cluster.vpcCidr": "10.21.0.0/16" },
    changes: [
      "Vpc::platform-network#cidrBlock",
      ...zones.map((zone) => `Subnet::platform-network-${zone}#cidrBlock`),
      "SecurityGroupEgressRule::platform-network-alb-fleet-1#cidrIpv4",
      "SecurityGroupEgressRule::platform-network-nlb-fleet-1#cidrIpv4",
    ],
  },
  {
    sizing: { "versions.loadBalancerControllerChart": "3.5.1" },
    changes: ["Release::platform-load-balancers#version"],
  },
  {
    account: { permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/boundary" },
    changes: [
      "fleet-role",
      "platform-addons-ebs-csi",
      "platform-cluster",
      "platform-load-balancers",
      "platform-node",
    ].map((role) => `Role::${role}#permissionsBoundary`),
  },
  {
    account: { owner: "platform-team" },
    changes: [
      "aws::fleet#defaultTags",
      "aws::platform#defaultTags",
      "Cluster::platform-cluster#tags.owner",
      ...["coredns", "ebs-csi", "metrics-server", "pod-identity"].map(
        (addon) => `Addon::platform-addons-${addon}#tags.owner`,
      ),
      "Addon::platform-addons-ebs-csi#configurationValues",
      "Release::platform-load-balancers#values.defaultTags.owner",
      ...groups.flatMap((group) => [
        `NodeGroup::platform-${group}#tags.owner`,
        `LaunchTemplate::platform-${group}#tags.owner`,
        ...[0, 1, 2].map(
          (index) =>
            `LaunchTemplate::platform-${group}#tagSpecifications.${String(index)}.tags.owner`,
        ),
      ]),
      ...[0, 1].map((index) => `${fleetTemplate}#tagSpecifications.${String(index)}.tags.owner`),
    ],
  },
  {
    account: { mqttCidrs: ["198.51.100.0/24"] },
    changes: [
      "ManagedPrefixList::platform-network-mqtt",
      "ManagedPrefixListEntry::platform-network-mqtt-198.51.100.0/24",
      "SecurityGroup::platform-network-nlb-mqtt",
      "SecurityGroupEgressRule::platform-network-nlb-mqtt",
      "SecurityGroupIngressRule::platform-network-nlb-mqtt",
      "Service::transport-load-balancer#metadata.annotations.service.beta.kubernetes.io/aws-load-balancer-security-groups",
    ],
  },
];

/** The five stores. */
export const storeChanges: readonly Change[] = [
  {
    sizing: { "zookeeper.heapMiB": 160 },
    changes: [`${zookeeper}.template.spec.containers.0.env.ZK_SERVER_HEAP`],
  },
  {
    sizing: { "zookeeper.dataStorageGiB": 2 },
    changes: [`${zookeeper}.volumeClaimTemplates.0.spec.resources.requests.storage`],
  },
  {
    sizing: { "zookeeper.logStorageGiB": 2 },
    changes: [`${zookeeper}.volumeClaimTemplates.1.spec.resources.requests.storage`],
  },
  {
    sizing: { "kafka.heapMiB": 640 },
    changes: [`${pool}.jvmOptions.-Xms`, `${pool}.jvmOptions.-Xmx`],
  },
  {
    // The topics' bounds follow the disks.
    sizing: { "kafka.storageGiB": 21 },
    changes: [
      `${pool}.storage.volumes.0.size`,
      ...nodeSettings(...sharedTopics),
      ...transportSettings(...sharedTopics),
    ],
  },
  {
    sizing: { "cassandra.heapMiB": 1_536 },
    changes: [
      `${datacenter}.config.jvm-server-options.initial_heap_size`,
      `${datacenter}.config.jvm-server-options.max_heap_size`,
    ],
  },
  {
    sizing: { "cassandra.storageGiB": 60 },
    changes: [
      `${datacenter}.storageConfig.cassandraDataVolumeClaimSpec.resources.requests.storage`,
    ],
  },
  {
    sizing: { "cassandra.commitLogGiB": 3 },
    changes: [
      `${datacenter}.config.cassandra-yaml.commitlog_total_space`,
      `${datacenter}.storageConfig.additionalVolumes.0.pvcSpec.resources.requests.storage`,
    ],
  },
  {
    sizing: { "redis.maxMemoryMiB": 700 },
    changes: caches.map((cache) => `${cache}.template.spec.containers.0.args.16`),
  },
  {
    sizing: { "redis.replicas": 12 },
    changes: [
      ...caches.map((cache) => `${cache}.replicas`),
      "ConfigMap::data-redis-forming#metadata.name",
      "ConfigMap::data-redis-forming#data.form.sh",
      "Job::data-redis-forming#metadata.name",
      "Job::data-redis-forming#spec.template.spec.volumes.0.configMap.name",
      "CronJob::data-redis-forming#spec.jobTemplate.spec.template.spec.volumes.0.configMap.name",
      ...nodeSettings("REDIS_NODES"),
      ...transportSettings("REDIS_NODES"),
    ],
  },
  {
    sizing: { "redis.storageGiB": 2 },
    changes: caches.map(
      (cache) => `${cache}.volumeClaimTemplates.0.spec.resources.requests.storage`,
    ),
  },
  {
    sizing: { "postgresql.maxConnections": 320 },
    changes: [`${database}.postgresql.parameters.max_connections`],
  },
  {
    sizing: { "postgresql.sharedBuffersMiB": 1_024 },
    changes: [`${database}.postgresql.parameters.shared_buffers`],
  },
  {
    // WAL that a slot holds back may take a quarter of the disk.
    sizing: { "postgresql.storageGiB": 40 },
    changes: [
      `${database}.postgresql.parameters.max_slot_wal_keep_size`,
      `${database}.storage.size`,
    ],
  },
  {
    sizing: { "pooler.clientSlots": 210 },
    changes: ["default_pool_size", "max_client_conn", "max_db_connections"].map(
      (parameter) => `${pooler}.pgbouncer.parameters.${parameter}`,
    ),
  },
  {
    sizing: { "pooler.memoryLimitMiB": 600 },
    changes: [`${pooler}.template.spec.containers.0.resources.limits.memory`],
  },
];
