import {
  dataPointsOfCountedRecord,
  recordBytesPerFurtherDataPoint,
  recordsPerMessage,
} from "../../facts/messages";
import { storeBytes } from "../../facts/traffic";
import { instanceTypeOf } from "../../facts/nodeCapacity";
import type { InstanceType } from "../../facts/instanceTypes";
import type { NodeGroupPlan, StageDraft, WorkloadPlan } from "../../types";

/** Bytes of one message as a Kafka record, uncompressed. */
export function recordBytes({ load }: Pick<StageDraft, "load">): number {
  const dataPoints = load.dataPointsPerSecond / load.messagesPerSecond;
  const further = Math.max(0, dataPoints - dataPointsOfCountedRecord);
  return storeBytes.kafkaRecord + recordBytesPerFurtherDataPoint * further;
}

/** Bytes a second that producers write to Kafka, before its copies. */
export function producedBytesPerSecond(plan: Pick<StageDraft, "load">): number {
  return plan.load.messagesPerSecond * recordsPerMessage * recordBytes(plan);
}

/** Bytes a second that each broker takes and writes, its share of the copies included. */
export function brokerBytesPerSecond(plan: StageDraft): number {
  const { replicationFactor, workload } = plan.dataTier.kafka;
  return (producedBytesPerSecond(plan) * replicationFactor) / workload.replicas;
}

/** Rows a second that each Cassandra node writes, its share of the copies included. */
export function cassandraRowsPerSecond({ load, dataTier }: StageDraft): number {
  const { replicationFactor, workload } = dataTier.cassandra;
  return (load.dataPointsPerSecond * replicationFactor) / workload.replicas;
}

/** Node group that a workload's pods stand on, and its type; undefined on an existing cluster. */
export function groupOf(
  plan: StageDraft,
  { nodeGroup }: Pick<WorkloadPlan, "nodeGroup">,
): { readonly group: NodeGroupPlan; readonly type: InstanceType } | undefined {
  const group = plan.eks?.nodeGroups.find(({ role }) => role === nodeGroup);
  return group === undefined
    ? undefined
    : {
        group,
        type: instanceTypeOf(group.instanceType, `nodeGroups.${group.role}.instanceType`),
      };
}

/** Pods of a workload on the node that has most of them, dealt evenly. */
export function podsPerNode(
  { replicas }: Pick<WorkloadPlan, "replicas">,
  { count }: Pick<NodeGroupPlan, "count">,
): number {
  return Math.ceil(replicas / count);
}

/** Whole megabits a second, rounded up. */
export function megabits(bytes: number): number {
  return Math.ceil((bytes * 8) / 1_000_000);
}

/** A variable of a service as a number, or what counts where the plan sets none. */
export function numberOf(
  environment: Readonly<Record<string, string>>,
  name: string,
  otherwise: number,
): number {
  const stated = environment[name];
  return stated === undefined ? otherwise : Number(stated);
}
