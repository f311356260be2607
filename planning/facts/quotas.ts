/** AWS quotas, as they stand for an account that has asked for nothing (Service Quotas; codes beside each). */

/**
 * vCPUs of running standard instances in a region: on demand L-1216C47A, spot L-34B43A08. 5 in a new account
 * (AWS documents 5; accounts with some history have more).
 */
export const vCpuQuota = {
  onDemandCode: "L-1216C47A",
  spotCode: "L-34B43A08",
  newAccount: 5,
} as const;

/** Network interfaces of a region (L-DF5E4CA3). */
export const interfacesPerRegion = 5_000;

/** Security groups of an interface (L-2AFB9258, unverified as a code). */
export const securityGroupsPerInterface = 5;

/** Nodes of a managed node group (L-BD136F5B). */
export const nodesPerManagedGroup = 450;

/** Targets of an NLB in one zone, and in all with cross-zone on (Network Load Balancer user guide, 2023: may have moved). */
export const nlbTargets = 500;

/** Ports of the transport that the NLB sends to, each a target: 1883 and 8883. */
export const nlbTargetPorts = 2;

/** Addresses that AWS keeps in each subnet (Amazon VPC user guide, "Subnet CIDR blocks"). */
export const reservedAddressesPerSubnet = 5;

/**
 * Addresses of a subnet that others than nodes and pods need: an ALB asks for 8 free ones, the EKS control plane for 6,
 * and an NLB takes one (Application Load Balancer user guide; Amazon EKS user guide, "Subnet requirements").
 */
export const addressesOfServices = { alb: 8, eks: 6, nlb: 1 } as const;
