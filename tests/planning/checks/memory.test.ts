import { strict as assert } from "node:assert";
import { memoryChecks } from "../../../planning/checks/memory";
import type { StageDraft } from "../../../planning/types";
import { stageNames } from "../../support/stages";
import { changed, draftOf, readingsOf, short } from "./reading";
import type { Changes } from "./reading";

/** Readings of a rule that are about one thing, in short. */
function of(rule: string, plan: StageDraft, what: string): readonly (readonly unknown[])[] {
  return readingsOf(memoryChecks, rule, plan)
    .filter((reading) => reading.what === what)
    .map(short);
}

/** The only reading of a rule that is about one thing. */
function one(rule: string, plan: StageDraft, what: string) {
  const found = readingsOf(memoryChecks, rule, plan).filter((reading) => reading.what === what);
  assert.equal(found.length, 1, `${rule}: ${what}`);
  return found[0]!;
}

/** How bad, how much of how much. */
function graded(rule: string, plan: StageDraft, what: string): readonly unknown[] {
  const { severity, value, limit } = one(rule, plan, what);
  return [severity, value, limit];
}

/** The million with a container's figures of its draft changed, by workload. */
function withContainer(path: string, changes: Changes, stage = "million"): StageDraft {
  const plan = draftOf(stage);
  const workload = plan.workloads.findIndex(({ name }) => name === path);
  assert.ok(workload >= 0, path);
  return changed(
    plan,
    Object.fromEntries(
      Object.entries(changes).map(([key, value]) => [
        `workloads.${workload}.containers.0.${key}`,
        value,
      ]),
    ),
  );
}

describe("memory.transport-heap", () => {
  const rule = "memory.transport-heap";
  const up = "heap of a transport connection";
  const lost = "heap of a transport connection, 1 lost";

  it("warns of the million with one node lost, and says both that worked and that did not", () => {
    const reading = one(rule, draftOf("million"), lost);
    assert.deepEqual(short(reading), ["warning", lost, 11_811, 12_884]);
    assert.equal(
      reading.message(),
      "With 1 node lost, 90,910 connections a pod have 11.5 KiB of 1,024 MiB of heap each. " +
        "12.6 KiB (1,024 MiB at 83,334) worked, 10.5 KiB (1,024 MiB at 100,000) did not.",
    );
    assert.equal(
      reading.mend,
      "mqttTransport.heapMiB: 1118; or mqttTransport.replicas: 13 and nodeGroups.transport.count: 13.",
    );
    const mended = draftOf("million", { "mqttTransport.heapMiB": 1_118 });
    assert.equal(one(rule, mended, lost).severity, "fine");
    assert.equal(
      one(rule, draftOf("million", { "mqttTransport.heapMiB": 1_117 }), lost).severity,
      "warning",
    );
  });

  it("mends with more nodes, or larger ones, where a node has no room for the heap", () => {
    const mend = (stack: string, changes: Changes) => one(rule, draftOf(stack, changes), up).mend;
    // 3,072 MiB of heap do not fit into the 3,114 of a c6a.large.
    assert.equal(
      mend("500k", { "nodeGroups.transport.count": 3, "mqttTransport.replicas": 3 }),
      "mqttTransport.heapMiB: 3072, mqttTransport.memoryLimitMiB: 4535 and nodeGroups.transport.instanceType: r6i.large.",
    );
    const medium = (heapMiB: number, replicas: number) =>
      mend("million", {
        "nodeGroups.transport.instanceType": "c6g.medium",
        "nodeGroups.transport.count": replicas,
        "mqttTransport.replicas": replicas,
        "mqttTransport.heapMiB": heapMiB,
        "mqttTransport.memoryRequestMiB": 1_100,
        "mqttTransport.memoryLimitMiB": 1_128,
      });
    assert.equal(medium(400, 20), "mqttTransport.replicas: 32 and nodeGroups.transport.count: 32.");
    assert.equal(
      medium(600, 8),
      "mqttTransport.heapMiB: 1756, mqttTransport.memoryLimitMiB: 2899 and nodeGroups.transport.instanceType: r7g.large.",
    );
  });

  it("passes the heap that worked, exactly, and refuses the one that did not, exactly", () => {
    const pods = (connectionsPerPod: number) =>
      graded(
        rule,
        changed(draftOf("million"), { "transport.connectionsPerPod": connectionsPerPod }),
        up,
      );
    assert.deepEqual(pods(83_334), ["fine", 12_884, 12_884]);
    assert.deepEqual(pods(83_341), ["warning", 12_883, 12_884]);
    assert.deepEqual(pods(99_994), ["warning", 10_738, 12_884]);
    assert.deepEqual(pods(100_000), ["error", 10_737, 12_884]);
  });

  it("refuses the seed's 1 GiB at 100,000 connections", () => {
    const plan = draftOf("300k", { "mqttTransport.heapMiB": 1_024 });
    const reading = one(rule, plan, up);
    assert.deepEqual(short(reading), ["error", up, 10_737, 12_884]);
    assert.match(reading.message(), /^With all nodes up, 100,000 connections a pod have 10\.5 KiB/);
    assert.match(reading.path, /^mqttTransport\.heapMiB$/);
  });

  it("only warns where a lost node makes it too little, unless the sizing must survive one", () => {
    const loses = (mustSurvive: readonly string[]) =>
      graded(
        rule,
        draftOf("500k", { "mqttTransport.heapMiB": 1_024, checks: { mustSurvive } }),
        lost,
      );
    assert.deepEqual(loses([]), ["warning", 10_737, 12_884]);
    assert.deepEqual(loses(["zone"]), ["warning", 10_737, 12_884]);
    assert.deepEqual(loses(["node"]), ["error", 10_737, 12_884]);
  });

  it("counts the pods of as many nodes as the sizing says", () => {
    const two = draftOf("million", { checks: { lostTransportNodes: 2 } });
    assert.deepEqual(of(rule, two, "heap of a transport connection, 2 lost"), [
      ["warning", "heap of a transport connection, 2 lost", 10_737, 12_884],
    ]);
    assert.match(
      one(rule, two, "heap of a transport connection, 2 lost").message(),
      /^With 2 nodes lost, 100,000 connections/,
    );
    const shared = draftOf("million", {
      "mqttTransport.replicas": 6,
      "mqttTransport.antiAffinity": "preferred",
      "mqttTransport.memoryRequestMiB": 1_024,
      "nodeGroups.transport.count": 3,
    });
    // Two pods go with one node.
    assert.match(one(rule, shared, lost).message(), /^With 1 node lost, 250,000 connections/);
    assert.equal(
      readingsOf(memoryChecks, rule, draftOf("million", { checks: { lostTransportNodes: 0 } }))
        .length,
      1,
    );
    // Nobody is left to connect to.
    assert.equal(readingsOf(memoryChecks, rule, draftOf("dev")).length, 1);
  });
});

