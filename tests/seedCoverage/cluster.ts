import { strict as assert } from "node:assert";
import { neededAccount, stageRun } from "../support/stageRun";
import { Stage, type Sentence, valueAt } from "./stage";

const control = "Cluster::platform-cluster";
const groups: Readonly<Record<string, readonly [type: string, count: number, rootGiB: number]>> = {
  worker: ["m6a.xlarge", 6, 32],
  transport: ["c6a.large", 12, 20],
  cassandra: ["c6i.xlarge", 3, 32],
  kafka: ["c6i.large", 3, 32],
  postgresql: ["c6i.xlarge", 2, 32],
  pooler: ["c6a.2xlarge", 1, 32],
};
/** Seed, lines 151 to 186, less what the next sentence replaces. */
const nodeSettings = [
  "net.ipv4.ip_local_port_range = 1024 65000",
  "net.ipv4.tcp_tw_reuse = 1",
  "net.ipv4.tcp_fin_timeout = 15",
  "net.core.somaxconn = 4096",
  "net.core.netdev_max_backlog = 4096",
  "net.core.rmem_max = 16777216",
  "net.core.wmem_max = 16777216",
  "net.ipv4.tcp_max_syn_backlog = 20480",
  "net.ipv4.tcp_max_tw_buckets = 400000",
  "net.ipv4.tcp_no_metrics_save = 1",
  "net.ipv4.tcp_rmem = 4096 87380 16777216",
  "net.ipv4.tcp_syn_retries = 2",
  "net.ipv4.tcp_synack_retries = 2",
  "net.ipv4.tcp_wmem = 4096 65536 16777216",
  "net.netfilter.nf_conntrack_tcp_timeout_established = 86400",
  "net.ipv4.neigh.default.gc_thresh1 = 8096",
  "net.ipv4.neigh.default.gc_thresh2 = 12288",
  "net.ipv4.neigh.default.gc_thresh3 = 16384",
];
const account = {
  administrators: ["arn:aws:iam::111122223333:role/Admin"],
  viewers: ["arn:aws:iam::111122223333:role/Console"],
  apiCidrs: ["203.0.113.0/24"],
};
const withAccount = async () => new Stage(await stageRun({ stack: "million", account }));
const policy = (name: string) => `arn:aws:eks::aws:cluster-access-policy/${name}`;

