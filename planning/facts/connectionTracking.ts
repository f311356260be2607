/**
 * EC2's tracking of connections, apart from Linux's own. AWS publishes no allowance for any type; `ethtool -S` of the ENA
 * driver shows what is left (`conntrack_allowance_available`).
 */

/** Measured on an m7i-flex.large, one account, 2026-09-30 (github.com/meanii/millionws, results/aws/2026-09-30-1m). */
export const measuredTrackedConnections = 76_957;

/** What the seed reports of a c6a.large, "about 100k+" (line 2270); no counter was read. */
export const seedTrackedConnections = 100_000;

/**
 * Idle seconds after which EC2 forgets a TCP connection that came through a Network Load Balancer, as the EC2 user guide
 * has it ("Security group connection tracking"). Whether an interface's own setting goes before it is unverified.
 */
export const loadBalancedIdleSeconds = 350;
