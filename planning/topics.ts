import { PlanError } from "./errors";
import { topicKinds } from "./facts/thingsboardTopics";
import type { TopicKind, TopicScale } from "./facts/thingsboardTopics";
import type { TopicPlan } from "./types";

const mebibyte = 1_048_576;

/** Seed, lines 604 and 605. Retention works by whole segments, so a small one bounds a partition closely. */
const segmentBytes = 26_214_400;

/**
 * Share of the disk that ThingsBoard's topics may fill, in percent. The rest is left to Kafka's own topics, its metadata
 * log and the unevenness of partitions over brokers.
 */
const sharePercent = 75;

/** Disks that topics are fitted into. */
export interface TopicDisks {
  readonly brokers: number;
  readonly storageGiB: number;
  readonly replicationFactor: number;
}

/** A kind with its partitions counted. */
interface CountedKind {
  readonly kind: TopicKind;
  readonly partitions: number;
}

/**
 * Bounds of every kind of topic, so that Σ partitions × (retention + segment) × copies ÷ brokers stays at or under three
 * quarters of a broker's disk. ThingsBoard creates its topics with these bounds and never alters them (KafkaAdmin.java),
 * so they are set before its first start.
 */
export function planTopics(scale: TopicScale, disks: TopicDisks): readonly TopicPlan[] {
  const counted = topicKinds.map((kind) => ({ kind, partitions: kind.partitions(scale) }));
  const retention = shareOut(counted, bytesForRetention(counted, disks));
  return counted.map(({ kind, partitions }) => ({
    variable: kind.variable,
    partitions,
    ...(kind.partitionsPerTopic === undefined
      ? {}
      : { partitionsPerTopic: kind.partitionsPerTopic(scale) }),
    retentionMs: kind.retentionMs,
    retentionBytes: retention(kind),
    segmentBytes,
    ...(kind.extra === undefined ? {} : { extra: kind.extra }),
  }));
}

/** What all topics can take at most on each broker, in MiB, copies spread evenly. */
export function topicDiskMiB(
  topics: readonly TopicPlan[],
  disks: Pick<TopicDisks, "brokers" | "replicationFactor">,
): number {
  const bytes = topics.reduce(
    (sum, topic) => sum + topic.partitions * (topic.retentionBytes + topic.segmentBytes),
    0,
  );
  return Math.ceil((bytes * disks.replicationFactor) / disks.brokers / mebibyte);
}

/** Value of `TB_QUEUE_KAFKA_<variable>_TOPIC_PROPERTIES`, as ThingsBoard parses it: `key:value;key:value`. */
export function topicProperties(topic: TopicPlan): string {
  return [
    ...(topic.partitionsPerTopic === undefined ? [] : [`partitions:${topic.partitionsPerTopic}`]),
    `retention.ms:${topic.retentionMs}`,
    `segment.bytes:${topic.segmentBytes}`,
    `retention.bytes:${topic.retentionBytes}`,
    // The seed's strings leave this out and so take the broker's value; with two copies it must be 1 (thingsboard.yml says so).
    "min.insync.replicas:1",
    ...(topic.extra === undefined ? [] : [topic.extra]),
  ].join(";");
}

/** The variables that bound topics, by name; `only` names the kinds that a service creates. */
export function topicEnvironment(
  topics: readonly TopicPlan[],
  only?: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    topics
      .filter((topic) => only === undefined || only.includes(topic.variable))
      .map((topic) => [
        `TB_QUEUE_KAFKA_${topic.variable}_TOPIC_PROPERTIES`,
        topicProperties(topic),
      ]),
  );
}

/** Bytes of one copy of everything that are left for retention once each partition has its open segment. */
function bytesForRetention(counted: readonly CountedKind[], disks: TopicDisks): number {
  const copies = disks.replicationFactor / disks.brokers;
  const budget = (disks.storageGiB * 1_024 * mebibyte * sharePercent) / 100 / copies;
  const partitions = counted.reduce((sum, each) => sum + each.partitions, 0);
  const least = partitions * 2 * segmentBytes;
  if (least > budget) {
    const neededGiB = Math.ceil((least * copies * 100) / sharePercent / mebibyte / 1_024);
    throw new PlanError(
      "kafka.storageGiB",
      disks.storageGiB,
      `at least ${neededGiB} GiB on each of ${disks.brokers} brokers`,
      `${partitions} partitions of ThingsBoard's topics, ${disks.replicationFactor} copies each, need an open and a kept segment within ${sharePercent} % of the disks.`,
    );
  }
  return budget - partitions * segmentBytes;
}

/**
 * Shares bytes by weight: kinds whose own bound is smaller than their share keep that bound, and what they leave goes to
 * the others. Whole segments, at least one.
 */
function shareOut(counted: readonly CountedKind[], bytes: number): (kind: TopicKind) => number {
  let open = [...counted];
  // Every partition gets one segment first, so that the floor never takes from another's share.
  let left = bytes - counted.reduce((sum, each) => sum + each.partitions * segmentBytes, 0);
  const beyondFirst = ({ kind }: CountedKind) => kind.retentionBytesAtMost - segmentBytes;
  for (;;) {
    const weights = open.reduce((sum, each) => sum + each.partitions * each.kind.weight, 0);
    const unit = weights === 0 ? 0 : left / weights;
    const bounded = open.filter((each) => beyondFirst(each) <= unit * each.kind.weight);
    if (bounded.length === 0) {
      const sharing = new Set(open.map(({ kind }) => kind));
      return (kind) =>
        sharing.has(kind)
          ? wholeSegments(segmentBytes + unit * kind.weight)
          : kind.retentionBytesAtMost;
    }
    left -= bounded.reduce((sum, each) => sum + each.partitions * beyondFirst(each), 0);
    open = open.filter((each) => !bounded.includes(each));
  }
}

function wholeSegments(bytes: number): number {
  return Math.floor(bytes / segmentBytes) * segmentBytes;
}
