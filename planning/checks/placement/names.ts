import type { NodeRole } from "../../../sizing/schema/nodeGroups";

/** Key of the sizing that says how many nodes a group has. */
export function countPath(role: NodeRole | null): string {
  return role === null ? "existingCluster.nodes" : `nodeGroups.${role}.count`;
}

/** `tb-core-0, tb-core-1 and 3 more`. */
export function listed(names: readonly string[], most = 4): string {
  const rest = names.length - most;
  return rest > 1 ? `${names.slice(0, most).join(", ")} and ${rest} more` : names.join(", ");
}

/** `1 pod`, `2 pods`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
