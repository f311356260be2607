import { strict as assert } from "node:assert";
import { placeStage } from "../../../planning";
import { runChecks } from "../../../planning/checks";
import { placementChecks } from "../../../planning/checks/placement";
import type { StageDraft } from "../../../planning/types";
import { stageNames } from "../../support/stages";
import { draftOf, readingsOf, shortOf } from "./reading";
import type { Changes } from "./reading";

const read = (rule: string, plan: StageDraft) =>
  readingsOf(placementChecks, `placement.${rule}`, plan);
const short = (rule: string, plan: StageDraft) =>
  shortOf(placementChecks, `placement.${rule}`, plan);
/** Readings that are findings: severity, path, value, limit, message and mend. */
const found = (rule: string, plan: StageDraft) =>
  read(rule, plan)
    .filter(({ severity }) => severity !== "fine")
    .map(({ severity, path, value, limit, message, mend }) => ({
      severity,
      path,
      value,
      limit,
      message: message(),
      ...(mend === undefined ? {} : { mend }),
    }));
const small = (changes: Changes = {}) => draftOf("100k-45k", changes);
const surviving = (...mustSurvive: readonly string[]) => ({ checks: { mustSurvive } });
/** PostgreSQL and its pooler on the same nodes, as the seed began. */
const together = (nodes: number, cpuRequestMilli: number, pooler = cpuRequestMilli) =>
  draftOf("100k-20k", {
    "nodeGroups.postgresql.count": nodes,
    "postgresql.cpuRequestMilli": cpuRequestMilli,
    "pooler.cpuRequestMilli": pooler,
  });
const twoZones: Changes = {
  cluster: { zones: ["eu-west-1a", "eu-west-1b"] },
  "nodeGroups.cassandra.count": 4,
  "cassandra.replicas": 4,
  "redis.replicas": 8,
};

describe("placement of the committed stages", () => {
  const workers = (value: number) => [
    "placement.node-lost",
    "warning",
    "nodeGroups.worker.count",
    value,
    0,
  ];
  const pooler = ["placement.single-pod", "warning", "pooler.replicas", 1, 2];
  const expected: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
    dev: [],
    "100k-20k": [workers(2), pooler],
    "100k-30k": [workers(2), pooler],
    "100k-45k": [workers(2), pooler],
    "300k": [workers(3), pooler],
    "500k": [workers(2), pooler],
    million: [workers(1), pooler],
  };

  for (const stack of stageNames) {
    it(`${stack} has the findings that it deserves`, () => {
      const plan = draftOf(stack);
      const { findings } = runChecks(placementChecks, { plan, placement: placeStage(plan) });
      assert.deepEqual(
        findings.map(({ rule, severity, path, value, limit }) => [
          rule,
          severity,
          path,
          value,
          limit,
        ]),
        expected[stack],
      );
    });
  }
});

