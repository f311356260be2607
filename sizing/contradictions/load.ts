import { readable } from "../describe";
import { maximumGenerators, nlbIdleTimeoutSeconds, sourcePortsPerAddress } from "../limits";
import type { Sizing } from "../types";
import type { Contradiction } from "./rule";

/** The next numbers of generators below and above the stated one that `fits` takes. */
function otherGenerators(
  { generators }: Sizing["load"],
  fits: (count: number) => boolean,
): readonly number[] {
  const below = Array.from({ length: generators - 1 }, (_, index) => generators - 1 - index);
  const above = Array.from(
    { length: maximumGenerators - generators },
    (_, index) => generators + 1 + index,
  );
  return [below.find(fits), above.find(fits)].filter((count) => count !== undefined);
}

/** Which other number of generators would do, and what else must change for it. */
function otherWay(load: Sizing["load"], key: "devices" | "messagesPerSecond"): string {
  const { devices, messagesPerSecond } = load;
  const bears = (count: number): boolean => devices / count <= sourcePortsPerAddress;
  const forBoth = otherGenerators(
    load,
    (count) => bears(count) && devices % count === 0 && messagesPerSecond % count === 0,
  );
  if (forBoth.length > 0) {
    return `Or set load.generators to ${forBoth.join(" or ")}, which divides devices and messages.`;
  }
  const total = load[key];
  const [other] = otherGenerators(load, (count) => bears(count) && total % count === 0);
  if (other === undefined) {
    return `No other number of generators that can bear it divides ${readable(total)}.`;
  }
  const rest = key === "devices" ? "messagesPerSecond" : "devices";
  const multiple = Math.ceil(load[rest] / other) * other;
  return `Or set load.generators to ${other}, which divides ${readable(total)}, and load.${rest} to ${multiple}.`;
}

/** Each generator takes as many devices, and sends as many messages, as every other. */
function multipleOfGenerators(key: "devices" | "messagesPerSecond"): Contradiction {
  return {
    reads: ["load.devices", "load.messagesPerSecond", "load.generators"],
    find: ({ load }) => {
      const total = load[key];
      const { generators } = load;
      if (total % generators === 0) return [];
      const share = Math.max(1, Math.floor(total / generators));
      const nearest = share * generators;
      const multiples = [nearest, ...(nearest < total ? [nearest + generators] : [])];
      return [
        {
          path: `load.${key}`,
          given: String(total),
          allowed: `a multiple of load.generators, which is ${generators}`,
          hint:
            `${readable(generators)} × ${readable(share)} = ${readable(nearest)}: ` +
            `write ${multiples.join(" or ")}. ${otherWay(load, key)}`,
        },
      ];
    },
  };
}

const devicesPerGenerator: Contradiction = {
  reads: ["load.devices", "load.generators"],
  find: ({ load }) => {
    const each = Math.ceil(load.devices / load.generators);
    if (each <= sourcePortsPerAddress) return [];
    const needed = Math.ceil(load.devices / sourcePortsPerAddress);
    const enough =
      needed <= maximumGenerators
        ? `At least ${readable(needed)} generators hold ${readable(load.devices)} devices`
        : `No number of generators holds ${readable(load.devices)} devices`;
    return [
      {
        path: "load.generators",
        given: `${load.generators}, so ${readable(each)} devices each`,
        allowed: `at most ${readable(sourcePortsPerAddress)} devices each`,
        hint:
          `A generator has one address, and its source ports run from 1024 to 65535. ${enough}; ` +
          `${readable(load.generators)} hold ${readable(load.generators * sourcePortsPerAddress)}.`,
      },
    ];
  },
};

const keepAlive: Contradiction = {
  reads: ["platform", "load.keepAliveSeconds"],
  find: ({ platform, load }) =>
    platform === "existing" || load.keepAliveSeconds < nlbIdleTimeoutSeconds
      ? []
      : [
          {
            path: "load.keepAliveSeconds",
            given: String(load.keepAliveSeconds),
            allowed: `less than ${nlbIdleTimeoutSeconds}`,
            hint: `The load balancer's idle timeout is set to ${nlbIdleTimeoutSeconds} seconds; it would cut a device that keeps silent longer.`,
          },
        ],
};

/** Rules of the load and its generators. */
export const loadRules: readonly Contradiction[] = [
  multipleOfGenerators("devices"),
  multipleOfGenerators("messagesPerSecond"),
  devicesPerGenerator,
  keepAlive,
];
