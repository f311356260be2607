import { strict as assert } from "node:assert";
import { planAccount, planEks, planMqttTransport, planNodeAgents } from "../../planning";
import { kernelSettings, nodeSysctls, podSysctls } from "../../planning/facts/kernelSettings";
import { accountSchema } from "../../sizing/schema/account";
import { sizingOf } from "./support/sizings";

describe("EKS", () => {
  it("every physical name derives from the stack, not from the stage", () => {
    const plan = planEks(sizingOf("million"), { stack: "copy" });
    assert.equal(plan.clusterName, "thingsboard-copy");
    assert.equal(plan.account.tags.stage, "copy");
  });

  it("takes a stack's name that every AWS name has room for, and no other", () => {
    const nameOf = (stack: string) => planEks(sizingOf("million"), { stack }).clusterName;
    assert.equal(nameOf("a".repeat(37)), `thingsboard-${"a".repeat(37)}`);
    for (const stack of ["a".repeat(38), "team.test", "-a", ""]) {
      assert.throws(() => nameOf(stack), { path: "the name of the stack" });
    }
  });

  it("keeps PostgreSQL's nodes to as many zones as it has volumes", () => {
    const zonesOf = (stage: string) =>
      Object.fromEntries(
        planEks(sizingOf(stage), { stack: stage }).nodeGroups.map(({ name, zones }) => [
          name,
          zones.length,
        ]),
      );
    assert.deepEqual(zonesOf("100k-20k"), { worker: 3, cassandra: 3, kafka: 3, postgresql: 2 });
    assert.equal(zonesOf("million").postgresql, 2);
  });

  it("pins kube-proxy for the Kubernetes version, or takes the stated one", () => {
    const version = (changes: Readonly<Record<string, unknown>>) =>
      planEks(sizingOf("million", changes), { stack: "million" }).addons.kubeProxyVersion;
    assert.equal(version({}), "v1.35.3-eksbuild.13");
    assert.equal(version({ cluster: { kubernetesVersion: "1.36" } }), "v1.36.0-eksbuild.14");
    assert.equal(version({ versions: { kubeProxyAddon: "v1.35.9-x" } }), "v1.35.9-x");
  });

  it("tags name owner and expiry where the account does", () => {
    const account = accountSchema.parse({ owner: "load team", expiresOn: "2027-03-01" });
    assert.deepEqual(planAccount("500k", account).tags, {
      project: "thingsboard-scale",
      stage: "500k",
      owner: "load team",
      "expires-on": "2027-03-01",
    });
    assert.deepEqual(planAccount("500k").tags, { project: "thingsboard-scale", stage: "500k" });
  });

  it("connection tracking follows kube-proxy's rule for each group's cores", () => {
    const tracked = (stage: string, nodeTuning?: object) =>
      Object.fromEntries(
        planEks(sizingOf(stage, nodeTuning === undefined ? {} : { nodeTuning }), {
          stack: stage,
        }).nodeGroups.map(({ name, conntrackMax, conntrackBuckets }) => {
          assert.equal(conntrackBuckets, conntrackMax / 4);
          return [name, conntrackMax];
        }),
      );
    assert.deepEqual(tracked("300k"), {
      worker: 131_072,
      cassandra: 131_072,
      kafka: 131_072,
      postgresql: 131_072,
      pooler: 262_144,
    });
    // 262,144 a core, at least 1,048,576: the seed's values from 500k on.
    assert.deepEqual(tracked("million"), {
      worker: 1_048_576,
      transport: 1_048_576,
      cassandra: 1_048_576,
      kafka: 1_048_576,
      postgresql: 1_048_576,
      pooler: 2_097_152,
    });
    assert.equal(tracked("500k").transport, 1_048_576);
  });

  it("EC2 forgets an idle connection after the load balancer does, and long before its own five days", () => {
    const sizing = sizingOf("million");
    const { tcpEstablishedTimeoutSeconds } = planEks(sizing, { stack: "million" }).nodeTuning;
    const idle = planMqttTransport(sizing).loadBalancer?.idleTimeoutSeconds ?? 0;
    assert.equal(tcpEstablishedTimeoutSeconds, 900);
    assert.equal(idle, 600);
    assert.ok(idle > sizing.load.keepAliveSeconds);
  });

  it("node agents stand on every node of EKS and count all their containers", () => {
    const agents = planNodeAgents(sizingOf("million"));
    assert.deepEqual(
      agents.map(({ name, kind, containers }) => [name, kind, containers.length]),
      [
        ["aws-node", "DaemonSet", 2],
        ["kube-proxy", "DaemonSet", 1],
        ["ebs-csi-node", "DaemonSet", 3],
        ["eks-pod-identity-agent", "DaemonSet", 1],
      ],
    );
    assert.equal(
      agents.reduce((sum, { cpuRequestMilli }) => sum + cpuRequestMilli, 0),
      190,
    );
    assert.equal(
      planEks(sizingOf("million"), { stack: "m" }).addons.ebsCsiController.containers.length,
      6,
    );
  });
});

describe("kernel settings", () => {
  /** Lines 153 to 186 of the seed, those that are settings. */
  const lines = [
    153, 156, 157, 160, 161, 165, 166, 169, 170, 171, 172, 173, 174, 175, 176, 179, 180, 181, 184,
    185, 186,
  ];

  it("answers each of the seed's lines, with a reason", () => {
    assert.deepEqual(
      kernelSettings.map(({ seedLine }) => seedLine).filter((line) => line >= 153),
      lines,
    );
    assert.ok(kernelSettings.every(({ reason }) => reason.length > 10));
  });

  it("a value stands exactly where the setting is neither dropped nor computed", () => {
    for (const { key, where, value } of kernelSettings) {
      assert.equal(value === undefined, where === "dropped" || where === "nodeGroup", key);
    }
  });

  it("pods set the safe keys alone", () => {
    assert.deepEqual(podSysctls, {
      "net.ipv4.ip_local_port_range": "1024 65000",
      "net.ipv4.tcp_fin_timeout": "15",
      "net.ipv4.tcp_rmem": "4096 87380 16777216",
      "net.ipv4.tcp_wmem": "4096 65536 16777216",
    });
    assert.deepEqual(planMqttTransport(sizingOf("million")).sysctls, podSysctls);
  });

  it("nodes get today's names, and no table size, which is the group's", () => {
    assert.equal(nodeSysctls["net.netfilter.nf_conntrack_generic_timeout"], "120");
    assert.ok(!("net.ipv4.netfilter.ip_conntrack_generic_timeout" in nodeSysctls));
    assert.ok(!("net.netfilter.nf_conntrack_max" in nodeSysctls));
    assert.equal(Object.keys(nodeSysctls).length, 19);
  });
});
