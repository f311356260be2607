import { readable } from "../../../sizing/describe";
import type { Consequence } from "../../types";
import { isEarlier, majorOf } from "../versions";
import { changeOf } from "./consequence";
import type { ConsequenceRule } from "./consequence";

const cassandra: ConsequenceRule = ({ before, after }) => {
  const [old, now] = [before.dataTier?.cassandra, after.dataTier?.cassandra];
  const nodes = changeOf(old?.workload?.replicas, now?.workload?.replicas);
  const racks = changeOf(old?.racks, now?.racks);
  const copies = changeOf(old?.replicationFactor, now?.replicationFactor);
  const found: Consequence[] = [];
  if (racks !== undefined) {
    found.push({
      rule: "cassandra.racks",
      effect: "refused",
      what: `Cassandra: ${racks.from.length} to ${racks.to.length} racks, or others`,
      path: "cluster.zones",
      message:
        "Racks of a standing datacenter cannot be removed, renamed or moved to another zone; a new one may only follow the others. The operator's webhook, which would refuse it, is off here: what it does instead is unverified.",
      source:
        "cass-operator 1.31.0, internal/webhooks/cassandra/v1beta1/cassandradatacenter_webhook.go",
    });
  }
  if (nodes !== undefined && nodes.to < nodes.from) {
    found.push({
      rule: "cassandra.fewer",
      effect: "restarted",
      what: `Cassandra: ${nodes.from} to ${nodes.to} nodes`,
      path: "cassandra.replicas",
      message:
        "Nodes are decommissioned one after the other: each streams all of its rows to those that stay, whose disks must hold them, and its volume is deleted.",
      source: "cass-operator 1.31.0, pkg/reconciliation/decommission_node.go",
    });
  }
  if (nodes !== undefined && nodes.to > nodes.from) {
    found.push({
      rule: "cassandra.more",
      effect: "noted",
      what: `Cassandra: ${nodes.from} to ${nodes.to} nodes`,
      path: "cassandra.replicas",
      message:
        "New nodes join one after the other and fetch their share of the rows; the operator cleans up on the old ones after it. That costs disk and network while the stage runs.",
      source: "cass-operator 1.31.0, CHANGELOG.md (cleanup after scale up)",
    });
  }
  if (copies !== undefined) {
    found.push({
      rule: "cassandra.copies",
      effect: "noted",
      what: `Cassandra: ${copies.from} to ${copies.to} copies of each row`,
      path: "cassandra.replicationFactor",
      message:
        copies.to > copies.from
          ? "A Job alters the keyspace, but fills no copy: until `npm run repair` has run on every node, a quorum may miss rows that are there."
          : "A Job alters the keyspace; rows that are now one copy too many stay on the disks until a cleanup.",
      source: "components/stores/cassandraKeyspace.ts; docs/operations.md",
    });
  }
  return found;
};

/** Valkey: slots stay where they are, whatever the plan says. */
const redis: ConsequenceRule = ({ before, after }) => {
  const [old, now] = [before.dataTier?.redis, after.dataTier?.redis];
  const groups = changeOf(old?.groups, now?.groups);
  const mode = changeOf(old?.mode, now?.mode);
  const what = `Valkey: ${readable(old?.workload?.replicas ?? 0)} to ${readable(now?.workload?.replicas ?? 0)} nodes`;
  const path = "redis.replicas";
  if (mode !== undefined) {
    return [
      {
        rule: "redis.mode",
        effect: "lost",
        what,
        path,
        message: `A ${mode.from} becomes a ${mode.to}: its nodes are deleted and others made. The cache is empty after it, and every lookup falls on PostgreSQL until it has filled again.`,
        source: "components/stores/redis.ts",
      },
    ];
  }
  if (groups === undefined) {
    return [];
  }
  const shrinks = groups.from.some((group) => {
    const next = groups.to.find(({ name }) => name === group.name);
    return next === undefined || (next.replicas ?? 0) < (group.replicas ?? 0);
  });
  return [
    shrinks
      ? {
          rule: "redis.shrinks",
          effect: "lost",
          what,
          path: before.eks && groups.from.length !== groups.to.length ? "cluster.zones" : path,
          message:
            "Nodes go with the slots that they hold, and nothing moves them first: a part of the cache is lost, and a cluster that does not serve every slot serves none until it is mended by hand.",
          source: "components/stores/redisFormingScript.ts (moves no slots)",
        }
      : {
          rule: "redis.grows",
          effect: "noted",
          what,
          path: before.eks && groups.from.length !== groups.to.length ? "cluster.zones" : path,
          message:
            "New nodes join without slots and hold nothing until `valkey-cli --cluster rebalance` has moved some to them. Which nodes are masters differs from the plan after it.",
          source: "components/stores/redisFormingScript.ts (moves no slots)",
        },
  ];
};

