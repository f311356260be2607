import { z } from "zod";
import { instanceType, integer, storageGiB } from "./fields";

/** Roles that a node group can have. Pods are sent to a group by the label `role`. */
export const nodeRoles = [
  "worker",
  "transport",
  "cassandra",
  "kafka",
  "postgresql",
  "pooler",
] as const;

/** Role of a node group. */
export type NodeRole = (typeof nodeRoles)[number];

/** How instances are paid. Reserved: of the standard class, nothing paid in advance. */
export const purchases = ["onDemand", "spot", "reserved1Year", "reserved3Years"] as const;

/** How instances are paid. */
export type Purchase = (typeof purchases)[number];

/** One managed node group: all its nodes are of one type. */
export const nodeGroupSchema = z.strictObject({
  instanceType: instanceType().describe(
    "EC2 instance type. An arm64 type (c7g.large) makes arm64 nodes.",
  ),
  count: integer(1, 450).describe(
    "Nodes in the group. AWS allows 450 in a managed group (L-BD136F5B).",
  ),
  rootVolumeGiB: storageGiB()
    .default(32)
    .describe("Root volume in GiB, gp3, encrypted (seed, line 64)."),
  purchase: z
    .enum(purchases)
    .default("onDemand")
    .describe(
      "How the nodes are paid. Spot nodes are taken back at two minutes' notice; reserved changes the price alone. Chosen: onDemand, as the seed asks for nothing else.",
    ),
});

/**
 * The cluster's node groups by role. A role that is left out has no group, and what would run there runs on `worker`;
 * the pooler runs on the `postgresql` group, where there is one (seed, line 1932).
 */
export const nodeGroupsSchema = z.strictObject({
  worker: nodeGroupSchema.optional(),
  transport: nodeGroupSchema.optional(),
  cassandra: nodeGroupSchema.optional(),
  kafka: nodeGroupSchema.optional(),
  postgresql: nodeGroupSchema.optional(),
  pooler: nodeGroupSchema.optional(),
});
