import type { Policies } from "@pulumi/policy";
import type { StageReader } from "../stage";
import { containerResources } from "./containerResources";
import { encryptionAtRest } from "./encryptionAtRest";
import { gp3Only } from "./gp3Only";
import { imdsV2 } from "./imdsV2";
import { noWildcardIam } from "./noWildcardIam";
import { noWorldOpenApi } from "./noWorldOpenApi";
import { noWorldOpenSsh } from "./noWorldOpenSsh";
import { noWorldOpenSshByList } from "./noWorldOpenSshByList";
import { pinnedImages } from "./pinnedImages";
import { planFindings } from "./planFindings";
import { plannedLoadBalancers } from "./plannedLoadBalancers";
import { requiredTags } from "./requiredTags";

/** Every rule of the pack. The stage is planned when a rule first asks for it. */
export function policies(stage: StageReader): Policies {
  return [
    encryptionAtRest,
    gp3Only,
    imdsV2,
    noWorldOpenSsh,
    noWorldOpenSshByList,
    noWorldOpenApi,
    noWildcardIam,
    requiredTags,
    pinnedImages,
    containerResources,
    plannedLoadBalancers(stage),
    planFindings(stage),
  ];
}
