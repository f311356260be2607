import type { NodeRole } from "../../sizing/schema/nodeGroups";

/** What pods can use of one node. */
export interface NodeCapacity {
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  readonly pods: number;
}

/** One pod on a node. */
export interface PlacedPod {
  /** Workload and number: `tb-core-0`. Not always the name that the pod has in the cluster. */
  readonly name: string;
  readonly workload: string;
  readonly cpuRequestMilli: number;
  readonly memoryRequestMiB: number;
  /** Persistent volumes, which bind it to the zone of its node on EKS. */
  readonly volumes: number;
}

/** One node and what stands on it. */
export interface PlacedNode {
  /** Group and number: `worker-0`. */
  readonly name: string;
  /** Null on an existing cluster. */
  readonly group: NodeRole | null;
  /** Null on an existing cluster: its nodes carry no zone label. */
  readonly zone: string | null;
  /** Pods of the plan, node agents first. */
  readonly pods: readonly PlacedPod[];
  /** Sums of the pods' requests. */
  readonly cpuRequestMilli: number;
  readonly memoryRequestMiB: number;
  /** What the node has for pods, the system's own allowance taken off. */
  readonly allocatable: NodeCapacity;
  /** Persistent volumes of its pods, and how many it takes; null where nobody says (an existing cluster). */
  readonly volumes: number;
  readonly volumeLimit: number | null;
}

/** A pod that no node takes, and why the last node that was asked does not. */
export interface UnplacedPod extends PlacedPod {
  readonly group: NodeRole | null;
  readonly reason: string;
}

/** Where every pod of a stage stands. */
export interface StagePlacement {
  readonly nodes: readonly PlacedNode[];
  readonly unplaced: readonly UnplacedPod[];
}

/** What the loss of nodes does to the pods that stood on them; those of node agents go with their nodes. */
export interface PlacementLoss {
  /** Names of the nodes that are gone. */
  readonly lost: readonly string[];
  readonly moved: readonly { readonly pod: PlacedPod; readonly node: string }[];
  /** Pods that no other node takes. */
  readonly pending: readonly UnplacedPod[];
}