describe("memory.java-limit", () => {
  const rule = "memory.java-limit";
  const transport = "memory of tb-mqtt-transport";

  it("refuses a heap of 2047 MiB under a limit of 2048", () => {
    const reading = one(rule, draftOf("million", { "mqttTransport.heapMiB": 2_047 }), transport);
    assert.deepEqual(short(reading), ["error", transport, 2_744, 2_048]);
    assert.equal(
      reading.message(),
      "tb-mqtt-transport takes about 2,744 of its 2,048 MiB: heap 2,047, beside it 384, sockets of 83,334 connections 313.",
    );
    // Less heap would do, and leave each connection what is known to do.
    assert.equal(
      reading.mend,
      "mqttTransport.heapMiB: 1146; or mqttTransport.memoryLimitMiB: 3049 and nodeGroups.transport.instanceType: r6i.large.",
    );
  });

  it("passes at the limit without headroom asked, warns within it, refuses beyond it", () => {
    const at = (memoryLimitMiB: number, headroomPercent: number) =>
      graded(
        rule,
        draftOf("million", {
          "mqttTransport.memoryRequestMiB": memoryLimitMiB,
          "mqttTransport.memoryLimitMiB": memoryLimitMiB,
          checks: { headroomPercent },
        }),
        transport,
      );
    assert.deepEqual(at(1_721, 0), ["fine", 1_721, 1_721]);
    assert.deepEqual(at(1_721, 10), ["warning", 1_721, 1_721]);
    assert.deepEqual(at(1_720, 0), ["error", 1_721, 1_720]);
    assert.deepEqual(at(1_913, 10), ["fine", 1_721, 1_913]);
    assert.deepEqual(at(1_912, 10), ["warning", 1_721, 1_912]);
  });

  it("does not let the heap shrink below what the connections need", () => {
    const { mend } = one(
      rule,
      draftOf("million", {
        "mqttTransport.memoryLimitMiB": 1_700,
        "mqttTransport.memoryRequestMiB": 1_700,
      }),
      transport,
    );
    assert.equal(mend, "mqttTransport.memoryLimitMiB: 1913.");
  });

  it("asks for no headroom once a node is lost, and for the memory of more connections", () => {
    const what = `${transport}, 1 lost`;
    assert.deepEqual(graded(rule, draftOf("500k"), what), ["fine", 2_807, 2_816]);
    const tight = (changes: Changes) =>
      graded(
        rule,
        draftOf("500k", {
          "mqttTransport.memoryLimitMiB": 2_806,
          "mqttTransport.memoryRequestMiB": 2_806,
          ...changes,
        }),
        what,
      );
    assert.deepEqual(tight({}), ["warning", 2_807, 2_806]);
    assert.deepEqual(tight({ checks: { mustSurvive: ["node"] } }), ["error", 2_807, 2_806]);
    assert.deepEqual(
      tight({ "mqttTransport.memoryLimitMiB": 2_807, "mqttTransport.memoryRequestMiB": 2_807 }),
      ["fine", 2_807, 2_807],
    );
  });

  it("refuses the seed's idea of c6g.medium with some 130,000 connections each", () => {
    const plan = draftOf("million", {
      "nodeGroups.transport.instanceType": "c6g.medium",
      "nodeGroups.transport.count": 8,
      "mqttTransport.replicas": 8,
      "mqttTransport.heapMiB": 600,
      "mqttTransport.memoryRequestMiB": 1_100,
      "mqttTransport.memoryLimitMiB": 1_392,
    });
    assert.deepEqual(graded(rule, plan, transport), ["error", 1_453, 1_392]);
    assert.deepEqual(graded("memory.transport-heap", plan, "heap of a transport connection"), [
      "error",
      5_033,
      12_884,
    ]);
    const whole = draftOf("million", {
      "nodeGroups.transport.instanceType": "c6g.medium",
      "nodeGroups.transport.count": 8,
      "mqttTransport.replicas": 8,
      "mqttTransport.heapMiB": 1_024,
    });
    assert.deepEqual(
      graded(
        "memory.pod-limit",
        whole,
        "memory limit of tb-mqtt-transport on a node of the transport group",
      ),
      ["error", 2_048, 1_392],
    );
  });

  it("knows what each other Java container takes", () => {
    assert.deepEqual(
      readingsOf(memoryChecks, rule, draftOf("million"))
        .filter(({ what }) => !what.startsWith(transport))
        .map(short),
      [
        ["fine", "memory of zookeeper", 246, 320],
        ["fine", "memory of kafka", 1_152, 1_536],
        ["fine", "memory of cassandra", 2_720, 3_072],
        ["fine", "memory of install", 1_408, 1_536],
        ["fine", "memory of tb-core", 2_432, 3_072],
        ["fine", "memory of tb-rule-engine", 2_432, 3_072],
        ["fine", "memory of load-provisioning", 1_507, 1_635],
      ],
    );
    assert.equal(
      one(rule, draftOf("million"), "memory of cassandra").message(),
      "cassandra takes about 2,720 of its 3,072 MiB: heap 2,048, beside it 384, buffers 160, management API 128.",
    );
  });

  it("takes a tenth of a large heap, and no more network buffers than Cassandra has", () => {
    const core = draftOf("million", {
      "tbCore.heapMiB": 5_000,
      "tbCore.memoryRequestMiB": 6_200,
      "tbCore.memoryLimitMiB": 6_200,
    });
    assert.deepEqual(graded(rule, core, "memory of tb-core"), ["fine", 5_500, 6_200]);
    const small = withContainer("cassandra", { heapMiB: 1_024 });
    assert.deepEqual(graded(rule, small, "memory of cassandra"), ["fine", 1_632, 3_072]);
    const large = withContainer("cassandra", { heapMiB: 4_096, memoryLimitMiB: 8_192 });
    assert.deepEqual(graded(rule, large, "memory of cassandra"), ["fine", 4_794, 8_192]);
  });

  it("refuses each other container that cannot hold its heap, Jobs too", () => {
    for (const [workload, container] of [
      ["zookeeper", "zookeeper"],
      ["kafka", "kafka"],
      ["cassandra", "cassandra"],
      ["tb-core", "tb-core"],
      ["tb-rule-engine", "tb-rule-engine"],
      ["load-provisioning", "load-provisioning"],
    ] as const) {
      const plan = withContainer(workload, { memoryLimitMiB: 200 });
      assert.equal(one(rule, plan, `memory of ${container}`).severity, "error", workload);
    }
    const job = withContainer("load-provisioning", { memoryLimitMiB: 1_507 });
    assert.deepEqual(graded(rule, job, "memory of load-provisioning"), ["fine", 1_507, 1_507]);
  });

  it("leaves generators that are pods to generators.memory", () => {
    assert.deepEqual(of(rule, draftOf("dev"), "memory of load-generator"), []);
  });
});

