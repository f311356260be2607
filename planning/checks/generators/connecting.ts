import { readable } from "../../../sizing/describe";
import {
  agentConnecting,
  agentKeepAliveSeconds,
  roundTripMilliseconds,
  roundTripsPerConnect,
} from "../../facts/loadGenerators";
import { networkCapacityUnit } from "../../facts/servicePrices";
import type { StageDraft } from "../../types";
import type { Check } from "../check";

/** Milliseconds until one generator has connected all its devices; all generators do so at once. */
function connectMilliseconds({ fleet, eks, load }: StageDraft): number {
  const roundTrip =
    fleet.region === null || fleet.region === eks?.region
      ? roundTripMilliseconds.sameRegion
      : roundTripMilliseconds.betweenRegions;
  const { devicesPerGenerator: devices, warmupPackSize: pack } = load;
  const fullPacks = Math.floor(devices / pack);
  const rounds =
    fullPacks * Math.ceil(pack / agentConnecting.atOnce) +
    Math.ceil((devices % pack) / agentConnecting.atOnce);
  return rounds * roundTripsPerConnect * roundTrip + fullPacks * agentConnecting.pauseMilliseconds;
}

function inMinutes(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} minutes`;
}

/** How long it takes until the test is what it says. */
export const connectTime: Check = {
  rule: "generators.connect-time",
  title: "Time until every device is connected and warmed up, against the duration of the test.",
  formula:
    `a generator connects packs of load.warmupPackSize, ${agentConnecting.atOnce} devices at a time, ${roundTripsPerConnect} round trips each ` +
    `(${roundTripMilliseconds.betweenRegions} ms between regions, ${roundTripMilliseconds.sameRegion} inside one: assumed, unverified), and pauses ` +
    `${agentConnecting.pauseMilliseconds} ms on average after each full pack; then it warms up in packs, ${agentConnecting.longestWarmupSeconds} s each at most. ` +
    "Both ≤ load.durationSeconds. No headroom is asked: a late start costs time, nothing else",
  source:
    "thingsboard/performance-tests v4.0.1, MqttDeviceAPITest.connectDevices, BaseMqttAPITest.sendAndWaitPack, rest.pool_size",
  mend: "Raise load.generators or load.durationSeconds; a load.warmupPackSize that is a multiple of 4 wastes no round.",
  read: ({ plan }) => {
    const { durationSeconds: limit, devicesPerGenerator, warmupPackSize } = plan.load;
    const connected = Math.ceil(connectMilliseconds(plan) / 1_000);
    const warmedUp =
      Math.ceil(devicesPerGenerator / warmupPackSize) * agentConnecting.longestWarmupSeconds;
    return [
      {
        severity: connected > limit ? "warning" : "fine",
        path: "load.durationSeconds",
        what: "time to connect every device",
        unit: "s",
        value: connected,
        limit,
        message: () =>
          `A generator takes about ${inMinutes(connected)} to connect its ${readable(devicesPerGenerator)} devices; the test lasts ${inMinutes(limit)}.`,
      },
      {
        severity: warmedUp > limit ? "info" : "fine",
        path: "load.warmupPackSize",
        what: "time to warm every device up, at the longest",
        unit: "s",
        value: warmedUp,
        limit,
        message: () =>
          `If every pack waits its ${agentConnecting.longestWarmupSeconds} s, warming up takes ${inMinutes(warmedUp)}; the test lasts ${inMinutes(limit)}.`,
      },
    ];
  },
};

/** How fast the fleet connects. */
export const connectRate: Check = {
  rule: "generators.connect-rate",
  title:
    "New connections a second while the fleet connects, in the load balancer's capacity units.",
  formula:
    `devices ÷ time to connect them (generators.connect-time) ≤ ${readable(networkCapacityUnit.newFlowsPerSecond)}, one capacity unit. No limit: the load ` +
    "balancer grows by itself, at its own pace, and bills by the unit",
  source:
    "https://aws.amazon.com/elasticloadbalancing/pricing/ (a capacity unit: 800 new TCP connections a second)",
  mend: "Reserve capacity at the load balancer before the run (MinimumLoadBalancerCapacity), or connect more slowly.",
  read: ({ plan }) => {
    if (plan.transport.loadBalancer === undefined) {
      return [];
    }
    const milliseconds = connectMilliseconds(plan);
    const value = Math.ceil((plan.load.devices * 1_000) / milliseconds);
    const limit = networkCapacityUnit.newFlowsPerSecond;
    return [
      {
        severity: value > limit ? "info" : "fine",
        path: "load.warmupPackSize",
        what: "new connections a second",
        unit: "connections/s",
        value,
        limit,
        bare: true,
        message: () =>
          `The fleet opens about ${readable(value)} connections a second: ${Math.ceil(value / limit)} capacity units of the load balancer, ` +
          `which starts with fewer and grows.`,
      },
    ];
  },
};

/** The agent does not ask the sizing. */
export const keepAlive: Check = {
  rule: "generators.keep-alive",
  title: "The sizing's keep-alive against the agent's own.",
  formula: `load.keepAliveSeconds = ${agentKeepAliveSeconds}, which the agent cannot be told to change`,
  source:
    "thingsboard/thingsboard v4.0.1, netty-mqtt, MqttClientConfig; thingsboard/performance-tests v4.0.1, BaseMqttAPITest.initClient",
  mend: `load.keepAliveSeconds: ${agentKeepAliveSeconds}, unless other clients than the agent connect.`,
  read: ({ plan }) => {
    const { keepAliveSeconds } = plan.load;
    return [
      {
        severity: keepAliveSeconds === agentKeepAliveSeconds ? "fine" : "info",
        path: "load.keepAliveSeconds",
        what: "keep-alive of the sizing and of the agent",
        unit: "s",
        value: keepAliveSeconds,
        limit: agentKeepAliveSeconds,
        bare: true,
        message: () =>
          `The sizing says that devices ping every ${readable(keepAliveSeconds)} s; the agent pings every ${agentKeepAliveSeconds} s whatever it says.`,
      },
    ];
  },
};
