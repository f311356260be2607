import { readable } from "../../../sizing/describe";
import { sourcePortsOf } from "../../facts/loadGenerators";
import { connectionsPerLoadBalancerAddress } from "../../facts/loadBalancers";
import { severityOf } from "../check";
import type { Check } from "../check";
import { podsOf, transportNodes } from "./transportNodes";

/** Ports between the load balancer and a pod, or between a generator and a pod. */
export const loadBalancerPorts: Check = {
  rule: "connections.load-balancer-ports",
  title: "Connections to one pod against the ports that those who open them have.",
  formula:
    `without the client's address: ⌈devices ÷ pods⌉ ≤ ${readable(connectionsPerLoadBalancerAddress)} × the load balancer's ` +
    "addresses that send to the pod (one a zone; one in all without cross-zone). With it: devices of a generator ≤ its " +
    "source ports, as if all of them went to one pod",
  source:
    "Elastic Load Balancing, Network Load Balancers, Target groups, client IP preservation: 55,000 connections to a target " +
    "(read in the guide of 2023; today's wording is unverified)",
  mend: "Keep the client's address (preserve_client_ip), or raise mqttTransport.replicas.",
  read: ({ plan, placement }) => {
    const { loadBalancer } = plan.transport;
    const pods = podsOf(transportNodes(plan, placement));
    if (loadBalancer === undefined || plan.eks === undefined || pods === 0) {
      return [];
    }
    const { devices, devicesPerGenerator } = plan.load;
    if (loadBalancer.preserveClientAddress) {
      const limit = sourcePortsOf(plan.fleet.sysctls);
      return [
        {
          severity: severityOf(devicesPerGenerator, limit, plan.checks),
          path: "load.generators",
          what: "connections of one client address to one pod at most",
          unit: "connections",
          value: devicesPerGenerator,
          limit,
          message: () =>
            `A pod sees each generator's own address: ${readable(devicesPerGenerator)} devices of one have ` +
            `${readable(limit)} source ports.`,
          mend: `load.generators: ${Math.ceil(devices / limit)} or more.`,
        },
      ];
    }
    const addresses = loadBalancer.crossZone ? plan.eks.network.subnets.length : 1;
    const value = Math.ceil(devices / pods);
    const limit = connectionsPerLoadBalancerAddress * addresses;
    return [
      {
        severity: severityOf(value, limit, plan.checks),
        path: "mqttTransport.replicas",
        what: "connections from the load balancer to a pod",
        unit: "connections",
        value,
        limit,
        message: () =>
          `A pod gets ${readable(value)} connections from ${readable(addresses)} address${addresses === 1 ? "" : "es"} of the ` +
          `load balancer, which has ${readable(connectionsPerLoadBalancerAddress)} ports to it on each: ${readable(limit)}.`,
        mend: `mqttTransport.replicas: ${Math.ceil(devices / limit)} or more.`,
      },
    ];
  },
};
