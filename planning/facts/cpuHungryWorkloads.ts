/**
 * Workloads that the seed saw at the limit of their node's CPU: Pgpool beside PostgreSQL drove it to its maximum
 * (line 2012) and took about four cores by itself (line 2027), PostgreSQL and Cassandra came close to theirs at 45,000
 * data points a second (line 2025). PgBouncer, which stands in Pgpool's place, has one thread (pgbouncer.org, "config":
 * so_reuseport) and so takes one core at most; how much it takes at the seed's load is unverified.
 * ThingsBoard's own services are missing: the seed shares the worker group among them on purpose.
 */
export const cpuHungryWorkloads: readonly string[] = ["cassandra", "postgresql", "pooler"];
