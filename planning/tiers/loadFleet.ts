import type { Sizing } from "../../sizing/types";
import { planImages } from "../facts/images";
import { generatorPodSysctls, generatorSysctls } from "../facts/kernelSettings";
import { instanceTypeOf } from "../facts/nodeCapacity";
import { planLoad, planShards } from "../load";
import { nodeGroupFor, planPlacement } from "../platform";
import type { PlatformSizing, RegistryAccount } from "../platform";
import type { LoadFleetPlan, LoadPlan } from "../types";
import { container, workload } from "../workload";

/** What planning the load generators reads of a sizing. */
export type LoadFleetSizing = PlatformSizing & Pick<Sizing, "load" | "loadFleet">;

/** Heap of an agent that holds no device, and the memory of its process beside the heap. Chosen. */
const bareAgentHeapMiB = 512;
const agentOffHeapMiB = 512;
/** 484 bytes measured on objects of the same fields, and room for the queue of tasks. */
const bytesPerProvisionedDevice = 640;

/** Load generators: instances in another region, or pods of an existing cluster (seed, lines 1724 to 1914). */
export function planLoadFleet(sizing: LoadFleetSizing, account?: RegistryAccount): LoadFleetPlan {
  const { loadFleet } = sizing;
  const load = planLoad(sizing.load);
  const asPods = sizing.platform === "existing";
  const resources = { ...loadFleet.pod, heapMiB: loadFleet.heapMiB };
  const provisioningHeapMiB = Math.max(loadFleet.heapMiB, provisioningHeapOf(load.devices));
  const provisioningMemoryMiB = provisioningHeapMiB + agentOffHeapMiB;
  return {
    kind: asPods ? "pods" : "ec2",
    placement: planPlacement(sizing),
    image: planImages(sizing.versions, account?.imageRegistry).performanceTest,
    region: asPods ? null : loadFleet.region,
    zone: asPods ? null : loadFleet.zone,
    vpcCidr: loadFleet.vpcCidr,
    instanceType: asPods ? null : loadFleet.instanceType,
    architecture: asPods
      ? null
      : instanceTypeOf(loadFleet.instanceType, "loadFleet.instanceType").architecture,
    count: load.generators,
    spot: loadFleet.spot,
    rootVolumeGiB: loadFleet.rootVolumeGiB,
    heapMiB: loadFleet.heapMiB,
    shards: planShards(load),
    devicesPerGenerator: load.devicesPerGenerator,
    environment: {
      ...workerEnvironment(sizing, load),
      ...(asPods ? podEnvironment(load) : {}),
    },
    provisioningEnvironment: provisioningEnvironment(load, provisioningHeapMiB),
    sysctls: asPods ? generatorPodSysctls : generatorSysctls,
    logRetentionDays: sizing.cluster.logRetentionDays,
    ...(asPods
      ? {
          generators: workload({
            name: "load-generator",
            tier: "fleet",
            kind: "StatefulSet",
            nodeGroup: null,
            replicas: load.generators,
            containers: [container("load-generator", resources)],
          }),
        }
      : {}),
    provisioningJob: workload({
      name: "load-provisioning",
      tier: "fleet",
      kind: "Job",
      nodeGroup: nodeGroupFor("worker", sizing),
      replicas: 1,
      containers: [
        container("load-provisioning", {
          ...resources,
          heapMiB: provisioningHeapMiB,
          memoryRequestMiB: Math.max(resources.memoryRequestMiB, provisioningMemoryMiB),
          memoryLimitMiB: Math.max(resources.memoryLimitMiB, provisioningMemoryMiB),
        }),
      ],
    }),
  };
}

/** An agent out of memory would go on, and end as if all were well. */
function javaOptions(heapMiB: number): string {
  return `-Xms${heapMiB}M -Xmx${heapMiB}M -XX:+ExitOnOutOfMemoryError`;
}

/**
 * The Job keeps every device in one list (performance-tests v4.0.1, AbstractAPITest.createEntities): objects like those
 * took 462 MiB for a million on Java 17.
 */
function provisioningHeapOf(devices: number): number {
  return bareAgentHeapMiB + Math.ceil((devices * bytesPerProvisionedDevice) / 2 ** 20);
}

/**
 * Variables of a generator that publishes (thingsboard/performance-tests v4.0.1, tb-ce-performance-tests.yml). It creates
 * nothing: several instances that create at once race for the device profiles. Address, shard and password come later.
 */
function workerEnvironment(
  { load: stated, loadFleet }: LoadFleetSizing,
  load: LoadPlan,
): Record<string, string> {
  return {
    ALARMS_PER_SECOND: String(stated.alarmsPerSecond),
    CUSTOMER_CREATE_ON_START: "false",
    DASHBOARD_CREATE_ON_START: "false",
    DEVICE_API: "MQTT",
    DEVICE_CREATE_ON_START: "false",
    DEVICE_DELETE_ON_COMPLETE: "false",
    DURATION_IN_SECONDS: String(stated.durationSeconds),
    EXIT_AFTER_COMPLETE: "true",
    GATEWAY_CREATE_ON_START: "false",
    JAVA_OPTS: javaOptions(loadFleet.heapMiB),
    MESSAGES_PER_SECOND: String(load.messagesPerSecondPerGenerator),
    MQTT_PORT: "1883",
    MQTT_SSL_ENABLED: "false",
    // Without REST the agent does not find its device profiles, which it looks for at every start.
    REST_CONNECT_SERVER: "true",
    REST_USERNAME: "tenant@thingsboard.org",
    TEST_API: "device",
    TEST_ENABLED: "true",
    TEST_PAYLOAD_TYPE: "SMART_METER",
    UPDATE_ROOT_RULE_CHAIN: "false",
    REVERT_ROOT_RULE_CHAIN: "false",
    WARMUP_ENABLED: "true",
    WARMUP_PACK_SIZE: String(stated.warmupPackSize),
  };
}

/** A pod finds its shard by the number at the end of its name (variable INSTANCE_IDX_REGEX_SOURCE, from the pod's metadata). */
function podEnvironment(load: LoadPlan): Record<string, string> {
  return {
    DEVICE_COUNT: String(load.devicesPerGenerator),
    INSTANCE_IDX_REGEX: "([0-9]+)$",
    USE_INSTANCE_IDX: "true",
    USE_INSTANCE_IDX_REGEX: "true",
  };
}

/** The Job creates every device once, before any worker, and neither connects nor sends. */
function provisioningEnvironment(load: LoadPlan, heapMiB: number): Record<string, string> {
  return {
    JAVA_OPTS: javaOptions(heapMiB),
    CUSTOMER_CREATE_ON_START: "true",
    DASHBOARD_CREATE_ON_START: "true",
    DEVICE_CREATE_ON_START: "true",
    DEVICE_END_IDX: String(load.devices),
    DEVICE_START_IDX: "0",
    TEST_ENABLED: "false",
    USE_INSTANCE_IDX: "false",
    WARMUP_ENABLED: "false",
  };
}
