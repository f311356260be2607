import { z } from "zod";
import { maximumGenerators } from "../limits";
import { integer } from "./fields";

/** What the stage must bear. Devices and messages are split over the generators without a rest. */
export const loadSchema = z.strictObject({
  devices: integer(1, 10_000_000).describe(
    "Devices connected over MQTT at once. A multiple of generators.",
  ),
  messagesPerSecond: integer(1, 10_000_000).describe(
    "Messages that all devices publish together in one second. A multiple of generators.",
  ),
  generators: integer(1, maximumGenerators).describe(
    "Load generators: instances in the fleet's region, or pods on an existing cluster. " +
      "At most 180: three prefix lists of 60 addresses, one security group each (AWS allows five on an interface).",
  ),
  dataPointsPerMessage: integer(1, 1_000)
    .default(3)
    .describe(
      "Data points in one message: 3 in the SMART_METER payload of the agent (thingsboard/performance-tests at v4.0.1).",
    ),
  keepAliveSeconds: integer(10, 3_600)
    .default(60)
    .describe(
      "MQTT keep-alive of a device in seconds: 60 in the agent (thingsboard/netty-mqtt, MqttClientConfig.java).",
    ),
  warmupPackSize: integer(1, 10_000)
    .default(25)
    .describe("Devices that one generator warms up at a time (seed, line 1877)."),
  alarmsPerSecond: integer(0, 100_000)
    .default(1)
    .describe("Alarm messages per second and generator (seed, line 1883)."),
  durationSeconds: integer(60, 2_592_000)
    .default(86_400)
    .describe(
      "How long a generator publishes, in seconds (seed, line 1652; line 1935: more than 24 h).",
    ),
});
