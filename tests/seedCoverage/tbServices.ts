import { strict as assert } from "node:assert";
import { fieldsOf } from "../support/fields";
import { type Sentence, type Stage, valueAt } from "./stage";

const services = {
  core: "StatefulSet::core-node",
  ruleEngine: "StatefulSet::core-rule-engine",
  jsExecutor: "StatefulSet::core-js-executor",
  webUi: "Deployment::core-web-ui",
} as const;
const javaOptions = (stage: Stage, service: string): string => {
  const env = stage.value(service, "spec template spec containers 0 env") as unknown[];
  return String(
    valueAt(
      env.find((each) => valueAt(each, "name") === "JAVA_OPTS"),
      "value",
    ),
  );
};
/** The services of ThingsBoard and the way to them. */
export const tbServiceSentences: readonly Sentence[] = [
  {
    sentence: "StatefulSets tb-core, tb-rule-engine, tb-js-executor and Deployment tb-web-ui",
    stack: "million",
    holds: (stage) => {
      const expected = [
        [services.core, "tb-core", 6, "thingsboard/tb-node:4.3.1.3"],
        [services.ruleEngine, "tb-rule-engine", 6, "thingsboard/tb-node:4.3.1.3"],
        [services.jsExecutor, "tb-js-executor", 6, "thingsboard/tb-js-executor:4.3.1.3"],
        [services.webUi, "tb-web-ui", 3, "thingsboard/tb-web-ui:4.3.1.3"],
      ] as const;
      for (const [service, name, replicas, image] of expected) {
        stage.is(service, { "metadata name": name, "spec replicas": replicas });
        stage.pod(service, { "containers 0 image": image });
      }
      stage.variables(services.core, { TB_SERVICE_TYPE: "tb-core" });
      stage.variables(services.ruleEngine, { TB_SERVICE_TYPE: "tb-rule-engine" });
    },
  },
  {
    sentence: "three of core and rule engine, six executors and three pages at 100k",
    stack: "100k-20k",
    holds: (stage) => {
      const replicas = Object.values(services).map((service) =>
        stage.value(service, "spec replicas"),
      );
      assert.deepEqual(replicas, [3, 3, 6, 3]);
    },
  },
  {
    sentence: "the seed's requests and limits; a CPU limit only where the seed has one",
    stack: "million",
    holds: (stage) => {
      const node = { requests: { cpu: "1000m", memory: "3072Mi" }, limits: { memory: "3072Mi" } };
      stage.pod(services.core, { "containers 0 resources": node });
      stage.pod(services.ruleEngine, { "containers 0 resources": node });
      stage.pod(services.jsExecutor, {
        "containers 0 resources": {
          requests: { cpu: "100m", memory: "100Mi" },
          limits: { cpu: "1000m", memory: "400Mi" },
        },
      });
      stage.pod(services.webUi, {
        "containers 0 resources": {
          requests: { cpu: "100m", memory: "100Mi" },
          limits: { cpu: "1000m", memory: "100Mi" },
        },
      });
    },
  },
  {
    sentence: "the seed's heap",
    stack: "million",
    holds: (stage) => {
      for (const node of [services.core, services.ruleEngine]) {
        assert.match(
          javaOptions(stage, node),
          /^-Xms2048M -Xmx2048M -Xss384k -XX:\+AlwaysPreTouch /,
        );
      }
    },
  },
  {
    sentence: "the seed's anti-affinity: 9 against its own kind, 1 against the other",
    stack: "million",
    holds: (stage) => {
      const preferred = (service: string) =>
        stage.value(
          service,
          "spec template spec affinity podAntiAffinity preferredDuringSchedulingIgnoredDuringExecution",
        ) as unknown[];
      const weights = (service: string) =>
        preferred(service).map((term) => [
          valueAt(term, "podAffinityTerm labelSelector matchLabels app"),
          valueAt(term, "weight"),
        ]);
      assert.deepEqual(weights(services.core), [
        ["tb-core", 9],
        ["tb-rule-engine", 1],
      ]);
      assert.deepEqual(weights(services.ruleEngine), [
        ["tb-rule-engine", 9],
        ["tb-core", 1],
      ]);
      assert.equal(preferred(services.jsExecutor).length, 1);
    },
  },
  {
    sentence: "on the seed's node groups: worker, and the pages beside Kafka",
    stack: "million",
    holds: (stage) => {
      for (const service of [services.core, services.ruleEngine, services.jsExecutor]) {
        stage.pod(service, { nodeSelector: { role: "worker" } });
      }
      stage.pod(services.webUi, { nodeSelector: { role: "kafka" } });
    },
  },
  {
    sentence: "probes that are right for each service: /login is for tb-core alone",
    stack: "million",
    holds: (stage) => {
      for (const kind of ["startupProbe", "livenessProbe", "readinessProbe"]) {
        const probe = (service: string, path: string) =>
          stage.value(service, `spec template spec containers 0 ${kind} ${path}`);
        assert.deepEqual(probe(services.core, "httpGet"), { path: "/login", port: 8080 });
        assert.deepEqual(probe(services.ruleEngine, "tcpSocket"), { port: 8080 });
        assert.equal(probe(services.ruleEngine, "httpGet"), undefined);
        assert.deepEqual(probe(services.jsExecutor, "httpGet"), {
          path: "/livenessProbe",
          port: 8888,
        });
        assert.deepEqual(probe(services.webUi, "httpGet"), { path: "/index.html", port: 8080 });
      }
    },
  },
  {
    sentence: "JMX on localhost only",
    stack: "million",
    holds: (stage) => {
      for (const node of [services.core, services.ruleEngine, "StatefulSet::transport"]) {
        assert.match(
          javaOptions(stage, node),
          /-Dcom\.sun\.management\.jmxremote\.host=127\.0\.0\.1 /,
        );
        const ports = stage.value(node, "spec template spec containers 0 ports") as unknown[];
        assert.deepEqual(
          ports.filter((port) => valueAt(port, "containerPort") === 9_999),
          [],
        );
      }
    },
  },
  {
    sentence: "services that find their pods",
    stack: "million",
    holds: (stage) => {
      for (const [service, app] of [
        ["Service::core-node", "tb-core"],
        ["Service::core-web-ui", "tb-web-ui"],
      ] as const) {
        stage.is(service, {
          "metadata name": app,
          "spec selector": { app },
          "spec ports 0 port": 8080,
        });
      }
      for (const name of ["node", "rule-engine", "js-executor"]) {
        stage.is(`Service::core-${name}-headless`, { "spec clusterIP": "None" });
      }
    },
  },
  {
    sentence: "a disruption budget of one for each service",
    stack: "million",
    holds: (stage) => {
      for (const [name, app] of [
        ["node", "tb-core"],
        ["rule-engine", "tb-rule-engine"],
        ["js-executor", "tb-js-executor"],
        ["web-ui", "tb-web-ui"],
      ] as const) {
        stage.is(`PodDisruptionBudget::core-${name}`, {
          "spec maxUnavailable": 1,
          "spec selector matchLabels": { app },
          "spec unhealthyPodEvictionPolicy": "AlwaysAllow",
        });
      }
    },
  },
  {
    sentence: "ALB Ingress with the seed's paths, and no route to a service that does not exist",
    stack: "million",
    holds: (stage) => {
      const paths = stage.value("Ingress::core-ingress", "spec rules 0 http paths") as unknown[];
      const routes = paths.map((path) => [
        valueAt(path, "path"),
        valueAt(path, "pathType"),
        valueAt(path, "backend service name"),
        valueAt(path, "backend service port number"),
      ]);
      assert.deepEqual(routes, [
        ["/static/rulenode/", "Prefix", "tb-core", 8080],
        ["/static/", "Prefix", "tb-web-ui", 8080],
        ["/index.html", "Exact", "tb-web-ui", 8080],
        ["/", "Prefix", "tb-core", 8080],
      ]);
      const made = stage.all("Service").map(({ inputs }) => fieldsOf(inputs.metadata).name);
      assert.deepEqual(
        routes.filter(([, , service]) => !made.includes(service)),
        [],
      );
      stage.is("Ingress::core-ingress", {
        "spec ingressClassName": "alb",
        "metadata annotations alb.ingress.kubernetes.io/scheme": "internet-facing",
        "metadata annotations alb.ingress.kubernetes.io/target-type": "ip",
      });
    },
  },
];
