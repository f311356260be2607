import type { Tier } from "./workload";

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

/** How instances are paid. */
export type Purchase = "onDemand" | "spot" | "reserved1Year" | "reserved3Years";

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
}

/** A sum. Null as soon as one of its prices is unknown. */
export interface CostSum {
  readonly usdPerHour: number | null;
  readonly usdPerMonth: number | null;
  readonly usdPerThousandDevices: number | null;
}

/** What a stage costs. List prices without taxes and without what an account has negotiated. */
export interface CostPlan {
  /** Day on which the prices were read. */
  readonly pricesOf: string;
  readonly hoursPerMonth: number;
  /** The cluster's lines, tier by tier. */
  readonly items: readonly CostItem[];
  /** The load generators' lines, by the hour of a test. */
  readonly fleetItems: readonly CostItem[];
  /** Prices that the table lacks, in words; empty when every figure is known. */
  readonly unknown: readonly string[];
  /** The cluster without the fleet. */
  readonly cluster: CostSum;
  /** What the transport tier alone costs: its nodes, their volumes and addresses, the MQTT load balancer and its traffic. */
  readonly transport: CostSum;
  /** The transport tier's instances alone, as the seed counts its "about 1 $ a month for 1000 connections". */
  readonly transportInstances: CostSum;
  readonly byTier: readonly { readonly tier: Tier; readonly usdPerHour: number | null }[];
  readonly byKind: readonly { readonly kind: CostKind; readonly usdPerHour: number | null }[];
  /** The load generators, by the hour of a test. */
  readonly fleetUsdPerTestHour: number | null;
}
