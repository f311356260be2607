import { kernelBytesPerConnection } from "../../facts/loadGenerators";
import { javaOffHeap, workedTransportHeap } from "../../facts/memory";
import { moreTransportNodes } from "../connections/moreNodes";
import type { CheckSubject } from "../check";
import { mebibytes } from "../mebibytes";
import { withHeadroom } from "./containers";
import { hasRoom, raiseLimit } from "./room";
import { transportAfterLoss } from "./transportLoss";

const block = "mqttTransport";

/** Memory of a Java process beside its heap, in MiB. */
export function besideHeapMiB(heapMiB: number): number {
  const { percentOfHeap, leastMiB } = javaOffHeap;
  return Math.max(leastMiB, Math.ceil((heapMiB * percentOfHeap) / 100));
}

/** Kernel memory of so many connections, in MiB. */
export function socketsMiB(connections: number): number {
  return mebibytes(connections * kernelBytesPerConnection);
}

/** Heap in MiB that is known to serve so many connections. */
function provenHeapMiB(connections: number): number {
  return Math.ceil((connections * workedTransportHeap.heapMiB) / workedTransportHeap.connections);
}

/** The transport as it stands: its container, and its connections with all nodes up and with nodes lost. */
function transportOf(subject: CheckSubject) {
  const { checks, transport } = subject.plan;
  const { workload, connectionsPerPod: now } = transport;
  const loss = transportAfterLoss(subject)?.connectionsPerPod ?? 0;
  return {
    workload,
    heapMiB: workload.heapMiB ?? 0,
    limitMiB: workload.containers[0]?.memoryLimitMiB ?? 0,
    now,
    loss,
    worst: Math.max(now, loss),
    headroomPercent: checks.headroomPercent,
  };
}

/** Limit of the container that a heap needs: with headroom, and without it once nodes are lost. */
function limitFor(subject: CheckSubject, heapMiB: number): number {
  const { now, loss, headroomPercent } = transportOf(subject);
  const processMiB = heapMiB + besideHeapMiB(heapMiB);
  return Math.max(
    withHeadroom(processMiB + socketsMiB(now), headroomPercent),
    processMiB + socketsMiB(loss),
  );
}

/** The largest heap that the container's limit leaves; negative where the connections alone are too many. */
function heapWithin(subject: CheckSubject): number {
  const { heapMiB, limitMiB, now, loss, headroomPercent } = transportOf(subject);
  const withRoomMiB = Math.floor((limitMiB * (100 - headroomPercent)) / 100);
  return (
    Math.min(withRoomMiB - socketsMiB(now), limitMiB - socketsMiB(loss)) - besideHeapMiB(heapMiB)
  );
}

/** Transport nodes on which heap and limit do as they are; undefined where no number of them helps. */
function nodesAsTheyAre(subject: CheckSubject): number | undefined {
  const { heapMiB, limitMiB, headroomPercent } = transportOf(subject);
  const { devices } = subject.plan.load;
  const { lostTransportNodes: lost } = subject.plan.checks;
  const served = Math.floor(
    (heapMiB * workedTransportHeap.connections) / workedTransportHeap.heapMiB,
  );
  const processMiB = heapMiB + besideHeapMiB(heapMiB);
  const held = (memoryMiB: number) =>
    Math.min(served, Math.floor(((memoryMiB - processMiB) * 2 ** 20) / kernelBytesPerConnection));
  const now = held(Math.floor((limitMiB * (100 - headroomPercent)) / 100));
  return now < 1
    ? undefined
    : Math.max(Math.ceil(devices / now), Math.ceil(devices / held(limitMiB)) + lost);
}

/** Up to twice as many nodes are an answer; where more are needed, larger ones are. */
function moreNodes(subject: CheckSubject): string | undefined {
  const nodes = nodesAsTheyAre(subject);
  return nodes === undefined || nodes > 2 * subject.plan.transport.workload.replicas
    ? undefined
    : moreTransportNodes(subject.plan, nodes);
}

function alternatives(...of: readonly (string | undefined)[]): string {
  return `${of.filter((each) => each !== undefined).join("; or ")}.`;
}

/** What mends too small a heap: more of it where its memory and its node have the room, or more nodes. */
export function heapMend(subject: CheckSubject): string {
  const { workload, limitMiB, worst } = transportOf(subject);
  const heapMiB = provenHeapMiB(worst);
  const neededMiB = limitFor(subject, heapMiB);
  const heap = `${block}.heapMiB: ${heapMiB}`;
  const raised = () => `${heap}, ${raiseLimit(subject, workload, block, neededMiB)}`;
  const nodes = moreNodes(subject);
  if (neededMiB <= limitMiB) {
    return alternatives(heap, nodes);
  }
  return hasRoom(subject, workload, neededMiB)
    ? alternatives(raised(), nodes)
    : `${nodes ?? raised()}.`;
}

/** What mends too small a limit: less heap where it still serves the connections, more memory, or more nodes. */
export function limitMend(subject: CheckSubject): string {
  const { workload, heapMiB, worst } = transportOf(subject);
  const lessMiB = heapWithin(subject);
  const neededMiB = limitFor(subject, heapMiB);
  const raised = raiseLimit(subject, workload, block, neededMiB);
  return alternatives(
    lessMiB >= provenHeapMiB(worst) ? `${block}.heapMiB: ${lessMiB}` : undefined,
    hasRoom(subject, workload, neededMiB) ? raised : (moreNodes(subject) ?? raised),
  );
}
