/**
 * The published stages and their sum by hand: nothing of the planner is used here. Shapes: seed, lines 1936 to 2379,
 * with 32 and 20 GiB of root volumes and the charts' volumes. Prices of eu-west-1, typed in a second time.
 */
const usdPerHour = {
  "m6a.xlarge": 0.1926,
  "c6i.xlarge": 0.1824,
  "c6i.large": 0.0912,
  "c6a.2xlarge": 0.32832,
  "c6a.large": 0.08208,
} as const;

interface PublishedShape {
  readonly devices: number;
  readonly messagesPerSecond: number;
  readonly nodes: Readonly<Partial<Record<keyof typeof usdPerHour, number>>>;
  readonly rootGiB: number;
}

export const publishedShapes: Readonly<Record<string, PublishedShape>> = {
  "100k-20k": {
    devices: 100_000,
    messagesPerSecond: 6_670,
    nodes: { "m6a.xlarge": 3, "c6i.xlarge": 6, "c6i.large": 3 },
    rootGiB: 12 * 32,
  },
  "100k-30k": {
    devices: 100_000,
    messagesPerSecond: 10_000,
    nodes: { "m6a.xlarge": 3, "c6i.xlarge": 6, "c6i.large": 3, "c6a.2xlarge": 1 },
    rootGiB: 13 * 32,
  },
  "100k-45k": {
    devices: 100_000,
    messagesPerSecond: 15_000,
    nodes: { "m6a.xlarge": 3, "c6i.xlarge": 5, "c6i.large": 3, "c6a.2xlarge": 1 },
    rootGiB: 12 * 32,
  },
  "300k": {
    devices: 300_000,
    messagesPerSecond: 5_024,
    nodes: { "m6a.xlarge": 3, "c6i.xlarge": 5, "c6i.large": 3, "c6a.2xlarge": 1 },
    rootGiB: 12 * 32,
  },
  "500k": {
    devices: 500_000,
    messagesPerSecond: 5_000,
    nodes: { "m6a.xlarge": 3, "c6i.xlarge": 5, "c6i.large": 3, "c6a.2xlarge": 1, "c6a.large": 6 },
    rootGiB: 12 * 32 + 6 * 20,
  },
  million: {
    devices: 1_000_000,
    messagesPerSecond: 5_024,
    nodes: { "m6a.xlarge": 6, "c6i.xlarge": 5, "c6i.large": 3, "c6a.2xlarge": 1, "c6a.large": 12 },
    rootGiB: 15 * 32 + 12 * 20,
  },
};

/** Cassandra, Kafka, PostgreSQL, Redis (8 GiB, its chart's default) and ZooKeeper. */
const claimedGiB = 3 * 52 + 3 * 20 + 2 * 30 + 6 * 8 + 3 * 2;
const hours = 730;

/** EC2 + EBS + IPv4 + NLB + traffic from the NLB to other zones + EKS + ALB, in USD a month. */
export function publishedUsdPerMonth(shape: PublishedShape): number {
  const types = Object.entries(usdPerHour).map(
    ([type, usd]) => [new Map(Object.entries(shape.nodes)).get(type) ?? 0, usd] as const,
  );
  const nodes = types.reduce((sum, [count]) => sum + count, 0);
  const instances = types.reduce((sum, [count, usd]) => sum + count * usd, 0) * hours;
  const volumes = (shape.rootGiB + claimedGiB) * 0.088;
  const addresses = (nodes + 3 + 3) * 0.005 * hours;
  const bytesPerSecond = shape.messagesPerSecond * (163 + 52) + (shape.devices / 60) * (106 + 54);
  const gbPerHour = (bytesPerSecond * 3_600) / 1e9;
  const units = Math.max(gbPerHour, shape.devices / 100_000, shape.devices / 3_600 / 800);
  const mqtt = (0.0252 + units * 0.006) * hours;
  const zones = gbPerHour * (2 / 3) * 0.02 * hours;
  const control = (0.1 + 0.0252) * hours;
  return instances + volumes + addresses + mqtt + zones + control;
}