describe("placement.fits", () => {
  it("passes where every pod has a node", () => {
    assert.deepEqual(short("fits", draftOf("million")), [["fine", "pods with a node", 67, 67]]);
    assert.deepEqual(read("fits", draftOf("dev"))[0]?.path, "existingCluster.nodes");
  });

  it("refuses the seed's pooler of 3 CPU on PostgreSQL's two nodes, and names the third", () => {
    assert.deepEqual(found("fits", together(2, 3_000)), [
      {
        severity: "error",
        path: "nodeGroups.postgresql.count",
        value: 0,
        limit: 1,
        message:
          "1 of 1 pod of pooler finds no node: postgresql-1 has 730m CPU free of 3920m, the pod asks 3000m.",
        mend: "nodeGroups.postgresql.count: 3",
      },
    ]);
    assert.deepEqual(found("fits", together(3, 3_000)), []);
  });

  it("takes a pod that asks for all that is left, and none that asks for more", () => {
    assert.deepEqual(found("fits", together(2, 3_000, 730)), []);
    assert.deepEqual(
      found("fits", together(2, 3_000, 731)).map(({ severity }) => severity),
      ["error"],
    );
  });

  it("says so where no number of such nodes helps", () => {
    const plan = small({ "tbCore.memoryRequestMiB": 20_000, "tbCore.memoryLimitMiB": 20_000 });
    assert.deepEqual(found("fits", plan), [
      {
        severity: "error",
        path: "nodeGroups.worker.count",
        value: 0,
        limit: 3,
        message:
          "3 of 3 pods of tb-core find no node: worker-2 has 13898 MiB free of 14162, the pod asks 20000.",
        mend: "More such nodes do not help. Choose larger ones (nodeGroups.worker.instanceType), or lower what tbCore requests.",
      },
    ]);
  });

  it("asks for a worker in every zone that a cache group is tied to", () => {
    const plan = small({ "nodeGroups.worker": { instanceType: "m6a.2xlarge", count: 2 } });
    assert.deepEqual(
      found("fits", plan).map(({ message, mend }) => [message, mend]),
      [
        [
          "2 of 6 pods of redis find no node: no node of worker in eu-west-1c.",
          "nodeGroups.worker.count: 3",
        ],
      ],
    );
  });

  it("names the nodes of an existing cluster", () => {
    const findings = found("fits", draftOf("dev", { "existingCluster.nodes": 1 }));
    assert.deepEqual(
      [...new Set(findings.map(({ path, mend }) => `${path} → ${String(mend)}`))],
      ["existingCluster.nodes → existingCluster.nodes: 2"],
    );
  });

  it("weighs a Job by what it would fit beside", () => {
    const jobs = (cpuRequestMilli: number) =>
      found("fits", small({ "ruleEngine.cpuRequestMilli": cpuRequestMilli })).map(
        ({ severity, message }) => [severity, message],
      );
    const schema = (free: number) => [
      "warning",
      `The Job tb-schema finds no node beside everything else: worker-2 has ${free}m CPU free of 3920m, the pod asks 500m. It fits at the first install, before ThingsBoard stands; an upgrade's waits.`,
    ];
    // The workers have 830, 870 and 870m left while the rule engine asks for 1000m.
    assert.deepEqual(jobs(1_370), []);
    assert.deepEqual(jobs(1_371), [schema(499)]);
    assert.deepEqual(jobs(1_750), [
      schema(120),
      [
        "info",
        "The Job tb-credentials finds no node beside everything else: worker-2 has 20m CPU free of 3920m, the pod asks 100m. It fits while no other Job runs, and they run one after another.",
      ],
    ]);
    assert.deepEqual(
      found("fits", small({ "ruleEngine.cpuRequestMilli": 1_780 })).map(
        ({ severity, message, mend }) => [severity, message.split(" ")[2], mend],
      ),
      [
        ["warning", "cassandra-keyspace", "nodeGroups.worker.count: 4"],
        ["warning", "tb-schema", "nodeGroups.worker.count: 4"],
        ["error", "tb-credentials", "nodeGroups.worker.count: 4"],
        ["error", "load-provisioning", "nodeGroups.worker.count: 4"],
      ],
    );
  });
});

describe("placement.node-lost", () => {
  it("counts the pods that find no other node, and names the worst node", () => {
    assert.deepEqual(
      found("node-lost", draftOf("300k")).map(({ severity, message }) => [severity, message]),
      [
        [
          "warning",
          "With worker-0 lost, 3 pods of worker find no other node: tb-core-0, tb-rule-engine-0, tb-mqtt-transport-0 (worker-2 has 870m CPU free of 3920m, the pod asks 1000m).",
        ],
      ],
    );
  });

  it("passes where the others have room", () => {
    assert.deepEqual(short("node-lost", small({ "nodeGroups.worker.count": 6 })), [
      ["fine", "pods of worker that wait with a node lost", 0, 0],
      ["fine", "pods of kafka that wait with a node lost", 0, 0],
    ]);
  });

  it("is an error only where the stage must survive it", () => {
    const severities = (...mustSurvive: readonly string[]) =>
      found("node-lost", small(surviving(...mustSurvive))).map(({ severity }) => severity);
    assert.deepEqual(severities("zone"), ["warning"]);
    assert.deepEqual(severities("node"), ["error"]);
  });

  it("takes a displaced pod that asks for all that is left", () => {
    const waiting = (webUi: number) =>
      read("node-lost", small({ "webUi.cpuRequestMilli": webUi }))
        .filter(({ path }) => path === "nodeGroups.kafka.count")
        .map(({ severity, value }) => [severity, value]);
    // A kafka node has 1930m, of which 790 are asked for beside tb-web-ui: room for two of 570.
    assert.deepEqual(waiting(570), [["fine", 0]]);
    assert.deepEqual(waiting(571), [["warning", 1]]);
  });

  it("says nothing of pods that wait for their node by design, or on an existing cluster", () => {
    const paths = read("node-lost", draftOf("million")).map(({ path }) => path);
    assert.deepEqual(paths, ["nodeGroups.worker.count", "nodeGroups.kafka.count"]);
    assert.deepEqual(read("node-lost", draftOf("dev")), []);
  });
});

