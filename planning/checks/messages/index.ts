import type { Check } from "../check";
import { commitRate, nodeDiskRate, volumeRate } from "./disks";
import { kafkaDisk, kafkaRetention } from "./kafka";
import { network } from "./network";
import { nodeOperations } from "./nodeOperations";
import { partitions, scriptPartitions } from "./partitions";
import { cassandraRate, latestValues, packTimeout, ruleEngineRate } from "./rates";
import { cassandraDisk } from "./storage";

/** Messages: queues, disks and networks against the rate. */
export const messageChecks: readonly Check[] = [
  partitions,
  scriptPartitions,
  kafkaDisk,
  kafkaRetention,
  ruleEngineRate,
  latestValues,
  cassandraRate,
  packTimeout,
  cassandraDisk,
  volumeRate,
  nodeDiskRate,
  nodeOperations,
  commitRate,
  network,
];
