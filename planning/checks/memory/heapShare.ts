import { readable } from "../../../sizing/describe";
import { cassandraHeapPercent, kafkaHeapPercent, provenCassandraHeap } from "../../facts/memory";
import type { Check, Reading } from "../check";

/** Kafka and Cassandra read from the system's page cache, which lives in what their heap leaves. */
export const heapShare: Check = {
  rule: "memory.page-cache",
  title: "Heaps of Kafka and Cassandra against what they should leave to the page cache.",
  formula:
    `kafka.heapMiB ≤ ${kafkaHeapPercent} % and cassandra.heapMiB ≤ ${cassandraHeapPercent} % of the container's memory; of Cassandra a ` +
    `warning only beyond the ${readable(provenCassandraHeap.heapMiB)} of ${readable(provenCassandraHeap.memoryMiB)} MiB that worked`,
  source:
    "Apache Cassandra, Hardware Choices: heap no more than 50 % of the memory; of Kafka chosen",
  mend: "Raise the memory, or lower the heap.",
  read: ({ plan: { dataTier } }) => [
    share("kafka", dataTier.kafka, kafkaHeapPercent),
    share("cassandra", dataTier.cassandra, cassandraHeapPercent),
  ],
};

function share(
  store: "kafka" | "cassandra",
  {
    heapMiB,
    workload,
  }: {
    readonly heapMiB: number;
    readonly workload: { readonly containers: readonly { readonly memoryLimitMiB: number }[] };
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
    mend: `${store}.memoryLimitMiB: ${Math.ceil((heapMiB * 100) / percent)}, if its node has the room.`,
  };
}

function proven(heapMiB: number, memoryMiB: number): boolean {
  return heapMiB * provenCassandraHeap.memoryMiB <= memoryMiB * provenCassandraHeap.heapMiB;
}