describe("placement.zone-lost", () => {
  it("keeps still about what a lost node does already", () => {
    assert.deepEqual(short("zone-lost", small()), [
      ["fine", "pods of worker that wait with a zone lost", 2, 0],
      ["fine", "pods of kafka that wait with a zone lost", 0, 0],
    ]);
  });

  it("is an error where the stage must survive it", () => {
    assert.deepEqual(
      found("zone-lost", small(surviving("zone"))).map(({ severity, value, message }) => [
        severity,
        value,
        message,
      ]),
      [
        [
          "error",
          2,
          "With eu-west-1a lost, 2 pods of worker find no other node: tb-core-0, tb-rule-engine-0 (worker-2 has 870m CPU free of 3920m, the pod asks 1000m).",
        ],
      ],
    );
  });

  it("passes where two zones have room for all", () => {
    assert.deepEqual(short("zone-lost", draftOf("million", surviving("zone"))), [
      ["fine", "pods of worker that wait with a zone lost", 0, 0],
      ["fine", "pods of kafka that wait with a zone lost", 0, 0],
    ]);
  });

  it("warns where a zone takes more than a node", () => {
    assert.deepEqual(
      found("zone-lost", small(twoZones)).map(({ severity, value, path }) => [
        severity,
        value,
        path,
      ]),
      [["warning", 15, "nodeGroups.worker.count"]],
    );
    assert.deepEqual(
      found("node-lost", small(twoZones)).map(({ value }) => value),
      [2],
    );
  });
});

describe("placement.node-quorum", () => {
  it("holds in the million, with nothing to spare", () => {
    assert.deepEqual(short("node-quorum", draftOf("million")), [
      ["fine", "Kafka controllers with a node lost", 2, 2],
      ["fine", "copies of a ThingsBoard partition with a node lost", 1, 1],
      ["fine", "copies of Kafka's own partitions with a node lost", 2, 2],
      ["fine", "ZooKeeper members with a node lost", 2, 2],
      ["fine", "copies of a Cassandra row with a node lost", 2, 2],
      ["fine", "masters of the cache with a node lost", 2, 2],
      ["fine", "slot ranges of the cache with a master or its replica with a node lost", 3, 3],
      ["fine", "pods of postgresql with a node lost", 1, 1],
      ["fine", "pods of tb-core with a node lost", 5, 1],
      ["fine", "pods of tb-rule-engine with a node lost", 5, 1],
      ["fine", "pods of tb-js-executor with a node lost", 5, 1],
      ["fine", "pods of tb-web-ui with a node lost", 2, 1],
      ["fine", "pods of tb-mqtt-transport with a node lost", 11, 1],
    ]);
  });

  it("fails with one copy of a partition, or two of a row", () => {
    const plan = small({ "kafka.replicationFactor": 1, "cassandra.replicationFactor": 2 });
    assert.deepEqual(found("node-quorum", plan), [
      {
        severity: "warning",
        path: "kafka.replicationFactor",
        value: 0,
        limit: 1,
        message:
          "With kafka-0 lost (kafka-0), 0 of 1 needed copies are left: messages of some partitions stop.",
        mend: "kafka.replicationFactor: 2",
      },
      {
        severity: "warning",
        path: "cassandra.replicationFactor",
        value: 1,
        limit: 2,
        message:
          "With cassandra-0 lost (cassandra-0), 1 of 2 needed copies are left: reads and writes with LOCAL_QUORUM fail for some rows.",
        mend: "cassandra.replicationFactor: 3, on nodes in three zones.",
      },
    ]);
  });

  it("fails where all pods of a service stand on one node", () => {
    const plan = draftOf("100k-45k", {
      "nodeGroups.worker": { instanceType: "m6a.2xlarge", count: 1 },
      "redis.replicas": 1,
      "ruleEngine.replicas": 1,
      "jsExecutor.replicas": 1,
      "mqttTransport.replicas": 1,
      ...surviving("node"),
    });
    assert.deepEqual(
      found("node-quorum", plan).map(({ severity, path, value }) => [severity, path, value]),
      [["error", "tbCore.replicas", 0]],
    );
  });

  it("sees a master of the cache beside its own replica, and half of the masters on a node", () => {
    const existing = (nodes: number) =>
      draftOf("dev", { "existingCluster.nodes": nodes, "redis.replicas": 6 });
    const words = (plan: StageDraft) =>
      found("node-quorum", plan).map(({ value, limit, message }) => [value, limit, message]);
    // Six pods dealt to six nodes share none; on three nodes each master has its replica beside it.
    assert.deepEqual(words(existing(6)), []);
    assert.deepEqual(words(existing(3)), [
      [
        2,
        3,
        "With node-0 lost (redis-1, redis-4), 2 of 3 needed slot ranges are left: the cache answers no request.",
      ],
    ]);
    assert.deepEqual(words(small(twoZones)), [
      [
        2,
        3,
        "With worker-1 lost (redis-1, redis-3, redis-5, redis-7), 2 of 3 needed masters are left: no replica is promoted, and the cache stops.",
      ],
    ]);
  });

  it("leaves a single pod to its own rule", () => {
    assert.deepEqual(read("node-quorum", draftOf("dev")), []);
  });
});

