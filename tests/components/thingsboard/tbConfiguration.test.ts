import { strict as assert } from "node:assert";
import { hashedName } from "../../../components/kubernetes/contentHash";
import { at, corePlan, coreRows, inputsOf, textAt } from "./tbCoreSupport";

const configMap = "kubernetes:core/v1:ConfigMap";

describe("TbConfiguration", () => {
  it("keeps each environment in a ConfigMap of its own, named by its content", async () => {
    const plan = corePlan();
    const rows = await coreRows(plan);
    for (const [suffix, name, data] of [
      ["environment", "tb-environment", plan.environment],
      ["js-environment", "tb-js-environment", plan.jsEnvironment],
      ["web-ui-environment", "tb-web-ui-environment", plan.webUiEnvironment],
    ] as const) {
      const inputs = inputsOf(rows, configMap, `core-configuration-${suffix}`);
      assert.deepEqual(at(inputs, "data"), data);
      assert.equal(at(inputs, "immutable"), true);
      assert.equal(at(inputs, "metadata", "name"), hashedName(name, data));
      assert.equal(at(inputs, "metadata", "namespace"), plan.placement.namespace);
    }
  });

  it("gives tb-node the seed's JVM options and logging, less what is dead", async () => {
    const files = inputsOf(await coreRows(), configMap, "core-configuration-node-files");
    const options = textAt(files, "data", "thingsboard.conf");
    for (const option of [
      "-XX:+UseG1GC -XX:MaxGCPauseMillis=500",
      "-XX:+HeapDumpOnOutOfMemoryError -XX:HeapDumpPath=/var/log/thingsboard/heapdump.bin",
      "-XX:+ExitOnOutOfMemoryError",
      "file=/var/log/thingsboard/gc.log",
      "export LOADER_PATH=/usr/share/thingsboard/conf,/usr/share/thingsboard/extensions",
    ]) {
      assert.ok(options.includes(option), option);
    }
    assert.ok(!options.includes("UseBiasedLocking"));
    for (const line of options.trimEnd().split("\n")) {
      assert.match(line, /^export [A-Z_]+=\S/);
    }

    const logback = textAt(files, "data", "logback.xml");
    assert.match(logback, /<logger name="org.thingsboard.server" level="INFO"\/>/);
    assert.match(logback, /<logger name="org.apache.kafka.clients" level="WARN"\/>/);
    assert.ok(!logback.includes("com.microsoft.azure"));
  });
});
