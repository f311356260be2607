import { readable } from "../../../sizing/describe";
import { cassandraHeapPercent, kafkaHeapPercent, provenCassandraHeap } from "../../facts/memory";
import type { WorkloadPlan } from "../../types";
import type { Check, CheckSubject, Reading } from "../check";
import { raiseLimit } from "./room";

/** Kafka and Cassandra read from the system's page cache, which lives in what their heap leaves. */
export const heapShare: Check = {
  rule: "memory.page-cache",
  title: "Heaps of Kafka and Cassandra against what they should leave to the page cache.",
  formula:
    `kafka.heapMiB ≤ ${kafkaHeapPercent} % and cassandra.heapMiB ≤ ${cassandraHeapPercent} % of the container's memory; of Cassandra a ` +
    `warning only beyond the ${readable(provenCassandraHeap.heapMiB)} of ${readable(provenCassandraHeap.memoryMiB)} MiB that worked. No headroom is asked: the share is it`,
  source:
    "Apache Cassandra, Hardware Choices: heap no more than 50 % of the memory; of Kafka chosen",
  mend: "Raise the memory, or lower the heap.",
  read: (subject) => {
    const { kafka, cassandra } = subject.plan.dataTier;
    return [
      share(subject, "kafka", kafka, kafkaHeapPercent),
      share(subject, "cassandra", cassandra, cassandraHeapPercent),
    ];
  },
};

function share(
  subject: CheckSubject,
  store: "kafka" | "cassandra",
  {
    heapMiB,
    workload,
  }: {
    readonly heapMiB: number;
    readonly workload: WorkloadPlan;
  },
  percent: number,
): Reading {
  const memoryMiB = workload.containers[0]?.memoryLimitMiB ?? 0;
  const limit = Math.floor((memoryMiB * percent) / 100);
  return {
    severity:
      heapMiB <= limit
        ? "fine"
        : store === "cassandra" && proven(heapMiB, memoryMiB)
          ? "info"
          : "warning",
    path: `${store}.heapMiB`,
    what: `heap of ${store}`,
    unit: "MiB",
    value: heapMiB,
    limit,
    // A share that is kept by design, no room that runs out.
    bare: true,
    message: () =>
      `${store} has a heap of ${readable(heapMiB)} of ${readable(memoryMiB)} MiB; ${percent} % or less leaves it a page cache.` +
      (store === "cassandra"
        ? ` ${readable(provenCassandraHeap.heapMiB)} of ${readable(provenCassandraHeap.memoryMiB)} MiB are known to work (seed, lines 397 to 401).`
        : ""),
    mend: `${raiseLimit(subject, workload, store, Math.ceil((heapMiB * 100) / percent))}.`,
  };
}

function proven(heapMiB: number, memoryMiB: number): boolean {
  return heapMiB * provenCassandraHeap.memoryMiB <= memoryMiB * provenCassandraHeap.heapMiB;
}
