import { operatorConnections } from "../../sizing/limits";
import { connectionsPerNode } from "../connectionsPerNode";
import type { NodeGroupPlan, StagePlan } from "../types";
import { readable } from "../../sizing/describe";

/** One value that the planner derived, and how. */
export interface DerivedValue {
  /** Where it stands in the plan: `core.corePartitions`. */
  readonly path: string;
  readonly value: number | string | null;
  /** The arithmetic with its figures. */
  readonly formula: string;
  /** Where the rule comes from. */
  readonly source: string;
}

/** Every value that the planner derives from the sizing, tier by tier. */
export function derivedValues(plan: StagePlan): readonly DerivedValue[] {
  return [
    ...loadValues(plan),
    ...(plan.eks?.nodeGroups ?? []).flatMap(nodeGroupValues),
    ...queueValues(plan),
    ...storeValues(plan),
    ...transportValues(plan),
    ...totalValues(plan),
  ];
}

function loadValues({ load, fleet }: StagePlan): readonly DerivedValue[] {
  const { devices, messagesPerSecond, generators } = load;
  return [
    {
      path: "load.dataPointsPerSecond",
      value: load.dataPointsPerSecond,
      formula: `load.messagesPerSecond ${messagesPerSecond} × load.dataPointsPerMessage ${load.dataPointsPerSecond / messagesPerSecond}`,
      source: "the agent's SMART_METER payload: three data points a message",
    },
    {
      path: "load.devicesPerGenerator",
      value: load.devicesPerGenerator,
      formula: `load.devices ${readable(devices)} ÷ load.generators ${generators}`,
      source: "every device has one generator; shards have no rest",
    },
    {
      path: "load.messagesPerSecondPerGenerator",
      value: load.messagesPerSecondPerGenerator,
      formula: `load.messagesPerSecond ${readable(messagesPerSecond)} ÷ load.generators ${generators}`,
      source: "every generator sends alike",
    },
    {
      path: "fleet.shards",
      value: `${fleet.shards.length} shards, the last of devices ${readable(fleet.shards.at(-1)?.start ?? 0)} to ${readable((fleet.shards.at(-1)?.end ?? 1) - 1)}`,
      formula: "shard i holds devices i × devicesPerGenerator to (i + 1) × devicesPerGenerator − 1",
      source: "DEVICE_START_IDX and DEVICE_END_IDX of thingsboard/performance-tests v4.0.1",
    },
    {
      path: "fleet.provisioningHeapMiB",
      value: fleet.provisioningJob.heapMiB ?? null,
      formula: `the larger of loadFleet.heapMiB ${fleet.heapMiB} and 512 MiB + ${readable(devices)} devices × 640 bytes`,
      source: "the provisioning Job keeps every device in one list (performance-tests v4.0.1)",
    },
  ];
}

function nodeGroupValues(group: NodeGroupPlan): readonly DerivedValue[] {
  const path = `nodeGroups.${group.role}`;
  return [
    {
      path: `${path}.vCpu`,
      value: group.vCpu,
      formula: `count ${group.count} × ${group.vCpu / group.count} vCPU of a ${group.instanceType}`,
      source: "DescribeInstanceTypes (planning/facts/instanceTypes.ts)",
    },
    {
      path: `${path}.memoryMiB`,
      value: group.memoryMiB,
      formula: `count ${group.count} × ${readable(group.memoryMiB / group.count)} MiB of a ${group.instanceType}`,
      source: "DescribeInstanceTypes (planning/facts/instanceTypes.ts)",
    },
    {
      path: `${path}.zones`,
      value: group.zones.join(", "),
      formula:
        group.role === "postgresql"
          ? "the first of cluster.zones, as many as postgresql.replicas: a volume stays in its zone"
          : "cluster.zones",
      source: "planning/tiers/eks.ts",
    },
    {
      path: `${path}.conntrackMax`,
      value: group.conntrackMax,
      formula: `the larger of nodeTuning.conntrackMaxPerCore × ${group.vCpu / group.count} vCPU and nodeTuning.conntrackMin`,
      source: "kube-proxy v1.35, conntrack; seed, lines 2137 to 2142",
    },
  ];
}

