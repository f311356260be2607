import { strict as assert } from "node:assert";
import { noWorldOpenSshByList } from "../../../policy/rules/noWorldOpenSshByList";
import { judgeStack, unknownValue, type Given } from "../support/judge";

const list = (cidr: string, id: string): Given => ({
  type: "aws:ec2/managedPrefixList:ManagedPrefixList",
  name: "list",
  props: { id, entries: [{ cidr: "203.0.113.0/24" }, { cidr }] },
});
const emptyList: Given = {
  type: "aws:ec2/managedPrefixList:ManagedPrefixList",
  name: "list",
  props: { id: unknownValue },
};
const entry = (cidr: string): Given => ({
  type: "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry",
  name: "entry",
  props: { cidr, prefixListId: unknownValue },
  from: { prefixListId: ["list"] },
});
const rule = (port: number, prefixListId: string, from: readonly string[] = []): Given => ({
  type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  name: "rule",
  props: { ipProtocol: "tcp", fromPort: port, toPort: port, prefixListId },
  from: { prefixListId: from },
});
const said = (...given: Given[]) => judgeStack(noWorldOpenSshByList, given);

describe("rule no-world-open-ssh-by-list", () => {
  it("refuses ssh for a list that holds the internet, known by its id", () => {
    const found = said(list("0.0.0.0/0", "pl-1"), rule(22, "pl-1"));
    assert.equal(found.length, 1);
    assert.match(found[0]!.message, /Port 22 is open to prefix list list/);
    assert.match(found[0]!.urn ?? "", /::rule$/);
    assert.deepEqual(said(list("0.0.0.0/0", "pl-1"), rule(22, "pl-2")), []);
  });

  it("knows a list that is not there yet by what the rule takes its id from", () => {
    const world = list("0.0.0.0/0", unknownValue);
    assert.equal(said(world, rule(22, unknownValue, ["list"])).length, 1);
    assert.deepEqual(said(world, rule(22, unknownValue)), []);
  });

  it("counts entries that stand beside their list", () => {
    const ssh = rule(22, unknownValue, ["list"]);
    assert.equal(said(emptyList, entry("::/0"), ssh).length, 1);
    assert.deepEqual(said(emptyList, entry("203.0.113.7/32"), ssh), []);
    assert.deepEqual(said(emptyList, entry(unknownValue), ssh), []);
  });

  it("sees lists in a security group of the older shape", () => {
    const group: Given = {
      type: "aws:ec2/securityGroup:SecurityGroup",
      name: "group",
      props: { ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, prefixListIds: ["pl-1"] }] },
    };
    assert.equal(said(list("0.0.0.0/0", "pl-1"), group).length, 1);
  });

  it("takes such a list for the web UI, and ssh for a list of named addresses", () => {
    assert.deepEqual(said(list("0.0.0.0/0", "pl-1"), rule(443, "pl-1")), []);
    assert.deepEqual(said(list("198.51.100.0/24", "pl-1"), rule(22, "pl-1")), []);
    assert.deepEqual(said(), []);
  });
});