describe("placement.zone-quorum", () => {
  it("holds over three zones, and does not apply to an existing cluster", () => {
    const plan = draftOf("million", surviving("zone"));
    assert.deepEqual(found("zone-quorum", plan), []);
    assert.deepEqual(
      read("zone-quorum", plan).map(({ value, limit }) => [value, limit]),
      [
        [2, 2],
        [1, 1],
        [2, 2],
        [2, 2],
        [2, 2],
        [2, 2],
        [3, 3],
        [1, 1],
        [4, 1],
        [4, 1],
        [4, 1],
        [2, 1],
        [8, 1],
      ],
    );
    assert.deepEqual(read("zone-quorum", draftOf("dev")), []);
  });

  it("falls with a zone of two", () => {
    const words = (changes: Changes) =>
      found("zone-quorum", small({ ...twoZones, ...changes })).map(
        ({ severity, path, value, limit }) => [severity, path, value, limit],
      );
    const readings = (severity: string) => [
      [severity, "kafka.replicas", 1, 2],
      [severity, "kafka.replicas", 1, 2],
      [severity, "zookeeper.replicas", 1, 2],
      [severity, "cassandra.replicationFactor", 1, 2],
      [severity, "redis.replicas", 2, 3],
    ];
    assert.deepEqual(words({}), readings("warning"));
    assert.deepEqual(words(surviving("node")), readings("warning"));
    assert.deepEqual(words(surviving("zone")), readings("error"));
  });

  it("counts copies by the zones that they can lie in: a larger zone takes no more", () => {
    const nine = small({ "kafka.replicas": 9, "nodeGroups.kafka.count": 9 });
    assert.deepEqual(
      read("zone-quorum", nine)
        .slice(0, 3)
        .map(({ severity, value, limit }) => [severity, value, limit]),
      [
        ["fine", 6, 5],
        ["fine", 1, 1],
        ["fine", 2, 2],
      ],
    );
  });
});

