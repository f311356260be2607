import type { NodeRole } from "../sizing/schema/nodeGroups";
import type { Account, Sizing } from "../sizing/types";
import { PlanError } from "./errors";
import type { ExistingClusterPlan, PlacementPlan } from "./types";

/** The slice of a sizing that says where pods run. */
export type PlatformSizing = Pick<
  Sizing,
  "platform" | "cluster" | "existingCluster" | "nodeGroups" | "versions"
>;

/** The slice of an account that planning a tier reads. */
export type RegistryAccount = Pick<Account, "imageRegistry">;

/** Namespace of everything that is not the cluster's own. */
export const namespace = "thingsboard";

/** StorageClass that the program makes on EKS. */
const eksStorageClass = "gp3";

/** Group that pods of a role go to: its own where there is one, else the next of these. */
const fallbackRoles: Readonly<Record<NodeRole, readonly NodeRole[]>> = {
  worker: ["worker"],
  transport: ["transport", "worker"],
  cassandra: ["cassandra", "worker"],
  kafka: ["kafka", "worker"],
  postgresql: ["postgresql", "worker"],
  // The seed's first stage has Pgpool on PostgreSQL's nodes (line 435).
  pooler: ["pooler", "postgresql", "worker"],
};

/** Node group that pods of a role are sent to; null on an existing cluster. */
export function nodeGroupFor(role: NodeRole, sizing: PlatformSizing): NodeRole | null {
  if (sizing.platform === "existing") {
    return null;
  }
  const found = fallbackRoles[role].find((each) => sizing.nodeGroups[each] !== undefined);
  if (found === undefined) {
    throw new PlanError(
      "nodeGroups",
      Object.keys(sizing.nodeGroups).join(", ") || "no group",
      `at least worker, which takes what has no group of its own (here: ${role})`,
    );
  }
  return found;
}

/** The existing cluster that the sizing names, or a PlanError. */
export function existingClusterOf(sizing: PlatformSizing): ExistingClusterPlan {
  const existing = sizing.existingCluster;
  if (existing === undefined) {
    throw new PlanError(
      "existingCluster",
      "nothing",
      "a block with the context of the cluster to use",
    );
  }
  return {
    context: existing.context,
    nodes: existing.nodes,
    nodeCpuMilli: existing.nodeCpuMilli,
    nodeMemoryMiB: existing.nodeMemoryMiB,
  };
}

/** Where every component of the stage finds its namespace, storage and zones. */
export function planPlacement(sizing: PlatformSizing): PlacementPlan {
  return sizing.platform === "eks"
    ? { namespace, storageClass: eksStorageClass, zones: sizing.cluster.zones }
    : {
        namespace,
        storageClass: sizing.existingCluster?.storageClass ?? "standard",
        zones: [],
      };
}

/** Whether pods of a workload can be spread over zones: an existing cluster's nodes carry no zone label. */
export function hasZones(sizing: PlatformSizing): boolean {
  return sizing.platform === "eks";
}

/** Full DNS name of a Service: no search list is walked, and a preview of a fresh stack knows it. */
export function serviceHost(service: string): string {
  return `${service}.${namespace}.svc.cluster.local`;
}

/** Full DNS name of one pod of a StatefulSet behind a headless Service. */
export function podHost(pod: string, service: string): string {
  return `${pod}.${serviceHost(service)}`;
}

/** Smallest multiple of `step` that is at least `minimum`. */
export function multipleOf(step: number, minimum: number): number {
  return Math.ceil(minimum / step) * step;
}

/** Last letter of a zone's name (eu-west-1a → a): what racks and cache groups are called by. */
export function zoneLetter(zone: string): string {
  return zone.slice(-1);
}
