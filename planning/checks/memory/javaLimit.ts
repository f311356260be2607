import { readable } from "../../../sizing/describe";
import { kernelBytesPerConnection } from "../../facts/loadGenerators";
import {
  cassandraBuffers,
  cassandraManagementHeapMiB,
  javaOffHeap,
  workedTransportHeap,
  zookeeperOffHeapMiB,
} from "../../facts/memory";
import type { ContainerPlan, StageDraft, WorkloadPlan } from "../../types";
import { severityOf, severityOfLoss } from "../check";
import type { Check, Reading } from "../check";
import { blockOf, mebibytes, withHeadroom } from "./containers";
import { transportAfterLoss } from "./transportLoss";

/** A container with a Java heap. */
interface JavaContainer extends ContainerPlan {
  readonly heapMiB: number;
}

/** A part of what a container takes, in MiB. */
interface Part {
  readonly name: string;
  readonly memoryMiB: number;
}

/** Heap and everything beside it against the container's limit. */
export const javaLimit: Check = {
  rule: "memory.java-limit",
  title: "Heap, memory beside it and kernel sockets of each Java container against its limit.",
  formula:
    `heap + memory beside it ≤ memoryLimitMiB. Beside it: ${javaOffHeap.percentOfHeap} % of the heap, at least ` +
    `${javaOffHeap.leastMiB} MiB; ${zookeeperOffHeapMiB} MiB of ZooKeeper; of Cassandra its network and reading buffers and the ` +
    `management API's heap too; of the transport ${readable(kernelBytesPerConnection)} bytes of kernel memory for each connection, ` +
    "with all nodes up and with nodes lost. Jobs keep no room: they carry no load. Generators are the rule generators.memory",
  source:
    "Apache Spark, spark.executor.memoryOverhead (384 MiB or a tenth); github.com/meanii/millionws, " +
    "results/aws/2026-09-30-1m (3.84 KiB of kernel memory a connection); cassandra.yaml of 5.0; ZooKeeper measured. " +
    "Nobody publishes ThingsBoard's own",
  mend: "Raise the container's memoryLimitMiB, or lower its heap.",
  read: (subject) => {
    const { plan } = subject;
    const loss = transportAfterLoss(subject);
    return plan.workloads
      .filter(({ name }) => name !== plan.fleet.generators?.name)
      .flatMap((workload) =>
        javaContainersOf(workload).flatMap((container): readonly Reading[] =>
          workload.name !== plan.transport.workload.name
            ? [whole(plan, workload, container)]
            : [
                whole(plan, workload, container, plan.transport.connectionsPerPod),
                ...(loss === undefined ? [] : [afterLoss(plan, container, loss)]),
              ],
        ),
      );
  },
};

function javaContainersOf({ containers, initContainers }: WorkloadPlan): readonly JavaContainer[] {
  return [...initContainers, ...containers].flatMap((container) =>
    container.heapMiB === undefined ? [] : [{ ...container, heapMiB: container.heapMiB }],
  );
}

/** What a container takes, part by part, the heap first. */
function partsOf({ name, heapMiB }: JavaContainer, connections = 0): readonly Part[] {
  const { percentOfHeap, leastMiB } = javaOffHeap;
  const { networkAtMostMiB, networkPartOfHeap, readingMiB } = cassandraBuffers;
  const besideMiB =
    name === "zookeeper"
      ? zookeeperOffHeapMiB
      : Math.max(leastMiB, Math.ceil((heapMiB * percentOfHeap) / 100));
  const buffersMiB =
    Math.min(networkAtMostMiB, Math.ceil(heapMiB / networkPartOfHeap)) + readingMiB;
  return [
    { name: "heap", memoryMiB: heapMiB },
    { name: "beside it", memoryMiB: besideMiB },
    ...(name === "cassandra"
      ? [
          { name: "buffers", memoryMiB: buffersMiB },
          { name: "management API", memoryMiB: cassandraManagementHeapMiB },
        ]
      : []),
    ...(connections === 0
      ? []
      : [
          {
            name: `sockets of ${readable(connections)} connections`,
            memoryMiB: mebibytes(connections * kernelBytesPerConnection),
          },
        ]),
  ];
}

function sum(parts: readonly Part[]): number {
  return parts.reduce((total, { memoryMiB }) => total + memoryMiB, 0);
}

function listed(parts: readonly Part[]): string {
  return parts.map(({ name, memoryMiB }) => `${name} ${readable(memoryMiB)}`).join(", ");
}

function pathOf({ name }: JavaContainer): string {
  const block = blockOf(name);
  // What the program sizes itself follows from the devices (provisioning) and from ThingsBoard (installer).
  return block === undefined
    ? name === "load-provisioning"
      ? "loadFleet.pod.memoryLimitMiB"
      : "versions.thingsboard"
    : `${block}.memoryLimitMiB`;
}

function whole(
  { checks }: StageDraft,
  { kind }: WorkloadPlan,
  container: JavaContainer,
  connections?: number,
): Reading {
  const parts = partsOf(container, connections);
  const value = sum(parts);
  const limit = container.memoryLimitMiB;
  const severity = severityOf(value, limit, checks);
  return {
    severity: kind === "Job" && severity === "warning" ? "fine" : severity,
    path: pathOf(container),
    what: `memory of ${container.name}`,
    unit: "MiB",
    value,
    limit,
    message: () =>
      `${container.name} takes about ${readable(value)} of its ${readable(limit)} MiB: ${listed(parts)}.`,
    ...mendOf(container, value, checks.headroomPercent, connections),
  };
}

function afterLoss(
  { checks }: StageDraft,
  container: JavaContainer,
  loss: NonNullable<ReturnType<typeof transportAfterLoss>>,
): Reading {
  const parts = partsOf(container, loss.connectionsPerPod);
  const value = sum(parts);
  const limit = container.memoryLimitMiB;
  return {
    // With a node gone nobody asks for room to spare.
    severity: value > limit ? severityOfLoss("node", checks) : "fine",
    path: pathOf(container),
    what: `memory of ${container.name}, ${loss.nodes} lost`,
    unit: "MiB",
    value,
    limit,
    message: () =>
      `${loss.when}, ${container.name} takes about ${readable(value)} of its ${readable(limit)} MiB: ${listed(parts)}.`,
    ...mendOf(container, value, 0, loss.connectionsPerPod),
  };
}

/** More memory, or less heap where what is left of it still serves the connections. */
function mendOf(
  container: JavaContainer,
  neededMiB: number,
  headroomPercent: number,
  connections = 0,
): { readonly mend?: string } {
  const block = blockOf(container.name);
  if (block === undefined) {
    return {};
  }
  const raise = `${block}.memoryLimitMiB: ${withHeadroom(neededMiB, headroomPercent)} or more, if its node has the room`;
  const besideMiB = neededMiB - container.heapMiB;
  const heapMiB =
    Math.floor((container.memoryLimitMiB * (100 - headroomPercent)) / 100) - besideMiB;
  const enough =
    heapMiB >= (connections * workedTransportHeap.heapMiB) / workedTransportHeap.connections;
  return {
    mend:
      connections > 0 && enough && heapMiB > 0
        ? `${block}.heapMiB: ${heapMiB}; or ${raise}.`
        : `${raise}.`,
  };
}
