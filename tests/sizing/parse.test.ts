import { strict as assert } from "node:assert";
import { SizingError, parseSizing } from "../../sizing";
import { readStackFile } from "../../cli/stackFiles";
import { stageNames } from "../support/stages";
import { sizingSchema } from "../../sizing/schema";
import { pathsWith, problemsOf, problemsWith, rawSizing, smallestWith } from "./validSizing";

describe("parseSizing", () => {
  it("accepts every committed stack, and reads it as zod does", () => {
    for (const stack of stageNames) {
      const { sizing } = readStackFile({ stack });
      assert.deepEqual(parseSizing(sizing), sizingSchema.parse(sizing), stack);
    }
  });

  it("fills in defaults, also of blocks that are left out", () => {
    const sizing = parseSizing(smallestWith({}));
    assert.equal(sizing.platform, "eks");
    assert.equal(sizing.load.dataPointsPerMessage, 3);
    assert.equal(sizing.cassandra.replicas, 3);
    assert.deepEqual(sizing.cluster.zones, ["eu-west-1a", "eu-west-1b", "eu-west-1c"]);
    assert.equal(sizing.jsExecutor.cpuLimitMilli, 1_000);
    assert.equal(sizing.tbCore.cpuLimitMilli, undefined);
    assert.equal(sizing.existingCluster, undefined);
  });

  it("names an unknown key with its path and the nearest right one", () => {
    assert.deepEqual(problemsWith({ "mqttTransport.heapMib": 1, "mqttTransport.replcas": 1 }), [
      {
        path: "mqttTransport.heapMib",
        given: "a key that does not exist",
        allowed:
          "replicas, heapMiB, antiAffinity, cpuRequestMilli, cpuLimitMilli, memoryRequestMiB, " +
          "memoryLimitMiB, tlsSecretName",
        hint: "Did you mean mqttTransport.heapMiB?",
      },
      {
        path: "mqttTransport.replcas",
        given: "a key that does not exist",
        allowed:
          "replicas, heapMiB, antiAffinity, cpuRequestMilli, cpuLimitMilli, memoryRequestMiB, " +
          "memoryLimitMiB, tlsSecretName",
        hint: "Did you mean mqttTransport.replicas?",
      },
    ]);
  });

  it("knows a key that stands on another level", () => {
    const hints = problemsWith({ devices: 5, generatorz: 1, heapMiB: 5, "load.nonsense": 1 }).map(
      ({ path, hint }) => [path, hint],
    );
    assert.deepEqual(hints, [
      ["devices", "Did you mean load.devices?"],
      ["generatorz", "Did you mean load.generators?"],
      [
        "heapMiB",
        "This key stands in zookeeper.heapMiB, kafka.heapMiB, cassandra.heapMiB and others.",
      ],
      ["load.nonsense", undefined],
    ]);
  });

  it("names a wrong type with what is allowed, and what to do where that is plain", () => {
    const found = problemsWith({
      "load.devices": "1000",
      "tbCore.memoryLimitMiB": "4Gi",
      "tbCore.cpuRequestMilli": "500m",
      "kafka.storageGiB": 1.5,
      "loadFleet.spot": "true",
      "versions.thingsboard": 4.3,
      "cluster.zones": "eu-west-1a",
      redis: null,
      webUi: [],
      "postgresql.parameters": { jit: true },
    });
    assert.deepEqual(
      found.map(({ path, given, allowed, hint }) => [path, given, allowed, hint]),
      [
        [
          "load.devices",
          '"1000"',
          "a whole number from 1 to 10,000,000",
          "Write 1000 without quotes.",
        ],
        [
          "cluster.zones",
          '"eu-west-1a"',
          "a list of 2 to 6, each an availability zone such as eu-west-1a",
          undefined,
        ],
        ["kafka.storageGiB", "1.5", "a whole number from 1 to 16,384", undefined],
        [
          "redis",
          "null",
          "a mapping of replicas, maxMemoryMiB, cpuRequestMilli, cpuLimitMilli, memoryRequestMiB, memoryLimitMiB, storageGiB",
          "Leave the key out, or give it a value.",
        ],
        [
          "postgresql.parameters.jit",
          "true",
          "text of 1 to 200 characters",
          'Text that looks like something else stands in quotes: "true".',
        ],
        [
          "tbCore.cpuRequestMilli",
          '"500m"',
          "a whole number from 10 to 192,000",
          "The unit stands in the key: write 500.",
        ],
        [
          "tbCore.memoryLimitMiB",
          '"4Gi"',
          "a whole number from 16 to 1,048,576",
          "The unit stands in the key: write 4096.",
        ],
        ["webUi", "a list of 0", "a mapping with at least replicas", undefined],
        ["loadFleet.spot", '"true"', "true or false", "Write it without quotes."],
        [
          "versions.thingsboard",
          "4.3",
          "a ThingsBoard version such as 4.3.1.3",
          'Text that looks like something else stands in quotes: "4.3".',
        ],
      ],
    );
  });

  it("names what is out of range, or not one of the values", () => {
    const found = problemsWith({
      "load.generators": 241,
      "tbCore.replicas": 0,
      "cluster.kubernetesVersion": "1.20",
      "cluster.logRetentionDays": 2,
      "cluster.zones": ["eu-west-1a"],
      "nodeGroups.worker.instanceType": "large",
      "load.devices": Number.NaN,
      "load.messagesPerSecond": 1e300,
    });
    assert.deepEqual(
      found.map(({ path, given, allowed }) => [path, given, allowed]),
      [
        ["load.devices", "NaN", "a whole number from 1 to 10,000,000"],
        ["load.messagesPerSecond", "1e+300", "a whole number from 1 to 10,000,000"],
        ["load.generators", "241", "a whole number from 1 to 180"],
        [
          "cluster.zones",
          "a list of 1",
          "a list of 2 to 6, each an availability zone such as eu-west-1a",
        ],
        ["cluster.kubernetesVersion", '"1.20"', "one of 1.35, 1.36"],
        ["cluster.logRetentionDays", "2", "one of 1, 3, 5, 7, 14, 30, 60, 90"],
        ["nodeGroups.worker.instanceType", '"large"', "an EC2 instance type such as c6a.large"],
        ["tbCore.replicas", "0", "a whole number from 1 to 99"],
      ],
    );
  });

  it("names a key that is missing, and a block that is", () => {
    assert.deepEqual(problemsWith({ "load.devices": undefined, webUi: undefined }), [
      {
        path: "load.devices",
        given: "nothing (the key is missing)",
        allowed: "a whole number from 1 to 10,000,000",
      },
      {
        path: "webUi",
        given: "nothing (the key is missing)",
        allowed: "a mapping with at least replicas",
      },
    ]);
  });

  it("tells everything at once: a key, a type, a missing block and contradictions among the rest", () => {
    assert.deepEqual(
      pathsWith({
        colour: "blue",
        "load.devices": 1001,
        "tbCore.replicas": "one",
        webUi: undefined,
        "zookeeper.replicas": 4,
        "kafka.memoryLimitMiB": 512,
      }),
      [
        "colour",
        "tbCore.replicas",
        "webUi",
        "load.devices",
        "zookeeper.replicas",
        "kafka.memoryRequestMiB",
        "kafka.heapMiB",
      ],
    );
  });

  it("names a mistake within a list once, and does not call the list wrong for it", () => {
    const allowed =
      "a reason in ten characters or more, such as: held 90,000 connections for a day";
    assert.deepEqual(
      problemsWith({
        "checks.accept": [
          { rule: "connections.tracking", reason: "short" },
          { rule: "memory.java-limit", reason: "x" },
        ],
      }),
      [
        {
          path: "checks.accept[0].reason",
          given: '"short"',
          allowed,
          hint: "It has 5 characters, 5 too few.",
        },
        {
          path: "checks.accept[1].reason",
          given: '"x"',
          allowed,
          hint: "It has 1 character, 9 too few.",
        },
      ],
    );
    assert.deepEqual(pathsWith({ "checks.accept": [{ rule: "memory.java-limit" }, 5] }), [
      "checks.accept[0].reason",
      "checks.accept[1]",
    ]);
    // What is read in full is judged as a list still.
    const reason = "measured in a soak";
    assert.deepEqual(
      pathsWith({ "checks.accept": [{ rule: "memory.java-limit", reason, until: "2027" }] }),
      ["checks.accept[0].until"],
    );
    assert.deepEqual(pathsWith({ "cluster.zones": ["eu-west-1a"] }), ["cluster.zones"]);
  });

  it("takes ten characters for a reason, and no ten blanks", () => {
    const accept = (reason: string) => [{ rule: "memory.java-limit", reason }];
    assert.deepEqual(problemsWith({ "checks.accept": accept("ten chars.") }), []);
    assert.deepEqual(
      problemsWith({ "checks.accept": accept(" ".repeat(12)) }).map(({ path, hint }) => [
        path,
        hint,
      ]),
      [["checks.accept[0].reason", undefined]],
    );
    assert.deepEqual(problemsWith({ "checks.accept": accept("") })[0]?.given, '""');
  });

  it("asks no rule about a value that could not be read, not even about its default", () => {
    assert.deepEqual(pathsWith({ "kafka.memoryLimitMiB": "small", "kafka.heapMiB": 9_000 }), [
      "kafka.memoryLimitMiB",
    ]);
    assert.deepEqual(pathsWith({ "load.generators": 0, "load.devices": 1_001 }), [
      "load.generators",
    ]);
    assert.deepEqual(pathsWith({ load: 5 }), ["load"]);
  });

  it("takes no key of the language for one of the sizing", () => {
    assert.deepEqual(pathsWith({ __proto__: 1, constructor: 2, toString: 3 }), [
      "constructor",
      "toString",
    ]);
    assert.deepEqual(problemsOf(JSON.parse('{"__proto__": {"load": 1}}'))[0]?.path, "__proto__");
    const parameters: unknown = JSON.parse('{"__proto__": "1", "jit": "on"}');
    assert.deepEqual(pathsWith({ "postgresql.parameters": parameters }), [
      "postgresql.parameters.__proto__",
    ]);
  });

  it("does not stumble over what no YAML can hold", () => {
    const cycle: Record<string, unknown> = smallestWith({});
    cycle.load = cycle;
    assert.ok(problemsOf(cycle).some(({ path }) => path === "load.devices"));
    for (const raw of [undefined, null, 1, "x", [], new Map(), new Date(0), Symbol("x"), 10n]) {
      assert.deepEqual(
        problemsOf(raw).map(({ path }) => path),
        ["sizing"],
      );
    }
    assert.deepEqual(pathsWith({ zookeeper: new Map(), kafka: new Date(0), redis: () => 1 }), [
      "zookeeper",
      "kafka",
      "redis",
    ]);
    assert.deepEqual(pathsWith({ "load.devices": 10n, "cluster.zones": new Array(3) }), [
      "load.devices",
      "cluster.zones[0]",
      "cluster.zones[1]",
      "cluster.zones[2]",
    ]);
  });

  it("says it in lines of 80 columns for a person, without a stack trace", () => {
    const raw = { ...rawSizing("million"), colour: "blue" };
    assert.throws(
      () => parseSizing(raw, "Pulumi.million.yaml"),
      (error: unknown) => {
        assert.ok(error instanceof SizingError);
        assert.equal(error.name, "SizingError");
        assert.equal(
          error.message,
          [
            "1 problem in the sizing of Pulumi.million.yaml:",
            "  colour: given a key that does not exist, allowed a key of the schema",
          ].join("\n"),
        );
        assert.equal(error.stack, error.message);
        return true;
      },
    );
    const long = problemsError({ "load.devices": 1_001, "load.messagesPerSecond": 7 });
    assert.ok(
      long.message.split("\n").every((line) => line.length <= 80),
      long.message,
    );
  });
});

function problemsError(changes: Readonly<Record<string, unknown>>): SizingError {
  try {
    parseSizing(smallestWith(changes));
  } catch (error) {
    if (error instanceof SizingError) return error;
  }
  throw new Error("the sizing was accepted");
}
