import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as planning from "../../planning";
import * as components from "../../components";
import { changedInputs } from "../support/changedInputs";
import { neededAccount, stageRun } from "../support/stageRun";
import { Stage, type Sentence, valueAt } from "./stage";

const root = join(__dirname, "..", "..");
const packageFile = (): unknown => JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
/** Each ConfigMap whose content pods read at their start, and how its name begins. */
const hashed = {
  "core-configuration-environment": "tb-environment",
  "core-configuration-node-files": "tb-node-files",
  "core-configuration-js-environment": "tb-js-environment",
  "core-configuration-web-ui-environment": "tb-web-ui-environment",
  "transport-environment": "tb-mqtt-transport-environment",
  "transport-files": "tb-mqtt-transport-files",
  "core-accounts": "tb-credentials",
  "data-redis-forming": "redis-forming",
};

/** Outputs, the package, and how configuration rolls. */
export const wholeSentences: readonly Sentence[] = [
  {
    sentence: "outputs: endpoints, cluster name, kubeconfig as a secret",
    stack: "million",
    holds: async () => {
      const { outputs } = await stageRun({
        stack: "million",
        preview: false,
        account: neededAccount,
      });
      assert.deepEqual(outputs.endpoints, {
        ui: "http://core-ingress.example.com",
        rest: "http://tb-core:8080",
        mqttHost: "transport-load-balancer.example.com",
        mqttPorts: { mqtt: 1883, mqtts: 8883 },
      });
      assert.equal(outputs.clusterName, "thingsboard-million");
      assert.equal(outputs.kubeconfig, "<secret>");
      assert.equal(outputs.namespace, "thingsboard");
    },
  },
  {
    sentence: "outputs: totals of the plan",
    stack: "million",
    holds: ({ run: { outputs } }) => {
      assert.equal(valueAt(outputs, "plan totals nodes"), 27);
      assert.equal(valueAt(outputs, "plan totals vCpu"), 82);
      assert.equal(valueAt(outputs, "plan load devices"), 1_000_000);
      assert.equal(valueAt(outputs, "plan load messagesPerSecond"), 5_024);
    },
  },
  {
    sentence: "outputs: fleet ids and log groups",
    stack: "million",
    holds: ({ run: { outputs } }) => {
      const ids = valueAt(outputs, "fleet instanceIds");
      assert.ok(Array.isArray(ids));
      assert.equal(ids.length, 32);
      assert.equal(ids[31], "aws:ec2/instance:Instance::fleet-31");
      assert.equal(valueAt(outputs, "fleet region"), "ap-south-1");
      assert.equal(valueAt(outputs, "fleet provisioningJob"), "load-provisioning");
      assert.deepEqual(outputs.logGroups, {
        controlPlane: "/aws/eks/thingsboard-million/cluster",
        loadGenerators: "/thingsboard-million/load-generators",
      });
    },
  },
  {
    sentence: "outputs: null for what an existing cluster does not have",
    stack: "dev",
    holds: ({ run: { outputs } }) => {
      assert.equal(valueAt(outputs, "endpoints ui"), null);
      assert.equal(valueAt(outputs, "endpoints mqttHost"), "tb-mqtt.thingsboard.svc.cluster.local");
      assert.equal(outputs.clusterName, null);
      assert.equal(outputs.kubeconfig, null);
      assert.deepEqual(outputs.logGroups, { controlPlane: null, loadGenerators: null });
    },
  },
  {
    sentence: "the package has an exports map with types, and Pulumi as a peer",
    stack: "dev",
    holds: () => {
      const file = packageFile();
      for (const entry of [".", "./planning", "./sizing"]) {
        const target = valueAt(file, `exports ${entry}`);
        assert.match(String(valueAt(target, "types")), /\.d\.ts$/, entry);
        assert.match(String(valueAt(target, "default")), /\.js$/, entry);
      }
      assert.match(String(valueAt(file, "peerDependencies @pulumi/pulumi")), /^\^3\./);
      assert.equal(valueAt(file, "dependencies @pulumi/pulumi"), undefined);
      assert.match(
        String(valueAt(file, "scripts build")),
        /tsc --project tsconfig\.package\.json$/,
      );
    },
  },
  {
    sentence: "two examples use it from outside",
    stack: "dev",
    holds: () => {
      for (const example of ["data-tier", "mqtt-transport-tier"]) {
        const file = join(root, "examples", example, "index.ts");
        assert.ok(existsSync(file), file);
        assert.match(readFileSync(file, "utf8"), /from "thingsboard-scale"/);
      }
    },
  },
  {
    sentence: "each tier exports its planning function beside its component",
    stack: "dev",
    holds: () => {
      const tiers = [
        ["DataTier", "planDataTier"],
        ["Zookeeper", "planZookeeper"],
        ["Kafka", "planKafka"],
        ["Cassandra", "planCassandra"],
        ["Redis", "planRedis"],
        ["Postgresql", "planPostgresql"],
        ["TbCore", "planTbCore"],
        ["MqttTransportTier", "planMqttTransport"],
        ["LoadFleet", "planLoadFleet"],
        ["createPlatform", "planEks"],
      ] as const;
      for (const [component, plan] of tiers) {
        assert.equal(typeof components[component], "function", component);
        assert.equal(typeof planning[plan], "function", plan);
      }
    },
  },
  {
    sentence: "a ConfigMap's name carries a hash of its content",
    stack: "million",
    holds: async (stage) => {
      assert.deepEqual(stage.names("ConfigMap"), Object.keys(hashed).sort());
      for (const [name, beginning] of Object.entries(hashed)) {
        assert.match(
          stage.text(`ConfigMap::${name}`, "metadata name"),
          new RegExp(`^${beginning}-[0-9a-f]{10}$`),
        );
      }
      const other = new Stage(
        await stageRun({ stack: "million", change: { "kafka.replicationFactor": 3 } }),
      );
      for (const name of Object.keys(hashed)) {
        const same = ["data", "metadata name"].map(
          (path) =>
            JSON.stringify(stage.value(`ConfigMap::${name}`, path)) ===
            JSON.stringify(other.value(`ConfigMap::${name}`, path)),
        );
        assert.equal(same[0], same[1], `${name}: the name follows the content`);
      }
    },
  },
  {
    sentence: "a changed setting restarts exactly the pods that read it",
    stack: "million",
    holds: async (stage) => {
      // Another broker's worth of copies: tb-core, rule engine, transport and executors read it, the pages do not.
      const other = await stageRun({ stack: "million", change: { "kafka.replicationFactor": 3 } });
      const rolled = changedInputs(stage.run.rows, other.rows).filter((path) =>
        path.includes("spec.template."),
      );
      assert.deepEqual(
        rolled.map((path) => path.split(" ")[0]?.split(":").slice(-3).join(":")),
        [
          "StatefulSet::core-js-executor",
          "StatefulSet::core-node",
          "StatefulSet::core-rule-engine",
          "StatefulSet::transport",
          "Job::core-schema",
        ],
      );
      stage.is("Deployment::core-web-ui", { "spec replicas": 3 });
    },
  },
  {
    sentence: "a new version runs the vendor's upgrade Job once before any pod rolls",
    stack: "million",
    holds: async (stage) => {
      const other = new Stage(
        await stageRun({ stack: "million", change: { "versions.thingsboard": "4.3.1.4" } }),
      );
      const job = "Job::core-schema";
      assert.notEqual(other.value(job, "metadata name"), stage.value(job, "metadata name"));
      other.variables(job, { TARGET_VERSION: "4.3.1.4" }, "initContainers 0");
      other.pod(job, { "initContainers 1 image": "thingsboard/tb-node:4.3.1.4" });
      assert.match(
        other.text(job, "spec template spec initContainers 1 command 2"),
        /export UPGRADE_TB=true\n\s+exec start-tb-node\.sh/,
      );
      for (const pods of ["core-node", "core-rule-engine", "core-js-executor", "transport"]) {
        assert.match(
          other.text(`StatefulSet::${pods}`, "spec template spec containers 0 image"),
          /:4\.3\.1\.4$/,
        );
        other.after(`StatefulSet::${pods}`, job);
      }
      other.after("Deployment::core-web-ui", job);
    },
  },
  {
    sentence: "an unsupported step is refused",
    stack: "million",
    holds: (stage) => {
      stage.variables("Job::core-schema", { UPGRADABLE_FROM: "4.2.1 4.2.2" }, "initContainers 0");
      const check = stage.text("Job::core-schema", "spec template spec initContainers 0 command 2");
      assert.match(check, /the vendor's upgrade to \$TARGET_VERSION starts from/);
      assert.match(check, /ThingsBoard has no way back/);
    },
  },
];
