import { at, elementsAt, isKnown, notKnown } from "./values";
import type { Resource } from "./policy";

/** A rule that lets somebody in, whatever resource states it. */
export interface Opening {
  readonly protocol: unknown;
  readonly fromPort: unknown;
  readonly toPort: unknown;
  /** Address ranges, IPv4 and IPv6. */
  readonly ranges: readonly unknown[];
  readonly prefixListIds: readonly unknown[];
  /** Property that the lists' ids stand in. */
  readonly prefixListProperty: string;
}

const groups = [
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
];
const groupRule = "aws:ec2/securityGroupRule:SecurityGroupRule";
const ingressRule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

/** Whether resources of a type can let somebody in. */
export function letsIn(type: string): boolean {
  return groups.includes(type) || type === groupRule || type === ingressRule;
}

/** Everything that a resource lets in. */
export function openingsOf({ type, properties }: Resource): readonly Opening[] {
  if (groups.includes(type)) {
    return elementsAt(properties, "ingress").map((each) => openingOf(each, "ingress"));
  }
  if (type === groupRule) {
    return at(properties, "type") === "ingress" ? [openingOf(properties, "prefixListIds")] : [];
  }
  if (type === ingressRule) {
    return [
      {
        protocol: at(properties, "ipProtocol"),
        fromPort: at(properties, "fromPort"),
        toPort: at(properties, "toPort"),
        ranges: [at(properties, "cidrIpv4"), at(properties, "cidrIpv6")],
        prefixListIds: [at(properties, "prefixListId")].filter((id) => id !== undefined),
        prefixListProperty: "prefixListId",
      },
    ];
  }
  return [];
}

function openingOf(value: unknown, prefixListProperty: string): Opening {
  const lists = at(value, "prefixListIds");
  return {
    protocol: at(value, "protocol"),
    fromPort: at(value, "fromPort"),
    toPort: at(value, "toPort"),
    ranges: [...elementsAt(value, "cidrBlocks"), ...elementsAt(value, "ipv6CidrBlocks")],
    prefixListIds: lists === notKnown ? [notKnown] : elementsAt(value, "prefixListIds"),
    prefixListProperty,
  };
}

/** Whether TCP connections to a port come through. Not, where the protocol or a port is unknown. */
export function lets(opening: Opening, port: number): boolean {
  const { fromPort, toPort } = opening;
  if (opening.protocol === notKnown || fromPort === notKnown || toPort === notKnown) {
    return false;
  }
  const protocol = text(opening.protocol).toLowerCase();
  if (protocol === "-1" || protocol === "all") {
    return true;
  }
  // Protocol numbers stand for names: 6 is TCP.
  return (
    (protocol === "tcp" || protocol === "6") &&
    portOf(fromPort, 0) <= port &&
    port <= portOf(toPort, 65_535)
  );
}

/** A port, or an end of all ports where none is stated: AWS takes -1 for all. */
function portOf(value: unknown, whenAll: number): number {
  const port = isKnown(value) ? Number(text(value)) : -1;
  return port === -1 ? whenAll : port;
}

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/**
 * Whether a range of addresses is the internet, or so much of it that it is nobody's own: registries give out no more
 * than a /8 of IPv4 and a /12 of IPv6. Two halves such as 0.0.0.0/1 and 128.0.0.0/1 are the whole as well.
 */
export function isWorld(range: unknown): boolean {
  if (typeof range !== "string") {
    return false;
  }
  const [address = "", length] = range.trim().split("/");
  const bits = length === undefined || length === "" ? Number.NaN : Number(length);
  return bits < (address.includes(":") ? 12 : 8);
}
