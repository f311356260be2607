import type { CassandraPlan } from "./types";

/**
 * Names of all Cassandra pods, rack by rack, as cass-operator names them: `<cluster>-<datacenter>-<rack>-sts-<ordinal>`.
 * Nodes are dealt to the racks evenly, the first racks take what is left over. Source: NewNamespacedNameForStatefulSet
 * and SplitRacks of cass-operator 1.31.0.
 */
export function cassandraPods(
  plan: Pick<CassandraPlan, "clusterName" | "datacenter" | "racks"> & {
    readonly workload: Pick<CassandraPlan["workload"], "replicas">;
  },
): readonly string[] {
  const { clusterName, datacenter, racks, workload } = plan;
  const perRack = Math.floor(workload.replicas / racks.length);
  const leftOver = workload.replicas % racks.length;
  return racks.flatMap(({ name }, rack) =>
    Array.from(
      { length: perRack + (rack < leftOver ? 1 : 0) },
      (_, ordinal) => `${clusterName}-${datacenter}-${name}-sts-${ordinal}`,
    ),
  );
}