describe("memory.page-cache", () => {
  const rule = "memory.page-cache";
  const kafka = "heap of kafka";
  const cassandra = "heap of cassandra";

  it("passes half of Kafka's memory, and warns of more", () => {
    assert.deepEqual(graded(rule, draftOf("million"), kafka), ["fine", 768, 768]);
    const reading = one(rule, draftOf("million", { kafka: { replicas: 3, heapMiB: 769 } }), kafka);
    assert.deepEqual(short(reading), ["warning", kafka, 769, 768]);
    assert.equal(reading.mend, "kafka.memoryLimitMiB: 1538.");
    assert.equal(
      reading.message(),
      "kafka has a heap of 769 of 1,536 MiB; 50 % or less leaves it a page cache.",
    );
  });

  it("passes half of Cassandra's, tells of the share that worked, and warns of more", () => {
    const share = (heapMiB: number) =>
      graded(rule, draftOf("million", { cassandra: { replicas: 3, heapMiB } }), cassandra);
    assert.deepEqual(share(1_536), ["fine", 1_536, 1_536]);
    assert.deepEqual(share(1_537), ["info", 1_537, 1_536]);
    assert.deepEqual(share(2_048), ["info", 2_048, 1_536]);
    assert.deepEqual(share(2_049), ["warning", 2_049, 1_536]);
  });
});

