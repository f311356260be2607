import { readable } from "../../../sizing/describe";
import { instanceTypes } from "../../facts/instanceTypes";
import {
  agentOffHeapMiB,
  burstableBaselinePercent,
  defaultOpenFiles,
  generatorSystemMiB,
  kernelBytesPerConnection,
  provenAgentHeap,
  sourcePortsOf,
} from "../../facts/loadGenerators";
import { visibleMemoryMiB } from "../../facts/nodeCapacity";
import { severityOf } from "../check";
import type { Check, Reading } from "../check";

/** Ports of one generator's address. */
export const sourcePorts: Check = {
  rule: "generators.source-ports",
  title: "Devices of a generator against the source ports of its address.",
  formula:
    "devices ÷ generators ≤ last − first port of net.ipv4.ip_local_port_range (the kernel's 32768 to 60999 where none is set)",
  source:
    "Linux, ip_local_port_range; seed, lines 1804 to 1810 (1024 to 65535); vernemq/mzbench#32 (stops at 28,225)",
  mend: "Raise load.generators.",
  read: ({ plan }) => {
    const { devices, devicesPerGenerator } = plan.load;
    const limit = sourcePortsOf(plan.fleet.sysctls);
    return [
      {
        severity: severityOf(devicesPerGenerator, limit, plan.checks),
        path: "load.generators",
        what: "connections of a generator against its source ports",
        unit: "connections",
        value: devicesPerGenerator,
        limit,
        message: () =>
          `A generator opens ${readable(devicesPerGenerator)} connections and has ${readable(limit)} source ports.`,
        mend: `load.generators: ${Math.ceil((devices * 100) / (limit * (100 - plan.checks.headroomPercent)))} or more.`,
      },
    ];
  },
};

/** Everything that a generator keeps in memory. */
export const memory: Check = {
  rule: "generators.memory",
  title: "Memory of a generator: heap, the process beside it, the kernel's sockets, the system.",
  formula:
    `loadFleet.heapMiB + ${agentOffHeapMiB} MiB beside the heap + devices × ${readable(kernelBytesPerConnection)} bytes of kernel memory ` +
    `+ ${generatorSystemMiB} MiB of the system ≤ memory that Linux sees of the instance; a pod, without the system, ≤ its limit. ` +
    "The two allowances are assumed, unverified",
  source:
    "github.com/meanii/millionws, results/aws/2026-09-30-1m (3.84 KiB of kernel memory a connection); Karpenter, " +
    "VM_MEMORY_OVERHEAD_PERCENT (7.5 %)",
  mend: "Lower loadFleet.heapMiB, raise load.generators, or take a larger loadFleet.instanceType.",
  read: ({ plan }) => {
    const { fleet, load } = plan;
    const type = fleet.instanceType === null ? undefined : instanceTypes[fleet.instanceType];
    const limit = type === undefined ? fleet.generators?.memoryLimitMiB : visibleMemoryMiB(type);
    if (limit === undefined) {
      return [];
    }
    const systemMiB = type === undefined ? 0 : generatorSystemMiB;
    const socketsMiB = Math.ceil((load.devicesPerGenerator * kernelBytesPerConnection) / 2 ** 20);
    const value = fleet.heapMiB + agentOffHeapMiB + socketsMiB + systemMiB;
    return [
      {
        severity: severityOf(value, limit, plan.checks),
        path: "loadFleet.heapMiB",
        what: "memory of a generator",
        unit: "MiB",
        value,
        limit,
        message: () =>
          `A generator takes ${readable(value)} MiB: heap ${readable(fleet.heapMiB)}, beside it ${agentOffHeapMiB}, ` +
          `sockets of ${readable(load.devicesPerGenerator)} devices ${readable(socketsMiB)}, system ${systemMiB}; ` +
          `${fleet.instanceType ?? "its pod"} has ${readable(limit)}.`,
      },
    ];
  },
};

/** Heap for which a run is known. */
export const heap: Check = {
  rule: "generators.heap",
  title: "Heap of the agent against the least with which its devices have been run.",
  formula: `devices of a generator × ${provenAgentHeap.heapMiB} MiB ÷ ${readable(provenAgentHeap.devices)} ≤ loadFleet.heapMiB. No headroom is asked: the heap that did is itself the cautious figure`,
  source:
    "seed, lines 1886 and 2292: 25,000 devices on a t3a.small with Java's default heap, a quarter of what Linux sees",
  mend: "Raise loadFleet.heapMiB, or load.generators.",
  read: ({ plan: { fleet, load } }) => {
    const limit = Math.ceil(
      (load.devicesPerGenerator * provenAgentHeap.heapMiB) / provenAgentHeap.devices,
    );
    return [
      {
        severity: fleet.heapMiB < limit ? "warning" : "fine",
        path: "loadFleet.heapMiB",
        what: "heap of a generator's agent",
        unit: "MiB",
        value: fleet.heapMiB,
        limit,
        atLeast: true,
        message: () =>
          `${readable(fleet.heapMiB)} MiB of heap for ${readable(load.devicesPerGenerator)} devices: ` +
          `nobody has run that many with less than ${readable(limit)} MiB.`,
        mend: `loadFleet.heapMiB: ${limit} or more.`,
      },
    ];
  },
};

