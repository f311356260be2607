/** Keys of the sizing that state a workload, and so its main container. Operators, add-ons and Jobs have none. */
const keys: Readonly<Record<string, string>> = {
  "tb-core": "tbCore",
  "tb-rule-engine": "ruleEngine",
  "tb-js-executor": "jsExecutor",
  "tb-web-ui": "webUi",
  "tb-mqtt-transport": "mqttTransport",
  "load-generator": "loadFleet.pod",
  zookeeper: "zookeeper",
  kafka: "kafka",
  cassandra: "cassandra",
  redis: "redis",
  postgresql: "postgresql",
  pooler: "pooler",
};

/** Key of the sizing that states a workload, where one does. */
export function keyOf(workload: string): string | undefined {
  return keys[workload];
}
