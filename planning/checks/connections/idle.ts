import { readable } from "../../../sizing/describe";
import { loadBalancedIdleSeconds } from "../../facts/connectionTracking";
import { instanceTypes } from "../../facts/instanceTypes";
import type { StageDraft } from "../../types";
import type { Check } from "../check";

/** One that forgets a connection which is silent for so long. */
interface Forgetter {
  readonly who: string;
  readonly afterSeconds: number;
  /** Whether it surely does. */
  readonly certain: boolean;
}

const linuxKey = "net.netfilter.nf_conntrack_tcp_timeout_established";

function forgettersOf({ eks, transport, fleet }: StageDraft): readonly Forgetter[] {
  const { loadBalancer } = transport;
  const linuxSeconds = Number(eks?.nodeTuning.sysctls[linuxKey]);
  const generator = fleet.instanceType === null ? undefined : instanceTypes[fleet.instanceType];
  return [
    ...(loadBalancer === undefined
      ? []
      : [
          {
            who: "the load balancer",
            afterSeconds: loadBalancer.idleTimeoutSeconds,
            certain: true,
          },
          {
            who: "EC2 for connections through a load balancer",
            afterSeconds: loadBalancedIdleSeconds,
            certain: false,
          },
        ]),
    ...(eks === undefined
      ? []
      : [
          {
            who: "EC2 on the cluster's nodes",
            afterSeconds: eks.nodeTuning.tcpEstablishedTimeoutSeconds,
            certain: true,
          },
        ]),
    ...(Number.isInteger(linuxSeconds)
      ? [{ who: "Linux on the cluster's nodes", afterSeconds: linuxSeconds, certain: true }]
      : []),
    ...(generator === undefined
      ? []
      : [
          {
            // The fleet's launch template leaves the interface's default as it is.
            who: `EC2 on the ${fleet.instanceType ?? ""} generators`,
            afterSeconds: generator.defaultTcpEstablishedTimeoutSeconds,
            certain: true,
          },
        ]),
  ];
}

/** Devices must speak before anybody on the way forgets them. */
export const keepAlive: Check = {
  rule: "connections.keep-alive",
  title: "The devices' keep-alive against everybody on the way who forgets silent connections.",
  formula:
    "load.keepAliveSeconds < the load balancer's idle timeout, EC2's tracking timeout of the cluster's nodes and of the " +
    "generators' type, and Linux's. A warning where it reaches the 350 s that EC2's guide names for connections through " +
    "a Network Load Balancer. No headroom is asked: these are clocks, and either is first",
  source:
    "Elastic Load Balancing, Network Load Balancers, idle timeout (60 to 6000 s); EC2 user guide, Security group " +
    "connection tracking (432,000 s, 350 s on Nitro v6 and through a Network Load Balancer)",
  mend: "Lower load.keepAliveSeconds.",
  read: ({ plan }) =>
    forgettersOf(plan).map(({ who, afterSeconds, certain }) => {
      const { keepAliveSeconds } = plan.load;
      return {
        severity: keepAliveSeconds < afterSeconds ? "fine" : certain ? "error" : "warning",
        path: "load.keepAliveSeconds",
        what: `keep-alive of a device against ${who}`,
        unit: "s",
        value: keepAliveSeconds,
        limit: afterSeconds,
        message: () =>
          `A device is silent for up to ${readable(keepAliveSeconds)} s; ${who} forgets its connection after ${readable(afterSeconds)} s.`,
        mend: `load.keepAliveSeconds: less than ${afterSeconds}.`,
      };
    }),
};

/** The load balancer should be the first to forget: it tells both sides. */
export const idleOrder: Check = {
  rule: "connections.idle-order",
  title: "The load balancer's idle timeout against EC2's tracking timeout on the nodes.",
  formula:
    "idle timeout of the load balancer < nodeTuning.tcpEstablishedTimeoutSeconds of the node groups' launch templates. " +
    "No headroom is asked: these are clocks, and either is first",
  source:
    "EC2 user guide, Security group connection tracking, idle timeouts; ConnectionTrackingSpecification of EC2's API",
  mend: "Raise the nodes' tracking timeout above the load balancer's idle timeout.",
  read: ({ plan: { eks, transport } }) => {
    if (eks === undefined || transport.loadBalancer === undefined) {
      return [];
    }
    const { idleTimeoutSeconds } = transport.loadBalancer;
    const { tcpEstablishedTimeoutSeconds } = eks.nodeTuning;
    return [
      {
        severity: idleTimeoutSeconds < tcpEstablishedTimeoutSeconds ? "fine" : "warning",
        path: "nodeTuning",
        what: "the load balancer's idle timeout against EC2's on the nodes",
        unit: "s",
        value: idleTimeoutSeconds,
        limit: tcpEstablishedTimeoutSeconds,
        message: () =>
          `EC2 forgets an idle connection after ${readable(tcpEstablishedTimeoutSeconds)} s, not later than the load balancer ` +
          `after ${readable(idleTimeoutSeconds)} s: what it still sends is dropped in silence.`,
      },
    ];
  },
};
