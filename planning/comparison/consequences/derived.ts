import type { StageView } from "../view";
import { differs } from "./consequence";

/** Counts that ThingsBoard's queues, topics and addresses follow, by their keys. */
function derivedFrom({ dataTier, core, transport }: StageView) {
  return {
    "kafka.storageGiB": dataTier?.kafka?.storageGiB,
    "kafka.replicas": dataTier?.kafka?.workload?.replicas,
    "kafka.replicationFactor": dataTier?.kafka?.replicationFactor,
    "tbCore.replicas": core?.core?.replicas,
    "ruleEngine.replicas": core?.ruleEngine?.replicas,
    "jsExecutor.replicas": core?.jsExecutor?.replicas,
    "mqttTransport.replicas": transport?.workload?.replicas,
    "redis.replicas": dataTier?.redis?.workload?.replicas,
    "pooler.clientSlots": dataTier?.postgresql?.pooler?.clientSlots,
  };
}

/** The first of those keys whose count differs: what changes settings that nobody states. */
export function derivedPath(before: StageView, after: StageView): string | undefined {
  const now = new Map(Object.entries(derivedFrom(after)));
  return Object.entries(derivedFrom(before)).find(([path, count]) =>
    differs(count, now.get(path)),
  )?.[0];
}
