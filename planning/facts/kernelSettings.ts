/**
 * The seed's kernel settings (lines 136, 137, 153 to 186, 1485 and 2141), each where it takes effect today.
 * `node`: in the nodes' user data; it reaches every pod where the key is global, the host's network alone where it is
 * namespaced and unsafe for pods. `pod`: in the pod's `securityContext.sysctls`. `both`: namespaced and safe in
 * Kubernetes 1.35, so set on the node and in the pods that need it. `nodeGroup`: computed for each group.
 * Safe keys: kubernetes.io, "Using sysctls in a Kubernetes Cluster", 1.35.
 */
export interface KernelSetting {
  readonly key: string;
  readonly seedLine: number;
  readonly where: "node" | "pod" | "both" | "nodeGroup" | "dropped";
  /** Absent where the setting is dropped or computed. */
  readonly value?: string;
  readonly reason: string;
}

const namespacedUnsafe =
  "Namespaced and not safe for pods: reaches the host's own network, where kube-proxy and the kubelet live.";
const global = "Global: takes effect for every pod of the node.";
const safeForPods =
  "Namespaced and safe: on the node for the host's network, in the transport's pods for theirs.";

export const kernelSettings: readonly KernelSetting[] = [
  {
    key: "net.netfilter.nf_conntrack_max",
    seedLine: 136,
    where: "nodeGroup",
    reason: "Follows the node's cores; applied again after kube-proxy has written its own.",
  },
  {
    key: "net.nf_conntrack_max",
    seedLine: 137,
    where: "dropped",
    reason: "Another name of net.netfilter.nf_conntrack_max.",
  },
  {
    key: "net.ipv4.ip_local_port_range",
    seedLine: 153,
    where: "both",
    value: "1024 65000",
    reason: safeForPods,
  },
  {
    key: "net.ipv4.tcp_tw_reuse",
    seedLine: 156,
    where: "node",
    value: "1",
    reason: namespacedUnsafe,
  },
  {
    key: "net.ipv4.tcp_fin_timeout",
    seedLine: 157,
    where: "both",
    value: "15",
    reason: safeForPods,
  },
  {
    key: "net.core.somaxconn",
    seedLine: 160,
    where: "node",
    value: "4096",
    reason: "Namespaced and refused in pods; they get 4096 by the kernel's default.",
  },
  {
    key: "net.core.netdev_max_backlog",
    seedLine: 161,
    where: "node",
    value: "4096",
    reason: global,
  },
  { key: "net.core.rmem_max", seedLine: 165, where: "node", value: "16777216", reason: global },
  { key: "net.core.wmem_max", seedLine: 166, where: "node", value: "16777216", reason: global },
  {
    key: "net.ipv4.tcp_max_syn_backlog",
    seedLine: 169,
    where: "node",
    value: "20480",
    reason: namespacedUnsafe,
  },
  {
    key: "net.ipv4.tcp_max_tw_buckets",
    seedLine: 170,
    where: "node",
    value: "400000",
    reason: namespacedUnsafe,
  },
  {
    key: "net.ipv4.tcp_no_metrics_save",
    seedLine: 171,
    where: "node",
    value: "1",
    reason: namespacedUnsafe,
  },
  {
    key: "net.ipv4.tcp_rmem",
    seedLine: 172,
    where: "both",
    value: "4096 87380 16777216",
    reason: safeForPods,
  },
  {
    key: "net.ipv4.tcp_syn_retries",
    seedLine: 173,
    where: "node",
    value: "2",
    reason: namespacedUnsafe,
  },
  {
    key: "net.ipv4.tcp_synack_retries",
    seedLine: 174,
    where: "node",
    value: "2",
    reason: namespacedUnsafe,
  },
  {
    key: "net.ipv4.tcp_wmem",
    seedLine: 175,
    where: "both",
    value: "4096 65536 16777216",
    reason: safeForPods,
  },
  {
    key: "vm.min_free_kbytes",
    seedLine: 176,
    where: "dropped",
    reason: "Commented out in the seed: the kernel's own figure stays.",
  },
  {
    key: "net.netfilter.nf_conntrack_max",
    seedLine: 179,
    where: "nodeGroup",
    reason: "The seed's later value of a million rules (line 2142).",
  },
  {
    key: "net.netfilter.nf_conntrack_generic_timeout",
    seedLine: 180,
    where: "node",
    value: "120",
    reason: "Today's name of net.ipv4.netfilter.ip_conntrack_generic_timeout.",
  },
  {
    key: "net.netfilter.nf_conntrack_tcp_timeout_established",
    seedLine: 181,
    where: "node",
    value: "86400",
    reason: "The seed's value, and what kube-proxy sets at its start.",
  },
  {
    key: "net.ipv4.neigh.default.gc_thresh1",
    seedLine: 184,
    where: "node",
    value: "8096",
    reason: global,
  },
  {
    key: "net.ipv4.neigh.default.gc_thresh2",
    seedLine: 185,
    where: "node",
    value: "12288",
    reason: global,
  },
  {
    key: "net.ipv4.neigh.default.gc_thresh3",
    seedLine: 186,
    where: "node",
    value: "16384",
    reason: global,
  },
];

/** Settings of the nodes' user data, in the seed's order. */
export const nodeSysctls: Readonly<Record<string, string>> = valuesOf(["node", "both"]);

/** Settings of a pod that holds many connections. */
export const podSysctls: Readonly<Record<string, string>> = valuesOf(["pod", "both"]);

/**
 * Settings of a load generator: source ports for 64,512 connections to one address, files and tracked connections to
 * match (seed, lines 1807 to 1812; ThingsBoard's performance-tests, init-ec2-ubuntu-instance.sh).
 */
export const generatorSysctls: Readonly<Record<string, string>> = {
  "net.ipv4.ip_local_port_range": "1024 65535",
  "fs.file-max": "1048576",
  "fs.nr_open": "1048576",
  "net.netfilter.nf_conntrack_max": "1048576",
};

/** The one of them that a pod may set for itself. */
export const generatorPodSysctls: Readonly<Record<string, string>> = {
  "net.ipv4.ip_local_port_range": "1024 65535",
};

function valuesOf(where: readonly KernelSetting["where"][]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    kernelSettings.flatMap((setting) =>
      setting.value !== undefined && where.includes(setting.where)
        ? [[setting.key, setting.value]]
        : [],
    ),
  );
}
