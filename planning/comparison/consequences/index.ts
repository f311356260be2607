import type { Consequence, Effect } from "../../types";
import { claimRules } from "./claims";
import { clusterRules } from "./cluster";
import type { ConsequenceRule, StageChange } from "./consequence";
import { databaseRules } from "./databases";
import { kafkaRules } from "./kafka";
import { loadRules } from "./load";
import { nodeGroupRules } from "./nodeGroups";
import { restartRules } from "./restarts";
import { storeRestartRules } from "./storeRestarts";
import { volumeRules } from "./volumes";

/** The gravest first. */
export const effects: readonly Effect[] = ["lost", "replaced", "refused", "restarted", "noted"];

const rules: readonly ConsequenceRule[] = [
  ...clusterRules,
  ...nodeGroupRules,
  ...claimRules,
  ...volumeRules,
  ...kafkaRules,
  ...databaseRules,
  ...restartRules,
  ...storeRestartRules,
  ...loadRules,
];

/**
 * What an update does to a standing stage, the gravest first. Where the whole stage is lost, nothing less is told: it
 * would only hide it.
 */
export function consequencesOf(change: StageChange): readonly Consequence[] {
  const found = rules
    .flatMap((rule) => rule(change))
    .sort((one, other) => effects.indexOf(one.effect) - effects.indexOf(other.effect));
  const ofAll = found.filter(({ what }) => what === wholeStage);
  return ofAll.length > 0 ? ofAll : found;
}

const wholeStage = "the whole stage";
