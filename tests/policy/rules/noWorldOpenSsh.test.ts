import { strict as assert } from "node:assert";
import { noWorldOpenSsh } from "../../../policy/rules/noWorldOpenSsh";
import { judge, unknownValue } from "../support/judge";

type Props = Readonly<Record<string, unknown>>;

/** One opening in each shape that AWS has for it. */
const shapes: Readonly<
  Record<string, (opening: Props, ipv4: unknown, ipv6?: unknown) => readonly [string, Props]>
> = {
  "a security group": (opening, ipv4, ipv6) => [
    "aws:ec2/securityGroup:SecurityGroup",
    { ingress: [{ ...opening, ...blocks(ipv4, ipv6) }] },
  ],
  "a VPC's default group": (opening, ipv4, ipv6) => [
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    {
      ingress: [
        { protocol: "tcp", fromPort: 1, toPort: 2 },
        { ...opening, ...blocks(ipv4, ipv6) },
      ],
    },
  ],
  "a rule of a group": (opening, ipv4, ipv6) => [
    "aws:ec2/securityGroupRule:SecurityGroupRule",
    { type: "ingress", ...opening, ...blocks(ipv4, ipv6) },
  ],
  "an ingress rule": ({ protocol, ...ports }, ipv4, ipv6) => [
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    {
      ipProtocol: protocol,
      ...ports,
      ...(ipv4 !== undefined && { cidrIpv4: ipv4 }),
      ...(ipv6 !== undefined && { cidrIpv6: ipv6 }),
    },
  ],
};

function blocks(ipv4: unknown, ipv6: unknown): Props {
  return {
    ...(ipv4 !== undefined && { cidrBlocks: ["203.0.113.0/24", ipv4] }),
    ...(ipv6 !== undefined && { ipv6CidrBlocks: [ipv6] }),
  };
}

const ssh = { protocol: "tcp", fromPort: 22, toPort: 22 };

describe("rule no-world-open-ssh", () => {
  for (const [what, shape] of Object.entries(shapes)) {
    const said = (opening: Props, ipv4: unknown, ipv6?: unknown) => {
      const [type, props] = shape(opening, ipv4, ipv6);
      return judge(noWorldOpenSsh, { type, props });
    };

    it(`refuses ${what} that lets the internet in`, () => {
      assert.deepEqual(said(ssh, "0.0.0.0/0"), [
        "Port 22 is open to 0.0.0.0/0: take the rule away and connect through Systems Manager.",
      ]);
      assert.equal(said(ssh, undefined, "::/0").length, 1);
      assert.equal(said(ssh, "0.0.0.0/0", "::/0").length, 2);
    });

    it(`refuses ${what} whose ports include 22`, () => {
      for (const opening of [
        { protocol: "tcp", fromPort: 0, toPort: 65_535 },
        { protocol: "TCP", fromPort: 22, toPort: 80 },
        { protocol: "6", fromPort: 20, toPort: 22 },
        { protocol: "tcp", fromPort: -1, toPort: -1 },
        { protocol: "-1", fromPort: 0, toPort: 0 },
        { protocol: "-1" },
        { protocol: "all", fromPort: 443, toPort: 443 },
      ]) {
        assert.equal(said(opening, "0.0.0.0/0").length, 1, JSON.stringify(opening));
      }
    });

    it(`refuses ${what} that lets half the internet in`, () => {
      assert.equal(said(ssh, "0.0.0.0/1").length, 1);
      assert.equal(said(ssh, "128.0.0.0/1").length, 1);
      assert.equal(said(ssh, "16.0.0.0/7").length, 1);
      assert.deepEqual(said(ssh, "17.0.0.0/8"), []);
      assert.equal(said(ssh, undefined, "2000::/3").length, 1);
      assert.deepEqual(said(ssh, undefined, "2001:db8::/32"), []);
    });

    it(`takes ${what} for other ports, other protocols and named addresses`, () => {
      assert.deepEqual(said({ protocol: "tcp", fromPort: 23, toPort: 65_535 }, "0.0.0.0/0"), []);
      assert.deepEqual(said({ protocol: "tcp", fromPort: 0, toPort: 21 }, "0.0.0.0/0"), []);
      assert.deepEqual(said({ protocol: "udp", fromPort: 22, toPort: 22 }, "0.0.0.0/0"), []);
      assert.deepEqual(said({ protocol: "icmp", fromPort: -1, toPort: -1 }, "0.0.0.0/0"), []);
      assert.deepEqual(said(ssh, "203.0.113.7/32"), []);
    });

    it(`judges nothing of ${what} that is unknown`, () => {
      assert.deepEqual(said(ssh, unknownValue), []);
      assert.deepEqual(said({ ...ssh, fromPort: unknownValue }, "0.0.0.0/0"), []);
      assert.deepEqual(said({ ...ssh, protocol: unknownValue }, "0.0.0.0/0"), []);
      // What is known beside it is judged.
      assert.equal(said(ssh, unknownValue, "::/0").length, 1);
    });
  }

  it("takes what goes out", () => {
    const type = "aws:ec2/securityGroupRule:SecurityGroupRule";
    const props = { type: "egress", ...ssh, cidrBlocks: ["0.0.0.0/0"] };
    assert.deepEqual(judge(noWorldOpenSsh, { type, props }), []);
  });

  it("refuses a node group with an ssh key and nobody named to use it", () => {
    const said = (remoteAccess: unknown) =>
      judge(noWorldOpenSsh, { type: "aws:eks/nodeGroup:NodeGroup", props: { remoteAccess } });
    assert.match(said({ ec2SshKey: "key" }).join(), /EKS opens port 22/);
    assert.equal(said({ ec2SshKey: "key", sourceSecurityGroupIds: [] }).length, 1);
    assert.deepEqual(said({ ec2SshKey: "key", sourceSecurityGroupIds: ["sg-1"] }), []);
    assert.deepEqual(said({ ec2SshKey: "key", sourceSecurityGroupIds: unknownValue }), []);
    assert.deepEqual(said(unknownValue), []);
    assert.deepEqual(judge(noWorldOpenSsh, { type: "aws:eks/nodeGroup:NodeGroup", props: {} }), []);
  });
});
