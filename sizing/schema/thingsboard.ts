import { z } from "zod";
import { containerResources, heapMiB, replicas, text } from "./fields";

/** tb-core: REST, entities, device state. Source: seed, lines 847 to 980. */
export const tbCoreSchema = z.strictObject({
  replicas: replicas().describe("Pods."),
  heapMiB: heapMiB().default(2_048).describe("Java heap of one pod in MiB (seed, line 919)."),
  ...containerResources(
    { cpuRequestMilli: 1_000, memoryRequestMiB: 3_072, memoryLimitMiB: 3_072 },
    { cpu: "seed, line 915", memory: "seed, lines 913 and 916" },
  ),
});

/** tb-rule-engine: every message passes through it. Source: seed, lines 983 to 1107. */
export const ruleEngineSchema = z.strictObject({
  replicas: replicas().describe("Pods."),
  heapMiB: heapMiB().default(2_048).describe("Java heap of one pod in MiB (seed, line 1055)."),
  ...containerResources(
    { cpuRequestMilli: 1_000, memoryRequestMiB: 3_072, memoryLimitMiB: 3_072 },
    { cpu: "seed, line 1051", memory: "seed, lines 1049 and 1052" },
  ),
});

/** tb-js-executor: scripts of rule nodes. Source: seed, lines 1188 to 1274. */
export const jsExecutorSchema = z.strictObject({
  replicas: replicas().describe("Pods."),
  ...containerResources(
    {
      cpuRequestMilli: 100,
      cpuLimitMilli: 1_000,
      memoryRequestMiB: 100,
      memoryLimitMiB: 400,
    },
    { cpu: "seed, lines 1224 and 1227", memory: "seed, lines 1225 and 1228" },
  ),
});

/** tb-web-ui: static pages. Source: seed, lines 1121 to 1174. */
export const webUiSchema = z.strictObject({
  replicas: replicas().describe("Pods."),
  ...containerResources(
    {
      cpuRequestMilli: 100,
      cpuLimitMilli: 1_000,
      memoryRequestMiB: 100,
      memoryLimitMiB: 100,
    },
    { cpu: "seed, lines 1158 and 1161", memory: "seed, lines 1159 and 1162" },
  ),
});

/** tb-mqtt-transport: one connection per device. Source: seed, lines 1340 to 1430 and 2322 to 2350. */
export const mqttTransportSchema = z.strictObject({
  // As many as a managed node group has nodes: ten million devices take more than the usual 99.
  replicas: replicas(1, 450).describe("Pods."),
  heapMiB: heapMiB().describe(
    "Java heap of one pod in MiB: 1024 at 100k and a million, 2048 at 300k and 500k.",
  ),
  antiAffinity: z
    .enum(["preferred", "required"])
    .default("preferred")
    .describe(
      "Whether two pods may share a node: `required` forbids it (seed, line 2329). Chosen: `preferred`, so that a small stage needs few nodes.",
    ),
  ...containerResources(
    {
      cpuRequestMilli: 100,
      cpuLimitMilli: 2_000,
      memoryRequestMiB: 2_048,
      memoryLimitMiB: 2_048,
    },
    {
      cpu: "seed, lines 1388 and 1391",
      memory: "seed, line 1389, there in a comment; the request is the same",
    },
  ),
  tlsSecretName: text(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, "the name of a Kubernetes Secret")
    .optional()
    .describe(
      "Secret of type kubernetes.io/tls with the certificate for port 8883. Generated, self-signed, when left out.",
    ),
});
