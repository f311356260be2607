import { readable } from "../describe";
import { nlbIdleTimeoutSeconds, sourcePortsPerAddress } from "../limits";
import type { Contradiction } from "./rule";

const maximumGenerators = 180;

/** The next number of generators below and above the given one that divides `total`, with shares that one can take. */
function dividingGenerators(
  total: number,
  generators: number,
  largestShare: number,
): readonly number[] {
  const divides = (count: number): boolean => total % count === 0 && total / count <= largestShare;
  const below = Array.from({ length: generators - 1 }, (_, index) => generators - 1 - index);
  const above = Array.from(
    { length: maximumGenerators - generators },
    (_, index) => generators + 1 + index,
  );
  return [below.find(divides), above.find(divides)].filter((count) => count !== undefined);
}

/** Each generator takes as many devices, and sends as many messages, as every other. */
function multipleOfGenerators(key: "devices" | "messagesPerSecond"): Contradiction {
  return {
    reads: [`load.${key}`, "load.generators"],
    find: ({ load }) => {
      const total = load[key];
      const { generators } = load;
      if (total % generators === 0) return [];
      const share = Math.max(1, Math.floor(total / generators));
      const nearest = share * generators;
      const multiples = [nearest, ...(nearest < total ? [nearest + generators] : [])];
      const others = dividingGenerators(
        total,
        generators,
        key === "devices" ? sourcePortsPerAddress : total,
      );
      const otherWay =
        others.length === 0
          ? `No other number of generators that can bear it divides ${readable(total)}.`
          : `Or set load.generators to ${others.map(readable).join(" or ")}, which divides ${readable(total)}.`;
      return [
        {
          path: `load.${key}`,
          given: String(total),
          allowed: `a multiple of load.generators, which is ${generators}`,
          hint:
            `${readable(generators)} × ${readable(share)} = ${readable(nearest)}: ` +
            `write ${multiples.map(String).join(" or ")} (${multiples.map(readable).join(" or ")}). ${otherWay}`,
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
