import { consumerAbsenceSeconds, gzipPercent } from "../../facts/messages";
import type { StageDraft } from "../../types";
import { severityOf } from "../check";
import { readable } from "../../../sizing/describe";
import type { Check, Reading } from "../check";
import { brokerBytesPerSecond, recordBytes } from "./traffic";

const mebibyte = 1_048_576;
const mebibytesPerGibibyte = 1_024;

function topicOf({ dataTier }: StageDraft, variable: string) {
  return dataTier.kafka.topics.find((topic) => topic.variable === variable);
}

/** Main's own topics: those of the other queues stand beside them and carry nothing of the test. */
function mainPartitions({ core }: StageDraft): number {
  return core.queues.find(({ name }) => name === "Main")?.partitions ?? 0;
}

/** Hours after which the stage's rate fills a broker's disk if nothing were ever deleted. */
function hoursToFill(plan: StageDraft): number {
  const bytes = plan.dataTier.kafka.storageGiB * mebibytesPerGibibyte * mebibyte;
  return Math.floor(bytes / brokerBytesPerSecond(plan) / 3_600);
}

/** The topics' bounds keep them within the disk, whatever the rate. */
export const kafkaDisk: Check = {
  rule: "messages.kafka-disk",
  title: "Kafka's disk against all that its topics may keep.",
  formula:
    "Σ partitions × (retention.bytes + segment.bytes) × copies ÷ brokers ≤ kafka.storageGiB; without that bound rate × bytes × retention.ms would have to fit",
  source: "thingsboard#6476: a disk full within an hour; planning/topics.ts shares the disk out",
  mend: "Raise kafka.storageGiB, or lower the topics' retention.bytes.",
  read: ({ plan }) => {
    const { topicDiskMiB, storageGiB } = plan.dataTier.kafka;
    const limit = storageGiB * mebibytesPerGibibyte;
    return [
      {
        severity: severityOf(topicDiskMiB, limit, plan.checks),
        path: "kafka.storageGiB",
        what: "what all topics may take of a broker's disk",
        value: topicDiskMiB,
        limit,
        unit: "MiB",
        message: () =>
          `All topics together may take ${readable(topicDiskMiB)} MiB of a broker's ${readable(limit)}. ` +
          `The stage's messages fill the disk in ${readable(hoursToFill(plan))} hours if none is deleted.`,
      },
    ];
  },
};

/** Bytes that one record takes in a topic, compressed where its producers compress. */
function storedBytes(plan: StageDraft): number {
  const compression = plan.core.environment.TB_KAFKA_COMPRESSION_TYPE;
  return (recordBytes(plan) * (compression === "gzip" ? gzipPercent : 100)) / 100;
}

/** Seconds of the stage's messages that a topic keeps, the lesser of its two bounds. */
function secondsKept(plan: StageDraft, variable: string, partitions: number): number {
  const topic = topicOf(plan, variable);
  if (topic === undefined) {
    return 0;
  }
  const bySize =
    (partitions * topic.retentionBytes) / (plan.load.messagesPerSecond * storedBytes(plan));
  return Math.floor(topic.retentionMs < 0 ? bySize : Math.min(bySize, topic.retentionMs / 1_000));
}

function keptReading(
  plan: StageDraft,
  { topic, seconds, timeoutMs }: { topic: string; seconds: number; timeoutMs: number },
): Reading {
  const timeoutSeconds = Math.ceil(timeoutMs / 1_000);
  return {
    severity:
      seconds < timeoutSeconds ? "error" : seconds < consumerAbsenceSeconds ? "warning" : "fine",
    path: "kafka.storageGiB",
    what: `time for which ${topic} keeps the stage's messages`,
    value: seconds,
    limit: seconds < timeoutSeconds ? timeoutSeconds : consumerAbsenceSeconds,
    unit: "s",
    atLeast: true,
    message: () =>
      `${topic} keeps ${readable(seconds)} s of ${readable(plan.load.messagesPerSecond)} messages a second ` +
      `(${readable(Math.floor(seconds / 60))} minutes, by an estimated size): a consumer that is behind for longer loses messages.`,
  };
}

/** How long a consumer may be behind. Older messages are deleted, read or not. */
export const kafkaRetention: Check = {
  rule: "messages.kafka-retention",
  title: "How long the topics that every message passes keep it for a consumer that is behind.",
  formula:
    "partitions × retention.bytes ÷ (messages per second × 500 bytes, half of them with gzip) ≥ 300 s; an error below the queue's pack timeout. No headroom is asked: the 300 s are it",
  source:
    "Kubernetes DefaultTolerationSeconds: pods of an unreachable node are given up after 300 s; record size counted from queue.proto of thingsboard v4.3.1.3, unmeasured",
  mend: "Raise kafka.storageGiB: the topics' bounds follow it.",
  read: ({ plan }) => {
    const main = plan.core.queues.find(({ name }) => name === "Main");
    const timeoutMs = main?.packProcessingTimeoutMs ?? 0;
    return [
      keptReading(plan, {
        topic: "Main",
        seconds: secondsKept(plan, "RE", mainPartitions(plan)),
        timeoutMs,
      }),
      keptReading(plan, {
        topic: "tb_core",
        seconds: secondsKept(plan, "CORE", plan.core.corePartitions),
        timeoutMs,
      }),
    ];
  },
};
