import { topicMinInSyncReplicas } from "../../facts/kafkaReplication";
import type { RedisPlan, StageDraft, WorkloadPlan } from "../../types";

/** What a store or service needs while some of its pods are lost. */
export interface Need {
  /** Workload whose pods are counted. */
  readonly workload: WorkloadPlan;
  /** Key of the sizing. */
  readonly path: string;
  /** In a few words: `Kafka controllers`. */
  readonly what: string;
  readonly unit: string;
  readonly least: number;
  /** What is left with these pods lost: those of a node, or of one of so many zones that have any. */
  readonly left: (lost: readonly string[], zones: number | undefined) => number;
  /** What stops when less is left. */
  readonly stops: string;
  readonly mend: string;
}

function majority(members: number): number {
  return Math.floor(members / 2) + 1;
}

/** Needs of every store and service that has several pods; a single one is lost with its node anyway. */
export function needsOf(plan: StageDraft): readonly Need[] {
  const { zookeeper } = plan.dataTier;
  return [
    ...kafkaNeeds(plan),
    ensemble(zookeeper.workload, {
      path: "zookeeper.replicas",
      what: "ZooKeeper members",
      stops: "ThingsBoard's services lose each other",
    }),
    cassandraNeed(plan),
    ...redisNeeds(plan.dataTier.redis),
    ...services(plan),
  ].filter(({ workload }) => workload.replicas > 1);
}

const inThreeZones =
  "Spread it over three zones (cluster.zones), at least one node of its group in each.";

function ensemble(workload: WorkloadPlan, words: Pick<Need, "path" | "what" | "stops">): Need {
  return {
    ...words,
    workload,
    unit: "members",
    least: majority(workload.replicas),
    left: (lost) => workload.replicas - lost.length,
    mend: inThreeZones,
  };
}

/**
 * Copies of one partition or row that are left at worst. A node takes as many as it has pods, one as a rule; a zone only
 * its share, since copies go to as many zones as there are (Strimzi's `rack`, Cassandra's NetworkTopologyStrategy).
 */
function copiesLeft(copies: number): Need["left"] {
  return (lost, zones) =>
    copies -
    Math.min(copies, lost.length, zones === undefined ? copies : Math.ceil(copies / zones));
}

function kafkaNeeds({ dataTier: { kafka } }: StageDraft): readonly Need[] {
  const { workload, replicationFactor, internalReplicationFactor } = kafka;
  return [
    ensemble(workload, {
      path: "kafka.replicas",
      what: "Kafka controllers",
      stops: "no partition gets a new leader",
    }),
    {
      workload,
      path: "kafka.replicationFactor",
      what: "copies of a ThingsBoard partition",
      unit: "copies",
      least: topicMinInSyncReplicas,
      left: copiesLeft(replicationFactor),
      stops: "messages of some partitions stop",
      mend: "kafka.replicationFactor: 2",
    },
    {
      workload,
      path: "kafka.replicas",
      what: "copies of Kafka's own partitions",
      unit: "copies",
      least: kafka.internalMinInSyncReplicas,
      left: copiesLeft(internalReplicationFactor),
      stops: "consumers cannot commit what they have read",
      mend: inThreeZones,
    },
  ];
}

function cassandraNeed({ dataTier: { cassandra } }: StageDraft): Need {
  const { workload, replicationFactor, consistencyLevel } = cassandra;
  const asksQuorum = consistencyLevel === "LOCAL_QUORUM";
  return {
    workload,
    path: "cassandra.replicationFactor",
    what: "copies of a Cassandra row",
    unit: "copies",
    least: asksQuorum ? majority(replicationFactor) : 1,
    left: copiesLeft(replicationFactor),
    stops: `reads and writes with ${consistencyLevel} fail for some rows`,
    mend: "cassandra.replicationFactor: 3, on nodes in three zones.",
  };
}

function redisNeeds(redis: RedisPlan): readonly Need[] {
  const { workload, masters, followers } = redis;
  const nameOf = redisNames(redis);
  const lostOf = (lost: readonly string[]) => new Set(lost.map((pod) => nameOf.get(pod) ?? pod));
  const mastersIn = (lost: ReadonlySet<string>) => masters.filter(({ pod }) => lost.has(pod));
  if (masters.length === 0) {
    return [];
  }
  return [
    {
      workload,
      path: "redis.replicas",
      what: "masters of the cache",
      unit: "masters",
      least: majority(masters.length),
      left: (lost) => masters.length - mastersIn(lostOf(lost)).length,
      stops: "no replica is promoted, and the cache stops",
      mend: inThreeZones,
    },
    {
      workload,
      path: "redis.replicas",
      what: "slot ranges of the cache with a master or its replica",
      unit: "slot ranges",
      least: masters.length,
      left: (lost) => {
        const gone = lostOf(lost);
        const keptByReplica = ({ pod }: { readonly pod: string }) =>
          followers.some(({ master, pod: replica }) => master === pod && !gone.has(replica));
        return masters.length - mastersIn(gone).filter((each) => !keptByReplica(each)).length;
      },
      stops: "the cache answers no request",
      mend: "Add worker nodes, so that no node carries a master and its own replica.",
    },
  ];
}

/** Names that placed pods have in the cluster: they are dealt to the groups in turn. */
function redisNames({ workload, groups }: RedisPlan): ReadonlyMap<string, string> {
  return new Map(
    Array.from({ length: workload.replicas }, (_, index) => {
      const group = groups[index % groups.length];
      const ordinal = Math.floor(index / groups.length);
      return [`${workload.name}-${index}`, `${group?.name ?? workload.name}-${ordinal}`];
    }),
  );
}

/** Stores with a standby, and services of which one pod keeps the rest going. */
function services(plan: StageDraft): readonly Need[] {
  return answering(plan).map(({ workload, path, stops }) => ({
    workload,
    path,
    what: `pods of ${workload.name}`,
    unit: "pods",
    least: 1,
    left: (lost) => workload.replicas - lost.length,
    stops,
    mend: "Add nodes in other zones to its group.",
  }));
}

/** What answers as long as one pod of it stands, and what stops without it. */
export function answering(
  plan: StageDraft,
): readonly { readonly workload: WorkloadPlan; readonly path: string; readonly stops: string }[] {
  const { core, transport } = plan;
  const { postgresql } = plan.dataTier;
  return [
    {
      workload: postgresql.workload,
      path: "postgresql.replicas",
      stops: "there is no database",
    },
    ...(postgresql.pooler === undefined
      ? []
      : [
          {
            workload: postgresql.pooler.workload,
            path: "pooler.replicas",
            stops: "all connections to PostgreSQL drop",
          },
        ]),
    { workload: core.core, path: "tbCore.replicas", stops: "nobody serves the API" },
    {
      workload: core.ruleEngine,
      path: "ruleEngine.replicas",
      stops: "no message is processed",
    },
    { workload: core.jsExecutor, path: "jsExecutor.replicas", stops: "no script runs" },
    { workload: core.webUi, path: "webUi.replicas", stops: "the web pages are gone" },
    {
      workload: transport.workload,
      path: "mqttTransport.replicas",
      stops: "all devices are disconnected",
    },
  ];
}
