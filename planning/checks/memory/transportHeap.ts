import { readable } from "../../../sizing/describe";
import { failedTransportHeap, workedTransportHeap } from "../../facts/memory";
import type { HeapEvidence } from "../../facts/memory";
import { severityOfLoss } from "../check";
import type { Check, CheckSubject, Reading } from "../check";
import { heapMend } from "./transportMend";
import { transportAfterLoss } from "./transportLoss";

/** Bytes of heap for each connection, rounded down. */
function bytesPerConnection({ heapMiB, connections }: HeapEvidence): number {
  return Math.floor((heapMiB * 2 ** 20) / connections);
}

/** `12.6 KiB (1,024 MiB at 83,334)`. */
function evidence(of: HeapEvidence): string {
  return `${kibibytes(bytesPerConnection(of))} (${readable(of.heapMiB)} MiB at ${readable(of.connections)})`;
}

function kibibytes(bytes: number): string {
  return `${(bytes / 1_024).toFixed(1)} KiB`;
}

/** Heap that a connection has, with all nodes up and with the sizing's number of nodes lost. */
export const transportHeap: Check = {
  rule: "memory.transport-heap",
  title: "Heap of the MQTT transport for each connection, with all nodes up and with nodes lost.",
  formula:
    "heap ÷ connections of a pod: an error (with nodes lost only where the sizing must survive it, else a warning) at the " +
    `${readable(bytesPerConnection(failedTransportHeap))} bytes that were too few, a warning below the ` +
    `${readable(bytesPerConnection(workedTransportHeap))} that were enough. No headroom is asked: the heap that worked is itself the cautious figure`,
  source:
    "seed, lines 2046 to 2051 (1 GiB at 100,000 connections was low) and 2322 to 2350 (1 GiB at 83,334 worked)",
  mend: "Raise mqttTransport.heapMiB, with its memory, or mqttTransport.replicas.",
  read: (subject) => {
    const { plan } = subject;
    const { heapMiB } = plan.transport.workload;
    if (heapMiB === undefined) {
      return [];
    }
    const loss = transportAfterLoss(subject);
    return [
      reading(subject, { heapMiB, connections: plan.transport.connectionsPerPod }),
      ...(loss === undefined
        ? []
        : [reading(subject, { heapMiB, connections: loss.connectionsPerPod }, loss)]),
    ];
  },
};

function reading(
  subject: CheckSubject,
  pod: HeapEvidence,
  loss?: { readonly nodes: number; readonly when: string },
): Reading {
  const value = bytesPerConnection(pod);
  const limit = bytesPerConnection(workedTransportHeap);
  const tooFew = value <= bytesPerConnection(failedTransportHeap);
  return {
    severity: tooFew
      ? loss === undefined
        ? "error"
        : severityOfLoss("node", subject.plan.checks)
      : value < limit
        ? "warning"
        : "fine",
    path: "mqttTransport.heapMiB",
    what: `heap of a transport connection${loss === undefined ? "" : `, ${loss.nodes} lost`}`,
    unit: "bytes",
    value,
    limit,
    atLeast: true,
    message: () =>
      `${loss === undefined ? "With all nodes up" : loss.when}, ${readable(pod.connections)} connections a pod have ` +
      `${kibibytes(value)} of ${readable(pod.heapMiB)} MiB of heap each. ` +
      `${evidence(workedTransportHeap)} worked, ${evidence(failedTransportHeap)} did not.`,
    mend: heapMend(subject),
  };
}
