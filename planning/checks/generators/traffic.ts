import { readable } from "../../../sizing/describe";
import { instanceTypes } from "../../facts/instanceTypes";
import { measuredPacketsPerSecond, packetsSent } from "../../facts/loadGenerators";
import { mqttBytes } from "../../facts/traffic";
import type { LoadPlan } from "../../types";
import { severityOf } from "../check";
import type { Check } from "../check";

/**
 * What one generator sends in a second while the test runs: its messages, and a ping of each device. What it gets is less
 * in every part: a message is only acknowledged, a ping only answered.
 */
function sentPerSecond(load: LoadPlan, message: number, ping: number): number {
  return (
    load.messagesPerSecondPerGenerator * message +
    (load.devicesPerGenerator / load.keepAliveSeconds) * ping
  );
}

/** Bandwidth that lasts. */
export const bandwidth: Check = {
  rule: "generators.bandwidth",
  title: "Traffic of a generator against the baseline bandwidth of its type.",
  formula:
    `messages ÷ generators × ${mqttBytes.publish} bytes + devices ÷ generators ÷ load.keepAliveSeconds × ${mqttBytes.pingUp} bytes of a ping ` +
    "≤ baseline of the type, upwards, the larger direction (beyond it the burst ends sooner or later: a warning)",
  source:
    "EC2 DescribeInstanceTypes, NetworkInfo baseline bandwidth; sizes on the wire computed from the SMART_METER payload",
  mend: "Raise load.generators, or take a larger loadFleet.instanceType.",
  read: ({ plan }) => {
    const { fleet, load } = plan;
    const type = fleet.instanceType === null ? undefined : instanceTypes[fleet.instanceType];
    if (type === undefined) {
      return [];
    }
    const bytes = sentPerSecond(load, mqttBytes.publish, mqttBytes.pingUp);
    const value = Math.ceil((bytes * 8) / 1_000);
    const limit = type.networkBaselineMbps * 1_000;
    return [
      {
        severity: severityOf(value, limit, plan.checks) === "fine" ? "fine" : "warning",
        path: "loadFleet.instanceType",
        what: "traffic of a generator",
        unit: "kbit/s",
        value,
        limit,
        message: () =>
          `A generator sends ${readable(value)} kbit/s; the baseline of ${fleet.instanceType ?? ""} is ${readable(limit)}.`,
      },
    ];
  },
};

/** Packets, of which nobody publishes a limit. */
export const packets: Check = {
  rule: "generators.packets",
  title: "Packets of a generator against the rate at which an instance has been throttled.",
  formula: `packets upwards, the larger direction: ${packetsSent.publish} a message, ${packetsSent.ping} a ping ≤ ${readable(measuredPacketsPerSecond)} a second. No headroom is asked: one instance was throttled there, others may not be`,
  source:
    "github.com/meanii/millionws, results/aws/2026-09-30-1m (33,000 a second each way on an m7i-flex.large); AWS publishes " +
    "no figure of any type",
  mend: "Raise load.generators.",
  read: ({ plan: { fleet, load } }) => {
    if (fleet.kind !== "ec2") {
      return [];
    }
    const value = Math.ceil(sentPerSecond(load, packetsSent.publish, packetsSent.ping));
    return [
      {
        severity: value > measuredPacketsPerSecond ? "warning" : "fine",
        path: "load.generators",
        what: "packets of a generator",
        unit: "packets/s",
        value,
        limit: measuredPacketsPerSecond,
        message: () =>
          `A generator sends ${readable(value)} packets a second; one instance was throttled at ${readable(measuredPacketsPerSecond)}, ` +
          `and AWS publishes no figure.`,
      },
    ];
  },
};
