import type { NodeRole, Purchase } from "../../sizing/schema/nodeGroups";
import type { ChartPlan, WorkloadPlan } from "./workload";

/** One managed node group. */
export interface NodeGroupPlan {
  readonly name: NodeRole;
  readonly role: NodeRole;
  readonly region: string;
  readonly instanceType: string;
  readonly architecture: "amd64" | "arm64";
  readonly count: number;
  /** Of the whole group. */
  readonly vCpu: number;
  /** Of the whole group, as AWS states it. */
  readonly memoryMiB: number;
  readonly rootVolumeGiB: number;
  /** How its nodes are paid; on demand when left out. */
  readonly purchase?: Purchase;
  /** Zones that its nodes stand in: never more than its store has pods, whose volumes stay in their zones. */
  readonly zones: readonly string[];
  /** `net.netfilter.nf_conntrack_max` of each node: the larger of the share per core and the minimum. */
  readonly conntrackMax: number;
  /** Hash buckets of that table (`nf_conntrack` module option `hashsize`): a quarter, as kube-proxy has it. */
  readonly conntrackBuckets: number;
  /** Names of the workloads that are sent here. */
  readonly workloads: readonly string[];
}

/** One public subnet of the cluster. */
export interface SubnetPlan {
  readonly zone: string;
  readonly cidr: string;
}

/** One managed prefix list, used by one security group of each load balancer. */
export interface PrefixListPlan {
  /** `fleet-1`, `fleet-2` … hold the generators' addresses; `ui` and `mqtt` the account's. */
  readonly name: string;
  /** Entries that AWS counts against the 60 rules of a group, full or not. */
  readonly maxEntries: number;
}

/** The cluster's network. */
export interface NetworkPlan {
  readonly vpcCidr: string;
  readonly subnets: readonly SubnetPlan[];
  /** One list for up to 60 generators: which generators (first to last, end exclusive) each one holds. */
  readonly fleetPrefixLists: readonly (PrefixListPlan & {
    readonly start: number;
    readonly end: number;
  })[];
  /** Addresses of people and programs that open the UI; absent when the account names none. */
  readonly uiPrefixList?: PrefixListPlan & { readonly cidrs: readonly string[] };
  /** Addresses of further MQTT clients; absent when the account names none. */
  readonly mqttPrefixList?: PrefixListPlan & { readonly cidrs: readonly string[] };
}

/**
 * What the nodes' kernels are set to: global keys, which take effect for every pod of a node.
 * The connection tracking table's size depends on the node's cores and stands in each `NodeGroupPlan`.
 */
export interface NodeTuningPlan {
  /** Idle seconds after which EC2 forgets a tracked TCP connection (`ConnectionTrackingSpecification`). */
  readonly tcpEstablishedTimeoutSeconds: number;
  /** Every other global key and its value, in the seed's order. */
  readonly sysctls: Readonly<Record<string, string>>;
}

/** The EKS cluster and what runs in it for its own sake. */
export interface EksPlan {
  readonly clusterName: string;
  readonly region: string;
  readonly kubernetesVersion: string;
  readonly logRetentionDays: number;
  readonly network: NetworkPlan;
  readonly nodeGroups: readonly NodeGroupPlan[];
  readonly nodeTuning: NodeTuningPlan;
  readonly addons: {
    readonly vpcCniVersion: string;
    readonly kubeProxyVersion: string;
    readonly coredns: WorkloadPlan;
    readonly metricsServer: WorkloadPlan;
    readonly ebsCsiController: WorkloadPlan;
  };
  readonly loadBalancerController: { readonly chart: ChartPlan; readonly workload: WorkloadPlan };
  readonly account: AccountPlan;
}

/** What of the account the AWS resources need. */
export interface AccountPlan {
  readonly administrators: readonly string[];
  readonly viewers: readonly string[];
  readonly apiCidrs: readonly string[];
  readonly certificateArn?: string;
  readonly permissionsBoundaryArn?: string;
  readonly resultsBucket?: string;
  /** Put on everything that AWS bills: project, stage, and owner and expires-on where stated. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A cluster that stands already. */
export interface ExistingClusterPlan {
  readonly context: string;
  readonly nodes: number;
  readonly nodeCpuMilli: number;
  readonly nodeMemoryMiB: number;
}
