import { bytesPerGb, mqttBytes } from "../facts/traffic";
import type { LoadPlan } from "../types";

const secondsPerHour = 3_600;

/** What the devices send and get in an hour, in GB. */
export interface DeviceTraffic {
  readonly gbUp: number;
  readonly gbDown: number;
}

/** Bytes a second to GB an hour. */
export function gbPerHour(bytesPerSecond: number): number {
  return (bytesPerSecond * secondsPerHour) / bytesPerGb;
}

/** Traffic of the devices with all of them connected: their messages, and a ping of each in every keep-alive time. */
export function deviceTraffic({
  devices,
  messagesPerSecond,
  keepAliveSeconds,
}: LoadPlan): DeviceTraffic {
  const pingsPerSecond = devices / keepAliveSeconds;
  return {
    gbUp: gbPerHour(messagesPerSecond * mqttBytes.publish + pingsPerSecond * mqttBytes.pingUp),
    gbDown: gbPerHour(
      messagesPerSecond * mqttBytes.acknowledgement + pingsPerSecond * mqttBytes.pingDown,
    ),
  };
}

/** Where the figures of `deviceTraffic` come from. */
export const deviceTrafficSource =
  "Bytes of a message and a ping: counted from their fields (84 B of JSON, MQTT, TCP/IP), unmeasured.";

/** Connections that come in each second of an hour in which every device connects once. */
export function newFlowsPerSecond({ devices }: LoadPlan): number {
  return devices / secondsPerHour;
}

/** Part of the traffic between evenly spread clients and servers that crosses zones. */
export function shareAcrossZones(zones: number): number {
  return zones === 0 ? 0 : (zones - 1) / zones;
}

/** Copies that stand in another zone than the one who sends them, spread as evenly as the zones allow. */
export function copiesInOtherZones(copies: number, zones: number): number {
  return zones === 0 ? 0 : copies - Math.ceil(copies / zones);
}
