import type { Consequence } from "../../types";
import type { StageView } from "../view";
import { changedKeys, differs, listed } from "./consequence";
import type { ConsequenceRule } from "./consequence";
import { restartReasons } from "./restarts";
import type { PodSource } from "./restarts";

/** PostgreSQL's parameters that only a restart changes (pg_settings, context postmaster), of those that stages set. */
const restartParameters: ReadonlySet<string> = new Set([
  "max_connections",
  "shared_buffers",
  "superuser_reserved_connections",
  "huge_pages",
  "wal_level",
  "max_wal_senders",
  "wal_buffers",
  "max_worker_processes",
  "max_locks_per_transaction",
  "max_prepared_transactions",
  "max_replication_slots",
]);

/** What the pods of a store are made of, with what beside its workload restarts them, in words. */
interface StorePods extends PodSource {
  readonly further?: Readonly<Record<string, unknown>>;
}

const stores: readonly {
  readonly name: string;
  readonly key: string;
  readonly pods: (stage: StageView) => StorePods;
}[] = [
  {
    name: "ZooKeeper",
    key: "zookeeper",
    pods: ({ dataTier }) => ({
      workload: dataTier?.zookeeper?.workload,
      image: dataTier?.zookeeper?.image,
      zones: dataTier?.zookeeper?.placement?.zones,
      further: { "another list of members": dataTier?.zookeeper?.workload?.replicas },
    }),
  },
  {
    name: "Kafka",
    key: "kafka",
    pods: ({ dataTier }) => ({
      workload: dataTier?.kafka?.workload,
      image: dataTier?.kafka?.version,
      zones: dataTier?.kafka?.placement?.zones,
    }),
  },
  {
    name: "Cassandra",
    key: "cassandra",
    pods: ({ dataTier }) => ({
      workload: dataTier?.cassandra?.workload,
      image: dataTier?.cassandra?.serverVersion,
      further: {
        "another size of the commit log": dataTier?.cassandra?.commitLogGiB,
        "other copies of its own tables": dataTier?.cassandra?.replicationFactor,
      },
    }),
  },
  {
    name: "Valkey",
    key: "redis",
    pods: ({ dataTier }) => ({
      workload: dataTier?.redis?.workload,
      image: dataTier?.redis?.image,
      further: { "another maxmemory": dataTier?.redis?.maxMemoryMiB },
    }),
  },
  {
    name: "PostgreSQL",
    key: "postgresql",
    pods: ({ dataTier }) => ({
      workload: dataTier?.postgresql?.workload,
      image: dataTier?.postgresql?.image,
      zones: dataTier?.postgresql?.placement?.zones,
    }),
  },
  {
    name: "PgBouncer",
    key: "pooler",
    pods: ({ dataTier }) => ({ workload: dataTier?.postgresql?.pooler?.workload }),
  },
];

/** Stores whose pods are made anew: one after the other, with all of their data. */
const restarts: ConsequenceRule = ({ before, after }) =>
  stores.flatMap(({ name, key, pods }): readonly Consequence[] => {
    const [was, is] = [pods(before), pods(after)];
    const reasons = [
      ...restartReasons(was, is),
      ...changedKeys(was.further, is.further).filter((each) =>
        differs(was.further?.[each], is.further?.[each]),
      ),
      ...(key === "postgresql" ? parameterReasons(before, after) : []),
    ];
    return reasons.length === 0
      ? []
      : [
          {
            rule: `${key}.restart`,
            effect: "restarted",
            what: name,
            path: key,
            message: `Its pods restart, one after the other (${listed(reasons)}).${key === "postgresql" ? " The primary's turn is a switch-over: open transactions fail." : ""}`,
            source: `components/stores/${key}.ts`,
          },
        ];
  });

function parameterReasons(before: StageView, after: StageView): readonly string[] {
  return changedKeys(
    before.dataTier?.postgresql?.parameters,
    after.dataTier?.postgresql?.parameters,
  ).filter((name) => restartParameters.has(name));
}

export const storeRestartRules: readonly ConsequenceRule[] = [restarts];