describe("memory.pod-limit", () => {
  const rule = "memory.pod-limit";
  const what = "memory limit of postgresql on a node of the postgresql group";

  it("passes a limit that a node just has, and refuses one more", () => {
    const at = (memoryLimitMiB: number) =>
      graded(rule, draftOf("million", { "postgresql.memoryLimitMiB": memoryLimitMiB }), what);
    assert.deepEqual(at(6_584), ["fine", 6_584, 6_584]);
    assert.deepEqual(at(6_585), ["error", 6_585, 6_584]);
    const reading = one(rule, draftOf("million", { "postgresql.memoryLimitMiB": 6_585 }), what);
    assert.equal(reading.path, "postgresql.memoryLimitMiB");
    assert.equal(
      reading.message(),
      "A pod of postgresql may take 6,585 MiB, and a node of the postgresql group has 6,584 for pods.",
    );
  });

  it("names every pod that is too large, and else the largest of each group", () => {
    const found = readingsOf(
      memoryChecks,
      rule,
      draftOf("million", {
        "tbCore.memoryLimitMiB": 20_000,
        "ruleEngine.memoryLimitMiB": 20_000,
      }),
    );
    assert.deepEqual(
      found.filter(({ severity }) => severity === "error").map(({ path }) => path),
      ["tbCore.memoryLimitMiB", "ruleEngine.memoryLimitMiB"],
    );
    assert.equal(readingsOf(memoryChecks, rule, draftOf("million")).length, 6);
    assert.deepEqual(readingsOf(memoryChecks, rule, draftOf("dev")).map(short), [
      ["fine", "memory limit of cassandra on a node of the cluster", 3_200, 14_848],
    ]);
  });
});

describe("memory.node-limits", () => {
  const rule = "memory.node-limits";
  const what = "memory that pods can reach on postgresql-0";

  it("counts what pods can reach together, and warns where it is more than the node has", () => {
    const at = (memoryLimitMiB: number) =>
      graded(rule, draftOf("million", { "postgresql.memoryLimitMiB": memoryLimitMiB }), what);
    assert.deepEqual(at(6_144), ["fine", 6_408, 6_584]);
    assert.deepEqual(at(6_320), ["fine", 6_584, 6_584]);
    assert.deepEqual(at(6_321), ["warning", 6_585, 6_584]);
    const reading = one(rule, draftOf("million", { "postgresql.memoryLimitMiB": 6_321 }), what);
    assert.equal(reading.path, "nodeGroups.postgresql.instanceType");
    assert.equal(
      reading.message(),
      "The pods of postgresql-0 can reach 6,585 MiB together, and it has 6,584: " +
        "1 × postgresql 6,321, 1 × ebs-csi-node 120, 1 × aws-node 80. Past that it evicts.",
    );
  });

  it("leaves out Jobs, and takes controllers and agents by their requests", () => {
    assert.deepEqual(graded(rule, draftOf("100k-20k"), "memory that pods can reach on worker-1"), [
      "fine",
      12_070,
      14_162,
    ]);
  });
});

