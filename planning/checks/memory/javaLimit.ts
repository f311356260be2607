import { readable } from "../../../sizing/describe";
import { kernelBytesPerConnection } from "../../facts/loadGenerators";
import {
  cassandraBuffers,
  cassandraManagementHeapMiB,
  javaOffHeap,
  zookeeperOffHeapMiB,
} from "../../facts/memory";
import type { ContainerPlan, WorkloadPlan } from "../../types";
import { severityOf, severityOfLoss } from "../check";
import type { Check, CheckSubject, Reading } from "../check";
import { keyOf } from "../sizingKeys";
import { withHeadroom } from "./containers";
import { raiseLimit } from "./room";
import { transportAfterLoss } from "./transportLoss";
import { besideHeapMiB, limitMend, socketsMiB } from "./transportMend";

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
    "with all nodes up and with nodes lost. No headroom is asked of Jobs, which carry no load, and with nodes lost. " +
    "Generators are the rule generators.memory",
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
            ? [whole(subject, workload, container)]
            : [
                whole(subject, workload, container, plan.transport.connectionsPerPod),
                ...(loss === undefined ? [] : [afterLoss(subject, container, loss)]),
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
  const { networkAtMostMiB, networkPartOfHeap, readingMiB } = cassandraBuffers;
  const besideMiB = name === "zookeeper" ? zookeeperOffHeapMiB : besideHeapMiB(heapMiB);
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
            memoryMiB: socketsMiB(connections),
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
  const block = keyOf(name);
  // What the program sizes itself follows from the devices (provisioning) and from ThingsBoard (installer).
  return block === undefined
    ? name === "load-provisioning"
      ? "loadFleet.pod.memoryLimitMiB"
      : "versions.thingsboard"
    : `${block}.memoryLimitMiB`;
}

function whole(
  subject: CheckSubject,
  workload: WorkloadPlan,
  container: JavaContainer,
  connections?: number,
): Reading {
  const { checks } = subject.plan;
  const parts = partsOf(container, connections);
  const value = sum(parts);
  const limit = container.memoryLimitMiB;
  const severity = severityOf(value, limit, checks);
  const block = keyOf(container.name);
  const neededMiB = withHeadroom(value, checks.headroomPercent);
  return {
    severity: workload.kind === "Job" && severity === "warning" ? "fine" : severity,
    path: pathOf(container),
    what: `memory of ${container.name}`,
    unit: "MiB",
    value,
    limit,
    message: () =>
      `${container.name} takes about ${readable(value)} of its ${readable(limit)} MiB: ${listed(parts)}.`,
    // A mend looks at every node: asked for only where there is something to mend.
    ...(severity === "fine" || (connections === undefined && block === undefined)
      ? {}
      : {
          mend:
            connections === undefined
              ? `${raiseLimit(subject, workload, block ?? "", neededMiB)}.`
              : limitMend(subject),
        }),
  };
}

function afterLoss(
  subject: CheckSubject,
  container: JavaContainer,
  loss: NonNullable<ReturnType<typeof transportAfterLoss>>,
): Reading {
  const parts = partsOf(container, loss.connectionsPerPod);
  const value = sum(parts);
  const limit = container.memoryLimitMiB;
  const isShort = value > limit;
  return {
    severity: isShort ? severityOfLoss("node", subject.plan.checks) : "fine",
    path: pathOf(container),
    what: `memory of ${container.name}, ${loss.nodes} lost`,
    unit: "MiB",
    value,
    limit,
    message: () =>
      `${loss.when}, ${container.name} takes about ${readable(value)} of its ${readable(limit)} MiB: ${listed(parts)}.`,
    ...(isShort ? { mend: limitMend(subject) } : {}),
  };
}
