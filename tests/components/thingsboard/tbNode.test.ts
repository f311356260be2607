import { strict as assert } from "node:assert";
import { hashedName } from "../../../components/kubernetes/contentHash";
import { at, corePlan, coreRows, inputsOf, namesOf, textAt, variables } from "./tbCoreSupport";

const statefulSet = "kubernetes:apps/v1:StatefulSet";
const service = "kubernetes:core/v1:Service";
const budget = "kubernetes:policy/v1:PodDisruptionBudget";
const networkPolicy = "kubernetes:networking.k8s.io/v1:NetworkPolicy";

const services = [
  { row: "core-node", app: "tb-core", plan: corePlan().core },
  { row: "core-rule-engine", app: "tb-rule-engine", plan: corePlan().ruleEngine },
] as const;

describe("TbNode", () => {
  for (const { row, app, plan } of services) {
    describe(app, () => {
      it("runs the planned pods on the planned nodes", async () => {
        const inputs = inputsOf(await coreRows(), statefulSet, row);
        assert.equal(at(inputs, "metadata", "name"), app);
        assert.equal(at(inputs, "spec", "replicas"), plan.replicas);
        assert.equal(at(inputs, "spec", "podManagementPolicy"), "Parallel");
        assert.equal(at(inputs, "spec", "serviceName"), `${app}-headless`);
        const pod = at(inputs, "spec", "template", "spec");
        assert.deepEqual(at(pod, "nodeSelector"), { role: plan.nodeGroup });
        assert.deepEqual(
          at(pod, "affinity", "podAntiAffinity", "preferredDuringSchedulingIgnoredDuringExecution"),
          plan.avoids.map(({ workload, weight }) => ({
            weight,
            podAffinityTerm: {
              labelSelector: { matchLabels: { app: workload } },
              topologyKey: "kubernetes.io/hostname",
            },
          })),
        );
        assert.deepEqual(at(pod, "securityContext"), {
          runAsUser: 799,
          runAsGroup: 799,
          fsGroup: 799,
          runAsNonRoot: true,
          seccompProfile: { type: "RuntimeDefault" },
        });
        assert.equal(at(pod, "terminationGracePeriodSeconds"), 60);
      });

      it("takes image, resources and heap from the plan", async () => {
        const container = at(
          inputsOf(await coreRows(), statefulSet, row),
          "spec",
          "template",
          "spec",
          "containers",
          0,
        );
        const [planned] = plan.containers;
        assert.equal(at(container, "image"), corePlan().images.thingsboardNode);
        assert.deepEqual(at(container, "resources"), {
          requests: {
            cpu: `${planned!.cpuRequestMilli}m`,
            memory: `${planned!.memoryRequestMiB}Mi`,
          },
          limits: { memory: `${planned!.memoryLimitMiB}Mi` },
        });
        const options = textAt(variables(container).get("JAVA_OPTS"));
        assert.ok(options.startsWith(`-Xms${planned!.heapMiB}M -Xmx${planned!.heapMiB}M -Xss384k`));
      });

      it("opens JMX on the loopback alone", async () => {
        const container = at(
          inputsOf(await coreRows(), statefulSet, row),
          "spec",
          "template",
          "spec",
          "containers",
          0,
        );
        const options = textAt(variables(container).get("JAVA_OPTS"));
        assert.match(options, /-Dcom\.sun\.management\.jmxremote\.host=127\.0\.0\.1/);
        assert.match(options, /-Dcom\.sun\.management\.jmxremote\.port=9999/);
        assert.ok(!JSON.stringify(at(container, "ports")).includes("9999"));
      });

      it("takes its settings from the ConfigMaps and its passwords from the Secrets", async () => {
        const container = at(
          inputsOf(await coreRows(), statefulSet, row),
          "spec",
          "template",
          "spec",
          "containers",
          0,
        );
        const secret = (name: string, key: string) => ({ secretKeyRef: { name, key } });
        const env = variables(container);
        assert.equal(env.get("TB_SERVICE_TYPE"), app);
        assert.deepEqual(env.get("TB_SERVICE_ID"), { fieldRef: { fieldPath: "metadata.name" } });
        assert.deepEqual(
          env.get("SPRING_DATASOURCE_USERNAME"),
          secret("postgresql-secret", "name"),
        );
        assert.deepEqual(
          env.get("SPRING_DATASOURCE_PASSWORD"),
          secret("postgresql-secret", "word"),
        );
        assert.deepEqual(env.get("CASSANDRA_USERNAME"), secret("cassandra-secret", "user"));
        assert.deepEqual(env.get("CASSANDRA_PASSWORD"), secret("cassandra-secret", "pass"));
        assert.deepEqual(env.get("REDIS_PASSWORD"), secret("redis-secret", "redis-key"));
        // They matter to the monolith alone, or are gone.
        for (const dead of ["HTTP_ENABLED", "MQTT_ENABLED", "TB_HOST", "TRANSPORT_TYPE"]) {
          assert.ok(!env.has(dead), dead);
        }
        assert.deepEqual(at(container, "envFrom"), [
          {
            configMapRef: { name: hashedName("tb-environment", corePlan().environment) },
          },
        ]);
      });

      it("mounts its files, and writes logs and states of calculated fields to volumes", async () => {
        const pod = at(inputsOf(await coreRows(), statefulSet, row), "spec", "template", "spec");
        assert.deepEqual(at(pod, "containers", 0, "volumeMounts"), [
          { mountPath: "/config", name: "config", readOnly: true },
          { mountPath: "/var/log/thingsboard", name: "logs" },
          { mountPath: "/data", name: "data" },
        ]);
        assert.match(
          textAt(pod, "volumes", 0, "configMap", "name"),
          /^tb-node-files-[0-9a-f]{10}$/,
        );
        assert.equal(
          variables(at(pod, "containers", 0)).get("TB_QUEUE_CF_ROCKS_DB_PATH"),
          "/data/rocksdb/cf_states",
        );
      });

      it("loses one pod at a time", async () => {
        const inputs = inputsOf(await coreRows(), budget, row);
        assert.deepEqual(at(inputs, "spec"), {
          maxUnavailable: 1,
          unhealthyPodEvictionPolicy: "AlwaysAllow",
          selector: { matchLabels: { app } },
        });
      });
    });
  }

  it("asks tb-core for its login page, and the rule engine, which refuses it, for its port", async () => {
    const rows = await coreRows();
    for (const probe of ["startupProbe", "readinessProbe", "livenessProbe"]) {
      const path = ["spec", "template", "spec", "containers", 0, probe] as const;
      const core = at(inputsOf(rows, statefulSet, "core-node"), ...path);
      assert.deepEqual(at(core, "httpGet"), { path: "/login", port: 8080 });
      const ruleEngine = at(inputsOf(rows, statefulSet, "core-rule-engine"), ...path);
      assert.deepEqual(at(ruleEngine, "tcpSocket"), { port: 8080 });
      assert.throws(() => at(ruleEngine, "httpGet"));
    }
  });

  it("gives a first start 15 minutes", async () => {
    const probe = at(
      inputsOf(await coreRows(), statefulSet, "core-node"),
      "spec",
      "template",
      "spec",
      "containers",
      0,
      "startupProbe",
    );
    assert.equal(Number(at(probe, "periodSeconds")) * Number(at(probe, "failureThreshold")), 900);
  });

  it("makes tb-core a Service for REST and closes the rule engine", async () => {
    const rows = await coreRows();
    const inputs = inputsOf(rows, service, "core-node");
    assert.equal(at(inputs, "metadata", "name"), "tb-core");
    assert.deepEqual(at(inputs, "spec"), {
      type: "ClusterIP",
      selector: { app: "tb-core" },
      ports: [{ name: "http", port: 8080, targetPort: 8080 }],
    });
    assert.ok(!namesOf(rows).includes(`${service}::core-rule-engine`));
    assert.deepEqual(at(inputsOf(rows, networkPolicy, "core-rule-engine"), "spec"), {
      podSelector: { matchLabels: { app: "tb-rule-engine" } },
      policyTypes: ["Ingress"],
      ingress: [],
    });
    assert.ok(!namesOf(rows).includes(`${networkPolicy}::core-node`));
  });

  it("names a headless Service for each set", async () => {
    const rows = await coreRows();
    for (const { row, app } of services) {
      const inputs = inputsOf(rows, service, `${row}-headless`);
      assert.equal(at(inputs, "metadata", "name"), `${app}-headless`);
      assert.deepEqual(at(inputs, "spec"), { clusterIP: "None", selector: { app } });
    }
  });
});