/** Open files and tracked connections. */
export const kernelTables: Check = {
  rule: "generators.kernel-tables",
  title: "Devices of a generator against its kernel's tables: open files and tracked connections.",
  formula:
    "devices ÷ generators ≤ fs.file-max, fs.nr_open (the end of any nofile limit; the kernel's 1,048,576 where none is set) " +
    "and net.netfilter.nf_conntrack_max of the generator, where the program sets them",
  source:
    "seed, lines 1811, 1812 and 1874 (1,048,576 each); thingsboard/thingsboard#513 (stuck at 4,096 open files)",
  mend: "Raise the generator's kernel setting.",
  read: ({ plan }) => {
    const { sysctls } = plan.fleet;
    const value = plan.load.devicesPerGenerator;
    const tables: Readonly<Record<string, number>> = {
      "fs.file-max": Number(sysctls["fs.file-max"]),
      "fs.nr_open": Number(sysctls["fs.nr_open"] ?? defaultOpenFiles),
      "net.netfilter.nf_conntrack_max": Number(sysctls["net.netfilter.nf_conntrack_max"]),
    };
    return Object.entries(tables)
      .filter(([, limit]) => Number.isInteger(limit))
      .map(([key, limit]): Reading => ({
        severity: severityOf(value, limit, plan.checks),
        path: "load.generators",
        what: `connections of a generator against ${key}`,
        unit: "connections",
        value,
        limit,
        message: () =>
          `A generator holds ${readable(value)} connections, and its ${key} is ${readable(limit)}.`,
      }));
  },
};

/** EC2 tracks the generators' connections too. */
export const tracking: Check = {
  rule: "generators.tracking",
  title: "Devices of a generator against the cautious figure of what EC2 tracks for an instance.",
  formula:
    "devices ÷ generators ≤ checks.trackedConnections.cautious: the generators' security group admits nothing, so their flows are tracked. " +
    "No headroom is asked: the cautious figure is it",
  source:
    "EC2 user guide, Security group connection tracking (names no allowance); github.com/meanii/millionws (76,957 on an " +
    "m7i-flex.large); no figure of a T3a is known",
  mend: "Raise load.generators.",
  read: ({ plan }) => {
    if (plan.fleet.kind !== "ec2") {
      return [];
    }
    const { devices, devicesPerGenerator: value } = plan.load;
    const limit = plan.checks.trackedConnections.cautious;
    return [
      {
        severity: value > limit ? "warning" : "fine",
        path: "load.generators",
        what: "connections of a generator that EC2 tracks",
        unit: "connections",
        value,
        limit,
        message: () =>
          `EC2 tracks ${readable(value)} connections of a generator; ${readable(limit)} is the cautious figure, and AWS publishes none.`,
        mend: `load.generators: ${Math.ceil(devices / limit)} or more.`,
      },
    ];
  },
};

/** Credits of T3 and T4g. */
export const cpuCredits: Check = {
  rule: "generators.cpu-credits",
  title: "Generators of a type that earns its CPU by credits.",
  formula: `T3 and T4g: ${burstableBaselinePercent} % of each vCPU on average (unverified); what the agent takes is not known`,
  source: "EC2 user guide, Burstable performance instances, baseline utilization (unverified)",
  mend: "Nothing need change; a type that is not burstable has all its CPU all the time.",
  read: ({ plan: { fleet } }) => {
    const type = fleet.instanceType === null ? undefined : instanceTypes[fleet.instanceType];
    return type === undefined
      ? []
      : [
          {
            severity: type.burstable ? "info" : "fine",
            path: "loadFleet.instanceType",
            what: "CPU of a generator",
            value: fleet.instanceType ?? "",
            limit: type.burstable
              ? `${burstableBaselinePercent} % of each vCPU`
              : "all of each vCPU",
            bare: true,
            message: () =>
              `A ${fleet.instanceType ?? ""} earns credits for ${burstableBaselinePercent} % of each of its ${type.vCpu} vCPUs ` +
              `(unverified). What it takes beyond is billed in unlimited mode, the default of T3.`,
          },
        ];
  },
};
