import { readable } from "../../../sizing/describe";
import type { MqttEntrancePlan, StageDraft } from "../../types";
import type { Check, CheckSubject, Reading } from "../check";
import { fullestByChance, occupancy } from "./occupancy";
import { moreTransportNodes } from "./moreNodes";
import { isRefused } from "./tracking";
import { fullestNode, mostPods, podsOf, transportNodes } from "./transportNodes";
import type { TransportNode } from "./transportNodes";

/** What is passed only once in so many draws is taken not to happen. Chosen. */
const rarely = 1 / 1_000;
/** A clump is likely beyond this chance, and worth a word beyond that. Chosen. */
const likely = 0.5;
const worthAWord = 0.01;

/** Generators that go to one place each with all their devices, and what a place bears. */
interface Clumps {
  readonly places: number;
  readonly placesAre: string;
  readonly limit: number;
}

/** Where all connections of one address stay together: at a pod, or in the zone of the load balancer's address. */
function clumpsOf(
  { crossZone, stickiness }: Pick<MqttEntrancePlan, "crossZone" | "stickiness">,
  plan: StageDraft,
  nodes: readonly TransportNode[],
): Clumps | undefined {
  const { atMost } = plan.checks.trackedConnections;
  if (stickiness === "source_ip") {
    return {
      places: podsOf(nodes),
      placesAre: "pods",
      limit: Math.floor(atMost / mostPods(nodes)),
    };
  }
  if (crossZone) {
    return undefined;
  }
  const zones = [...new Set(nodes.map(({ zone }) => zone))];
  const inZone = zones.map((zone) => nodes.filter((node) => node.zone === zone).length);
  return { places: zones.length, placesAre: "zones", limit: atMost * Math.min(...inZone) };
}

/** The hottest place on average, and the chance that one is beyond its limit, in percent. */
function hottestOf(
  { places, limit }: Clumps,
  { generators, devicesPerGenerator }: StageDraft["load"],
) {
  const { expectedMost, chanceOver } = occupancy(generators, places);
  const chance = chanceOver(limit / devicesPerGenerator);
  return { expected: Math.round(expectedMost * devicesPerGenerator), chance };
}

function inWords(chance: number): string {
  if (chance === 1) {
    return "always";
  }
  return chance > 0.995
    ? "in more than 99 % of draws"
    : `in ${Math.round(chance * 100)} % of draws`;
}

function clumpMessage(plan: StageDraft, clumps: Clumps, expected: number, chance: number): string {
  const { generators, devicesPerGenerator } = plan.load;
  return (
    `${readable(generators)} addresses of ${readable(devicesPerGenerator)} devices over ${readable(clumps.places)} ${clumps.placesAre}: ` +
    `the hottest gets ${readable(expected)} connections on average, and ${inWords(chance)} more than ${readable(clumps.limit)}.`
  );
}

function readClumps(plan: StageDraft, clumps: Clumps): Reading {
  const { expected, chance } = hottestOf(clumps, plan.load);
  return {
    severity: chance > likely ? "error" : chance > worthAWord ? "warning" : "fine",
    path: "load.generators",
    what: `connections of the hottest of the ${clumps.placesAre}, on average`,
    unit: "connections",
    value: expected,
    limit: clumps.limit,
    message: () => clumpMessage(plan, clumps, expected, chance),
  };
}

/** The fewest nodes, one pod each and as many as now or more, of which the hottest stays within what EC2 tracks. */
function nodesWithin(devices: number, atMost: number, now: number): number {
  let nodes = Math.max(now, Math.ceil(devices / atMost));
  while (fullestByChance(devices, 1 / nodes, nodes, rarely) > atMost) {
    nodes += 1;
  }
  return nodes;
}

function readSpread({ plan, placement }: CheckSubject): readonly Reading[] {
  const { loadBalancer } = plan.transport;
  const nodes = transportNodes(plan, placement);
  if (loadBalancer === undefined || nodes.length === 0) {
    return [];
  }
  const clumps = clumpsOf(loadBalancer, plan, nodes);
  if (clumps !== undefined) {
    return [readClumps(plan, clumps)];
  }
  const { devices } = plan.load;
  const { atMost } = plan.checks.trackedConnections;
  const share = mostPods(nodes) / podsOf(nodes);
  const even = fullestNode(devices, nodes);
  const value = fullestByChance(devices, share, nodes.length, rarely);
  return [
    {
      // What connections.tracking refuses needs no second word.
      severity: value > atMost && !isRefused(plan, nodes) ? "warning" : "fine",
      path: "mqttTransport.replicas",
      what: "connections of the hottest transport node by chance",
      unit: "connections",
      value,
      limit: atMost,
      message: () =>
        `Evenly spread a transport node holds at most ${readable(even)} connections; hashed one by one the hottest may hold ` +
        `${readable(value)} (once in a thousand draws more), and EC2 is believed to track ${readable(atMost)}.`,
      mend: `${moreTransportNodes(plan, nodesWithin(devices, atMost, nodes.length))}.`,
    },
  ];
}

/** How far chance goes beyond the even share. */
export const spread: Check = {
  rule: "connections.spread",
  title: "Connections of the hottest transport node as the load balancer spreads them.",
  formula:
    "without stickiness each connection picks a pod by a hash: k with nodes × exp(−devices × KL(k ÷ devices, pods of the " +
    "fullest node ÷ pods)) = 1 ÷ 1000 (Chernoff) ≤ checks.trackedConnections.atMost. With source_ip, or without " +
    "cross-zone, whole generators do: the exact mean of the fullest place of a multinomial, a warning when the chance to " +
    "pass the limit is over 1 %, an error over 50 %. The hash is taken to be uniform. No headroom is asked of what happens " +
    "once in a thousand draws, and nothing said where connections.tracking refuses the stage",
  source:
    "Elastic Load Balancing, How Elastic Load Balancing works, routing algorithm: flow hash of protocol, addresses, ports " +
    "and sequence number (its evenness is unverified)",
  mend: "No stickiness and cross-zone on, or more and smaller generators.",
  read: readSpread,
};

/** What the seed's stickiness would do here. */
export const stickiness: Check = {
  rule: "connections.stickiness",
  title:
    "What stickiness by source address, which the seed sets, would do to the hottest transport node.",
  formula:
    "load.generators addresses hashed over the pods: the chance that the fullest pod's devices pass " +
    "checks.trackedConnections.atMost, exactly (multinomial). Told from 1 % on; the stage itself uses no stickiness",
  source: "seed, lines 1602 to 1606 (stickiness.type=source_ip)",
  mend: "Nothing: keep stickiness off.",
  read: ({ plan, placement }) => {
    const { loadBalancer } = plan.transport;
    const nodes = transportNodes(plan, placement);
    if (loadBalancer?.stickiness !== "none" || nodes.length === 0) {
      return [];
    }
    const clumps = clumpsOf({ crossZone: true, stickiness: "source_ip" }, plan, nodes);
    if (clumps === undefined) {
      return [];
    }
    const { expected, chance } = hottestOf(clumps, plan.load);
    return [
      {
        severity: chance > worthAWord ? "info" : "fine",
        path: "load.generators",
        what: "connections of the hottest pod on average, were there stickiness by source address",
        unit: "connections",
        value: expected,
        limit: clumps.limit,
        bare: true,
        message: () =>
          `With stickiness by source address, which this stage does not use: ${clumpMessage(plan, clumps, expected, chance)}`,
      },
    ];
  },
};