describe("placement.single-pod", () => {
  it("finds the seed's one pooler, and what a second takes", () => {
    assert.deepEqual(found("single-pod", draftOf("million")), [
      {
        severity: "warning",
        path: "pooler.replicas",
        value: 1,
        limit: 2,
        message:
          "pooler is one pod: with its node lost all connections to PostgreSQL drop until it runs again elsewhere.",
        mend: "pooler.replicas: 2, nodeGroups.pooler.count: 2, pooler.clientSlots: 224, postgresql.maxConnections: 511",
      },
    ]);
    const mended = draftOf("million", {
      "pooler.replicas": 2,
      "nodeGroups.pooler.count": 2,
      "pooler.clientSlots": 100,
    });
    assert.deepEqual(found("single-pod", mended), []);
    assert.deepEqual(found("fits", mended), []);
  });

  it("is fine from two on", () => {
    const [, , , redis] = short("single-pod", draftOf("million"));
    assert.deepEqual(redis, ["fine", "pods of redis", 6, 2]);
    const [, , , , postgresql] = short("single-pod", draftOf("million"));
    assert.deepEqual(postgresql, ["fine", "pods of postgresql", 2, 2]);
  });

  it("names the store's own group where that has one node", () => {
    const plan = small({ "cassandra.replicas": 1, "nodeGroups.cassandra.count": 1 });
    assert.deepEqual(
      found("single-pod", plan).map(({ path, mend }) => [path, mend]),
      [
        ["cassandra.replicas", "cassandra.replicas: 3, nodeGroups.cassandra.count: 3"],
        [
          "pooler.replicas",
          "pooler.replicas: 2, nodeGroups.pooler.count: 2, pooler.clientSlots: 128, postgresql.maxConnections: 298",
        ],
      ],
    );
  });

  it("is an error where a node or a zone may be lost, and nothing on an existing cluster", () => {
    for (const lost of ["node", "zone"]) {
      assert.deepEqual(
        found("single-pod", small(surviving(lost))).map(({ severity }) => severity),
        ["error"],
      );
    }
    assert.deepEqual(read("single-pod", draftOf("dev")), []);
  });
});

describe("placement.neighbours", () => {
  it("warns of the seed's pooler beside PostgreSQL, with requests of 500m", () => {
    const plan = together(2, 500);
    assert.deepEqual(found("fits", plan), []);
    assert.deepEqual(found("neighbours", plan), [
      {
        severity: "warning",
        path: "nodeGroups.pooler",
        value: 2,
        limit: 1,
        message:
          "postgresql and pooler share 1 node (postgresql-0). Pgpool beside PostgreSQL drove a node's CPU to its maximum.",
        mend: "Add nodeGroups.pooler: a node group of its own.",
      },
    ]);
  });

  it("passes where each has a node of its own, in one group or two", () => {
    const alone = (node: string) => ["fine", `CPU-hungry workloads on ${node}`, 1, 1];
    assert.deepEqual(short("neighbours", together(3, 500)), [
      alone("cassandra-0"),
      alone("postgresql-0"),
      alone("postgresql-2"),
      ["info", "CPU-hungry workloads on postgresql-0 with postgresql-2 lost", 2, 1],
    ]);
    assert.deepEqual(short("neighbours", small()), [
      alone("cassandra-0"),
      alone("postgresql-0"),
      alone("pooler-0"),
    ]);
  });

  it("tells that the seed's three nodes for two instances are too few with one lost", () => {
    const told = found("neighbours", together(3, 500));
    assert.deepEqual(told, [
      {
        severity: "info",
        path: "nodeGroups.pooler",
        value: 2,
        limit: 1,
        message:
          "With postgresql-2 lost postgresql and pooler share postgresql-0. Pgpool beside PostgreSQL drove a node's CPU to its maximum.",
        mend: "Add nodeGroups.pooler: a node group of its own.",
      },
    ]);
    // With the schema's request of the pooler nothing fits beside it: it waits for a node.
    assert.deepEqual(found("neighbours", draftOf("100k-20k")), []);
    assert.deepEqual(short("neighbours", draftOf("100k-20k")).at(-1), [
      "fine",
      "CPU-hungry workloads on postgresql-0 with postgresql-2 lost",
      1,
      1,
    ]);
  });

  it("leaves two nodes with requests of 3000m to placement.fits, which refuses them", () => {
    const plan = together(2, 3_000);
    assert.deepEqual(
      found("fits", plan).map(({ severity, path }) => [severity, path]),
      [["error", "nodeGroups.postgresql.count"]],
    );
    assert.deepEqual(found("neighbours", plan), []);
  });

  it("names each company that shares the workers, and says nothing of an existing cluster", () => {
    const plan = small({
      nodeGroups: { worker: { instanceType: "m6a.2xlarge", count: 3 } },
      "postgresql.cpuRequestMilli": 1_000,
      "pooler.cpuRequestMilli": 500,
    });
    assert.deepEqual(
      found("neighbours", plan).map(({ path, value, message }) => [
        path,
        value,
        message.split(" share ")[0],
      ]),
      [
        ["nodeGroups.postgresql", 2, "cassandra and postgresql"],
        ["nodeGroups.pooler", 2, "cassandra and pooler"],
      ],
    );
    assert.deepEqual(read("neighbours", draftOf("dev")), []);
  });
});

