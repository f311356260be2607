import { readable } from "../../../sizing/describe";
import type { Consequence } from "../../types";
import type { StageView, WorkloadView } from "../view";
import { changedKeys, changeOf, devicesOf, differs, listed } from "./consequence";
import type { ConsequenceRule } from "./consequence";
import { derivedPath } from "./derived";

/** What a pod is made of, beside its resources. */
export interface PodSource {
  readonly workload: WorkloadView | null | undefined;
  readonly image?: string | null | undefined;
  /** Zones to spread over; only whether there is more than one matters. */
  readonly zones?: readonly string[] | null | undefined;
  readonly settings?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Why pods are made anew, in words; none where they stay. More or fewer of them is no reason. */
export function restartReasons(before: PodSource, after: PodSource): readonly string[] {
  const [old, now] = [before.workload, after.workload];
  if (!old || !now) {
    return [];
  }
  const heap = changeOf(heapOf(old), heapOf(now));
  const settings = changedKeys(before.settings, after.settings);
  return [
    ...(differs(before.image, after.image) ? ["another image"] : []),
    ...(heap === undefined ? [] : [`heap ${readable(heap.from)} to ${readable(heap.to)} MiB`]),
    ...(differs(resourcesOf(old), resourcesOf(now)) ? ["other requests or limits"] : []),
    ...(differs(places(old), places(now)) ||
    (now.spreadOverZones === true && differs(isSpread(before.zones), isSpread(after.zones)))
      ? ["other rules of where they may run"]
      : []),
    ...settings,
  ];
}

function isSpread(zones: readonly string[] | null | undefined): boolean | null {
  return zones ? zones.length > 1 : null;
}

function heapOf(workload: WorkloadView): number | null {
  return workload.heapMiB;
}

function resourcesOf({ containers }: WorkloadView): unknown {
  return (
    containers?.map(
      ({ name, cpuRequestMilli, cpuLimitMilli, memoryRequestMiB, memoryLimitMiB }) => ({
        name,
        cpuRequestMilli,
        cpuLimitMilli,
        memoryRequestMiB,
        memoryLimitMiB,
      }),
    ) ?? null
  );
}

function places({ nodeGroup, antiAffinity, avoids, spreadOverZones }: WorkloadView): unknown {
  return { nodeGroup, antiAffinity, avoids, spreadOverZones };
}

/** The pods that hold the connections. */
const transport: ConsequenceRule = ({ before, after }) => {
  const reasons = restartReasons(transportPods(before), transportPods(after));
  const all = devicesOf(before, 1, 1).replace("All", "all");
  if (reasons.length > 0) {
    return [
      {
        rule: "transport.restart",
        effect: "restarted",
        what: "MQTT transport",
        path: transportPath(before, after),
        message: `Every transport pod restarts, one after the other: ${all} reconnect once (${listed(reasons)}). The pods that are up carry the others' devices meanwhile.`,
        source: "components/transport/mqttTransportPods.ts (pod template)",
      },
    ];
  }
  const pods = changeOf(before.transport?.workload?.replicas, after.transport?.workload?.replicas);
  return pods === undefined || pods.to > pods.from
    ? []
    : [
        {
          rule: "transport.fewer",
          effect: "restarted",
          what: "MQTT transport",
          path: "mqttTransport.replicas",
          message: `${readable(pods.from - pods.to)} of ${readable(pods.from)} transport pods go, all at the same time. ${devicesOf(before, pods.from - pods.to, pods.from)} reconnect to those that stay.`,
          source: "components/transport/mqttTransportPods.ts (podManagementPolicy Parallel)",
        },
      ];
};

function transportPods({ transport: each }: StageView): PodSource {
  return {
    workload: each?.workload,
    image: each?.image,
    zones: each?.placement?.zones,
    settings:
      each?.environment == null
        ? null
        : {
            ...each.environment,
            ...each.sysctls,
            "TLS certificate": each.tlsSecretName,
          },
  };
}

/** The key that changes the pods; what is derived of others' counts has theirs. */
function transportPath(before: StageView, after: StageView): string {
  const [old, now] = [before.transport, after.transport];
  if (differs(old?.image, now?.image)) {
    return "versions.thingsboard";
  }
  if (differs(old?.workload?.heapMiB, now?.workload?.heapMiB)) {
    return "mqttTransport.heapMiB";
  }
  return derivedPath(before, after) ?? "mqttTransport";
}

/** ThingsBoard's other services, by the key of the sizing that each has. */
const services: ConsequenceRule = ({ before, after }) => {
  const [old, now] = [before.core, after.core];
  const zones = [old?.placement?.zones, now?.placement?.zones] as const;
  const images = [before.images, after.images] as const;
  const pods = (
    key: "core" | "ruleEngine" | "jsExecutor" | "webUi",
    image: string,
    settings: "environment" | "jsEnvironment" | "webUiEnvironment",
  ): readonly [PodSource, PodSource] => [
    {
      workload: old?.[key],
      image: images[0]?.[image],
      zones: zones[0],
      settings: old?.[settings],
    },
    { workload: now?.[key], image: images[1]?.[image], zones: zones[1], settings: now?.[settings] },
  ];
  const each: readonly (readonly [string, string, readonly [PodSource, PodSource]])[] = [
    ["tb-core", "tbCore", pods("core", "thingsboardNode", "environment")],
    ["tb-rule-engine", "ruleEngine", pods("ruleEngine", "thingsboardNode", "environment")],
    ["tb-js-executor", "jsExecutor", pods("jsExecutor", "jsExecutor", "jsEnvironment")],
    ["tb-web-ui", "webUi", pods("webUi", "webUi", "webUiEnvironment")],
  ];
  return each.flatMap(([name, key, [was, is]]): readonly Consequence[] => {
    const reasons = restartReasons(was, is);
    return reasons.length === 0
      ? []
      : [
          {
            rule: `${name}.restart`,
            effect: "restarted",
            what: name,
            path: key,
            message: `Its pods restart, one after the other (${listed(reasons)}).`,
            source: "components/thingsboard (pod templates)",
          },
        ];
  });
};

export const restartRules: readonly ConsequenceRule[] = [transport, services];
