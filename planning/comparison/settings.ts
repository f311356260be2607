import type { SettingChange } from "../types";

/**
 * Branches of a plan that other parts of the comparison tell of, or that follow from what is told. A path of the plan;
 * `*` stands for one step.
 */
const toldElsewhere: readonly string[] = [
  "stack",
  "load",
  "totals",
  "cost",
  "findings",
  "headroom",
  "placement",
  "images",
  "nodeAgents",
  // Physical names and tags are the stack's own.
  "eks.clusterName",
  "eks.account.tags.stage",
  ...["count", "vCpu", "memoryMiB", "instanceType", "workloads"].map(
    (key) => `eks.nodeGroups.*.${key}`,
  ),
  "eks.nodeGroups.*.rootVolumeGiB",
  "eks.nodeGroups.*.zones",
  "eks.nodeGroups.*.conntrackBuckets",
  "eks.kubernetesVersion",
  "eks.region",
  "eks.addons",
  "eks.loadBalancerController",
  "eks.network.fleetPrefixLists",
  ...["replicas", "cpuRequestMilli", "memoryRequestMiB", "memoryLimitMiB", "heapMiB"].map(
    (key) => `workloads.*.${key}`,
  ),
  "workloads.*.containers.*.cpuRequestMilli",
  "workloads.*.containers.*.memoryRequestMiB",
  "workloads.*.containers.*.memoryLimitMiB",
  "workloads.*.containers.*.heapMiB",
  "workloads.*.initContainers",
  "workloads.*.volumes",
  // Each workload stands in the plan's one list.
  ...["workload", "operator", "chart", "image", "version", "heapMiB", "storageGiB"].map(
    (key) => `dataTier.*.${key}`,
  ),
  "dataTier.zookeeper.connectString",
  "dataTier.kafka.replicationFactor",
  "dataTier.kafka.internalReplicationFactor",
  "dataTier.kafka.internalMinInSyncReplicas",
  "dataTier.kafka.topicDiskMiB",
  "dataTier.kafka.topics.*.partitions",
  "dataTier.cassandra.replicationFactor",
  "dataTier.cassandra.serverVersion",
  "dataTier.cassandra.toolsImage",
  "dataTier.cassandra.commitLogGiB",
  "dataTier.cassandra.commitLogSpaceMiB",
  "dataTier.cassandra.keyspaceJob",
  "dataTier.redis.masters",
  "dataTier.redis.followers",
  "dataTier.redis.nodes",
  "dataTier.redis.formingJob",
  "dataTier.postgresql.maxConnections",
  "dataTier.postgresql.parameters.max_connections",
  "dataTier.postgresql.pooler.workload",
  "dataTier.postgresql.pooler.clientSlots",
  "dataTier.postgresql.pooler.maxClientConnections",
  ...["core", "ruleEngine", "jsExecutor", "webUi", "schemaJob", "credentialsJob"].map(
    (key) => `core.${key}`,
  ),
  "core.images",
  "core.version",
  "core.corePartitions",
  "core.transportApiPartitions",
  "core.jsPartitions",
  "core.connectionPoolSize",
  "core.queues.*.partitions",
  "transport.image",
  "transport.workload",
  "transport.connectionsPerPod",
  "transport.connectionsPerPodWithOneLost",
  ...["count", "image", "region", "instanceType", "shards", "devicesPerGenerator"].map(
    (key) => `fleet.${key}`,
  ),
  ...["heapMiB", "generators", "provisioningJob"].map((key) => `fleet.${key}`),
];

const told = toldElsewhere.map((path) => path.split("."));

/**
 * Every value that differs and is told nowhere else, in the order of the plan. A branch that one side lacks as a whole is
 * no difference: older code does not know it, and the platform is told elsewhere.
 */
export function settingChanges(before: object, after: object): readonly SettingChange[] {
  const old = new Map<string, unknown>(Object.entries(before));
  return Object.entries(after).flatMap(([branch, value]) =>
    old.has(branch) ? differences(old.get(branch), value, [branch]) : [],
  );
}

function differences(
  before: unknown,
  after: unknown,
  path: readonly string[],
): readonly SettingChange[] {
  if (isTold(path)) {
    return [];
  }
  const [left, right] = [entriesOf(before), entriesOf(after)];
  if (left !== undefined && right !== undefined) {
    return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) =>
      differences(left.get(key), right.get(key), [...path, key]),
    );
  }
  const [old, now] = [textOf(before), textOf(after)];
  if (old === now) {
    return [];
  }
  return [
    {
      path: path.join("."),
      ...(old === undefined ? {} : { before: old }),
      ...(now === undefined ? {} : { after: now }),
    },
  ];
}

/** Made of dataTier.kafka.topics, whose values are told each on its own line. */
const topicProperties = /^TB_QUEUE_KAFKA_\w+_TOPIC_PROPERTIES$/;

function isTold(path: readonly string[]): boolean {
  if (topicProperties.test(path.at(-1) ?? "")) {
    return true;
  }
  return told.some(
    (each) =>
      each.length === path.length &&
      each.every((step, index) => step === "*" || step === path[index]),
  );
}

/** Fields of an object; entries of a list by what names them, so that one more is one difference. */
function entriesOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (Array.isArray(value)) {
    const names = value.map(nameOf);
    return names.every((each) => each !== undefined) && new Set(names).size === names.length
      ? new Map(value.map((each: unknown, index) => [names[index] ?? "", each]))
      : undefined;
  }
  return typeof value === "object" && value !== null ? new Map(Object.entries(value)) : undefined;
}

function nameOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  const fields = new Map<string, unknown>(Object.entries(value));
  const name = fields.get("name") ?? fields.get("variable") ?? fields.get("zone");
  return typeof name === "string" ? name : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" || value === undefined ? value : JSON.stringify(value);
}
