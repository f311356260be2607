import { latestValueBytes, recordsPerMessage } from "../../facts/messages";
import { mqttBytes, storeBytes } from "../../facts/traffic";
import type { NodeGroupPlan, StageDraft, WorkloadPlan } from "../../types";
import { readable } from "../../../sizing/describe";
import type { Check, Reading } from "../check";
import { severityOfEstimate } from "../estimate";
import { brokerBytesPerSecond, groupOf, megabits, podsPerNode, recordBytes } from "./traffic";

/** Bytes a second of the busiest pod of a workload, each way. */
interface PodTraffic {
  readonly workload: WorkloadPlan;
  readonly inwards: number;
  readonly outwards: number;
}

function podTraffic(plan: StageDraft): readonly PodTraffic[] {
  const { load, core, dataTier, transport } = plan;
  const { cassandra, kafka, postgresql } = dataTier;
  const recordsBytes = load.messagesPerSecond * recordBytes(plan);
  const rowsBytes = load.dataPointsPerSecond * storeBytes.cassandraRow;
  const latestBytes = load.dataPointsPerSecond * latestValueBytes;
  const keepAlives = load.devices / load.keepAliveSeconds;
  const each = (workload: WorkloadPlan, inwards: number, outwards: number): PodTraffic => ({
    workload,
    inwards: inwards / workload.replicas,
    outwards: outwards / workload.replicas,
  });
  const brokerBytes = brokerBytesPerSecond(plan);
  const copies = cassandra.replicationFactor;
  return [
    each(
      transport.workload,
      load.messagesPerSecond * mqttBytes.publish + keepAlives * mqttBytes.pingUp,
      recordsBytes,
    ),
    each(
      core.ruleEngine,
      recordsBytes,
      recordsBytes * (recordsPerMessage - 1) + rowsBytes + latestBytes,
    ),
    each(core.core, recordsBytes * (recordsPerMessage - 1), 0),
    // What producers and leaders send in goes out again to consumers and followers.
    { workload: kafka.workload, inwards: brokerBytes, outwards: brokerBytes },
    each(cassandra.workload, rowsBytes * copies, rowsBytes * (copies - 1)),
    // The primary alone: it takes every value, and sends the log to each standby.
    {
      workload: postgresql.workload,
      inwards: latestBytes,
      outwards: latestBytes * (postgresql.workload.replicas - 1),
    },
  ];
}

function nodeReading(plan: StageDraft, group: NodeGroupPlan): readonly Reading[] {
  const here = podTraffic(plan).filter(({ workload }) => workload.nodeGroup === group.role);
  const type = groupOf(plan, { nodeGroup: group.role })?.type;
  if (here.length === 0 || type === undefined) {
    return [];
  }
  const sum = (way: "inwards" | "outwards") =>
    here.reduce((bytes, each) => bytes + each[way] * podsPerNode(each.workload, group), 0);
  const value = megabits(Math.max(sum("inwards"), sum("outwards")));
  return [
    {
      severity: severityOfEstimate(value, type.networkBaselineMbps, plan.checks),
      path: `nodeGroups.${group.role}.instanceType`,
      what: `traffic of a ${group.name} node, the busier way`,
      value,
      limit: type.networkBaselineMbps,
      unit: "Mbit/s",
      message: () =>
        `A ${group.name} node sends or takes about ${readable(value)} Mbit/s; ${group.instanceType} has a baseline of ${readable(type.networkBaselineMbps)}, and more only while its credits last.`,
    },
  ];
}

/** Traffic of the messages against what a node may always send and take. */
export const network: Check = {
  rule: "messages.network",
  title: "Traffic of a node's pods against the instance type's network baseline.",
  formula:
    "the larger of the sums in and out over a node's pods, in megabits a second ≤ network baseline of the type, an error beyond twice that; transport: 163 bytes a message and 106 a keep-alive; Kafka: records × copies ÷ brokers; rule engine: records, 150 bytes a row, 120 a latest value; Cassandra: rows × copies",
  source:
    "karpenter-provider-aws v1.15.1, zz_generated.bandwidth.go (planning/facts/instanceTypes.ts); the bytes are computed or chosen (planning/facts/traffic.ts, messages.ts), nobody publishes them",
  mend: "Choose a larger type, or raise the group's count.",
  read: ({ plan }) => (plan.eks?.nodeGroups ?? []).flatMap((group) => nodeReading(plan, group)),
};
