import { strict as assert } from "node:assert";
import { PlanError, planLoadFleet } from "../../planning";
import { sizingOf } from "./support/sizings";

describe("load fleet", () => {
  it("instances in another region, each with the same environment and a shard of its own", () => {
    const fleet = planLoadFleet(sizingOf("million"));
    assert.deepEqual(
      [fleet.kind, fleet.region, fleet.zone, fleet.instanceType, fleet.architecture, fleet.count],
      ["ec2", "ap-south-1", "ap-south-1a", "t3a.small", "amd64", 32],
    );
    assert.deepEqual(fleet.shards[31], {
      index: 31,
      start: 968_750,
      end: 1_000_000,
      messagesPerSecond: 157,
    });
    const { environment } = fleet;
    assert.deepEqual(
      [
        environment.MESSAGES_PER_SECOND,
        environment.WARMUP_PACK_SIZE,
        environment.ALARMS_PER_SECOND,
        environment.DURATION_IN_SECONDS,
        environment.TEST_PAYLOAD_TYPE,
        environment.DEVICE_API,
        environment.JAVA_OPTS,
      ],
      [
        "157",
        "25",
        "1",
        "86400",
        "SMART_METER",
        "MQTT",
        "-Xms1024M -Xmx1024M -XX:+ExitOnOutOfMemoryError",
      ],
    );
    assert.ok(!("DEVICE_START_IDX" in environment) && !("USE_INSTANCE_IDX" in environment));
    assert.equal(fleet.sysctls["net.ipv4.ip_local_port_range"], "1024 65535");
    assert.equal(fleet.generators, undefined);
  });

  it("workers create nothing, the provisioning Job creates everything and sends nothing", () => {
    const { environment, provisioningEnvironment } = planLoadFleet(sizingOf("million"));
    const creating = Object.keys(environment).filter((name) => name.endsWith("_CREATE_ON_START"));
    assert.deepEqual(creating, [
      "CUSTOMER_CREATE_ON_START",
      "DASHBOARD_CREATE_ON_START",
      "DEVICE_CREATE_ON_START",
      "GATEWAY_CREATE_ON_START",
    ]);
    assert.ok(creating.every((name) => environment[name] === "false"));
    assert.deepEqual(provisioningEnvironment, {
      CUSTOMER_CREATE_ON_START: "true",
      DASHBOARD_CREATE_ON_START: "true",
      DEVICE_CREATE_ON_START: "true",
      DEVICE_END_IDX: "1000000",
      DEVICE_START_IDX: "0",
      // 512 MiB, and 640 bytes for each of a million devices.
      JAVA_OPTS: "-Xms1123M -Xmx1123M -XX:+ExitOnOutOfMemoryError",
      TEST_ENABLED: "false",
      USE_INSTANCE_IDX: "false",
      WARMUP_ENABLED: "false",
    });
  });

  it("no password stands in any environment", () => {
    for (const stage of ["million", "dev"]) {
      const { environment, provisioningEnvironment } = planLoadFleet(sizingOf(stage));
      assert.ok(
        ![...Object.keys(environment), ...Object.keys(provisioningEnvironment)].some((name) =>
          name.includes("PASSWORD"),
        ),
      );
    }
  });

  it("in the dev stack generators are pods that find their shard by their number", () => {
    const fleet = planLoadFleet(sizingOf("dev"));
    assert.deepEqual([fleet.kind, fleet.region, fleet.instanceType], ["pods", null, null]);
    assert.equal(fleet.generators?.replicas, 2);
    assert.equal(fleet.environment.DEVICE_COUNT, "500");
    assert.equal(fleet.environment.USE_INSTANCE_IDX, "true");
    assert.equal(fleet.environment.INSTANCE_IDX_REGEX, "([0-9]+)$");
    assert.deepEqual(fleet.sysctls, { "net.ipv4.ip_local_port_range": "1024 65535" });
  });

  it("an unknown instance type is refused", () => {
    assert.throws(
      () => planLoadFleet(sizingOf("million", { loadFleet: { instanceType: "m3a.small" } })),
      (error: unknown) => error instanceof PlanError && error.path === "loadFleet.instanceType",
    );
  });

  it("gives the provisioning Job a heap that holds every device", () => {
    const jobOf = (devices: number) =>
      planLoadFleet(
        sizingOf("million", { load: { devices, generators: 64, messagesPerSecond: 6400 } }),
      ).provisioningJob;
    assert.equal(jobOf(2_000_000).heapMiB, 1_733);
    assert.equal(jobOf(2_000_000).memoryLimitMiB, 2_245);
    // A small stage keeps the stated heap and memory.
    assert.equal(jobOf(64_000).heapMiB, 1_024);
    assert.equal(jobOf(64_000).memoryLimitMiB, 1_536);
  });
});
