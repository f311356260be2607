/**
 * Idle seconds after which the NLB forgets a connection, as the transport's Service sets it
 * (`tcp.idle_timeout.seconds`, 60 to 6000; AWS's default is 350). A device must speak more often.
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html
 */
export const nlbIdleTimeoutSeconds = 600;

/**
 * Connections that one source address can hold to one address and port: the ports of
 * `net.ipv4.ip_local_port_range = 1024 65535` (seed, line 1807), less one that the kernel keeps spare.
 */
export const sourcePortsPerAddress = 64_511;

/** Connections that PostgreSQL keeps for superusers unless `superuser_reserved_connections` says otherwise. */
export const superuserReservedConnections = 3;

/** Connections that CloudNativePG's instance manager and exporter may hold beside the clients. */
export const operatorConnections = 10;

/**
 * Inbound rules of a security group (quota L-0EA8095F). A rule that names a prefix list counts as the list's size, so one
 * list of this size and one rule fill a group.
 */
export const rulesPerSecurityGroup = 60;

/**
 * Security groups of a network interface (quota L-2AFB9258: 5) less two: that of the account's addresses, and the one
 * by which the load balancer controller admits a load balancer on the nodes.
 */
export const fleetSecurityGroups = 3;

/** Each generator is an entry of a prefix list that a security group of the load balancers names. */
export const maximumGenerators = fleetSecurityGroups * rulesPerSecurityGroup;

/** Addresses of people and further clients that an account may name, a kind. */
export const accountAddresses = 28;
