import { strict as assert } from "node:assert";
import { Network } from "../../../components/platform/network";
import type { NetworkPlan } from "../../../planning/types";
import type { RegistrationRow } from "../../../cli/dump/registrations";
import { eksPlan } from "../../support/eksPlan";
import { rowOf, rowsOf } from "../../support/rowsOf";

const { clusterName, network: plan } = eksPlan;

function networkRows(changed: Partial<NetworkPlan> = {}): Promise<readonly RegistrationRow[]> {
  return rowsOf(() => new Network("network", { plan: { ...plan, ...changed }, clusterName }));
}

function ofType(rows: readonly RegistrationRow[], type: string): readonly RegistrationRow[] {
  return rows.filter((row) => row.type === type);
}

describe("Network", () => {
  let rows: readonly RegistrationRow[];
  before(async () => {
    rows = await networkRows();
  });

  it("makes one VPC with DNS host names in the plan's range", () => {
    const { inputs } = rowOf(rows, "aws:ec2/vpc:Vpc", "network");
    assert.deepEqual(inputs, {
      cidrBlock: "10.30.0.0/16",
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: "thingsboard-test" },
    });
  });

  it("makes a public subnet a zone, tagged for load balancers, and routes each to the world", () => {
    const subnets = ofType(rows, "aws:ec2/subnet:Subnet");
    assert.deepEqual(
      subnets.map(({ inputs }) => inputs),
      plan.subnets.map(({ zone, cidr }) => ({
        vpcId: "aws:ec2/vpc:Vpc::network",
        availabilityZone: zone,
        cidrBlock: cidr,
        mapPublicIpOnLaunch: true,
        tags: {
          Name: `thingsboard-test-${zone}`,
          "kubernetes.io/cluster/thingsboard-test": "shared",
          "kubernetes.io/role/elb": "1",
        },
      })),
    );
    assert.deepEqual(rowOf(rows, "aws:ec2/route:Route", "network").inputs, {
      routeTableId: "aws:ec2/routeTable:RouteTable::network",
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: "aws:ec2/internetGateway:InternetGateway::network",
    });
    assert.deepEqual(
      ofType(rows, "aws:ec2/routeTableAssociation:RouteTableAssociation").map(
        ({ inputs }) => inputs,
      ),
      subnets.map(({ name }) => ({
        routeTableId: "aws:ec2/routeTable:RouteTable::network",
        subnetId: `aws:ec2/subnet:Subnet::${name}`,
      })),
    );
  });

  it("leaves the default security group without a rule", () => {
    const { inputs } = rowOf(rows, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "network");
    assert.deepEqual(inputs, {
      vpcId: "aws:ec2/vpc:Vpc::network",
      tags: { Name: "thingsboard-test-closed" },
    });
  });

  it("makes the prefix lists without inline entries and fills only the account's", () => {
    assert.deepEqual(
      ofType(rows, "aws:ec2/managedPrefixList:ManagedPrefixList").map(({ inputs }) => inputs),
      [
        ["fleet-1", 60],
        ["fleet-2", 4],
        ["mqtt", 1],
        ["ui", 2],
      ].map(([list, maxEntries]) => ({
        name: `thingsboard-test-${String(list)}`,
        addressFamily: "IPv4",
        maxEntries,
      })),
    );
    assert.deepEqual(
      ofType(rows, "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry").map(({ inputs }) => [
        inputs.prefixListId,
        inputs.cidr,
      ]),
      [
        ["aws:ec2/managedPrefixList:ManagedPrefixList::network-mqtt", "198.51.100.0/24"],
        ["aws:ec2/managedPrefixList:ManagedPrefixList::network-ui", "192.0.2.0/25"],
        ["aws:ec2/managedPrefixList:ManagedPrefixList::network-ui", "192.0.2.128/25"],
      ],
    );
  });

  it("gives each list a group of its own at its load balancers, with one rule over the ports", () => {
    const rules = ofType(rows, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    assert.deepEqual(
      rules.map(({ name, inputs }) => [
        name,
        inputs.securityGroupId,
        inputs.prefixListId,
        inputs.fromPort,
        inputs.toPort,
      ]),
      [
        ["alb", "fleet-1", 80, 443],
        ["alb", "fleet-2", 80, 443],
        ["alb", "ui", 80, 443],
        ["nlb", "fleet-1", 1883, 8883],
        ["nlb", "fleet-2", 1883, 8883],
        ["nlb", "mqtt", 1883, 8883],
      ].map(([loadBalancer, list, first, last]) => {
        const group = `network-${String(loadBalancer)}-${String(list)}`;
        return [
          group,
          `aws:ec2/securityGroup:SecurityGroup::${group}`,
          `aws:ec2/managedPrefixList:ManagedPrefixList::network-${String(list)}`,
          first,
          last,
        ];
      }),
    );
    assert.ok(rules.every(({ inputs }) => inputs.ipProtocol === "tcp"));
    assert.equal(ofType(rows, "aws:ec2/securityGroup:SecurityGroup").length, rules.length);
  });

  it("keeps the 60-rule quota of each group: its one rule counts as its list's entries", () => {
    const entries = new Map(
      ofType(rows, "aws:ec2/managedPrefixList:ManagedPrefixList").map(({ type, name, inputs }) => [
        `${type}::${name}`,
        inputs.maxEntries,
      ]),
    );
    const rules = ofType(rows, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    const groups = new Set(rules.map(({ inputs }) => inputs.securityGroupId));
    assert.equal(groups.size, rules.length);
    for (const { inputs } of rules) {
      const { prefixListId } = inputs;
      assert.ok(typeof prefixListId === "string");
      const count = entries.get(prefixListId);
      assert.ok(typeof count === "number" && count <= 60);
    }
  });

  it("lets the load balancers out to the VPC alone, and nobody in from the whole world", () => {
    const egress = ofType(rows, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");
    assert.equal(egress.length, 6);
    assert.ok(egress.every(({ inputs }) => inputs.cidrIpv4 === "10.30.0.0/16"));
    const opened = rows.filter(
      ({ type, inputs }) =>
        type !== "aws:ec2/route:Route" && JSON.stringify(inputs).includes("0.0.0.0/0"),
    );
    assert.deepEqual(opened, []);
  });

  it("leaves out the account's lists where the account names no address", async () => {
    const { vpcCidr, subnets, fleetPrefixLists } = plan;
    const bare = { vpcCidr, subnets, fleetPrefixLists };
    const without = await rowsOf(() => new Network("network", { plan: bare, clusterName }));
    assert.deepEqual(
      ofType(without, "aws:ec2/securityGroup:SecurityGroup").map(({ name }) => name),
      ["network-alb-fleet-1", "network-alb-fleet-2", "network-nlb-fleet-1", "network-nlb-fleet-2"],
    );
  });

  it("changes with the plan: a larger list changes that list alone", async () => {
    const [first, ...others] = plan.fleetPrefixLists;
    const changed = await networkRows({
      fleetPrefixLists: [{ ...first!, maxEntries: 33 }, ...others],
    });
    const differing = changed.filter(
      (row, index) =>
        row.type.startsWith("aws:") && JSON.stringify(row) !== JSON.stringify(rows[index]),
    );
    assert.deepEqual(
      differing.map(({ name, inputs }) => [name, inputs.maxEntries]),
      [["network-fleet-1", 33]],
    );
  });

  it("registers the same in a preview and in an update", async () => {
    const updated = await rowsOf(() => new Network("network", { plan, clusterName }), {
      preview: false,
    });
    assert.deepEqual(
      updated.map(({ type, name }) => `${type}::${name}`),
      rows.map(({ type, name }) => `${type}::${name}`),
    );
  });
});
