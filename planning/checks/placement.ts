import type { Check } from "./check";
import { fits } from "./placement/fits";
import { nodeLost, zoneLost } from "./placement/losses";
import { neighbours } from "./placement/neighbours";
import { nodeQuorum, zoneQuorum } from "./placement/quorum";
import { requests } from "./placement/requests";
import { singlePods } from "./placement/singlePods";
import { spot } from "./placement/spot";

/** Placement: every pod onto a node, with all nodes up and with one node or zone gone. */
export const placementChecks: readonly Check[] = [
  fits,
  nodeLost,
  zoneLost,
  nodeQuorum,
  zoneQuorum,
  singlePods,
  neighbours,
  spot,
  requests,
];