const postgresqlVersion: ConsequenceRule = ({ before, after }) => {
  const image = changeOf(before.dataTier?.postgresql?.image, after.dataTier?.postgresql?.image);
  const [from, to] = [majorOf(image?.from ?? ""), majorOf(image?.to ?? "")];
  if (image === undefined || from === null || to === null || from === to) {
    return [];
  }
  const source = "cloudnative-pg 1.30.0, internal/webhook/v1/cluster_webhook.go (major versions)";
  const what = `PostgreSQL ${from} to ${to}`;
  return [
    to < from
      ? {
          rule: "postgresql.major-down",
          effect: "refused",
          what,
          path: "versions.postgresql",
          message:
            "No database goes back to an earlier major version: the operator's webhook refuses it, and the update fails.",
          source,
        }
      : {
          rule: "postgresql.major-up",
          effect: "restarted",
          what,
          path: "versions.postgresql",
          message:
            "The operator upgrades the data with the database stopped, then copies every standby anew: ThingsBoard has no database meanwhile, and there is no way back without a backup, which this stage has none of.",
          source,
        },
  ];
};

const postgresqlInstances: ConsequenceRule = ({ before, after }) => {
  const instances = changeOf(
    before.dataTier?.postgresql?.workload?.replicas,
    after.dataTier?.postgresql?.workload?.replicas,
  );
  return instances === undefined || instances.to > instances.from
    ? []
    : [
        {
          rule: "postgresql.fewer",
          effect: "noted",
          what: `PostgreSQL: ${instances.from} to ${instances.to} instances`,
          path: "postgresql.replicas",
          message:
            instances.to === 1
              ? "The standby goes with its volume: one copy of the entities is left, and every restart of its node stops ThingsBoard."
              : "Standbys go with their volumes; the primary stays.",
          source: "CloudNativePG documentation, Instances (scale down)",
        },
      ];
};

/** Earlier versions of Kafka and Cassandra: nobody promises that they read what a later one wrote. */
const storeVersions: ConsequenceRule = ({ before, after }) =>
  (
    [
      ["Kafka", "versions.kafka", before.dataTier?.kafka?.version, after.dataTier?.kafka?.version],
      [
        "Cassandra",
        "versions.cassandra",
        before.dataTier?.cassandra?.serverVersion,
        after.dataTier?.cassandra?.serverVersion,
      ],
    ] as const
  ).flatMap(([store, path, old, now]) => {
    const version = changeOf(old, now);
    return version === undefined || !isEarlier(version.to, version.from)
      ? []
      : [
          {
            rule: `${store.toLowerCase()}.version-down`,
            effect: "noted" as const,
            what: `${store} ${version.from} to ${version.to}`,
            path,
            message:
              "An earlier version may not read what the later one has written. Whether this step works is unverified.",
            source: path,
          },
        ];
  });

export const databaseRules: readonly ConsequenceRule[] = [
  cassandra,
  redis,
  postgresqlVersion,
  postgresqlInstances,
  storeVersions,
];