describe("placement.spot", () => {
  it("warns of stores and poolers, and of nothing else", () => {
    const plan = small({
      "nodeGroups.kafka.purchase": "spot",
      "nodeGroups.pooler.purchase": "spot",
      "nodeGroups.cassandra.purchase": "reserved1Year",
    });
    assert.deepEqual(
      found("spot", plan).map(({ severity, path, value, message, mend }) => [
        severity,
        path,
        value,
        message,
        mend,
      ]),
      [
        [
          "warning",
          "nodeGroups.kafka.purchase",
          2,
          "zookeeper, kafka on spot nodes of kafka: AWS may take several back at once, with two minutes' notice.",
          "nodeGroups.kafka.purchase: onDemand",
        ],
        [
          "warning",
          "nodeGroups.pooler.purchase",
          1,
          "pooler on spot nodes of pooler: AWS may take several back at once, with two minutes' notice.",
          "nodeGroups.pooler.purchase: onDemand",
        ],
      ],
    );
    const transport = draftOf("million", { "nodeGroups.transport.purchase": "spot" });
    assert.deepEqual(found("spot", transport), []);
    assert.equal(read("spot", transport).length, 6);
  });
});

describe("placement.requests", () => {
  it("reads the fullest node of each group and finds nothing", () => {
    const readings = read("requests", draftOf("million"));
    assert.ok(readings.every(({ severity }) => severity === "fine"));
    assert.deepEqual(readings.map(({ what, value, limit }) => [what, value, limit]).slice(0, 8), [
      ["CPU requests of worker's fullest node", 3_090, 3_920],
      ["memory requests of worker's fullest node", 9_493, 14_162],
      ["pods of worker's fullest node", 11, 58],
      ["volumes of worker's fullest node", 1, 23],
      ["CPU requests of transport's fullest node", 290, 1_930],
      ["memory requests of transport's fullest node", 2_312, 3_114],
      ["pods of transport's fullest node", 5, 29],
      ["volumes of transport's fullest node", 0, 24],
    ]);
    assert.equal(readings[3]?.message(), "worker-0: 1 of 23 volumes.");
  });

  it("counts pods and volumes as headroom, and requests as none", () => {
    const plan = draftOf("million");
    const { headroom } = runChecks(placementChecks, { plan, placement: placeStage(plan) });
    assert.deepEqual(new Set(headroom.map(({ unit }) => unit)), new Set(["pods", "volumes"]));
  });

  it("knows how many volumes each kind of node takes", () => {
    const limit = (instanceType: string) =>
      read("requests", small({ "nodeGroups.cassandra.instanceType": instanceType })).find(
        ({ what }) => what === "volumes of cassandra's fullest node",
      )?.limit;
    assert.equal(limit("c6i.2xlarge"), 23);
    assert.equal(limit("r6i.large"), 24);
    assert.equal(limit("i4i.large"), 23);
    assert.equal(limit("c8g.large"), 31);
    assert.equal(limit("c8i.large"), 31);
  });

  it("has no volumes to count on an existing cluster", () => {
    assert.deepEqual(
      read("requests", draftOf("dev")).map(({ what, path }) => [what, path]),
      [
        ["CPU requests of cluster's fullest node", "existingCluster.nodes"],
        ["memory requests of cluster's fullest node", "existingCluster.nodes"],
        ["pods of cluster's fullest node", "existingCluster.nodes"],
      ],
    );
  });
});
