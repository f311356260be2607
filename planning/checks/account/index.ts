import type { Check } from "../check";
import { expiry, kubernetesSupport } from "./days";
import { pinnedImages, publishers, thingsboardVersion } from "./images";
import { addresses, securityGroups } from "./network";
import { interfaces, loadBalancerTargets, nodeGroupSize, vCpu } from "./quotas";

/** Account: quotas, addresses, versions and images. */
export const accountChecks: readonly Check[] = [
  vCpu,
  addresses,
  interfaces,
  securityGroups,
  nodeGroupSize,
  loadBalancerTargets,
  kubernetesSupport,
  expiry,
  pinnedImages,
  publishers,
  thingsboardVersion,
];
