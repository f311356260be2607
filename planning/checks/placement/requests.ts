import { nodeRoles } from "../../../sizing/schema/nodeGroups";
import type { NodeRole } from "../../../sizing/schema/nodeGroups";
import type { PlacedNode } from "../../types";
import type { Check, Reading } from "../check";

/**
 * How full the fullest node of each group is. Placing pods by requests is bin packing: a full node is a good one, and
 * what does not fit is the business of `placement.fits`. So nothing here is found; pods and volumes count as headroom.
 */
export const requests: Check = {
  rule: "placement.requests",
  title: "How full the fullest node of each group is.",
  formula:
    "per group the largest sum of CPU requests, memory requests, pods and volumes on one node, against the node's allocatable. No headroom is asked: what fits is scheduled",
  source:
    "awslabs/amazon-eks-ami, nodeadm/internal/kubelet/config.go; kubernetes-sigs/aws-ebs-csi-driver v1.64.0, pkg/driver/node.go",
  mend: "Nothing: a full node is a well-used one.",
  read: ({ placement }) =>
    [...nodeRoles, null].flatMap((role) => {
      const nodes = placement.nodes.filter(({ group }) => group === role);
      return nodes.length === 0 ? [] : readings(role, nodes);
    }),
};

interface Measure {
  readonly what: string;
  readonly unit: string;
  readonly bare: boolean;
  readonly value: (node: PlacedNode) => number;
  readonly limit: (node: PlacedNode) => number | null;
}

const measures: readonly Measure[] = [
  {
    what: "CPU requests",
    unit: "m",
    bare: true,
    value: (node) => node.cpuRequestMilli,
    limit: (node) => node.allocatable.cpuMilli,
  },
  {
    what: "memory requests",
    unit: "MiB",
    bare: true,
    value: (node) => node.memoryRequestMiB,
    limit: (node) => node.allocatable.memoryMiB,
  },
  {
    what: "pods",
    unit: "pods",
    bare: false,
    value: (node) => node.pods.length,
    limit: (node) => node.allocatable.pods,
  },
  {
    what: "volumes",
    unit: "volumes",
    bare: false,
    value: (node) => node.volumes,
    limit: (node) => node.volumeLimit,
  },
];

function readings(role: NodeRole | null, nodes: readonly PlacedNode[]): readonly Reading[] {
  return measures.flatMap(({ what, unit, bare, value, limit }): readonly Reading[] => {
    const fullest = nodes.reduce((most, node) => (value(node) > value(most) ? node : most));
    const atMost = limit(fullest);
    return atMost === null
      ? []
      : [
          {
            severity: "fine",
            path: role === null ? "existingCluster.nodes" : `nodeGroups.${role}.instanceType`,
            what: `${what} of ${role ?? "cluster"}'s fullest node`,
            unit,
            value: value(fullest),
            limit: atMost,
            message: () => `${fullest.name}: ${value(fullest)} of ${atMost} ${unit}.`,
            ...(bare ? { bare } : {}),
          },
        ];
  });
}
