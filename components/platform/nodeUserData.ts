import type { NodeGroupPlan, NodeTuningPlan } from "../../planning/types";

/** Open files that a container may have: the connections of a transport pod, with room (seed, line 1811: `ulimit`). */
const openFiles = 1_048_576;

const fileName = "thingsboard-scale.conf";
const restoreUnit = "restore-nf-conntrack-max";

/**
 * User data of the nodes of one group, as text: a MIME message that EKS puts its own part before
 * (awslabs/amazon-eks-ami, nodeadm/doc/examples.md). `maxPods` stays what EKS computes for the instance type.
 */
export function nodeUserData(
  group: Pick<NodeGroupPlan, "conntrackMax" | "conntrackBuckets">,
  tuning: Pick<NodeTuningPlan, "sysctls">,
): string {
  return [
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="//"',
    "",
    "--//",
    "Content-Type: application/node.eks.aws",
    "",
    nodeConfig(),
    "--//",
    'Content-Type: text/x-shellscript; charset="us-ascii"',
    "",
    kernelScript(group, tuning.sysctls),
    "--//--",
    "",
  ].join("\n");
}

function nodeConfig(): string {
  return `---
apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  containerd:
    baseRuntimeSpec:
      process:
        rlimits:
          - type: RLIMIT_NOFILE
            soft: ${openFiles}
            hard: ${openFiles}
`;
}

/**
 * Runs before the kubelet starts. A global key takes effect for every pod; a namespaced one reaches the host's own
 * network alone, and pods have theirs in `securityContext.sysctls`.
 */
function kernelScript(
  group: Pick<NodeGroupPlan, "conntrackMax" | "conntrackBuckets">,
  sysctls: NodeTuningPlan["sysctls"],
): string {
  return `#!/bin/bash
${file(`/etc/modules-load.d/${fileName}`, "nf_conntrack")}
${file(`/etc/modprobe.d/${fileName}`, `options nf_conntrack hashsize=${group.conntrackBuckets}`)}
${file(`/etc/sysctl.d/99-${fileName}`, sysctlLines(group.conntrackMax, sysctls))}
modprobe nf_conntrack
# The option above counts only where the module was not loaded before.
echo ${group.conntrackBuckets} > /sys/module/nf_conntrack/parameters/hashsize
sysctl --load=/etc/sysctl.d/99-${fileName}

# kube-proxy writes nf_conntrack_max once at each of its starts, and its add-on has no key for the value
# (aws/containers-roadmap#2318): a timer writes ours again.
${file(`/etc/systemd/system/${restoreUnit}.service`, restoreService(group.conntrackMax))}
${file(`/etc/systemd/system/${restoreUnit}.timer`, restoreTimer())}
systemctl daemon-reload
systemctl enable --now ${restoreUnit}.timer
`;
}

function sysctlLines(conntrackMax: number, sysctls: NodeTuningPlan["sysctls"]): string {
  return [
    ...Object.entries(sysctls).map(([key, value]) => `${key} = ${value}`),
    `net.netfilter.nf_conntrack_max = ${conntrackMax}`,
  ].join("\n");
}

function restoreService(conntrackMax: number): string {
  return `[Unit]
Description=Restore nf_conntrack_max after a start of kube-proxy
[Service]
Type=oneshot
ExecStart=/usr/sbin/sysctl --write net.netfilter.nf_conntrack_max=${conntrackMax}`;
}

function restoreTimer(): string {
  return `[Unit]
Description=Restore nf_conntrack_max every minute
[Timer]
OnBootSec=60
OnUnitActiveSec=60
AccuracySec=5
[Install]
WantedBy=timers.target`;
}

function file(path: string, content: string): string {
  return `cat > ${path} <<'END'\n${content}\nEND`;
}
