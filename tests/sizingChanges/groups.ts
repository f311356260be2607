/** Inputs that change together, as `Type::name#path`. A variable of a container stands by its name. */

const configMapOf = (container: string) => `spec.template.spec.${container}.envFrom.0.configMapRef`;

/** Settings of tb-core and the rule engine: a new ConfigMap, both StatefulSets, and the schema Job, which reads it too. */
export function nodeSettings(...variables: readonly string[]): readonly string[] {
  const configMap = "ConfigMap::core-configuration-environment";
  return [
    `${configMap}#metadata.name`,
    ...variables.map((variable) => `${configMap}#data.${variable}`),
    `StatefulSet::core-node#${configMapOf("containers.0")}.name`,
    `StatefulSet::core-rule-engine#${configMapOf("containers.0")}.name`,
    "Job::core-schema#metadata.name",
    `Job::core-schema#${configMapOf("initContainers.1")}.name`,
  ];
}

/** Settings of the transport: a new ConfigMap and its pods. */
export function transportSettings(...variables: readonly string[]): readonly string[] {
  return [
    "ConfigMap::transport-environment#metadata.name",
    ...variables.map((variable) => `ConfigMap::transport-environment#data.${variable}`),
    `StatefulSet::transport#${configMapOf("containers.0")}.name`,
  ];
}

/** Settings of the script executors: a new ConfigMap and their pods. */
export function executorSettings(...variables: readonly string[]): readonly string[] {
  const configMap = "ConfigMap::core-configuration-js-environment";
  return [
    `${configMap}#metadata.name`,
    ...variables.map((variable) => `${configMap}#data.${variable}`),
    `StatefulSet::core-js-executor#${configMapOf("containers.0")}.name`,
  ];
}

/** Queues and accounts: a new ConfigMap and a new Job. */
export const queueSettings = [
  "ConfigMap::core-accounts#metadata.name",
  "ConfigMap::core-accounts#data.settings.json",
  "Job::core-accounts#metadata.name",
  "Job::core-accounts#spec.template.spec.volumes.0.configMap.name",
];

/** Bounds of the topics that share what the others leave of the disks, in every service that makes them. */
export const sharedTopics = ["CORE", "RE"].map(
  (topic) => `TB_QUEUE_KAFKA_${topic}_TOPIC_PROPERTIES`,
);

/** A number of nodes. */
export function nodeCount(group: string): readonly string[] {
  return ["desiredSize", "maxSize", "minSize"].map(
    (size) => `NodeGroup::platform-${group}#scalingConfig.${size}`,
  );
}

/** User data of nodes. */
export function userData(...groups: readonly string[]): readonly string[] {
  return groups.map((group) => `LaunchTemplate::platform-${group}#userData`);
}

/** What the generators read at their start, and the Job that makes the devices. */
export function agentVariable(variable: string): readonly string[] {
  return [
    "Parameter::fleet-parameters-environment#insecureValue",
    `Job::fleet-provisioning#spec.template.spec.containers.0.env.${variable}`,
  ];
}

export const groups = ["cassandra", "kafka", "pooler", "postgresql", "transport", "worker"];
export const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];