describe("memory.valkey-reserve", () => {
  const rule = "memory.valkey-reserve";
  const what = "memory of a full Valkey node";

  it("passes three quarters, warns of more, refuses what fragmentation carries past the limit", () => {
    const at = (maxMemoryMiB: number) =>
      graded(rule, draftOf("million", { "redis.maxMemoryMiB": maxMemoryMiB }), what);
    assert.deepEqual(at(768), ["fine", 845, 1_024]);
    assert.deepEqual(at(769), ["warning", 846, 1_024]);
    assert.deepEqual(at(930), ["warning", 1_023, 1_024]);
    assert.deepEqual(at(931), ["error", 1_025, 1_024]);
    assert.equal(
      one(rule, draftOf("million", { "redis.maxMemoryMiB": 900 }), what).mend,
      "redis.maxMemoryMiB: 768; or redis.memoryLimitMiB: 1200.",
    );
  });
});

describe("memory.valkey-data", () => {
  const rule = "memory.valkey-data";
  const what = "cached data of a Valkey master";

  it("warns that a million devices do not fit, and says what would", () => {
    const reading = one(rule, draftOf("million"), what);
    assert.deepEqual(short(reading), ["warning", what, 819, 768]);
    assert.equal(
      reading.message(),
      "1,000,000 devices leave about 2,575 bytes each in the cache, 1,473 of them latest values: 819 MiB on each of 3 masters, " +
        "which keep 768. Valkey evicts the rest, and ThingsBoard reads it from PostgreSQL again.",
    );
    assert.equal(
      reading.mend,
      "redis.maxMemoryMiB: 819, redis.memoryRequestMiB: 1092 and redis.memoryLimitMiB: 1092; or more redis.replicas.",
    );
  });

  it("passes at the edge, and with more masters", () => {
    const at = (maxMemoryMiB: number) =>
      graded(
        rule,
        draftOf("million", {
          "redis.maxMemoryMiB": maxMemoryMiB,
          "redis.memoryRequestMiB": 1_200,
          "redis.memoryLimitMiB": 1_200,
        }),
        what,
      );
    assert.deepEqual(at(819), ["fine", 819, 819]);
    assert.deepEqual(at(818), ["warning", 819, 818]);
    assert.deepEqual(graded(rule, draftOf("million", { "redis.replicas": 12 }), what), [
      "fine",
      410,
      768,
    ]);
    assert.deepEqual(graded(rule, draftOf("dev"), what), ["fine", 3, 768]);
  });

  it("follows the switches of the caches", () => {
    const at = (environment: Readonly<Record<string, string>>) =>
      one(
        rule,
        changed(
          draftOf("million"),
          Object.fromEntries(
            Object.entries(environment).map(([name, value]) => [`core.environment.${name}`, value]),
          ),
        ),
        what,
      ).value;
    assert.equal(at({ CACHE_TS_LATEST_ENABLED: "false" }), 351);
    assert.equal(at({ PERSIST_STATE_TO_TELEMETRY: "false" }), 819);
    assert.equal(
      at({ PERSIST_STATE_TO_TELEMETRY: "false", CACHE_ATTRIBUTES_ENABLED: "false" }),
      575,
    );
    assert.equal(
      at({ PERSIST_STATE_TO_TELEMETRY: "false", CACHE_TS_LATEST_ENABLED: "false" }),
      595,
    );
  });
});

