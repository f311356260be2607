import { readable } from "../../../sizing/describe";
import { postgresqlMemoryDefaults, sharedBuffersPercent } from "../../facts/memory";
import type { Check } from "../check";
import { mebibytes } from "../mebibytes";
import { raiseLimit } from "./room";

const units: Readonly<Record<string, number>> = { B: 1, kB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30 };

/** A parameter such as `64MB` in MiB, rounded up; a bare number counts kB. The default where it is absent or says -1. */
function memoryOf(value: string | undefined, defaultMiB: number): number {
  const [, number, unit] = /^\s*(\d+)\s*(B|kB|MB|GB)?\s*$/.exec(value ?? "") ?? [];
  return number === undefined ? defaultMiB : mebibytes(Number(number) * (units[unit ?? "kB"] ?? 1));
}

/** Shared memory, which is taken as soon as it is used. */
export const sharedBuffers: Check = {
  rule: "memory.shared-buffers",
  title: "PostgreSQL's shared_buffers against the limit of its container.",
  formula: `postgresql.sharedBuffersMiB ≤ ${sharedBuffersPercent} % of postgresql.memoryLimitMiB; an error where nothing is left. No headroom is asked: the share leaves it`,
  source:
    "PostgreSQL 16, Resource Consumption: more than 40 % of RAM hardly helps, since PostgreSQL relies on the system's cache too",
  mend: "Lower postgresql.sharedBuffersMiB, or raise postgresql.memoryLimitMiB.",
  read: (subject) => {
    const { parameters, workload } = subject.plan.dataTier.postgresql;
    const value = memoryOf(parameters.shared_buffers, 0);
    const memoryMiB = workload.memoryLimitMiB;
    const limit = Math.floor((memoryMiB * sharedBuffersPercent) / 100);
    return [
      {
        severity: value >= memoryMiB ? "error" : value > limit ? "warning" : "fine",
        path: "postgresql.sharedBuffersMiB",
        what: "shared buffers of PostgreSQL",
        unit: "MiB",
        value,
        limit,
        message: () =>
          `PostgreSQL shares ${readable(value)} MiB of buffers, and its container has ${readable(memoryMiB)}; ` +
          `${sharedBuffersPercent} % of it are ${readable(limit)}.`,
        mend: `postgresql.sharedBuffersMiB: ${limit}; or ${raiseLimit(subject, workload, "postgresql", Math.ceil((value * 100) / sharedBuffersPercent))}.`,
      },
    ];
  },
};

/** What PostgreSQL may take when every connection sorts at once. */
export const workMemory: Check = {
  rule: "memory.work-mem",
  title:
    "PostgreSQL's memory when all connections sort at once against the limit of its container.",
  formula:
    "shared_buffers + ThingsBoard's connections × work_mem + autovacuum_max_workers × maintenance_work_mem ≤ postgresql.memoryLimitMiB; " +
    "one sort or hash table of each connection, though a query may have several. No headroom is asked: all at once is the worst case",
  source:
    "PostgreSQL 16, Resource Consumption: work_mem, maintenance_work_mem, autovacuum_work_mem",
  mend: "Lower work_mem in postgresql.parameters, or raise postgresql.memoryLimitMiB.",
  read: ({ plan: { core, dataTier } }) => {
    const { parameters, workload } = dataTier.postgresql;
    const { workMemMiB, maintenanceWorkMemMiB, autovacuumWorkers } = postgresqlMemoryDefaults;
    const connections = (core.core.replicas + core.ruleEngine.replicas) * core.connectionPoolSize;
    const workMiB = memoryOf(parameters.work_mem, workMemMiB);
    const maintenanceMiB = memoryOf(
      parameters.autovacuum_work_mem,
      memoryOf(parameters.maintenance_work_mem, maintenanceWorkMemMiB),
    );
    const workers = Number(parameters.autovacuum_max_workers ?? autovacuumWorkers);
    const sharedMiB = memoryOf(parameters.shared_buffers, 0);
    const fixedMiB = sharedMiB + workers * maintenanceMiB;
    const value = fixedMiB + connections * workMiB;
    const limit = workload.memoryLimitMiB;
    const fittingMiB = Math.floor((limit - fixedMiB) / connections);
    return [
      {
        // Worth knowing, no more: ThingsBoard's writes sort nothing, and it takes dashboards and reports to come near.
        severity: value > limit ? "info" : "fine",
        bare: true,
        path: "postgresql.parameters.work_mem",
        what: "memory of PostgreSQL when all sort",
        unit: "MiB",
        value,
        limit,
        message: () =>
          `${readable(connections)} connections that sort at once take ${readable(workMiB)} MiB each: with ${readable(sharedMiB)} of shared buffers and ` +
          `${workers} × ${readable(maintenanceMiB)} of autovacuum that makes ${readable(value)} MiB of ${readable(limit)}.`,
        ...(fittingMiB < 1 ? {} : { mend: `postgresql.parameters.work_mem: ${fittingMiB}MB.` }),
      },
    ];
  },
};
