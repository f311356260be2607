import { nlbIdleTimeoutSeconds } from "../../sizing/limits";
import type { Sizing } from "../../sizing/types";
import { planImages } from "../facts/images";
import { podSysctls } from "../facts/kernelSettings";
import { environmentOf } from "../facts/thingsboardVariables";
import type { VariableContext } from "../facts/thingsboardVariables";
import { hasZones, nodeGroupFor, planPlacement } from "../platform";
import type { PlatformSizing, RegistryAccount } from "../platform";
import type { MqttEntrancePlan, MqttTransportPlan } from "../types";
import { planVariableContext } from "../variableContext";
import type { VariableSizing } from "../variableContext";
import { container, workload } from "../workload";

/** Without stickiness, since the addresses of some tens of generators would clump on a dozen pods. */
const mqttEntrance: MqttEntrancePlan = {
  idleTimeoutSeconds: nlbIdleTimeoutSeconds,
  preserveClientAddress: true,
  crossZone: true,
  stickiness: "none",
};

/** What planning the MQTT transport reads of a sizing. */
export type MqttTransportSizing = PlatformSizing &
  VariableSizing &
  Pick<Sizing, "load" | "mqttTransport">;

/** Addresses of stores that somebody else runs, in place of the planned ones. */
export type OwnStores = Partial<Pick<VariableContext, "zookeeper" | "kafka" | "redis">>;

/**
 * tb-mqtt-transport: one connection a device (seed, lines 1340 to 1430 and 2322 to 2350). `stores` puts it in front of
 * a ThingsBoard that this program did not make.
 */
export function planMqttTransport(
  sizing: MqttTransportSizing,
  account?: RegistryAccount,
  stores?: OwnStores,
): MqttTransportPlan {
  const { load, mqttTransport } = sizing;
  const { replicas } = mqttTransport;
  return {
    placement: planPlacement(sizing),
    image: planImages(sizing.versions, account?.imageRegistry).mqttTransport,
    workload: workload({
      name: "tb-mqtt-transport",
      tier: "transport",
      kind: "StatefulSet",
      nodeGroup: nodeGroupFor("transport", sizing),
      replicas,
      containers: [container("tb-mqtt-transport", mqttTransport)],
      ports: [
        { name: "mqtt", port: 1883 },
        { name: "mqtts", port: 8883 },
        { name: "metrics", port: 8083 },
      ],
      antiAffinity: mqttTransport.antiAffinity,
      avoids:
        mqttTransport.antiAffinity === "preferred"
          ? [{ workload: "tb-mqtt-transport", weight: 1 }]
          : [],
      spreadOverZones: hasZones(sizing),
    }),
    environment: environmentOf("transport", {
      ...planVariableContext(sizing, account),
      ...stores,
    }),
    connectionsPerPod: Math.ceil(load.devices / replicas),
    // A lost single pod leaves nobody to connect to; its successor takes all devices again.
    connectionsPerPodWithOneLost: Math.ceil(load.devices / Math.max(1, replicas - 1)),
    sysctls: podSysctls,
    ...(mqttTransport.tlsSecretName === undefined
      ? {}
      : { tlsSecretName: mqttTransport.tlsSecretName }),
    ...(hasZones(sizing) ? { loadBalancer: mqttEntrance } : {}),
  };
}