/** EksCluster: control plane and node groups. */
export const clusterSentences: readonly Sentence[] = [
  {
    sentence: "an explicit name and a version in standard support",
    stack: "million",
    holds: (stage) => {
      stage.is(control, { name: "thingsboard-million", version: "1.35" });
    },
  },
  {
    sentence: "access entries alone, for the account's administrators and viewers",
    stack: "million",
    holds: async (stage) => {
      stage.is(control, { authenticationMode: "API", accessEntries: {} });
      const stated = await withAccount();
      stated.is(control, {
        "accessEntries administrator-111122223333-role-Admin principalArn":
          "arn:aws:iam::111122223333:role/Admin",
        "accessEntries administrator-111122223333-role-Admin accessPolicies AmazonEKSClusterAdminPolicy policyArn":
          policy("AmazonEKSClusterAdminPolicy"),
        "accessEntries viewer-111122223333-role-Console accessPolicies AmazonEKSAdminViewPolicy policyArn":
          policy("AmazonEKSAdminViewPolicy"),
      });
    },
  },
  {
    sentence: "STANDARD upgrade policy",
    stack: "million",
    holds: (stage) => {
      stage.is(control, { upgradePolicy: { supportType: "STANDARD" } });
    },
  },
  {
    sentence: "secrets encrypted with a KMS key of the stage's own",
    stack: "million",
    holds: async (stage) => {
      stage.is("Key::platform-cluster", { enableKeyRotation: true });
      stage.is("Alias::platform-cluster", { name: "alias/thingsboard-million" });
      const updated = new Stage(
        await stageRun({
          stack: "million",
          account: neededAccount,
          preview: false,
        }),
      );
      updated.is(control, {
        encryptionConfigKeyArn: "arn:aws:aws:kms/key:Key/platform-cluster",
      });
    },
  },
  {
    sentence: "control-plane logs, kept as long as the sizing says, in a group made before",
    stack: "million",
    holds: (stage) => {
      stage.is(control, {
        enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      });
      stage.is("LogGroup::platform-cluster", {
        name: "/aws/eks/thingsboard-million/cluster",
        retentionInDays: 14,
      });
      stage.after(control, "LogGroup::platform-cluster");
    },
  },
  {
    sentence: "the endpoint is open to the account's CIDRs alone, and to nobody without any",
    stack: "million",
    holds: async (stage) => {
      stage.is(control, { endpointPublicAccess: false, endpointPrivateAccess: true });
      (await withAccount()).is(control, {
        endpointPublicAccess: true,
        publicAccessCidrs: ["203.0.113.0/24"],
      });
    },
  },
  {
    sentence: "one managed node group an entry of the sizing: type, count, root volume, role label",
    stack: "million",
    holds: (stage) => {
      assert.deepEqual(
        stage.names("NodeGroup"),
        Object.keys(groups)
          .map((name) => `platform-${name}`)
          .sort(),
      );
      for (const [name, [instanceType, count, rootGiB]] of Object.entries(groups)) {
        stage.is(`NodeGroup::platform-${name}`, {
          scalingConfig: { minSize: count, maxSize: count, desiredSize: count },
          labels: { role: name },
          amiType: "AL2023_x86_64_STANDARD",
          version: "1.35",
          "launchTemplate id": `aws:ec2/launchTemplate:LaunchTemplate::platform-${name}`,
        });
        stage.is(`LaunchTemplate::platform-${name}`, {
          instanceType,
          "blockDeviceMappings 0 ebs volumeSize": rootGiB,
          "blockDeviceMappings 0 ebs volumeType": "gp3",
          "blockDeviceMappings 0 ebs encrypted": "true",
        });
      }
    },
  },
  {
    sentence: "tags on nodes, volumes and interfaces",
    stack: "million",
    holds: (stage) => {
      stage.is("LaunchTemplate::platform-worker", {
        "tagSpecifications 0 resourceType": "instance",
        "tagSpecifications 1 resourceType": "volume",
        "tagSpecifications 2 resourceType": "network-interface",
        "tagSpecifications 1 tags": {
          Name: "thingsboard-million-worker",
          project: "thingsboard-scale",
          stage: "million",
        },
      });
    },
  },
  {
    sentence: "arm64 nodes by naming an arm64 type",
    stack: "million",
    holds: async () => {
      const run = await stageRun({
        stack: "million",
        change: { "nodeGroups.transport.instanceType": "c7g.large" },
      });
      new Stage(run).is("NodeGroup::platform-transport", { amiType: "AL2023_ARM_64_STANDARD" });
    },
  },
  {
    sentence: "IMDSv2, SSM and no ssh",
    stack: "million",
    holds: (stage) => {
      for (const name of Object.keys(groups)) {
        stage.is(`LaunchTemplate::platform-${name}`, {
          "metadataOptions httpTokens": "required",
          "metadataOptions httpPutResponseHopLimit": 1,
          keyName: undefined,
        });
        stage.is(`NodeGroup::platform-${name}`, { remoteAccess: undefined });
      }
      stage.is("RolePolicyAttachment::platform-node-ssm", {
        policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
        role: "thingsboard-million-node",
      });
      stage.is("Role::platform-node", { name: "thingsboard-million-node" });
    },
  },
  {
    sentence: "each role can be taken by one service of AWS alone",
    stack: "million",
    holds: (stage) => {
      const services = {
        "fleet-role": "ec2.amazonaws.com",
        "platform-addons-ebs-csi": "pods.eks.amazonaws.com",
        "platform-cluster": "eks.amazonaws.com",
        "platform-load-balancers": "pods.eks.amazonaws.com",
        "platform-node": "ec2.amazonaws.com",
      };
      assert.deepEqual(stage.names("Role"), Object.keys(services));
      for (const [role, service] of Object.entries(services)) {
        const trust = stage.json(`Role::${role}`, "assumeRolePolicy");
        assert.deepEqual(valueAt(trust, "Statement 0 Principal"), { Service: service }, role);
        assert.equal(valueAt(trust, "Statement 1"), undefined, role);
      }
    },
  },
  {
    sentence: "user data with NodeConfig and the seed's full list of kernel settings",
    stack: "million",
    holds: (stage) => {
      for (const name of Object.keys(groups)) {
        const lines = stage.text(`LaunchTemplate::platform-${name}`, "userData").split("\n");
        assert.ok(lines.includes("kind: NodeConfig"), name);
        assert.deepEqual(
          nodeSettings.filter((setting) => !lines.includes(setting)),
          [],
          name,
        );
      }
    },
  },
  {
    sentence: "namespaced settings that a pod may set stand in the pod",
    stack: "million",
    holds: (stage) => {
      stage.pod("StatefulSet::transport", {
        "securityContext sysctls": [
          { name: "net.ipv4.ip_local_port_range", value: "1024 65000" },
          { name: "net.ipv4.tcp_fin_timeout", value: "15" },
          { name: "net.ipv4.tcp_rmem", value: "4096 87380 16777216" },
          { name: "net.ipv4.tcp_wmem", value: "4096 65536 16777216" },
        ],
      });
    },
  },
  {
    sentence: "today's module and key names; keys that today's kernel lacks are gone",
    stack: "million",
    holds: (stage) => {
      const userData = stage.text("LaunchTemplate::platform-transport", "userData");
      assert.match(userData, /^modprobe nf_conntrack$/m);
      assert.match(userData, /^net\.netfilter\.nf_conntrack_generic_timeout = 120$/m);
      assert.doesNotMatch(userData, /ip_conntrack|tcp_tw_recycle/);
    },
  },
  {
    sentence: "the interface's tracking timeout of established connections",
    stack: "million",
    holds: (stage) => {
      for (const name of Object.keys(groups)) {
        stage.is(`LaunchTemplate::platform-${name}`, {
          "networkInterfaces 0 connectionTrackingSpecification": { tcpEstablishedTimeout: 900 },
        });
      }
    },
  },
];
