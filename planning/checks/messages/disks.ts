import { gp3 } from "../../facts/disks";
import {
  cassandraDataWrites,
  latestValueBatch,
  latestValueDiskBytes,
  latestValueThreads,
} from "../../facts/messages";
import { storeBytes } from "../../facts/traffic";
import type { StageDraft, WorkloadPlan } from "../../types";
import { readable } from "../../../sizing/describe";
import type { Check, Reading } from "../check";
import { severityOfEstimate } from "../estimate";
import { mebibytes } from "../mebibytes";
import {
  brokerBytesPerSecond,
  cassandraRowsPerSecond,
  groupOf,
  megabits,
  numberOf,
  podsPerNode,
} from "./traffic";

/** What a store writes to one of its volumes. */
interface VolumeWrites {
  readonly workload: WorkloadPlan;
  readonly volume: string;
  readonly bytesPerSecond: number;
}

/** Every volume that the messages are written to, as the busiest pod has it: for PostgreSQL the primary. */
function volumeWrites(plan: StageDraft): readonly VolumeWrites[] {
  const { kafka, cassandra, postgresql } = plan.dataTier;
  const rows = cassandraRowsPerSecond(plan);
  return [
    { workload: kafka.workload, volume: "data", bytesPerSecond: brokerBytesPerSecond(plan) },
    {
      workload: cassandra.workload,
      volume: "commitlog",
      bytesPerSecond: rows * storeBytes.cassandraRow,
    },
    {
      workload: cassandra.workload,
      volume: "data",
      bytesPerSecond: rows * storeBytes.cassandraRow * cassandraDataWrites,
    },
    {
      workload: postgresql.workload,
      volume: "data",
      bytesPerSecond: plan.load.dataPointsPerSecond * latestValueDiskBytes,
    },
  ];
}

const writeModel =
  "bytes a second: Kafka messages × 2 records × 500 bytes × copies ÷ brokers; Cassandra rows × 150 to the commit log, five times that to the data (flush and four merges); PostgreSQL latest values × 1,024";

const chosen =
  "the bytes of a record, row and latest value are computed or chosen (planning/facts/traffic.ts, messages.ts), nobody publishes them";

/** The baseline of the volumes that the StorageClass makes. */
export const volumeRate: Check = {
  rule: "messages.volume-rate",
  title: "What the stores write to each volume against gp3's baseline.",
  formula: `${writeModel}; ≤ 125 MiB/s, an error beyond twice that`,
  source: `Amazon EBS user guide, gp3: 125 MiB/s and 3,000 operations a second; ${chosen}`,
  mend: "Raise the store's replicas: the StorageClass gp3 asks for no more than the baseline.",
  read: ({ plan }) =>
    plan.eks === undefined
      ? []
      : volumeWrites(plan).map(({ workload, volume, bytesPerSecond }): Reading => {
          const value = mebibytes(bytesPerSecond);
          return {
            severity: severityOfEstimate(value, gp3.mebibytesPerSecond, plan.checks),
            path: `${workload.name}.replicas`,
            what: `writes to the ${volume} volume of ${workload.name}`,
            value,
            limit: gp3.mebibytesPerSecond,
            unit: "MiB/s",
            message: () =>
              `${workload.name} writes about ${readable(value)} MiB/s to its ${volume} volume; gp3 takes ${gp3.mebibytesPerSecond} MiB/s.`,
          };
        }),
};

/** All volumes of a node share its instance's bandwidth to EBS. */
export const nodeDiskRate: Check = {
  rule: "messages.node-disk-rate",
  title: "What a node's stores write against the instance type's EBS baseline.",
  formula: `${writeModel}; summed over a node's pods, as megabits a second ≤ EBS baseline of the type, an error beyond twice that`,
  source: `DescribeInstanceTypes, EbsOptimizedInfo (planning/facts/instanceTypes.ts); ${chosen}`,
  mend: "Choose a larger type, or raise the store's replicas and its group's count.",
  read: ({ plan }) =>
    (plan.eks?.nodeGroups ?? []).flatMap((group): readonly Reading[] => {
      const here = volumeWrites(plan).filter(({ workload }) => workload.nodeGroup === group.role);
      const type = groupOf(plan, { nodeGroup: group.role })?.type;
      if (here.length === 0 || type === undefined) {
        return [];
      }
      const bytes = here.reduce(
        (sum, { workload, bytesPerSecond }) => sum + bytesPerSecond * podsPerNode(workload, group),
        0,
      );
      const value = megabits(bytes);
      return [
        {
          severity: severityOfEstimate(value, type.ebsBaselineMbps, plan.checks),
          path: `nodeGroups.${group.role}.instanceType`,
          what: `writes of a ${group.name} node to EBS`,
          value,
          limit: type.ebsBaselineMbps,
          unit: "Mbit/s",
          message: () =>
            `The stores on a ${group.name} node write about ${readable(value)} Mbit/s; ${group.instanceType} has a baseline of ${readable(type.ebsBaselineMbps)} to EBS.`,
        },
      ];
    }),
};

/** Batches a second that all rule engines commit: each thread writes a full batch, or what came within the delay. */
function commitsPerSecond({ core, load }: StageDraft): number {
  const size = numberOf(core.environment, "SQL_TS_LATEST_BATCH_SIZE", latestValueBatch.size);
  const delayMs = numberOf(
    core.environment,
    "SQL_TS_LATEST_BATCH_MAX_DELAY_MS",
    latestValueBatch.delayMs,
  );
  const threads = core.ruleEngine.replicas * latestValueThreads;
  const byDelay = (threads * 1_000) / delayMs;
  return Math.ceil(Math.max(byDelay, load.dataPointsPerSecond / size));
}

/** Each commit is a flush of the write-ahead log. Kafka and Cassandra write in long strips: bandwidth binds them first. */
export const commitRate: Check = {
  rule: "messages.commit-rate",
  title: "Commits of PostgreSQL's latest values against the operations of its volume and node.",
  formula:
    "larger of tb-rule-engine pods × 3 threads × 1,000 ÷ batch delay in ms, and data points per second ÷ batch size ≤ the lesser of gp3's 3,000 and the type's EBS baseline of operations; checkpoints come on top",
  source:
    "thingsboard.yml v4.3.1.3, lines 433 to 436 (SQL_TS_LATEST_BATCH_…); Amazon EBS user guide, gp3; DescribeInstanceTypes, EbsOptimizedInfo",
  mend: "Raise SQL_TS_LATEST_BATCH_MAX_DELAY_MS: fewer and fuller batches.",
  read: ({ plan }) => {
    const on = groupOf(plan, plan.dataTier.postgresql.workload);
    if (on === undefined) {
      return [];
    }
    const value = commitsPerSecond(plan);
    const limit = Math.min(gp3.operationsPerSecond, on.type.ebsBaselineIops);
    return [
      {
        severity: severityOfEstimate(value, limit, plan.checks),
        path: "ruleEngine.replicas",
        what: "commits a second of PostgreSQL's primary",
        value,
        limit,
        unit: "operations/s",
        message: () =>
          `The rule engines commit up to ${readable(value)} batches a second, each a flush of the log; volume and node take ${readable(limit)} operations a second.`,
      },
    ];
  },
};
