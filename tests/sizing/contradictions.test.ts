import { strict as assert } from "node:assert";
import { parseSizing } from "../../sizing";
import { stageNames } from "../support/stages";
import { sizingContradictions } from "../../sizing/contradictions";
import { pathsWith, problemsOf, problemsWith, rawSizing, smallestWith } from "./validSizing";

/** Values that break one rule each, where the breach is told, and what must be said of it. */
const breaches: readonly {
  readonly rule: string;
  readonly changes: Readonly<Record<string, unknown>>;
  readonly path: string;
  readonly says: readonly string[];
}[] = [
  {
    rule: "messages are a multiple of the generators",
    changes: { "load.messagesPerSecond": 101 },
    path: "load.messagesPerSecond",
    says: [
      "a multiple of load.generators, which is 2",
      "2 × 50 = 100",
      "100 or 102",
      "set load.generators to 1, which divides devices and messages",
    ],
  },
  {
    rule: "fewer devices than generators",
    changes: { "load.devices": 1 },
    path: "load.devices",
    says: ["2 × 1 = 2: write 2.", "to 1,"],
  },
  {
    rule: "a generator has so many source ports",
    changes: { "load.devices": 200_000 },
    path: "load.generators",
    says: [
      "100,000 devices each",
      "at most 64,511 devices each",
      "At least 4 generators",
      "2 hold 129,022",
    ],
  },
  {
    rule: "a device speaks before the load balancer forgets it",
    changes: { "load.keepAliveSeconds": 600 },
    path: "load.keepAliveSeconds",
    says: ["less than 600", "idle timeout is set to 600 seconds"],
  },
  {
    rule: "zones lie in the region",
    changes: { "cluster.region": "eu-west-2" },
    path: "cluster.zones[0]",
    says: ["a zone of cluster.region, which is eu-west-2", "eu-west-2a", "eu-west-1"],
  },
  {
    rule: "zones are named once",
    changes: { "cluster.zones": ["eu-west-1a", "eu-west-1b", "eu-west-1a"] },
    path: "cluster.zones[2]",
    says: ["an entry that does not stand in cluster.zones[0]"],
  },
  {
    rule: "the fleet's zone lies in its region",
    changes: { "loadFleet.region": "us-east-1" },
    path: "loadFleet.zone",
    says: ["a zone of loadFleet.region, which is us-east-1", "us-east-1a", "ap-south-1"],
  },
  {
    rule: "the cluster's network is large enough",
    changes: { "cluster.vpcCidr": "10.20.0.0/24" },
    path: "cluster.vpcCidr",
    says: ["a network of /16 to /20"],
  },
  {
    rule: "a network starts at its first address",
    changes: { "cluster.vpcCidr": "10.20.200.1/18" },
    path: "cluster.vpcCidr",
    says: ["Write 10.20.192.0/18."],
  },
  {
    rule: "the fleet's network is one",
    changes: { "loadFleet.vpcCidr": "10.0.0.0/8" },
    path: "loadFleet.vpcCidr",
    says: ["a network of /16 to /24"],
  },
  {
    rule: "EKS needs a worker group",
    changes: { nodeGroups: {} },
    path: "nodeGroups.worker",
    says: ["Add nodeGroups.worker", "or set platform to existing"],
  },
  {
    rule: "EKS has no existing cluster",
    changes: { existingCluster: { context: "kind" } },
    path: "existingCluster",
    says: ["Remove existingCluster, or set platform to existing."],
  },
  {
    rule: "an existing cluster is named",
    changes: { platform: "existing", nodeGroups: undefined },
    path: "existingCluster",
    says: ["Add existingCluster", "or set platform to eks"],
  },
  {
    rule: "an existing cluster has no node groups of ours",
    changes: { platform: "existing", existingCluster: { context: "kind" } },
    path: "nodeGroups",
    says: ["worker", "Remove nodeGroups, or set platform to eks."],
  },
  {
    rule: "ZooKeeper is an odd number",
    changes: { "zookeeper.replicas": 2 },
    path: "zookeeper.replicas",
    says: ["an odd number", "Write 1 or 3."],
  },
  {
    rule: "Kafka is an odd number",
    changes: { "kafka.replicas": 2 },
    path: "kafka.replicas",
    says: ["an odd number", "Write 1 or 3."],
  },
  ...[2, 4, 5, 7].map((count) => ({
    rule: `${count} cache nodes are no cluster`,
    changes: { "redis.replicas": count },
    path: "redis.replicas",
    says: ["1 (standalone), or an even number from 6 on"],
  })),
  {
    rule: "Kafka has a broker for each copy",
    changes: { "kafka.replicationFactor": 4 },
    path: "kafka.replicationFactor",
    says: ["at most 3", "or set kafka.replicas to 4"],
  },
  {
    rule: "Cassandra has a node for each copy",
    changes: { "cassandra.replicationFactor": 5 },
    path: "cassandra.replicationFactor",
    says: ["at most 3", "or set cassandra.replicas to 5"],
  },
  {
    rule: "Cassandra's racks are of one size",
    changes: { "cassandra.replicas": 4 },
    path: "cassandra.replicas",
    says: ["1, or a multiple of the 3 zones", "Write 3 or 6, or change cluster.zones."],
  },
  {
    rule: "a request is no more than the limit, of memory",
    changes: { "webUi.memoryRequestMiB": 101 },
    path: "webUi.memoryRequestMiB",
    says: ["at most 100, the webUi.memoryLimitMiB", "or raise webUi.memoryLimitMiB to 101"],
  },
  {
    rule: "a request is no more than the limit, of CPU",
    changes: { "jsExecutor.cpuRequestMilli": 1_001 },
    path: "jsExecutor.cpuRequestMilli",
    says: ["at most 1000, the jsExecutor.cpuLimitMilli"],
  },
  ...["zookeeper", "kafka", "cassandra", "tbCore", "ruleEngine", "mqttTransport"].map(
    (workload) => ({
      rule: `the heap of ${workload} leaves memory to the process`,
      changes: {
        [`${workload}.heapMiB`]: 1_024,
        [`${workload}.memoryRequestMiB`]: 512,
        [`${workload}.memoryLimitMiB`]: 1_024,
      },
      path: `${workload}.heapMiB`,
      says: [`less than 1024, the ${workload}.memoryLimitMiB`],
    }),
  ),
  {
    rule: "the agent's heap leaves memory to its pod",
    changes: { "loadFleet.heapMiB": 1_536 },
    path: "loadFleet.heapMiB",
    says: ["less than 1536, the loadFleet.pod.memoryLimitMiB"],
  },
  {
    rule: "the cache evicts before it is killed",
    changes: { "redis.maxMemoryMiB": 1_024 },
    path: "redis.maxMemoryMiB",
    says: ["less than 1024, the redis.memoryLimitMiB"],
  },
  {
    rule: "PostgreSQL's request holds its shared buffers",
    changes: { "postgresql.sharedBuffersMiB": 4_097 },
    path: "postgresql.memoryRequestMiB",
    says: ["at least 4097", "CloudNativePG refuses"],
  },
  {
    rule: "shared_buffers stands once",
    changes: { "postgresql.parameters": { shared_buffers: "2GB" } },
    path: "postgresql.parameters.shared_buffers",
    says: ["Remove it here and set postgresql.sharedBuffersMiB."],
  },
  {
    rule: "max_connections stands once",
    changes: { "postgresql.parameters": { max_connections: "300" } },
    path: "postgresql.parameters.max_connections",
    says: ["Remove it here and set postgresql.maxConnections."],
  },
  ...[
    "archive_command",
    "archive_mode",
    "ssl_ca_file",
    "recovery_target",
    "unix_socket_directories",
    "port",
  ].map((name) => ({
    rule: `the operator sets ${name}`,
    changes: { "postgresql.parameters": { [name]: "on" } },
    path: `postgresql.parameters.${name}`,
    says: ["CloudNativePG sets this parameter"],
  })),
  {
    rule: "the operator loads libraries",
    changes: { "postgresql.parameters": { shared_preload_libraries: "repmgr" } },
    path: "postgresql.parameters.shared_preload_libraries",
    says: ["pg_stat_statements or pgaudit loads its library by itself"],
  },
  {
    rule: "each client slot has a connection",
    changes: { "pooler.clientSlots": 238 },
    path: "pooler.clientSlots",
    says: ["at most 237", "less 13 that are reserved", "raise postgresql.maxConnections to 251"],
  },
  {
    rule: "stated reserved connections count",
    changes: {
      "pooler.clientSlots": 231,
      "postgresql.parameters": { superuser_reserved_connections: "10" },
    },
    path: "pooler.clientSlots",
    says: ["at most 230", "less 20 that are reserved"],
  },
  {
    rule: "each pooler pod has a server pool of its own",
    changes: { "pooler.clientSlots": 119, "pooler.replicas": 2 },
    path: "pooler.clientSlots",
    says: ["at most 118", "for each of 2 pods", "raise postgresql.maxConnections to 251"],
  },
  {
    rule: "each pod has a connection through the pooler",
    changes: { "pooler.clientSlots": 10, "tbCore.replicas": 6, "ruleEngine.replicas": 5 },
    path: "pooler.clientSlots",
    says: ["at least 11: one connection for each of 11 pods"],
  },
  {
    rule: "each pod has a connection without a pooler",
    changes: {
      "pooler.replicas": 0,
      "postgresql.maxConnections": 50,
      "tbCore.replicas": 30,
      "ruleEngine.replicas": 8,
    },
    path: "postgresql.maxConnections",
    says: ["50, of which 37 are free", "at least 51"],
  },
  {
    rule: "transport pods that keep apart have a node each, of their own",
    changes: {
      "mqttTransport.antiAffinity": "required",
      "mqttTransport.replicas": 7,
      "nodeGroups.transport": { instanceType: "c6a.large", count: 6 },
    },
    path: "mqttTransport.replicas",
    says: ["at most 6, the nodeGroups.transport.count", "Set nodeGroups.transport.count to 7"],
  },
  {
    rule: "transport pods that keep apart have a node each, of the workers",
    changes: { "mqttTransport.antiAffinity": "required", "mqttTransport.replicas": 4 },
    path: "mqttTransport.replicas",
    says: ["at most 3, the nodeGroups.worker.count"],
  },
  {
    rule: "transport pods that keep apart have a node each, of the existing cluster",
    changes: {
      platform: "existing",
      nodeGroups: undefined,
      existingCluster: { context: "kind", nodes: 2 },
      "mqttTransport.antiAffinity": "required",
      "mqttTransport.replicas": 3,
    },
    path: "mqttTransport.replicas",
    says: ["at most 2, the existingCluster.nodes"],
  },
];

