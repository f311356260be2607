import type { Check } from "./check";
import { idleOrder, keepAlive } from "./connections/idle";
import { linuxConntrack } from "./connections/linuxConntrack";
import { loadBalancerPorts } from "./connections/loadBalancer";
import { spread, stickiness } from "./connections/spread";
import { alwaysTracked, nodesLeft, tracking, trackingFigures } from "./connections/tracking";

/** Connections: EC2's and Linux's tracking, the load balancer, and how sources spread. */
export const connectionChecks: readonly Check[] = [
  tracking,
  trackingFigures,
  alwaysTracked,
  nodesLeft,
  linuxConntrack,
  loadBalancerPorts,
  keepAlive,
  idleOrder,
  spread,
  stickiness,
];
