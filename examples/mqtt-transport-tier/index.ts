/**
 * A transport tier in front of a ThingsBoard of your own: six pods for 300,000 devices, each pod on a node of its own,
 * with your Kafka, ZooKeeper and Redis behind it.
 */
import * as kubernetes from "@pulumi/kubernetes";
import { MqttTransportTier } from "thingsboard-scale";
import { planMqttTransport } from "thingsboard-scale/planning";
import { parseSizingPart } from "thingsboard-scale/sizing";

const sizing = parseSizingPart(
  [
    "platform",
    "cluster",
    "existingCluster",
    "nodeGroups",
    "versions",
    "load",
    "mqttTransport",
    // The transport's topics are shared with the services behind it.
    "zookeeper",
    "kafka",
    "cassandra",
    "redis",
    "postgresql",
    "pooler",
    "tbCore",
    "ruleEngine",
    "jsExecutor",
  ],
  {
    platform: "existing",
    existingCluster: { context: "production", nodes: 12 },
    load: { devices: 300_000, messagesPerSecond: 3_000, generators: 10 },
    mqttTransport: {
      replicas: 6,
      heapMiB: 1024,
      antiAffinity: "required",
      memoryRequestMiB: 2048,
      memoryLimitMiB: 2048,
    },
    tbCore: { replicas: 3 },
    ruleEngine: { replicas: 3 },
    jsExecutor: { replicas: 6 },
  },
);
const planned = planMqttTransport(sizing);

// Your own stores in place of the planned ones.
const plan = {
  ...planned,
  placement: { ...planned.placement, namespace: "iot" },
  environment: {
    ...planned.environment,
    TB_KAFKA_SERVERS: "kafka.iot.svc.cluster.local:9092",
    ZOOKEEPER_URL: "zookeeper.iot.svc.cluster.local:2181",
    REDIS_NODES:
      "redis-0.redis.iot.svc.cluster.local:6379,redis-1.redis.iot.svc.cluster.local:6379",
  },
};

const provider = new kubernetes.Provider("production", { context: "production" });
const transport = new MqttTransportTier(
  "transport",
  { plan, redisPassword: { secretName: "redis", key: "password" } },
  { provider },
);

/** Host and ports that devices connect to, inside the cluster. */
export const mqttHost = transport.host;
export const mqttPorts = transport.ports;
export const connectionsPerPod = plan.connectionsPerPod;
