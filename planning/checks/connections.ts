import type { Check } from "./check";

const tracking: Check = {
  rule: "connections.tracking",
  title: "Connections of a transport node against what EC2 tracks for an instance.",
  formula:
    "devices ÷ transport nodes, rounded up ≤ checks.trackedConnections.atMost; a warning above checks.trackedConnections.cautious",
  source:
    "seed, lines 2060 to 2075 and 2270 (about 100,000); github.com/meanii/millionws (76,957 measured); AWS publishes no figure",
  mend: "Raise mqttTransport.replicas and nodeGroups.transport.count.",
  read: ({ plan }) => {
    const { cautious, atMost } = plan.checks.trackedConnections;
    const { connectionsPerPod } = plan.transport;
    return [
      {
        severity:
          connectionsPerPod > atMost ? "error" : connectionsPerPod > cautious ? "warning" : "fine",
        path: "mqttTransport.replicas",
        what: "connections of a transport node",
        unit: "connections",
        value: connectionsPerPod,
        limit: connectionsPerPod > atMost ? atMost : cautious,
        message: () => `${connectionsPerPod} connections on a transport node.`,
      },
    ];
  },
};

/** Connections: EC2's and Linux's tracking, the load balancer, and how sources spread. */
export const connectionChecks: readonly Check[] = [tracking];
