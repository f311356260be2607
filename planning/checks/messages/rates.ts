import {
  cassandraRowsPerSecondPerVCpu,
  latestValuesPerSecondPerVCpu,
  ruleEngineMessagesPerSecond,
  usualPollRecords,
} from "../../facts/messages";
import type { StageDraft } from "../../types";
import { readable } from "../../../sizing/describe";
import type { Check } from "../check";
import { severityOfEstimate } from "../estimate";
import { cassandraRowsPerSecond, groupOf, numberOf } from "./traffic";

const seedRates =
  "seed, lines 2023 to 2037: 15,000 messages, 45,000 data points a second on 3 rule engines, 3 c6i.xlarge of Cassandra and one c6i.xlarge as PostgreSQL's primary, close to the CPU limits of both stores";

/** More than was ever shown to work, not more than can work: never an error. */
export const ruleEngineRate: Check = {
  rule: "messages.rule-engine-rate",
  title: "Messages a second of each tb-rule-engine pod against the most that was shown to work.",
  formula:
    "messages per second ÷ tb-rule-engine pods, rounded up ≤ 5,000. No headroom is asked: it is what the seed ran, not what can run",
  source: seedRates,
  mend: "Raise ruleEngine.replicas.",
  read: ({ plan }) => {
    const { replicas } = plan.core.ruleEngine;
    const value = Math.ceil(plan.load.messagesPerSecond / replicas);
    return [
      {
        severity: value > ruleEngineMessagesPerSecond ? "warning" : "fine",
        path: "ruleEngine.replicas",
        what: "messages a second of a tb-rule-engine pod",
        value,
        limit: ruleEngineMessagesPerSecond,
        unit: "messages/s",
        mend: `ruleEngine.replicas: ${Math.ceil(plan.load.messagesPerSecond / ruleEngineMessagesPerSecond)}`,
        message: () =>
          `${readable(value)} messages a second on each of ${replicas} rule engines; nobody has shown more than ${readable(ruleEngineMessagesPerSecond)}.`,
      },
    ];
  },
};

/** Latest values a second that PostgreSQL's primary is believed to write; undefined where its node is unknown. */
function latestValuesLimit(plan: StageDraft): number | undefined {
  const on = groupOf(plan, plan.dataTier.postgresql.workload);
  return on === undefined ? undefined : on.type.vCpu * latestValuesPerSecondPerVCpu;
}

/** PostgreSQL writes every data point as a latest value. Only its primary writes. */
export const latestValues: Check = {
  rule: "messages.latest-values",
  title: "Latest values a second against what PostgreSQL's primary was shown to write.",
  formula:
    "data points per second ≤ 11,250 × vCPU of a PostgreSQL node; linear in vCPU by assumption; an error beyond twice that",
  source: `${seedRates}; thingsboard#16170: PostgreSQL is the limit for latest values`,
  mend: "Choose a larger nodeGroups.postgresql.instanceType; more instances do not help, only one writes.",
  read: ({ plan }) => {
    const limit = latestValuesLimit(plan);
    if (limit === undefined) {
      return [];
    }
    const value = plan.load.dataPointsPerSecond;
    return [
      {
        severity: severityOfEstimate(value, limit, plan.checks),
        path: "nodeGroups.postgresql.instanceType",
        what: "latest values a second of PostgreSQL's primary",
        value,
        limit,
        unit: "values/s",
        message: () =>
          `PostgreSQL's primary writes ${readable(value)} latest values a second; on such a node ${readable(limit)} brought it close to its CPU limit.`,
      },
    ];
  },
};

/** Every node writes its share of all copies. */
export const cassandraRate: Check = {
  rule: "messages.cassandra-rate",
  title: "Rows a second of a Cassandra node against what one was shown to write.",
  formula:
    "data points per second × copies ÷ nodes, rounded up ≤ 11,250 × vCPU of a node; linear in vCPU by assumption; an error beyond twice that",
  source: seedRates,
  mend: "Raise cassandra.replicas and nodeGroups.cassandra.count, by as many as there are zones.",
  read: ({ plan }) => {
    const { workload } = plan.dataTier.cassandra;
    const on = groupOf(plan, workload);
    if (on === undefined) {
      return [];
    }
    const value = Math.ceil(cassandraRowsPerSecond(plan));
    const limit = on.type.vCpu * cassandraRowsPerSecondPerVCpu;
    return [
      {
        severity: severityOfEstimate(value, limit, plan.checks),
        path: "cassandra.replicas",
        what: "rows a second of a Cassandra node",
        value,
        limit,
        unit: "rows/s",
        message: () =>
          `Each of ${workload.replicas} Cassandra nodes writes ${readable(value)} rows a second; on such a node ${readable(limit)} brought it close to its CPU limit.`,
      },
    ];
  },
};

/**
 * After a pause every consumer of Main polls a full pack, and the databases save all of them at the most that they were
 * shown to save. What is not saved by then counts as timed out, and Main goes on without it.
 */
export const packTimeout: Check = {
  rule: "messages.pack-timeout",
  title: "Time to save a full pack of every consumer of Main against its pack timeout.",
  formula:
    "packs × max.poll.records × data points per message ÷ (11,250 × vCPU of PostgreSQL's node) ≤ pack timeout; a pack for each pod, or for each partition with a consumer each; an error beyond twice that",
  source: `thingsboard#15551 (packs time out under load); seed, line 610 (30 s in place of 2); ${seedRates}`,
  mend: "Raise Main's pack timeout, or lower TB_QUEUE_KAFKA_MAX_POLL_RECORDS.",
  read: ({ plan }) => {
    const main = plan.core.queues.find(({ name }) => name === "Main");
    const valuesPerSecond = latestValuesLimit(plan);
    if (main === undefined || valuesPerSecond === undefined) {
      return [];
    }
    const packs = main.consumerPerPartition ? main.partitions : plan.core.ruleEngine.replicas;
    const records = numberOf(
      plan.core.environment,
      "TB_QUEUE_KAFKA_MAX_POLL_RECORDS",
      usualPollRecords,
    );
    const dataPoints =
      (packs * records * plan.load.dataPointsPerSecond) / plan.load.messagesPerSecond;
    const value = Math.ceil((dataPoints * 1_000) / valuesPerSecond);
    return [
      {
        severity: severityOfEstimate(value, main.packProcessingTimeoutMs, plan.checks),
        path: "ruleEngine.replicas",
        what: "time to save a full pack of every consumer of Main",
        value,
        limit: main.packProcessingTimeoutMs,
        unit: "ms",
        message: () =>
          `${packs} full packs of ${readable(records)} messages take ${readable(value)} ms to save; Main gives up after ${readable(main.packProcessingTimeoutMs)} ms, and what is not saved by then is lost.`,
      },
    ];
  },
};
