import type { Figure, FigureChange, FigureSection } from "../types";
import { versionsOf } from "./versions";
import type { StageView, WorkloadView } from "./view";

/** One figure of one side. */
interface FigureReading {
  readonly section: FigureSection;
  readonly of: string;
  readonly name: string;
  readonly unit: string;
  readonly value: Figure;
}

/** Every figure that differs, in the order in which they are told. */
export function figureChanges(before: StageView, after: StageView): readonly FigureChange[] {
  const [left, right] = [keyed(before), keyed(after)];
  return [...new Set([...right.keys(), ...left.keys()])]
    .flatMap((key) => {
      const [old, now] = [left.get(key), right.get(key)];
      const either = now ?? old;
      return either === undefined
        ? []
        : change(old ?? unknownIn(before, either), now ?? unknownIn(after, either));
    })
    .sort((one, other) => order.indexOf(one.section) - order.indexOf(other.section));
}

const order: readonly FigureSection[] = [
  "totals",
  "load",
  "transport",
  "nodes",
  "pods",
  "queues",
  "stores",
  "generators",
  "versions",
  "cost",
];

/** A figure of a side that does not know of any such figure; undefined where it knows, and has none. */
function unknownIn(view: StageView, figure: FigureReading): FigureReading | undefined {
  const known: Partial<Record<FigureSection, unknown>> = {
    nodes: view.platform === "existing" ? true : view.eks?.nodeGroups,
    pods: view.workloads,
    queues: view.core?.queues,
    stores: view.dataTier,
    versions: view.images,
    cost: view.cost?.byTier?.length === 0 ? null : view.cost?.byTier,
  };
  const hasNone = figure.section in known && (known[figure.section] ?? null) !== null;
  return hasNone ? undefined : { ...figure, value: null };
}

/** Whether the two sides say different things, and not one something and the other nothing. */
export function isKnown({ before, after }: FigureChange): boolean {
  return before !== null && after !== null;
}

function change(
  before: FigureReading | undefined,
  after: FigureReading | undefined,
): readonly FigureChange[] {
  const either = after ?? before;
  if (either === undefined || (before?.value ?? null) === (after?.value ?? null)) {
    return [];
  }
  const { section, of, name, unit } = either;
  return [
    {
      section,
      of,
      name,
      unit,
      ...(before === undefined ? {} : { before: before.value }),
      ...(after === undefined ? {} : { after: after.value }),
    },
  ];
}

function keyed(view: StageView): ReadonlyMap<string, FigureReading> {
  return new Map(
    readings(view).map((each) => [`${each.section}/${each.of}/${each.name}`, each] as const),
  );
}

function readings(view: StageView): readonly FigureReading[] {
  return [
    ...totals(view),
    ...load(view),
    ...transport(view),
    ...nodes(view),
    ...(view.workloads ?? []).flatMap(workload),
    ...queues(view),
    ...stores(view),
    ...generators(view),
    ...versionsOf(view).map(({ of, version }) => reading("versions", of, "version", version, "")),
    ...cost(view),
  ];
}

function reading(
  section: FigureSection,
  of: string,
  name: string,
  value: Figure | undefined,
  unit = "",
): FigureReading {
  return { section, of, name, unit, value: value ?? null };
}

function totals({ totals: sums }: StageView): readonly FigureReading[] {
  const total = (name: string, value: Figure | undefined, unit = "") =>
    reading("totals", "cluster", name, value, unit);
  return [
    total("nodes", sums?.nodes),
    total("vCPU", sums?.vCpu),
    total("pods", sums?.pods),
    total("USD a month", sums?.usdPerMonth, "USD"),
    total("USD a month per 1000 devices", sums?.usdPerThousandDevices, "USD"),
  ];
}

function load({ load: each }: StageView): readonly FigureReading[] {
  const of = (name: string, value: Figure | undefined) => reading("load", "load", name, value);
  return [
    of("devices", each?.devices),
    of("messages per second", each?.messagesPerSecond),
    of("data points per second", each?.dataPointsPerSecond),
    of("generators", each?.generators),
    of("devices of a generator", each?.devicesPerGenerator),
    of("messages per second of a generator", each?.messagesPerSecondPerGenerator),
  ];
}

