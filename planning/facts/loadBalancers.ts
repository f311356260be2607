/** Network Load Balancers. */

/**
 * Simultaneous connections from one address of a load balancer to one target (address and port) where the client's
 * address is not preserved. Source: Elastic Load Balancing, Network Load Balancers, "Target groups", client IP
 * preservation (read in awsdocs/elb-network-load-balancers-user-guide of 2023; whether it still holds is unverified).
 */
export const connectionsPerLoadBalancerAddress = 55_000;
