import {
  cassandraFillPercent,
  cassandraMeasured,
  cassandraMostCompact,
} from "../../facts/messages";
import { severityOf } from "../check";
import { readable } from "../../../sizing/describe";
import type { Check } from "../check";
import { cassandraRowsPerSecond } from "./traffic";

const bytesPerMebibyte = 1_048_576;
const mebibytesPerGibibyte = 1_024;

/** Cassandra keeps every data point of the run. */
export const cassandraDisk: Check = {
  rule: "messages.cassandra-disk",
  title: "Cassandra's data volume against all data points of the run.",
  formula:
    "data points per second × duration × copies ÷ nodes × 20 GiB ÷ 1.3 thousand million ≤ half of cassandra.storageGiB, which leaves a compaction its room; an error where even 3.5 bytes a point do not fit the whole volume",
  source:
    'thingsboard.io, "Performance on different AWS instances", disk usage (1.3 thousand million points in 20 GiB, and 29 GiB a thousand million in another run: it varies with the content) and "Performance" (1.0 GB a day at 3,333 points a second); Cassandra documentation, STCS',
  mend: "Raise cassandra.storageGiB or cassandra.replicas, or lower load.durationSeconds.",
  read: ({ plan }) => {
    const { storageGiB } = plan.dataTier.cassandra;
    const seconds = plan.load.durationSeconds;
    const points = cassandraRowsPerSecond(plan) * seconds;
    const needed = Math.ceil(
      (points * cassandraMeasured.gibibytes * mebibytesPerGibibyte) / cassandraMeasured.points,
    );
    const atLeast = Math.ceil(
      (points * cassandraMostCompact.bytesPerDay) /
        cassandraMostCompact.pointsPerDay /
        bytesPerMebibyte,
    );
    const whole = storageGiB * mebibytesPerGibibyte;
    const filled = Math.floor((whole * cassandraFillPercent) / 100);
    const isHopeless = atLeast > whole;
    const hours = Math.floor((filled * seconds) / needed / 3_600);
    // What is asked for has the sizing's headroom as well.
    const percent = 100 - plan.checks.headroomPercent;
    const enoughGiB = Math.ceil(
      (needed * 10_000) / percent / cassandraFillPercent / mebibytesPerGibibyte,
    );
    const shorterSeconds = Math.floor((filled * seconds * percent) / 100 / needed);
    return [
      {
        severity: isHopeless
          ? "error"
          : severityOf(needed, filled, plan.checks) === "fine"
            ? "fine"
            : "warning",
        path: "cassandra.storageGiB",
        what: "data of the run on a Cassandra node",
        value: isHopeless ? atLeast : needed,
        limit: isHopeless ? whole : filled,
        unit: "MiB",
        mend: `cassandra.storageGiB: ${enoughGiB}; or load.durationSeconds: ${shorterSeconds}`,
        message: () =>
          isHopeless
            ? `A run of ${readable(Math.ceil(seconds / 3_600))} hours writes at least ${readable(atLeast)} MiB to each Cassandra node, and its volume has ${readable(whole)}.`
            : `A run of ${readable(Math.ceil(seconds / 3_600))} hours writes about ${readable(needed)} MiB to each Cassandra node; half of its volume, ${readable(filled)} MiB, is full after ${readable(hours)} hours, and a compaction may want the other half.`,
      },
    ];
  },
};
