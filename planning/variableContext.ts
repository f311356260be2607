import type { Sizing } from "../sizing/types";
import type { VariableContext } from "./facts/thingsboardVariables";
import { jsTopicVariables, transportTopicVariables } from "./facts/thingsboardTopics";
import type { RegistryAccount } from "./platform";
import { planConnectionPool, planPartitions } from "./queues";
import { planDataTier } from "./tiers/dataTier";
import type { DataTierSizing } from "./tiers/dataTier";
import { topicEnvironment } from "./topics";

/** What deriving ThingsBoard's variables reads of a sizing. */
export type VariableSizing = DataTierSizing & Pick<Sizing, "tbCore" | "ruleEngine" | "jsExecutor">;

/** Everything that ThingsBoard's variables are derived from. */
export function planVariableContext(
  sizing: VariableSizing,
  account?: RegistryAccount,
): VariableContext {
  const stores = planDataTier(sizing, account);
  const { topics } = stores.kafka;
  return {
    ...stores,
    partitions: planPartitions(sizing),
    connectionPoolSize: planConnectionPool(sizing),
    jsMemoryLimitMiB: sizing.jsExecutor.memoryLimitMiB,
    topics: {
      server: topicEnvironment(topics),
      transport: topicEnvironment(topics, transportTopicVariables),
      js: topicEnvironment(topics, jsTopicVariables),
    },
  };
}
