import { joinPath } from "../describe";
import { operatorConnections, superuserReservedConnections } from "../limits";
import type { Sizing } from "../types";
import type { Contradiction } from "./rule";

/** Parameters that have a key of their own in the sizing. */
const statedElsewhere: Readonly<Record<string, string>> = {
  max_connections: "postgresql.maxConnections",
  shared_buffers: "postgresql.sharedBuffersMiB",
};

/**
 * Parameters that CloudNativePG sets itself and refuses to take, whatever the value.
 * Source: cloudnative-pg v1.30.0, pkg/postgres/configuration.go, FixedConfigurationParameters.
 */
const managedByOperator = new Set([
  "allow_system_table_mods",
  "archive_command",
  "archive_mode",
  "cluster_name",
  "config_file",
  "data_directory",
  "data_sync_retry",
  "event_source",
  "external_pid_file",
  "hba_file",
  "hot_standby",
  "ident_file",
  "jit_provider",
  "listen_addresses",
  "log_destination",
  "log_directory",
  "log_file_mode",
  "log_filename",
  "logging_collector",
  "port",
  "primary_conninfo",
  "primary_slot_name",
  "restart_after_crash",
  "restore_command",
  "shared_preload_libraries",
  "ssl",
  "synchronized_standby_slots",
  "synchronous_standby_names",
  "temp_tablespaces",
]);
const managedFamily = /^(bonjour|log_rotation_|recovery_|ssl_|syslog_|unix_socket_)/;

const postgresqlParameters: Contradiction = {
  reads: ["postgresql.parameters"],
  find: ({ postgresql: { parameters } }) =>
    Object.entries(parameters).flatMap(([name, value]) => {
      const path = joinPath("postgresql.parameters", name);
      const key = Object.hasOwn(statedElsewhere, name) ? statedElsewhere[name] : undefined;
      if (key !== undefined) {
        return [
          {
            path,
            given: value,
            allowed: `nothing: ${key} states it`,
            hint: `Remove it here and set ${key}.`,
          },
        ];
      }
      if (!managedByOperator.has(name) && !managedFamily.test(name)) return [];
      const libraries =
        name === "shared_preload_libraries"
          ? " A parameter of pg_stat_statements or pgaudit loads its library by itself."
          : "";
      return [
        {
          path,
          given: value,
          allowed: "nothing: CloudNativePG sets this parameter and refuses any other value",
          hint: `Remove it.${libraries}`,
        },
      ];
    }),
};

/** Connections of PostgreSQL that are free for ThingsBoard. */
function freeConnections(sizing: Sizing): { readonly count: number; readonly reserved: number } {
  const { maxConnections, parameters } = sizing.postgresql;
  const stated = Number(parameters.superuser_reserved_connections);
  const superuser = Number.isInteger(stated) ? stated : superuserReservedConnections;
  const reserved = superuser + operatorConnections;
  return { count: maxConnections - reserved, reserved };
}

const poolerSlots: Contradiction = {
  reads: [
    "pooler.replicas",
    "pooler.clientSlots",
    "postgresql.maxConnections",
    "postgresql.parameters",
  ],
  find: (sizing) => {
    const { replicas, clientSlots } = sizing.pooler;
    const { count, reserved } = freeConnections(sizing);
    // Each pooler pod has a server pool of its own, and nothing spreads the clients evenly over the pods.
    const held = replicas * clientSlots;
    if (held <= count) return [];
    const each = replicas > 1 ? `, for each of ${replicas} pods` : "";
    return [
      {
        path: "pooler.clientSlots",
        given: String(clientSlots),
        allowed: `at most ${Math.floor(count / replicas)}: postgresql.maxConnections less ${reserved} that are reserved${each}`,
        hint: `In session mode each slot holds a connection to PostgreSQL. Lower it, or raise postgresql.maxConnections to ${held + reserved}.`,
      },
    ];
  },
};

const connectionsForPods: Contradiction = {
  reads: [
    "pooler.replicas",
    "pooler.clientSlots",
    "postgresql.maxConnections",
    "postgresql.parameters",
    "tbCore.replicas",
    "ruleEngine.replicas",
  ],
  find: (sizing) => {
    const pods = sizing.tbCore.replicas + sizing.ruleEngine.replicas;
    const direct = sizing.pooler.replicas === 0;
    const { count, reserved } = freeConnections(sizing);
    const connections = direct ? count : sizing.pooler.clientSlots;
    if (connections >= pods) return [];
    return [
      {
        path: direct ? "postgresql.maxConnections" : "pooler.clientSlots",
        given: direct
          ? `${sizing.postgresql.maxConnections}, of which ${connections} are free`
          : String(connections),
        allowed: `at least ${direct ? pods + reserved : pods}: one connection for each of ${pods} pods`,
        hint: "Raise it, or lower tbCore.replicas or ruleEngine.replicas.",
      },
    ];
  },
};

/** Rules of PostgreSQL's parameters and connections. */
export const postgresqlRules: readonly Contradiction[] = [
  postgresqlParameters,
  poolerSlots,
  connectionsForPods,
];
