import type { Consequence } from "../../types";
import { volumeChanges, volumeWords } from "./claims";
import type { ConsequenceRule } from "./consequence";

/** Growing and shrinking of the volumes that operators make. */
const operatorVolumes: ConsequenceRule = ({ before, after }) => [
  ...volumeChanges(before.dataTier?.kafka?.workload, after.dataTier?.kafka?.workload).map(
    (volume): Consequence => ({
      path: "kafka.storageGiB",
      what: `Kafka: ${volumeWords(volume)}`,
      source:
        "strimzi-kafka-operator 1.2.0, cluster-operator/…/model/StorageDiff.java and PvcReconciler.java",
      ...(volume.to < volume.from
        ? {
            rule: "kafka.volume-shrinks",
            effect: "refused",
            message:
              "No volume shrinks: Strimzi ignores every storage change of the pool and says so in the status. The topics' bounds would follow the smaller size all the same.",
          }
        : {
            rule: "kafka.volume-grows",
            effect: "noted",
            message:
              "Strimzi grows the volumes in place, while the brokers serve. There is no way back to the smaller size.",
          }),
    }),
  ),
  ...volumeChanges(before.dataTier?.cassandra?.workload, after.dataTier?.cassandra?.workload).map(
    (volume): Consequence => ({
      path: volume.name === "commitlog" ? "cassandra.commitLogGiB" : "cassandra.storageGiB",
      what: `Cassandra: ${volumeWords(volume)}`,
      source: "cass-operator 1.31.0, pkg/reconciliation/reconcile_racks.go (CheckVolumeClaimSizes)",
      ...(volume.to < volume.from
        ? {
            rule: "cassandra.volume-shrinks",
            effect: "refused",
            message:
              "No volume shrinks: cass-operator stops with an error, and changes nothing else either.",
          }
        : {
            rule: "cassandra.volume-grows",
            effect: "refused",
            message:
              "cass-operator grows volumes only where the datacenter carries the annotation cassandra.datastax.com/allow-storage-changes: true, which this program does not set. Without it the operator stops with an error, and changes nothing else either.",
          }),
    }),
  ),
  ...volumeChanges(before.dataTier?.postgresql?.workload, after.dataTier?.postgresql?.workload).map(
    (volume): Consequence => ({
      path: "postgresql.storageGiB",
      what: `PostgreSQL: ${volumeWords(volume)}`,
      source:
        "cloudnative-pg 1.30.0, internal/webhook/v1/cluster_webhook.go (validateStorageConfigurationChange)",
      ...(volume.to < volume.from
        ? {
            rule: "postgresql.volume-shrinks",
            effect: "refused",
            message:
              "No volume shrinks: the operator's webhook refuses the change, and the update fails.",
          }
        : {
            rule: "postgresql.volume-grows",
            effect: "noted",
            message:
              "The operator grows the volumes in place, while the database serves. There is no way back to the smaller size.",
          }),
    }),
  ),
];

export const volumeRules: readonly ConsequenceRule[] = [operatorVolumes];
