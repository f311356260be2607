import { z } from "zod";

/**
 * What the comparison reads of a plan. One side may be the work of older code, whose plans lack fields: everything may be
 * null, which is "unknown" and never a difference by itself.
 */
const number = z.number().nullable().catch(null);
const text = z.string().nullable().catch(null);
const flag = z.boolean().nullable().catch(null);
const texts = z.array(z.string()).nullable().catch(null);
const values = z.record(z.string(), z.unknown()).nullable().catch(null);

function part<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape).nullable().catch(null);
}

/** Entries that lack their name are none. */
function list<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.array(z.object(shape)).nullable().catch(null);
}

const name = z.string();

const workload = {
  name,
  tier: text,
  kind: text,
  nodeGroup: text,
  replicas: number,
  containers: list({
    name,
    cpuRequestMilli: number,
    cpuLimitMilli: number,
    memoryRequestMiB: number,
    memoryLimitMiB: number,
    heapMiB: number,
  }),
  cpuRequestMilli: number,
  memoryRequestMiB: number,
  memoryLimitMiB: number,
  heapMiB: number,
  volumes: list({ name, sizeGiB: number }),
  antiAffinity: text,
  avoids: z.array(z.unknown()).nullable().catch(null),
  spreadOverZones: flag,
};

const placement = part({ namespace: text, storageClass: text, zones: texts });

const store = { placement, workload: part(workload) };

const nodeGroup = {
  name,
  instanceType: text,
  architecture: text,
  count: number,
  vCpu: number,
  rootVolumeGiB: number,
  zones: texts,
  conntrackMax: number,
  conntrackBuckets: number,
  workloads: texts,
};

const finding = {
  rule: name,
  severity: z.enum(["error", "warning", "info"]),
  path: z.string().catch(""),
  message: z.string().catch(""),
  value: z.union([z.number(), z.string()]).nullable().catch(null),
  limit: z.union([z.number(), z.string()]).nullable().catch(null),
  source: text,
  mend: text,
  accepted: text,
};

const schema = z.object({
  stack: z.string().catch("?"),
  platform: text,
  load: part({
    devices: number,
    messagesPerSecond: number,
    dataPointsPerSecond: number,
    generators: number,
    devicesPerGenerator: number,
    messagesPerSecondPerGenerator: number,
  }),
  images: z.record(z.string(), z.string()).nullable().catch(null),
  eks: part({
    region: text,
    kubernetesVersion: text,
    network: part({ vpcCidr: text, subnets: list({ zone: name, cidr: text }) }),
    nodeGroups: list(nodeGroup),
    nodeTuning: values,
    addons: part({ vpcCniVersion: text, kubeProxyVersion: text }),
    loadBalancerController: part({ chart: part({ version: text }) }),
  }),
  existingCluster: part({ context: text }),
  dataTier: part({
    zookeeper: part({ ...store, image: text, heapMiB: number }),
    kafka: part({
      ...store,
      chart: part({ version: text }),
      version: text,
      heapMiB: number,
      replicationFactor: number,
      internalReplicationFactor: number,
      storageGiB: number,
      topicDiskMiB: number,
      topics: list({
        variable: name,
        partitions: number,
        partitionsPerTopic: number,
        retentionMs: number,
        retentionBytes: number,
        segmentBytes: number,
        extra: text,
      }),
    }),
    cassandra: part({
      ...store,
      chart: part({ version: text }),
      serverVersion: text,
      racks: list({ name, zone: text }),
      heapMiB: number,
      replicationFactor: number,
      consistencyLevel: text,
      storageGiB: number,
      commitLogGiB: number,
    }),
    redis: part({
      ...store,
      image: text,
      mode: text,
      groups: list({ name, zone: text, replicas: number }),
      masters: list({ pod: name, firstSlot: number, lastSlot: number }),
      maxMemoryMiB: number,
      storageGiB: number,
    }),
    postgresql: part({
      ...store,
      chart: part({ version: text }),
      image: text,
      storageGiB: number,
      parameters: values,
      maxConnections: number,
      pooler: part({ workload: part(workload), clientSlots: number, maxClientConnections: number }),
    }),
  }),
  core: part({
    placement,
    version: text,
    corePartitions: number,
    transportApiPartitions: number,
    jsPartitions: number,
    queues: list({ name, partitions: number, packProcessingTimeoutMs: number }),
    connectionPoolSize: number,
    core: part(workload),
    ruleEngine: part(workload),
    jsExecutor: part(workload),
    webUi: part(workload),
    environment: values,
    jsEnvironment: values,
    webUiEnvironment: values,
  }),
  transport: part({
    placement,
    image: text,
    workload: part(workload),
    environment: values,
    connectionsPerPod: number,
    connectionsPerPodWithOneLost: number,
    sysctls: values,
    tlsSecretName: text,
    loadBalancer: part({ idleTimeoutSeconds: number }),
  }),
  fleet: part({
    kind: text,
    image: text,
    region: text,
    zone: text,
    vpcCidr: text,
    instanceType: text,
    architecture: text,
    count: number,
    spot: flag,
    rootVolumeGiB: number,
    heapMiB: number,
    sysctls: values,
  }),
  workloads: list(workload),
  totals: part({
    nodes: number,
    vCpu: number,
    pods: number,
    usdPerHour: number,
    usdPerMonth: number,
    usdPerThousandDevices: number,
  }),
  cost: part({
    hoursPerMonth: number,
    byTier: list({ tier: name, usdPerHour: number }),
    byKind: list({ kind: name, usdPerHour: number }),
    transport: part({ usdPerMonth: number }),
    fleetUsdPerTestHour: number,
  }),
  findings: list(finding),
});

/** A plan as far as the comparison knows it. */
export type StageView = z.infer<typeof schema>;
export type WorkloadView = NonNullable<NonNullable<StageView["workloads"]>[number]>;
export type NodeGroupView = NonNullable<NonNullable<StageView["eks"]>["nodeGroups"]>[number];
export type FindingView = NonNullable<StageView["findings"]>[number];

/** Reads a plan of any age. What it lacks, or has in another form, is null. */
export function viewOf(plan: object): StageView {
  return schema.parse(plan);
}
