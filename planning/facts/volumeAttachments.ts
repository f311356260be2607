import type { InstanceType } from "./instanceTypes";

/** Devices that a type attaches. */
interface Attachments {
  readonly atMost: number;
  /** Whether every network interface but the first takes one of them away. */
  readonly sharedWithInterfaces: boolean;
}

/**
 * What the EBS CSI driver takes for types that its table does not name: Nitro's 28 without the first interface
 * (kubernetes-sigs/aws-ebs-csi-driver v1.64.0, pkg/cloud/limits/volume_limits.go; Amazon EC2 user guide, "Amazon EBS
 * volume limits for Amazon EC2 instances").
 */
const usual: Attachments = { atMost: 27, sharedWithInterfaces: true };

/** Types of this program that the driver's table names (same tag, volume_limits_table.go). */
const ofType: Readonly<Record<string, Attachments>> = {
  "c8g.large": { atMost: 32, sharedWithInterfaces: false },
  "c8i.large": { atMost: 32, sharedWithInterfaces: false },
  // Its own disk takes one.
  "i4i.large": { atMost: 26, sharedWithInterfaces: true },
};

/** The node's own, which the driver takes off as well (getVolumesLimit of pkg/driver/node.go). */
const rootVolumes = 1;

/**
 * Persistent volumes that a node takes, with all its interfaces attached. The driver counts those that are attached
 * when it starts and may so report a few more than EC2 attaches once pods have filled the node.
 */
export function attachableVolumes(name: string, type: InstanceType): number {
  const { atMost, sharedWithInterfaces } = ofType[name] ?? usual;
  return atMost - rootVolumes - (sharedWithInterfaces ? type.enis - 1 : 0);
}
