import type { Tier } from "./workload";

export type { Purchase } from "../../sizing/schema/nodeGroups";

/** What is paid for. */
export type CostKind =
  | "instances"
  | "control plane"
  | "volumes"
  | "load balancers"
  | "public addresses"
  | "traffic between zones"
  | "traffic between regions"
  | "traffic to the internet"
  | "logs";

/** One line of the bill. */
export interface CostItem {
  readonly tier: Tier;
  readonly kind: CostKind;
  /** What it is: `worker: 6 × m6a.xlarge`. */
  readonly name: string;
  /** Billed units: instances, GiB, GB an hour, capacity units. */
  readonly quantity: number;
  readonly unit: string;
  /** Null where the price is not in the table. */
  readonly usdPerUnitHour: number | null;
  readonly usdPerHour: number | null;
  /** The arithmetic in words and figures. */
  readonly formula: string;
  readonly source: string;
  /** The quantity rests on figures that nobody publishes or measured. */
  readonly estimate?: true;
}

/** A sum. Null as soon as one of its prices is unknown. */
export interface CostSum {
  readonly usdPerHour: number | null;
  readonly usdPerMonth: number | null;
  readonly usdPerThousandDevices: number | null;
}

/** What a stage costs. List prices without taxes and without what an account has negotiated. */
export interface CostPlan {
  /** Day of the oldest price that the stage uses, as year-month-day; of the on-demand prices where it uses none. */
  readonly pricesOf: string;
  readonly hoursPerMonth: number;
  /** The cluster's lines, tier by tier. */
  readonly items: readonly CostItem[];
  /** The load generators' lines, by the hour of a test. */
  readonly fleetItems: readonly CostItem[];
  /** What no price is known of, as `c6a.large spot in ap-south-1`; empty when every figure is known. */
  readonly unknown: readonly string[];
  /** What AWS bills and the sums leave out, in words. */
  readonly notCounted: readonly string[];
  /** The cluster without the fleet, its load running all month. */
  readonly cluster: CostSum;
  /** The part of `cluster` whose quantities are estimates. */
  readonly estimates: CostSum;
  /**
   * What the transport tier alone costs: its nodes, their volumes and addresses, the MQTT load balancer and its traffic.
   * Null where its pods share nodes with others: a part of a node has no price.
   */
  readonly transport: CostSum;
  /**
   * The transport tier's instances alone, as the seed counts its "about 1 $ a month for 1000 connections" (line 2307).
   * Null where its pods share nodes with others.
   */
  readonly transportInstances: CostSum;
  /** Of the cluster's items, every tier and kind once. */
  readonly byTier: readonly { readonly tier: Tier; readonly usdPerHour: number | null }[];
  readonly byKind: readonly { readonly kind: CostKind; readonly usdPerHour: number | null }[];
  /** The load generators, by the hour of a test. */
  readonly fleetUsdPerTestHour: number | null;
}
