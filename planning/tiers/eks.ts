import { nlbIdleTimeoutSeconds } from "../../sizing/limits";
import { nodeRoles } from "../../sizing/schema/nodeGroups";
import type { NodeRole } from "../../sizing/schema/nodeGroups";
import type { Account, Sizing } from "../../sizing/types";
import { planCharts } from "../facts/images";
import { nodeSysctls } from "../facts/kernelSettings";
import { instanceTypeOf } from "../facts/nodeCapacity";
import {
  awsNode,
  coredns,
  ebsCsiContainer,
  ebsCsiControllerContainers,
  ebsCsiNodeContainers,
  kubeProxy,
  loadBalancerController,
  metricsServer,
  networkPolicyAgent,
  podIdentityAgent,
} from "../facts/systemContainers";
import { PlanError } from "../errors";
import type { PlatformSizing } from "../platform";
import { nodeGroupFor } from "../platform";
import type { AccountPlan, EksPlan, NodeGroupPlan, NodeTuningPlan, WorkloadPlan } from "../types";
import { container, workload } from "../workload";
import { planNetwork } from "./network";

/** What planning the cluster reads of a sizing. */
export type EksSizing = PlatformSizing & Pick<Sizing, "load" | "nodeTuning" | "postgresql">;

/** What the plan of a cluster is told beside the sizing. */
export interface EksOptions {
  readonly stack: string;
  readonly account?: Account | undefined;
  /** Workloads that are sent to the cluster, for the node groups to name. The cluster's own need not be among them. */
  readonly workloads?: readonly WorkloadPlan[];
}

/** kube-proxy's rule for the hash table: a quarter of the entries (kubernetes v1.35.4, cmd/kube-proxy). */
const entriesPerBucket = 4;
/** Newest builds (Amazon EKS user guide, "Manage kube-proxy"). Left open, each update would ask AWS for the newest. */
const kubeProxyVersions: Readonly<Record<Sizing["cluster"]["kubernetesVersion"], string>> = {
  "1.35": "v1.35.3-eksbuild.13",
  "1.36": "v1.36.0-eksbuild.14",
};
/** How much longer than the load balancer EC2 remembers an idle connection. */
const trackingMarginSeconds = 300;

/** The EKS cluster, its network, node groups and add-ons. Every physical name derives from the stack's. */
export function planEks(sizing: EksSizing, options: EksOptions): EksPlan {
  const own = controllers(sizing);
  const everywhere = [...Object.values(own), ...(options.workloads ?? [])];
  const { account } = options;
  return {
    clusterName: planClusterName(options.stack),
    region: sizing.cluster.region,
    kubernetesVersion: sizing.cluster.kubernetesVersion,
    logRetentionDays: sizing.cluster.logRetentionDays,
    network: planNetwork(sizing, account),
    nodeGroups: nodeRoles.flatMap((role) => planNodeGroup(role, sizing, everywhere)),
    nodeTuning: planNodeTuning(),
    addons: {
      vpcCniVersion: sizing.versions.vpcCniAddon,
      kubeProxyVersion:
        sizing.versions.kubeProxyAddon ?? kubeProxyVersions[sizing.cluster.kubernetesVersion],
      coredns: own.coredns,
      metricsServer: own.metricsServer,
      ebsCsiController: own.ebsCsiController,
    },
    loadBalancerController: {
      chart: planCharts(sizing.versions).loadBalancerController,
      workload: own.loadBalancerController,
    },
    account: planAccount(options.stack, account),
  };
}

/**
 * Letters, digits, - and _, as EKS and KMS aliases take them; at most 37, since the longest name that begins with the
 * cluster's, the role `<cluster>-load-generator`, may have 64 characters (IAM).
 */
const stackName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,36}$/;

/** Every physical name of the stage begins with it. */
function planClusterName(stack: string): string {
  if (!stackName.test(stack)) {
    throw new PlanError(
      "the name of the stack",
      stack,
      "1 to 37 letters, digits, - and _, the first no - or _",
      "AWS names derive from it.",
    );
  }
  return `thingsboard-${stack}`;
}

/** DaemonSets that EKS and its add-ons put on every node. None of them is this program's on an existing cluster. */
export function planNodeAgents(sizing: PlatformSizing): readonly WorkloadPlan[] {
  if (sizing.platform === "existing") {
    return [];
  }
  const agent = (name: string, containers: WorkloadPlan["containers"]) =>
    workload({
      name,
      tier: "cluster",
      kind: "DaemonSet",
      nodeGroup: null,
      replicas: 1,
      containers,
    });
  return [
    agent("aws-node", [
      container("aws-node", awsNode),
      container("aws-eks-nodeagent", networkPolicyAgent),
    ]),
    agent("kube-proxy", [container("kube-proxy", kubeProxy)]),
    agent(
      "ebs-csi-node",
      ebsCsiNodeContainers.map((name) => container(name, ebsCsiContainer)),
    ),
    agent("eks-pod-identity-agent", [container("eks-pod-identity-agent", podIdentityAgent)]),
  ];
}

