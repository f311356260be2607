import type { Change } from "./change";
import {
  agentVariable,
  executorSettings,
  nodeCount,
  nodeSettings,
  queueSettings,
  sharedTopics,
  transportSettings,
} from "./groups";

const container = "spec.template.spec.containers.0";
const fleetTemplate = "LaunchTemplate::fleet";

/** ThingsBoard. */
export const serviceChanges: readonly Change[] = [
  {
    sizing: { "tbCore.heapMiB": 1_920 },
    changes: [`StatefulSet::core-node#${container}.env.JAVA_OPTS`],
  },
  {
    // Partitions are one a pod; as many as before would leave some pods more than others.
    sizing: { "tbCore.replicas": 5 },
    changes: [
      "StatefulSet::core-node#spec.replicas",
      ...[nodeSettings, transportSettings].flatMap((settings) =>
        settings("TB_QUEUE_CORE_PARTITIONS", "TB_QUEUE_KAFKA_TA_TOPIC_PROPERTIES", ...sharedTopics),
      ),
    ],
  },
  {
    sizing: { "ruleEngine.heapMiB": 1_920 },
    changes: [`StatefulSet::core-rule-engine#${container}.env.JAVA_OPTS`],
  },
  {
    sizing: { "ruleEngine.memoryLimitMiB": 3_200 },
    changes: [`StatefulSet::core-rule-engine#${container}.resources.limits.memory`],
  },
  {
    sizing: { "ruleEngine.replicas": 5 },
    changes: ["StatefulSet::core-rule-engine#spec.replicas", ...queueSettings],
  },
  {
    sizing: { "jsExecutor.replicas": 5 },
    changes: [
      "StatefulSet::core-js-executor#spec.replicas",
      ...executorSettings("TB_QUEUE_KAFKA_JE_TOPIC_PROPERTIES"),
      ...nodeSettings("TB_QUEUE_KAFKA_JE_TOPIC_PROPERTIES", ...sharedTopics),
      ...transportSettings(...sharedTopics),
    ],
  },
  {
    // The heap of a script executor follows its limit.
    sizing: { "jsExecutor.memoryLimitMiB": 500 },
    changes: [
      `StatefulSet::core-js-executor#${container}.resources.limits.memory`,
      ...executorSettings("NODE_OPTIONS"),
    ],
  },
  { sizing: { "webUi.replicas": 4 }, changes: ["Deployment::core-web-ui#spec.replicas"] },
  {
    account: { certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/one" },
    changes: ["certificate-arn", "listen-ports", "ssl-policy", "ssl-redirect"].map(
      (key) => `Ingress::core-ingress#metadata.annotations.alb.ingress.kubernetes.io/${key}`,
    ),
  },
  {
    // A pod more has a topic of notifications more, and the shared bounds give way by a segment.
    sizing: { "mqttTransport.replicas": 13, "nodeGroups.transport.count": 13 },
    changes: [
      ...nodeCount("transport"),
      "StatefulSet::transport#spec.replicas",
      ...nodeSettings(...sharedTopics),
      ...transportSettings(...sharedTopics),
    ],
  },
  {
    sizing: { "mqttTransport.heapMiB": 960 },
    changes: [`StatefulSet::transport#${container}.env.JAVA_OPTS`],
  },
  {
    sizing: { "mqttTransport.cpuLimitMilli": 1_900 },
    changes: [`StatefulSet::transport#${container}.resources.limits.cpu`],
  },
  {
    sizing: { "mqttTransport.tlsSecretName": "our-certificate" },
    changes: [
      "PrivateKey::transport-tls",
      "Secret::transport-tls",
      "SelfSignedCert::transport-tls",
      "StatefulSet::transport#spec.template.spec.volumes.1.secret.secretName",
    ],
  },
];

/** The load and its generators. */
export const loadChanges: readonly Change[] = [
  {
    sizing: { "load.devices": 1_000_032 },
    changes: [
      ...Array.from({ length: 32 }, (_, index) => `Instance::fleet-${String(index)}`).flatMap(
        (instance, index) => [
          ...(index === 0 ? [] : [`${instance}#tags.device-start-index`]),
          `${instance}#tags.device-end-index`,
        ],
      ),
      "Job::fleet-provisioning#spec.template.spec.containers.0.env.DEVICE_END_IDX",
    ],
  },
  { sizing: { "load.messagesPerSecond": 5_056 }, changes: agentVariable("MESSAGES_PER_SECOND") },
  { sizing: { "load.warmupPackSize": 30 }, changes: agentVariable("WARMUP_PACK_SIZE") },
  { sizing: { "load.alarmsPerSecond": 2 }, changes: agentVariable("ALARMS_PER_SECOND") },
  { sizing: { "load.durationSeconds": 3_600 }, changes: agentVariable("DURATION_IN_SECONDS") },
  {
    // The Job that makes a million devices needs more, whatever the generators have.
    sizing: { "loadFleet.heapMiB": 900 },
    changes: ["Parameter::fleet-parameters-environment#insecureValue"],
  },
  {
    sizing: { "loadFleet.instanceType": "t3a.medium" },
    changes: [`${fleetTemplate}#instanceType`],
  },
  {
    sizing: { "loadFleet.rootVolumeGiB": 20 },
    changes: [`${fleetTemplate}#blockDeviceMappings.0.ebs.volumeSize`],
  },
  {
    sizing: { "loadFleet.vpcCidr": "10.41.0.0/20" },
    changes: ["Subnet::fleet-network#cidrBlock", "Vpc::fleet-network#cidrBlock"],
  },
  {
    stack: "dev",
    sizing: { "load.devices": 1_100 },
    changes: [
      "StatefulSet::fleet#spec.template.spec.containers.0.env.DEVICE_COUNT",
      "Job::fleet-provisioning#spec.template.spec.containers.0.env.DEVICE_COUNT",
      "Job::fleet-provisioning#spec.template.spec.containers.0.env.DEVICE_END_IDX",
    ],
  },
  {
    stack: "dev",
    sizing: { "loadFleet.pod.memoryLimitMiB": 1_600 },
    changes: [
      "StatefulSet::fleet#spec.template.spec.containers.0.resources.limits.memory",
      "Job::fleet-provisioning#spec.template.spec.containers.0.resources.limits.memory",
    ],
  },
];
