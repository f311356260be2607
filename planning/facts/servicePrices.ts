import { serviceTable } from "./prices/services";

/** Prices of what is billed beside instances, with their day and source. */
export const servicePrices = serviceTable;

/** Hours that AWS's calculator gives a month. */
export const hoursPerMonth = 730;

/**
 * What one capacity unit of a load balancer carries; the dimension that needs most units is billed (AWS, Elastic Load
 * Balancing pricing). Network: TCP alone. Application: active connections alone, the other dimensions stay far below.
 */
export const networkCapacityUnit = {
  newFlowsPerSecond: 800,
  activeFlows: 100_000,
  gbPerHour: 1,
} as const;
export const applicationCapacityUnitConnections = 3_000;

/** A byte between two zones is billed where it leaves and where it comes in (Amazon EC2 on-demand pricing, data transfer). */
export const zoneSidesBilled = 2;