function planNodeGroup(
  role: NodeRole,
  sizing: EksSizing,
  workloads: readonly WorkloadPlan[],
): NodeGroupPlan[] {
  const group = sizing.nodeGroups[role];
  if (group === undefined) {
    return [];
  }
  const type = instanceTypeOf(group.instanceType, `nodeGroups.${role}.instanceType`);
  const conntrackMax = Math.max(
    sizing.nodeTuning.conntrackMaxPerCore * type.vCpu,
    sizing.nodeTuning.conntrackMin,
  );
  return [
    {
      name: role,
      role,
      region: sizing.cluster.region,
      instanceType: group.instanceType,
      architecture: type.architecture,
      count: group.count,
      vCpu: group.count * type.vCpu,
      memoryMiB: group.count * type.memoryMiB,
      rootVolumeGiB: group.rootVolumeGiB,
      ...(group.purchase === "onDemand" ? {} : { purchase: group.purchase }),
      zones: zonesOf(role, sizing),
      conntrackMax,
      conntrackBuckets: Math.floor(conntrackMax / entriesPerBucket),
      workloads: workloads.filter((each) => each.nodeGroup === role).map((each) => each.name),
    },
  ];
}

/**
 * PostgreSQL's two volumes stay in two zones. A node that is replaced in a third one would leave an instance without a
 * place. By replicas and not by nodes: a group whose subnets change is replaced.
 */
function zonesOf(role: NodeRole, { cluster, postgresql }: EksSizing): readonly string[] {
  return role === "postgresql" ? cluster.zones.slice(0, postgresql.replicas) : cluster.zones;
}

function planNodeTuning(): NodeTuningPlan {
  return {
    // Longer than the load balancer waits, so that EC2 never forgets a connection that the load balancer keeps; far
    // shorter than EC2's 5 days, so that connections of vanished devices free their entries. Keep-alive is below both.
    tcpEstablishedTimeoutSeconds: nlbIdleTimeoutSeconds + trackingMarginSeconds,
    sysctls: nodeSysctls,
  };
}

/** Controllers of the cluster, on the worker group by selector. */
function controllers(
  sizing: EksSizing,
): Readonly<
  Record<"coredns" | "metricsServer" | "ebsCsiController" | "loadBalancerController", WorkloadPlan>
> {
  const controller = (
    name: string,
    replicas: number,
    containers: WorkloadPlan["containers"],
    ports: WorkloadPlan["ports"] = [],
  ) =>
    workload({
      name,
      tier: "cluster",
      kind: "Deployment",
      nodeGroup: nodeGroupFor("worker", sizing),
      replicas,
      containers,
      ports,
      antiAffinity: "preferred",
      avoids: [{ workload: name, weight: 1 }],
    });
  return {
    coredns: controller("coredns", 2, [container("coredns", coredns)], [{ name: "dns", port: 53 }]),
    metricsServer: controller("metrics-server", 2, [container("metrics-server", metricsServer)]),
    ebsCsiController: controller(
      "ebs-csi-controller",
      2,
      ebsCsiControllerContainers.map((name) => container(name, ebsCsiContainer)),
    ),
    loadBalancerController: controller(
      "aws-load-balancer-controller",
      2,
      [container("aws-load-balancer-controller", loadBalancerController)],
      [{ name: "webhook", port: 9443 }],
    ),
  };
}

/** What of the account the AWS resources need. `stage` and the cluster's name are the stack's. */
export function planAccount(stack: string, account?: Account): AccountPlan {
  const { certificateArn, permissionsBoundaryArn, resultsBucket } = account ?? {};
  return {
    administrators: account?.administrators ?? [],
    viewers: account?.viewers ?? [],
    apiCidrs: account?.apiCidrs ?? [],
    ...(certificateArn === undefined ? {} : { certificateArn }),
    ...(permissionsBoundaryArn === undefined ? {} : { permissionsBoundaryArn }),
    ...(resultsBucket === undefined ? {} : { resultsBucket }),
    tags: {
      project: "thingsboard-scale",
      stage: stack,
      ...(account?.owner === undefined ? {} : { owner: account.owner }),
      ...(account?.expiresOn === undefined ? {} : { "expires-on": account.expiresOn }),
    },
  };
}