function queueValues({ core, dataTier }: StagePlan): readonly DerivedValue[] {
  const pods = (name: string, replicas: number) => `${name}.replicas ${replicas}`;
  const multiple = (consumers: string, least: number) =>
    `the smallest multiple of ${consumers} that is at least ${least}`;
  const queues = core.queues.map(({ name, partitions }) => ({
    path: `core.queues.${name}.partitions`,
    value: partitions,
    formula: multiple(pods("ruleEngine", core.ruleEngine.replicas), 6),
    source: "seed, lines 607 to 614",
  }));
  const { pooler, maxConnections } = dataTier.postgresql;
  const clients = core.core.replicas + core.ruleEngine.replicas;
  return [
    {
      path: "core.corePartitions",
      value: core.corePartitions,
      formula: multiple(pods("tbCore", core.core.replicas), 6),
      source: "seed, line 606",
    },
    {
      path: "core.transportApiPartitions",
      value: core.transportApiPartitions,
      formula: multiple(pods("tbCore", core.core.replicas), 12),
      source: "seed, line 604",
    },
    {
      path: "core.jsPartitions",
      value: core.jsPartitions,
      formula: multiple(pods("jsExecutor", core.jsExecutor.replicas), 12),
      source: "seed, line 605",
    },
    ...queues,
    {
      path: "core.connectionPoolSize",
      value: core.connectionPoolSize,
      formula:
        `the smaller of 16 and ⌊slots ÷ ${clients} pods of tb-core and rule engine⌋; slots: ` +
        (pooler === undefined
          ? `postgresql.maxConnections ${maxConnections} less what is kept for superusers and ${operatorConnections} of the operator`
          : `pooler.clientSlots ${pooler.clientSlots}`),
      source: "SPRING_DATASOURCE_MAXIMUM_POOL_SIZE of ThingsBoard, 16",
    },
  ];
}

function storeValues({ dataTier }: StagePlan): readonly DerivedValue[] {
  const { kafka, cassandra, redis } = dataTier;
  return [
    {
      path: "dataTier.kafka.replicationFactor",
      value: kafka.replicationFactor,
      formula: `kafka.replicationFactor where stated, else the smaller of 2 and kafka.replicas ${kafka.workload.replicas}`,
      source: "seed, line 380",
    },
    ...kafka.topics.map((topic) => ({
      path: `dataTier.kafka.topics.${topic.variable}.retentionBytes`,
      value: topic.retentionBytes,
      formula:
        "its weighted share of three quarters of the brokers' disks, in whole segments, never above ThingsBoard's own bound",
      source: "seed, lines 604 and 605; thingsboard#6476",
    })),
    {
      path: "dataTier.cassandra.replicationFactor",
      value: cassandra.replicationFactor,
      formula: `cassandra.replicationFactor where stated, else the smaller of 3 and cassandra.replicas ${cassandra.workload.replicas}`,
      source: "seed, line 808",
    },
    {
      path: "dataTier.cassandra.consistencyLevel",
      value: cassandra.consistencyLevel,
      formula: "ONE with one copy, else LOCAL_QUORUM",
      source: "seed, lines 577 to 652 (QUORUM)",
    },
    {
      path: "dataTier.redis.masters",
      value: redis.mode === "cluster" ? redis.masters.length : 1,
      formula: `half of redis.replicas ${redis.workload.replicas}; 1 is a standalone cache`,
      source: "seed, lines 406 to 414",
    },
  ];
}

function transportValues(plan: StagePlan): readonly DerivedValue[] {
  const { load, transport, checks } = plan;
  const { replicas } = transport.workload;
  const { fullest, withNodesLost } = connectionsPerNode(plan, plan.placement);
  const devices = readable(load.devices);
  return [
    {
      path: "transport.connectionsPerPod",
      value: transport.connectionsPerPod,
      formula: `load.devices ${devices} ÷ mqttTransport.replicas ${replicas}, rounded up`,
      source: "the load balancer spreads flows evenly: no stickiness",
    },
    {
      path: "transport.connectionsPerNode",
      value: fullest,
      formula: "connections of a pod × transport pods of the fullest node",
      source: "the placement of the plan",
    },
    ...(withNodesLost === undefined
      ? []
      : [
          {
            path: "transport.connectionsPerNodeWithNodesLost",
            value: withNodesLost,
            formula: `load.devices ${devices} ÷ the pods that are left with ${checks.lostTransportNodes} of the nodes lost, the worst choice of them, × pods of the fullest node left`,
            source: "seed, lines 2272 to 2276",
          },
        ]),
  ];
}

function totalValues({ totals, cost, load }: StagePlan): readonly DerivedValue[] {
  const { usdPerHour, usdPerMonth, usdPerThousandDevices } = totals;
  return [
    {
      path: "totals.nodes",
      value: totals.nodes,
      formula: "the sum of nodeGroups.*.count",
      source: "the stage file",
    },
    {
      path: "totals.vCpu",
      value: totals.vCpu,
      formula: "the sum of count × vCPU over the node groups",
      source: "DescribeInstanceTypes (planning/facts/instanceTypes.ts)",
    },
    {
      path: "totals.pods",
      value: totals.pods,
      formula: "the sum of replicas, without DaemonSets, Jobs and the load generators",
      source: "the plan's workloads",
    },
    {
      path: "totals.usdPerHour",
      value: usdPerHour,
      formula: "the sum of the lines under cost (--explain cost)",
      source: `price tables of ${cost.pricesOf}`,
    },
    {
      path: "totals.usdPerMonth",
      value: usdPerMonth,
      formula: `totals.usdPerHour × ${cost.hoursPerMonth} hours`,
      source: `price tables of ${cost.pricesOf}`,
    },
    {
      path: "totals.usdPerThousandDevices",
      value: usdPerThousandDevices,
      formula: `totals.usdPerMonth × 1000 ÷ load.devices ${readable(load.devices)}`,
      source: `price tables of ${cost.pricesOf}`,
    },
  ];
}
