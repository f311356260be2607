import { clusterRules } from "./cluster";
import { loadRules } from "./load";
import { postgresqlRules } from "./postgresql";
import { resourceRules } from "./resources";
import type { Contradiction } from "./rule";
import { storeRules } from "./stores";

/** Every rule of a sizing, in the order in which breaches are told. */
export const sizingContradictions: readonly Contradiction[] = [
  ...loadRules,
  ...clusterRules,
  ...storeRules,
  ...resourceRules,
  ...postgresqlRules,
];