function transport({ transport: each }: StageView): readonly FigureReading[] {
  const pod = "transport pod";
  return [
    reading("transport", pod, "connections", each?.connectionsPerPod),
    reading("transport", pod, "with one pod lost", each?.connectionsPerPodWithOneLost),
  ];
}

function nodes({ eks }: StageView): readonly FigureReading[] {
  return (eks?.nodeGroups ?? []).flatMap((group) => [
    reading("nodes", group.name, "nodes", group.count),
    reading("nodes", group.name, "instance type", group.instanceType),
    reading("nodes", group.name, "vCPU", group.vCpu),
    reading("nodes", group.name, "root volume", group.rootVolumeGiB, "GiB"),
    reading("nodes", group.name, "zones", group.zones?.join(", ")),
  ]);
}

function workload(each: WorkloadView): readonly FigureReading[] {
  const of = (name: string, value: Figure | undefined, unit = "") =>
    reading("pods", each.name, name, value, unit);
  return [
    of("pods", each.replicas),
    of("CPU request", each.cpuRequestMilli, "m"),
    of("memory request", each.memoryRequestMiB, "MiB"),
    of("memory limit", each.memoryLimitMiB, "MiB"),
    ...(each.heapMiB === null ? [] : [of("heap", each.heapMiB, "MiB")]),
    ...(each.volumes ?? []).map(({ name, sizeGiB }) => of(`volume ${name}`, sizeGiB, "GiB")),
  ];
}

function queues({ core, dataTier }: StageView): readonly FigureReading[] {
  const topics = dataTier?.kafka?.topics;
  const inAll = topics?.reduce<number | null>(
    (sum, { partitions }) => (sum === null || partitions === null ? null : sum + partitions),
    0,
  );
  const of = (queue: string, value: Figure | undefined) =>
    reading("queues", queue, "partitions", value);
  return [
    of("core", core?.corePartitions),
    of("transport API", core?.transportApiPartitions),
    of("JavaScript", core?.jsPartitions),
    ...(core?.queues ?? []).map(({ name, partitions }) => of(name, partitions)),
    of("Kafka in all", inAll),
    reading("queues", "Kafka", "replication factor", dataTier?.kafka?.replicationFactor),
    reading("queues", "Kafka", "topics at most", dataTier?.kafka?.topicDiskMiB, "MiB a broker"),
  ];
}

function stores({ dataTier, core }: StageView): readonly FigureReading[] {
  const { cassandra, redis, postgresql } = dataTier ?? {};
  return [
    reading("stores", "Cassandra", "replication factor", cassandra?.replicationFactor),
    reading("stores", "Valkey", "masters", redis?.masters?.length),
    reading("stores", "Valkey", "data of a node", redis?.maxMemoryMiB, "MiB"),
    reading("stores", "PostgreSQL", "connections", postgresql?.maxConnections),
    ...(postgresql?.pooler
      ? [reading("stores", "pooler", "connections", postgresql.pooler.clientSlots)]
      : []),
    reading("stores", "ThingsBoard pod", "pool of connections", core?.connectionPoolSize),
  ];
}

function generators({ fleet }: StageView): readonly FigureReading[] {
  const of = (name: string, value: Figure | undefined, unit = "") =>
    reading("generators", "load generators", name, value, unit);
  return [
    of("instances", fleet?.count),
    of("instance type", fleet?.instanceType),
    of("region", fleet?.region),
    of("heap", fleet?.heapMiB, "MiB"),
  ];
}

function cost({ cost: plan }: StageView): readonly FigureReading[] {
  const hours = plan?.hoursPerMonth ?? null;
  const month = (of: string, perHour: number | null) =>
    reading(
      "cost",
      of,
      "USD a month",
      perHour === null || hours === null ? null : perHour * hours,
      "USD",
    );
  return [
    ...(plan?.byTier ?? []).map(({ tier, usdPerHour }) => month(`tier ${tier}`, usdPerHour)),
    ...(plan?.byKind ?? []).map(({ kind, usdPerHour }) => month(kind, usdPerHour)),
    reading("cost", "load generators", "USD an hour of a test", plan?.fleetUsdPerTestHour, "USD"),
  ];
}
