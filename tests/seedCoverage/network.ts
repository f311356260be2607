import { strict as assert } from "node:assert";
import { stageRun } from "../support/stageRun";
import { Stage, type Sentence, valueAt } from "./stage";

const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];
const groups = ["cassandra", "kafka", "pooler", "postgresql", "transport", "worker"];
const list = "aws:ec2/managedPrefixList:ManagedPrefixList::platform-network";
const group = "aws:ec2/securityGroup:SecurityGroup::platform-network";

/** Network: who can reach what. */
export const networkSentences: readonly Sentence[] = [
  {
    sentence: "one VPC in the three zones of the sizing",
    stack: "million",
    holds: (stage) => {
      stage.is("Vpc::platform-network", {
        cidrBlock: "10.20.0.0/16",
        enableDnsHostnames: true,
        enableDnsSupport: true,
      });
      zones.forEach((zone, index) => {
        stage.is(`Subnet::platform-network-${zone}`, {
          availabilityZone: zone,
          cidrBlock: `10.20.${String(index * 64)}.0/18`,
          vpcId: "aws:ec2/vpc:Vpc::platform-network",
        });
        stage.is(`RouteTableAssociation::platform-network-${zone}`, {
          subnetId: `aws:ec2/subnet:Subnet::platform-network-${zone}`,
        });
      });
      assert.equal(stage.all("Subnet").length, 3 + 1, "three and the fleet's");
    },
  },
  {
    sentence: "public subnets with the tag that load balancers look for, and a way out",
    stack: "million",
    holds: (stage) => {
      for (const zone of zones) {
        stage.is(`Subnet::platform-network-${zone}`, { "tags kubernetes.io/role/elb": "1" });
      }
      stage.is("Route::platform-network", {
        destinationCidrBlock: "0.0.0.0/0",
        gatewayId: "aws:ec2/internetGateway:InternetGateway::platform-network",
      });
    },
  },
  {
    sentence: "nodes have public addresses, as in the seed",
    stack: "million",
    holds: (stage) => {
      for (const zone of zones) {
        stage.is(`Subnet::platform-network-${zone}`, { mapPublicIpOnLaunch: true });
      }
      for (const name of groups) {
        stage.is(`LaunchTemplate::platform-${name}`, {
          "networkInterfaces 0 associatePublicIpAddress": "true",
        });
      }
    },
  },
  {
    sentence: "nodes take nothing from the world: no rule of the stack names an address of it",
    stack: "million",
    holds: (stage) => {
      for (const name of groups) {
        stage.is(`LaunchTemplate::platform-${name}`, {
          "networkInterfaces 0 securityGroups": [
            "eks:index:Cluster::platform-cluster.clusterSecurityGroupId",
          ],
        });
      }
      stage.is("DefaultSecurityGroup::platform-network", {
        ingress: undefined,
        egress: undefined,
        vpcId: "aws:ec2/vpc:Vpc::platform-network",
      });
      for (const { name, inputs } of stage.all("SecurityGroupIngressRule")) {
        assert.equal(inputs.cidrIpv4, undefined, name);
        assert.ok(JSON.stringify(inputs.prefixListId).startsWith(`"${list}`), name);
      }
      for (const { name, inputs } of stage.all("SecurityGroup")) {
        assert.ok(inputs.ingress === undefined || JSON.stringify(inputs.ingress) === "[]", name);
      }
    },
  },
  {
    sentence: "the prefix list is made first, then own security groups of ALB and NLB use it",
    stack: "million",
    holds: (stage) => {
      stage.is("ManagedPrefixList::platform-network-fleet-1", {
        addressFamily: "IPv4",
        entries: undefined,
        name: "thingsboard-million-fleet-1",
      });
      stage.is("Ingress::core-ingress", {
        "metadata annotations alb.ingress.kubernetes.io/security-groups": `${group}-alb-fleet-1`,
        "metadata annotations alb.ingress.kubernetes.io/manage-backend-security-group-rules":
          "true",
      });
      const nlb = "metadata annotations service.beta.kubernetes.io/aws-load-balancer";
      stage.is("Service::transport-load-balancer", {
        [`${nlb}-security-groups`]: `${group}-nlb-fleet-1`,
        [`${nlb}-manage-backend-security-group-rules`]: "true",
      });
      for (const [balancer, name] of [
        ["Ingress::core-ingress", "alb"],
        ["Service::transport-load-balancer", "nlb"],
      ] as const) {
        const rule = `SecurityGroupIngressRule::platform-network-${name}-fleet-1`;
        stage.after(rule, "ManagedPrefixList::platform-network-fleet-1");
        stage.after(balancer, `SecurityGroup::platform-network-${name}-fleet-1`);
        stage.notAfter("ManagedPrefixList::platform-network-fleet-1", "Instance::fleet-0");
      }
      stage.after("ManagedPrefixListEntry::fleet-0", "ManagedPrefixList::platform-network-fleet-1");
    },
  },
  {
    sentence: "one rule a group: 60 entries counted once are the whole quota of 60",
    stack: "million",
    holds: (stage) => {
      stage.is("ManagedPrefixList::platform-network-fleet-1", { maxEntries: 60 });
      stage.is("SecurityGroupIngressRule::platform-network-nlb-fleet-1", {
        fromPort: 1883,
        toPort: 8883,
        ipProtocol: "tcp",
        prefixListId: `${list}-fleet-1`,
        securityGroupId: `${group}-nlb-fleet-1`,
      });
      stage.is("SecurityGroupIngressRule::platform-network-alb-fleet-1", {
        fromPort: 80,
        toPort: 443,
        ipProtocol: "tcp",
        prefixListId: `${list}-fleet-1`,
        securityGroupId: `${group}-alb-fleet-1`,
      });
      stage.is("SecurityGroupEgressRule::platform-network-nlb-fleet-1", {
        cidrIpv4: "10.20.0.0/16",
      });
      const rules = stage.all("SecurityGroupIngressRule").map(({ inputs }) => inputs);
      assert.equal(new Set(rules.map((rule) => rule.securityGroupId)).size, rules.length);
    },
  },
  {
    sentence: "64 generators take a second list with groups of its own, still 60 a group",
    stack: "million",
    holds: async () => {
      const more = await stageRun({
        stack: "million",
        change: {
          "load.devices": 2_000_000,
          "load.generators": 64,
          "load.messagesPerSecond": 6_400,
          "nodeGroups.transport.count": 24,
          "mqttTransport.replicas": 24,
        },
      });
      const stage = new Stage(more);
      assert.deepEqual(
        stage.all("ManagedPrefixList").map(({ name, inputs }) => [name, inputs.maxEntries]),
        [
          ["platform-network-fleet-1", 60],
          ["platform-network-fleet-2", 60],
        ],
      );
      stage.is("ManagedPrefixListEntry::fleet-59", { prefixListId: `${list}-fleet-1` });
      stage.is("ManagedPrefixListEntry::fleet-60", { prefixListId: `${list}-fleet-2` });
    },
  },
  {
    sentence: "more generators than the lists can admit are refused, with the limit",
    stack: "million",
    holds: async () => {
      await assert.rejects(
        stageRun({
          stack: "million",
          change: {
            "load.devices": 181_000,
            "load.generators": 181,
            "load.messagesPerSecond": 1_810,
          },
        }),
        /load\.generators[^]*181[^]*180/,
      );
    },
  },
  {
    sentence: "the fleet fills the lists, an address a generator, from the cluster's region",
    stack: "million",
    holds: (stage) => {
      const entries = stage.all("ManagedPrefixListEntry");
      assert.equal(entries.length, 32);
      for (const { inputs, options } of entries) {
        assert.equal(inputs.prefixListId, `${list}-fleet-1`);
        assert.equal(options.provider, "pulumi:providers:aws::platform");
      }
    },
  },
  {
    sentence: "and so do the account's CIDRs, in lists of their own",
    stack: "million",
    holds: async () => {
      const run = await stageRun({
        stack: "million",
        account: { uiCidrs: ["203.0.113.0/24"], mqttCidrs: ["198.51.100.0/24"] },
      });
      const stage = new Stage(run);
      stage.is("ManagedPrefixListEntry::platform-network-ui-203.0.113.0/24", {
        cidr: "203.0.113.0/24",
        prefixListId: `${list}-ui`,
      });
      stage.is("ManagedPrefixListEntry::platform-network-mqtt-198.51.100.0/24", {
        cidr: "198.51.100.0/24",
        prefixListId: `${list}-mqtt`,
      });
      const annotations = stage.value("Service::transport-load-balancer", "metadata annotations");
      assert.equal(
        valueAt(annotations, "service.beta.kubernetes.io/aws-load-balancer-security-groups"),
        `${group}-nlb-fleet-1,${group}-nlb-mqtt`,
      );
    },
  },
];