describe("contradictions of a sizing", () => {
  for (const { rule, changes, path, says } of breaches) {
    it(rule, () => {
      const found = problemsWith(changes).filter((problem) => problem.path === path);
      assert.equal(found.length, 1, JSON.stringify(problemsWith(changes)));
      const { given, allowed, hint } = found[0]!;
      const text = `${given} / ${allowed} / ${hint ?? ""}`;
      for (const words of says) assert.ok(text.includes(words), `${words} in: ${text}`);
    });
  }

  it("holds no rule that is for EKS alone against an existing cluster", () => {
    assert.deepEqual(
      pathsWith({
        platform: "existing",
        nodeGroups: undefined,
        existingCluster: { context: "kind" },
        "cassandra.replicas": 4,
        "load.keepAliveSeconds": 3_600,
      }),
      [],
    );
  });

  it("accepts what stands just inside the rules", () => {
    assert.deepEqual(
      pathsWith({
        "load.devices": 129_022,
        "load.keepAliveSeconds": 599,
        "cassandra.replicas": 1,
        "redis.replicas": 8,
        "pooler.clientSlots": 237,
        "redis.maxMemoryMiB": 1_023,
        "postgresql.sharedBuffersMiB": 4_096,
        "postgresql.parameters": { "pg_stat_statements.track": "all", log_min_messages: "warning" },
        "mqttTransport.antiAffinity": "required",
        "mqttTransport.replicas": 3,
      }),
      [],
    );
  });

  it("refuses 1,000,001 devices at 32 generators, with both ways out", () => {
    const sizing = rawSizing("million");
    sizing.load = { ...(sizing.load as object), devices: 1_000_001 };
    assert.deepEqual(problemsOf(sizing), [
      {
        path: "load.devices",
        given: "1000001",
        allowed: "a multiple of load.generators, which is 32",
        hint:
          "32 × 31,250 = 1,000,000: write 1000000 or 1000032. " +
          "Or set load.generators to 101, which divides 1,000,001, and load.messagesPerSecond to 5050.",
      },
    ]);
  });

  it("accepts 2,000,000 devices at 64 generators, once the messages are a multiple too", () => {
    const sizing = rawSizing("million");
    const load = sizing.load as object;
    sizing.load = { ...load, devices: 2_000_000, generators: 64 };
    assert.deepEqual(problemsOf(sizing), [
      {
        path: "load.messagesPerSecond",
        given: "5024",
        allowed: "a multiple of load.generators, which is 64",
        hint:
          "64 × 78 = 4,992: write 4992 or 5056. " +
          "Or set load.generators to 32, which divides devices and messages.",
      },
    ]);
    sizing.load = { ...load, devices: 2_000_000, generators: 64, messagesPerSecond: 5_056 };
    assert.equal(parseSizing(sizing).load.devices, 2_000_000);
  });

  it("reads no path that a rule does not declare", () => {
    const sizings = [...stageNames.map(rawSizing), smallestWith({})].map((raw) => parseSizing(raw));
    for (const { reads, find } of sizingContradictions) {
      for (const sizing of sizings) {
        const seen = new Set<string>();
        find(recorded(sizing, "", seen));
        for (const path of seen) {
          const declared = reads.some(
            (read) => read === path || read.startsWith(`${path}.`) || path.startsWith(`${read}.`),
          );
          assert.ok(declared, `${path} is read, declared is ${reads.join(", ")}`);
        }
      }
    }
  });
});

/** The same value, which notes the path of everything that is looked at. */
function recorded<Value extends object>(value: Value, path: string, seen: Set<string>): Value {
  return new Proxy(value, {
    get(target, key): unknown {
      const found: unknown = Reflect.get(target, key);
      if (typeof key === "symbol" || !Object.hasOwn(target, key)) {
        if (typeof key === "string" && !(key in target))
          seen.add(path === "" ? key : `${path}.${key}`);
        return found;
      }
      const place = path === "" ? key : `${path}.${key}`;
      seen.add(place);
      return typeof found === "object" && found !== null ? recorded(found, place, seen) : found;
    },
  });
}
