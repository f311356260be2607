import { PlanError } from "../errors";
import type { NodeCapacity } from "../types";
import { instanceTypes } from "./instanceTypes";
import type { InstanceType } from "./instanceTypes";

/**
 * Share of the stated memory that the hypervisor and the kernel keep: Karpenter's default VM_MEMORY_OVERHEAD_PERCENT,
 * 7.5 %, taken off what is left after 64 MiB on arm64. It reproduces Karpenter's published table exactly.
 */
const visibleMemoryPerMille = 925;
const armOverheadMiB = 64;

/** kubelet `evictionHard.memory.available` of the AL2023 AMI (awslabs/amazon-eks-ami, nodeadm/internal/kubelet/config.go). */
const evictionHardMiB = 100;

/** The type as the table has it, or a PlanError that names the known types. */
export function instanceTypeOf(name: string, path: string): InstanceType {
  const type = instanceTypes[name];
  if (type === undefined) {
    throw new PlanError(
      path,
      name,
      `a known EC2 type: ${Object.keys(instanceTypes).join(", ")}`,
      "Choose one of these, or add the type with its figures to planning/facts/instanceTypes.ts.",
    );
  }
  return type;
}

/** Pods that the VPC CNI has addresses for, without prefix delegation: ENIs × (addresses − 1) + 2 (awslabs/amazon-eks-ami). */
export function maximumPods(type: InstanceType): number {
  return type.enis * (type.ipv4PerEni - 1) + 2;
}

/** CPU that kubelet keeps back: 6 % of core one, 1 % of core two, 0.5 % of three and four, 0.25 % of the rest (nodeadm config.go). */
export function reservedCpuMilli(vCpu: number): number {
  const hundredthsOfMilli =
    Math.min(vCpu, 1) * 6_000 +
    Math.max(0, Math.min(vCpu, 2) - 1) * 1_000 +
    Math.max(0, Math.min(vCpu, 4) - 2) * 500 +
    Math.max(0, vCpu - 4) * 250;
  return Math.ceil(hundredthsOfMilli / 100);
}

/** Memory that kubelet keeps back: 11 MiB a pod and 255 (nodeadm config.go). */
export function reservedMemoryMiB(type: InstanceType): number {
  return 11 * maximumPods(type) + 255;
}

/** Memory that Linux sees of an instance. */
export function visibleMemoryMiB(type: InstanceType): number {
  const statedMiB = type.memoryMiB - (type.architecture === "arm64" ? armOverheadMiB : 0);
  return Math.floor((statedMiB * visibleMemoryPerMille) / 1_000);
}

/** Allocatable of one EKS node on AL2023, prefix delegation off. */
export function allocatable(type: InstanceType): NodeCapacity {
  return {
    cpuMilli: type.vCpu * 1_000 - reservedCpuMilli(type.vCpu),
    memoryMiB: visibleMemoryMiB(type) - reservedMemoryMiB(type) - evictionHardMiB,
    pods: maximumPods(type),
  };
}

/**
 * What the system pods of an existing cluster's node are assumed to take (kind, minikube: CNI, kube-proxy, provisioner,
 * and on the first node the control plane). An allowance, not a measurement.
 */
export const existingNodeSystem = { cpuMilli: 1_000, memoryMiB: 1_536, pods: 20 } as const;

/** kubelet's default maxPods. */
export const kubeletDefaultPods = 110;
