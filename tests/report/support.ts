import type {
  ComparedFinding,
  ComparedStage,
  Comparison,
  Consequence,
  StageComparison,
} from "../../planning/types";

export const stage: ComparedStage = {
  stack: "million",
  devices: 1_000_000,
  messagesPerSecond: 5_024,
  nodes: 27,
  vCpu: 82,
  transportPods: 12,
  connectionsPerPod: 83_334,
  connectionsPerPodWithOneLost: 90_910,
  usdPerMonth: 4_200.4,
  errors: 0,
  warnings: 1,
};

export const finding: ComparedFinding = {
  rule: "connections.tracking",
  severity: "error",
  path: "mqttTransport.replicas",
  message: "111,112 connections | too many.",
  value: 111_112,
  limit: 100_000,
  source: "seed, line 2270",
  mend: "mqttTransport.replicas: 11",
  accepted: null,
};

export const lostData: Consequence = {
  rule: "redis.volumes",
  effect: "lost",
  what: "Valkey",
  path: "redis.storageGiB",
  message: "The cache is empty after it.",
  source: "a file",
};

/** The million with other nodes. */
export function changed(more: Partial<StageComparison> = {}): StageComparison {
  return {
    before: stage,
    after: { ...stage, nodes: 24, usdPerMonth: 4_000 },
    same: false,
    consequences: [],
    findings: { gained: [], lost: [], changed: [] },
    figures: [
      { section: "nodes", of: "transport", name: "nodes", unit: "", before: 12, after: 9 },
      { section: "pods", of: "tb-core", name: "heap", unit: "MiB", before: 2_048, after: 1_024 },
      { section: "nodes", of: "pooler", name: "nodes", unit: "", before: 1 },
    ],
    settings: [{ path: "core.environment.A_LIST", before: "a|b", after: "c" }],
    ...more,
  };
}

export function comparison(more: Partial<StageComparison> = {}): Comparison {
  return {
    from: "main (1a2b3c4)",
    to: "the working tree",
    stacks: [
      { stack: "dev", change: "same", comparison: changed({ same: true }) },
      { stack: "million", change: "changed", comparison: changed(more) },
      { stack: "two", change: "new", stage: { ...stage, stack: "two" }, findings: [finding] },
      { stack: "old", change: "removed", stage: { ...stage, stack: "old" }, findings: [] },
    ],
    notes: ["One thing could not be read."],
  };
}
