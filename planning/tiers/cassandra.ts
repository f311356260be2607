import type { Sizing } from "../../sizing/types";
import { planCharts, planImages } from "../facts/images";
import {
  cassandraConfig,
  cassandraConfigBase,
  cassandraKeyspace,
  cassandraSystemLogger,
  cassOperator,
} from "../facts/systemContainers";
import { hasZones, nodeGroupFor, planPlacement, serviceHost, zoneLetter } from "../platform";
import type { PlatformSizing, RegistryAccount } from "../platform";
import type { CassandraPlan, WorkloadPlan } from "../types";
import { container, workload } from "../workload";

/** What planning Cassandra reads of a sizing. */
export type CassandraSizing = PlatformSizing & Pick<Sizing, "cassandra">;

/** Copies of each row where the sizing states none (seed, line 808). */
const usualReplicationFactor = 3;

/** Cassandra: time series (seed, lines 388 to 401). One rack a zone; with a single copy there is no quorum to ask. */
export function planCassandra(sizing: CassandraSizing, account?: RegistryAccount): CassandraPlan {
  const { cassandra } = sizing;
  const replicationFactor =
    cassandra.replicationFactor ?? Math.min(usualReplicationFactor, cassandra.replicas);
  return {
    placement: planPlacement(sizing),
    workload: nodes(sizing),
    operator: workload({
      name: "cass-operator",
      tier: "data",
      kind: "Deployment",
      nodeGroup: nodeGroupFor("worker", sizing),
      replicas: 1,
      containers: [container("cass-operator", cassOperator)],
    }),
    chart: planCharts(sizing.versions).cassOperator,
    serverVersion: sizing.versions.cassandra,
    clusterName: "cassandra",
    datacenter: "datacenter1",
    keyspace: "thingsboard",
    racks: racks(sizing),
    heapMiB: cassandra.heapMiB,
    replicationFactor,
    consistencyLevel: replicationFactor === 1 ? "ONE" : "LOCAL_QUORUM",
    storageGiB: cassandra.storageGiB,
    commitLogGiB: cassandra.commitLogGiB,
    commitLogSpaceMiB: Math.floor((cassandra.commitLogGiB * 1_024 * 3) / 4),
    contactPoint: `${serviceHost("cassandra-datacenter1-service")}:9042`,
    keyspaceJob: workload({
      name: "cassandra-keyspace",
      tier: "data",
      kind: "Job",
      nodeGroup: nodeGroupFor("worker", sizing),
      replicas: 1,
      containers: [container("cqlsh", cassandraKeyspace)],
    }),
    toolsImage: planImages(sizing.versions, account?.imageRegistry).cassandraTools,
  };
}

/** One rack in each zone, not more racks than nodes; on an existing cluster one rack without a zone. */
function racks(sizing: CassandraSizing): CassandraPlan["racks"] {
  return hasZones(sizing)
    ? sizing.cluster.zones
        .slice(0, sizing.cassandra.replicas)
        .map((zone) => ({ name: `rack-${zoneLetter(zone)}`, zone }))
    : [{ name: "rack-a", zone: null }];
}

function nodes(sizing: CassandraSizing): WorkloadPlan {
  const { cassandra } = sizing;
  return workload({
    name: "cassandra",
    tier: "data",
    kind: "CassandraDatacenter",
    nodeGroup: nodeGroupFor("cassandra", sizing),
    replicas: cassandra.replicas,
    containers: [
      container("cassandra", cassandra),
      container("server-system-logger", cassandraSystemLogger),
    ],
    initContainers: [
      container("server-config-init-base", cassandraConfigBase),
      container("server-config-init", cassandraConfig),
    ],
    ports: [
      { name: "native", port: 9042 },
      { name: "internode", port: 7000 },
      { name: "management", port: 8080 },
      { name: "metrics", port: 9000 },
    ],
    volumes: [
      { name: "server-data", sizeGiB: cassandra.storageGiB },
      { name: "commitlog", sizeGiB: cassandra.commitLogGiB },
    ],
    antiAffinity: "required",
    spreadOverZones: hasZones(sizing),
  });
}
