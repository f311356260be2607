import { readable } from "../../../sizing/describe";
import type { ShardPlan } from "../../types";
import type { Check } from "../check";

/** Devices from 0 on that exactly one shard holds. */
function heldOnce(shards: readonly ShardPlan[], devices: number): number {
  const edges = shards
    .flatMap(({ start, end }) => [
      { at: start, change: 1 },
      { at: end, change: -1 },
    ])
    .sort((left, right) => left.at - right.at);
  let holders = 0;
  let from = 0;
  let once = 0;
  for (const { at, change } of edges) {
    const to = Math.min(Math.max(at, 0), devices);
    once += holders === 1 ? to - from : 0;
    holders += change;
    from = to;
  }
  return once;
}

/** Each device has one generator, and only one. */
export const shards: Check = {
  rule: "generators.shards",
  title: "Shards hold every device exactly once, and send every message.",
  formula:
    "devices that exactly one shard holds = load.devices; messages of all shards = load.messagesPerSecond",
  source:
    "thingsboard/performance-tests v4.0.1: two agents with one device's token throw each other out (DEVICE_START_IDX, DEVICE_END_IDX)",
  mend: "Make load.devices and load.messagesPerSecond multiples of load.generators.",
  read: ({ plan: { fleet, load } }) => {
    const once = heldOnce(fleet.shards, load.devices);
    const messages = fleet.shards.reduce((sum, shard) => sum + shard.messagesPerSecond, 0);
    return [
      {
        severity: once === load.devices ? "fine" : "error",
        path: "load.devices",
        what: "devices that one generator holds",
        unit: "devices",
        value: once,
        limit: load.devices,
        atLeast: true,
        bare: true,
        message: () =>
          `${readable(once)} of ${readable(load.devices)} devices have exactly one generator.`,
      },
      {
        severity: messages === load.messagesPerSecond ? "fine" : "error",
        path: "load.messagesPerSecond",
        what: "messages of all generators",
        unit: "messages/s",
        value: messages,
        limit: load.messagesPerSecond,
        atLeast: true,
        bare: true,
        message: () =>
          `The generators send ${readable(messages)} messages a second, the stage asks for ${readable(load.messagesPerSecond)}.`,
      },
    ];
  },
};
