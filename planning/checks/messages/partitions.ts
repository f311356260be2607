import type { StageDraft } from "../../types";
import type { Check, Reading } from "../check";

/** Partitions of one topic and the pods that share them. */
interface Shared {
  readonly topic: string;
  readonly partitions: number;
  readonly pods: number;
  readonly of: string;
  readonly path: string;
}

function sharedTopics({ core }: StageDraft): readonly Shared[] {
  const coreShare = { pods: core.core.replicas, of: "tb-core", path: "tbCore.replicas" };
  const ruleEngineShare = {
    pods: core.ruleEngine.replicas,
    of: "tb-rule-engine",
    path: "ruleEngine.replicas",
  };
  return [
    { topic: "tb_core", partitions: core.corePartitions, ...coreShare },
    { topic: "the transport API", partitions: core.transportApiPartitions, ...coreShare },
    ...core.queues.map(({ name, partitions }) => ({
      topic: `queue ${name}`,
      partitions,
      ...ruleEngineShare,
    })),
    {
      topic: "the JavaScript requests",
      partitions: core.jsPartitions,
      pods: core.jsExecutor.replicas,
      of: "tb-js-executor",
      path: "jsExecutor.replicas",
    },
  ];
}

/** What the pod with most partitions has, against the one with fewest. */
function unevenness({ topic, partitions, pods, of }: Shared): string {
  const most = Math.ceil(partitions / pods);
  const fewest = Math.floor(partitions / pods);
  return (
    `${topic} has ${partitions} partitions for ${pods} pods of ${of}: ` +
    `some pods have ${most}, others ${fewest}.`
  );
}

/** Every topic's partitions are a multiple of the pods that share them. */
export const partitions: Check = {
  rule: "messages.partitions",
  title: "Partitions of each topic, shared evenly by the pods that consume it.",
  formula: "partitions modulo pods = 0, for tb_core, the transport API, each queue and the scripts",
  source: 'seed, lines 604 to 609: "have to be multiple to … replicas count"',
  mend: "Choose a number of pods that divides the partitions, which follow it up to 6 (queues) and 12 (requests).",
  read: ({ plan }) =>
    sharedTopics(plan).map((shared): Reading => ({
      severity: shared.partitions % shared.pods === 0 ? "fine" : "warning",
      path: shared.path,
      what: `partitions of ${shared.topic} beyond an even share`,
      value: shared.partitions % shared.pods,
      limit: 0,
      unit: "partitions",
      bare: true,
      message: () => unevenness(shared),
    })),
};

/** kafkajs gives an executor without a partition nothing, and each rebalance stops all of them. */
export const scriptPartitions: Check = {
  rule: "messages.script-partitions",
  title: "A partition of the script requests for each tb-js-executor pod.",
  formula:
    "partitions of js_eval.requests ≥ tb-js-executor pods. No headroom is asked: one each is enough",
  source:
    "thingsboard#6657: a rebalance of kafkajs takes about 30 s, longer than a script may; partitions as many as executors",
  mend: "Lower jsExecutor.replicas, or raise the partitions of TB_QUEUE_KAFKA_JE_TOPIC_PROPERTIES.",
  read: ({ plan }) => {
    const { jsPartitions, jsExecutor } = plan.core;
    return [
      {
        severity: jsPartitions < jsExecutor.replicas ? "warning" : "fine",
        path: "jsExecutor.replicas",
        what: "tb-js-executor pods against partitions of the script requests",
        value: jsExecutor.replicas,
        limit: jsPartitions,
        unit: "pods",
        message: () =>
          `${jsExecutor.replicas} executors share ${jsPartitions} partitions: ` +
          `${jsExecutor.replicas - jsPartitions} of them have nothing to do but to make each rebalance longer.`,
      },
    ];
  },
};