describe("memory.shared-buffers", () => {
  const rule = "memory.shared-buffers";
  const what = "shared buffers of PostgreSQL";

  it("passes 40 % of the memory, warns of more, refuses all of it", () => {
    const at = (sharedBuffersMiB: number, memoryMiB = 6_144) =>
      graded(
        rule,
        draftOf("million", {
          "postgresql.sharedBuffersMiB": sharedBuffersMiB,
          "postgresql.memoryRequestMiB": memoryMiB,
          "postgresql.memoryLimitMiB": memoryMiB,
        }),
        what,
      );
    assert.deepEqual(at(2_048), ["fine", 2_048, 2_457]);
    assert.deepEqual(at(2_457), ["fine", 2_457, 2_457]);
    assert.deepEqual(at(2_458), ["warning", 2_458, 2_457]);
    assert.deepEqual(at(6_143), ["warning", 6_143, 2_457]);
    assert.deepEqual(at(6_144), ["error", 6_144, 2_457]);
    assert.equal(
      one(rule, draftOf("million", { "postgresql.sharedBuffersMiB": 4_096 }), what).mend,
      "postgresql.sharedBuffersMiB: 2457; or postgresql.memoryLimitMiB: 10240 and nodeGroups.postgresql.instanceType: m6a.xlarge.",
    );
  });
});

describe("memory.work-mem", () => {
  const rule = "memory.work-mem";
  const what = "memory of PostgreSQL when all sort";
  const at = (parameters: Readonly<Record<string, string>>) =>
    graded(
      rule,
      changed(draftOf("million"), {
        "dataTier.postgresql.parameters": { shared_buffers: "2048MB", ...parameters },
      }),
      what,
    );

  it("counts the seed's 64 MB for each of ThingsBoard's connections, and says what fits", () => {
    const reading = one(rule, draftOf("million"), what);
    assert.deepEqual(short(reading), ["info", what, 15_296, 6_144]);
    assert.equal(reading.mend, "postgresql.parameters.work_mem: 16MB.");
    assert.equal(
      reading.message(),
      "192 connections that sort at once take 64 MiB each: with 2,048 of shared buffers and 3 × 320 of autovacuum " +
        "that makes 15,296 MiB of 6,144.",
    );
  });

  it("takes PostgreSQL's defaults, its units, and what autovacuum has of its own", () => {
    assert.deepEqual(at({}), ["fine", 3_008, 6_144]);
    assert.deepEqual(at({ work_mem: "8192" }), ["fine", 3_776, 6_144]);
    assert.deepEqual(at({ work_mem: "8192kB" }), ["fine", 3_776, 6_144]);
    assert.deepEqual(at({ maintenance_work_mem: "1GB", autovacuum_work_mem: "-1" }), [
      "fine",
      5_888,
      6_144,
    ]);
    assert.deepEqual(at({ maintenance_work_mem: "1GB", autovacuum_work_mem: "64MB" }), [
      "fine",
      3_008,
      6_144,
    ]);
    assert.deepEqual(at({ maintenance_work_mem: "1GB", autovacuum_max_workers: "1" }), [
      "fine",
      3_840,
      6_144,
    ]);
  });

  it("passes exactly the container's memory", () => {
    // 2,048 + 3 × 64 + 192 × 20 = 6,080; 64 more of one worker fill it.
    assert.deepEqual(at({ work_mem: "20MB", autovacuum_max_workers: "4" }), ["fine", 6_144, 6_144]);
    assert.deepEqual(at({ work_mem: "20MB", autovacuum_max_workers: "5" }), ["info", 6_208, 6_144]);
  });
});

describe("memory of the committed stages", () => {
  const cassandra = ["memory.page-cache", "info", 2_048, 1_536];
  const expected: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
    dev: [cassandra],
    "100k-20k": [cassandra],
    "100k-30k": [cassandra],
    "100k-45k": [cassandra],
    "300k": [["memory.java-limit", "warning", 2_807, 3_072], cassandra],
    "500k": [
      ["memory.java-limit", "warning", 2_745, 2_816],
      cassandra,
      ["memory.work-mem", "info", 9_152, 6_144],
    ],
    million: [
      ["memory.transport-heap", "warning", 11_811, 12_884],
      cassandra,
      ["memory.valkey-data", "warning", 819, 768],
      ["memory.work-mem", "info", 15_296, 6_144],
    ],
  };
  for (const stage of stageNames) {
    it(`finds in ${stage} what it deserves, and no error`, () => {
      const plan = draftOf(stage);
      assert.deepEqual(
        memoryChecks.flatMap(({ rule }) =>
          readingsOf(memoryChecks, rule, plan)
            .filter(({ severity }) => severity !== "fine")
            .map(({ severity, value, limit }) => [rule, severity, value, limit]),
        ),
        expected[stage],
      );
    });
  }
});
