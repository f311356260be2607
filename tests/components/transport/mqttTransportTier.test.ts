import { strict as assert } from "node:assert";
import { MqttTransportTier } from "../../../components/transport/mqttTransportTier";
import type { MqttTransportPlan } from "../../../planning/types";
import type { RegistrationRow } from "../../../cli/dump/registrations";
import { changedInputs } from "../../support/changedInputs";
import { rowOf, rowsOf, runOf } from "../../support/rowsOf";
import { stagePlan } from "../../support/stages";
import * as kubernetes from "@pulumi/kubernetes";

const setType = "kubernetes:apps/v1:StatefulSet";
const configMapType = "kubernetes:core/v1:ConfigMap";
const serviceType = "kubernetes:core/v1:Service";
const redisPassword = { secretName: "redis", key: "redis-password" };

interface PodSpec {
  readonly nodeSelector?: Record<string, string>;
  readonly affinity?: unknown;
  readonly topologySpreadConstraints?: unknown;
  readonly terminationGracePeriodSeconds: number;
  readonly securityContext: Record<string, unknown>;
  readonly automountServiceAccountToken: boolean;
  readonly containers: [
    {
      readonly env: { name: string; value?: string; valueFrom?: unknown }[];
      readonly envFrom: unknown;
      readonly resources: unknown;
      readonly ports: unknown;
      readonly lifecycle: unknown;
      readonly startupProbe: unknown;
      readonly readinessProbe: unknown;
      readonly livenessProbe: unknown;
      readonly volumeMounts: unknown;
      readonly image: string;
      readonly securityContext: unknown;
    },
  ];
  readonly volumes: unknown;
}

interface SetSpec {
  readonly replicas: number;
  readonly podManagementPolicy: string;
  readonly serviceName: string;
  readonly template: { readonly spec: PodSpec };
}

function build(plan: MqttTransportPlan): MqttTransportTier {
  const controller = new kubernetes.core.v1.ConfigMap("controller", {});
  const core = new kubernetes.core.v1.ConfigMap("core", {});
  return new MqttTransportTier("transport", {
    plan,
    redisPassword,
    after: [core],
    ...(plan.loadBalancer === undefined
      ? {}
      : { loadBalancer: { securityGroupIds: ["sg-1"], controller } }),
  });
}

function setSpec(rows: readonly RegistrationRow[]): SetSpec {
  return rowOf(rows, setType, "transport").inputs.spec as unknown as SetSpec;
}

function configMapName(rows: readonly RegistrationRow[], name: string): string {
  const { metadata } = rowOf(rows, configMapType, name).inputs as { metadata: { name: string } };
  return metadata.name;
}

describe("MqttTransportTier", () => {
  const plan = stagePlan("million").transport;
  const { workload } = plan;
  const [planned] = workload.containers;
  let rows: readonly RegistrationRow[];
  let spec: SetSpec;
  let pod: PodSpec;

  before(async () => {
    rows = await rowsOf(() => build(plan));
    spec = setSpec(rows);
    pod = spec.template.spec;
  });

  it("runs the stage's pods in parallel, each alone on a node of its own group", () => {
    assert.equal(spec.replicas, 12);
    assert.equal(spec.podManagementPolicy, "Parallel");
    assert.equal(spec.serviceName, "tb-mqtt-transport");
    assert.deepEqual(pod.nodeSelector, { role: "transport" });
    assert.deepEqual(pod.affinity, {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          {
            labelSelector: { matchLabels: { app: "tb-mqtt-transport" } },
            topologyKey: "kubernetes.io/hostname",
          },
        ],
      },
    });
    assert.ok(pod.topologySpreadConstraints !== undefined);
    assert.equal(pod.containers[0].image, plan.image);
  });

  it("shares the worker group in the small stages, and only prefers other nodes", async () => {
    const small = setSpec(await rowsOf(() => build(stagePlan("100k-20k").transport)));
    assert.equal(small.replicas, 3);
    assert.deepEqual(small.template.spec.nodeSelector, { role: "worker" });
    assert.deepEqual(small.template.spec.affinity, {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 1,
            podAffinityTerm: {
              labelSelector: { matchLabels: { app: "tb-mqtt-transport" } },
              topologyKey: "kubernetes.io/hostname",
            },
          },
        ],
      },
    });
  });

  it("gives a pod the memory that holds its heap and its sockets, and the heap itself", () => {
    assert.deepEqual(pod.containers[0].resources, {
      requests: { cpu: `${planned!.cpuRequestMilli}m`, memory: `${planned!.memoryRequestMiB}Mi` },
      limits: { cpu: `${planned!.cpuLimitMilli!}m`, memory: `${planned!.memoryLimitMiB}Mi` },
    });
    const options = variable("JAVA_OPTS").value!.split(" ");
    assert.deepEqual(options.slice(0, 4), [
      `-Xms${workload.heapMiB!}M`,
      `-Xmx${workload.heapMiB!}M`,
      "-Xss256k",
      "-XX:+AlwaysPreTouch",
    ]);
  });

  it("opens JMX on localhost only", () => {
    const options = variable("JAVA_OPTS").value!;
    assert.match(options, /-Dcom\.sun\.management\.jmxremote\.host=127\.0\.0\.1( |$)/);
    assert.match(options, /-Djava\.rmi\.server\.hostname=127\.0\.0\.1$/);
  });

  it("listens on MQTT, MQTT over TLS and a port for metrics", () => {
    assert.deepEqual(pod.containers[0].ports, [
      { name: "mqtt", containerPort: 1883 },
      { name: "mqtts", containerPort: 8883 },
      { name: "metrics", containerPort: 8083 },
    ]);
    const { data } = rowOf(rows, configMapType, "transport-environment").inputs as {
      data: Record<string, string>;
    };
    assert.deepEqual(data, { ...plan.environment });
    assert.equal(data.HTTP_BIND_PORT, "8083");
    assert.equal(data.WEB_APPLICATION_ENABLE, "true");
    assert.equal(data.MQTT_SSL_PEM_CERT, "/tls/tls.crt");
    assert.equal(data.MQTT_SSL_PEM_KEY_PASSWORD, "");
  });

  it("reads the certificate from a volume of the Secret, not from a copy", () => {
    assert.deepEqual(pod.volumes, [
      { name: "config", configMap: { name: configMapName(rows, "transport-files") } },
      { name: "tls", secret: { secretName: "tb-mqtt-tls", defaultMode: 0o440 } },
      { name: "logs", emptyDir: {} },
    ]);
    assert.deepEqual(pod.containers[0].volumeMounts, [
      { name: "config", mountPath: "/config", readOnly: true },
      { name: "tls", mountPath: "/tls", readOnly: true },
      { name: "logs", mountPath: "/var/log/tb-mqtt-transport" },
    ]);
  });

  it("mounts the Secret that the sizing names", async () => {
    const named = setSpec(await rowsOf(() => build({ ...plan, tlsSecretName: "our-certificate" })));
    assert.deepEqual((named.template.spec.volumes as unknown[])[1], {
      name: "tls",
      secret: { secretName: "our-certificate", defaultMode: 0o440 },
    });
  });

  it("probes the MQTT port, with the seed's start-up time", () => {
    const tcpSocket = { port: 1883 };
    assert.deepEqual(pod.containers[0].startupProbe, {
      tcpSocket,
      periodSeconds: 20,
      failureThreshold: 15,
    });
    assert.deepEqual(pod.containers[0].readinessProbe, {
      tcpSocket,
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 3,
    });
    assert.deepEqual(pod.containers[0].livenessProbe, {
      tcpSocket,
      periodSeconds: 30,
      timeoutSeconds: 10,
      failureThreshold: 6,
    });
  });

  it("serves on for longer than the load balancer takes to let a pod go", () => {
    assert.deepEqual(pod.containers[0].lifecycle, { preStop: { sleep: { seconds: 40 } } });
    assert.equal(pod.terminationGracePeriodSeconds, 70);
    const { metadata } = rowOf(rows, serviceType, "transport-load-balancer").inputs as {
      metadata: { annotations: Record<string, string> };
    };
    assert.match(
      metadata.annotations["service.beta.kubernetes.io/aws-load-balancer-target-group-attributes"]!,
      /deregistration_delay\.timeout_seconds=30,/,
    );
  });

  it("sets the plan's kernel keys in the pod, and runs as the image's user without any right", () => {
    const { sysctls, ...context } = pod.securityContext;
    assert.deepEqual(
      Object.fromEntries(
        (sysctls as { name: string; value: string }[]).map(({ name, value }) => [name, value]),
      ),
      plan.sysctls,
    );
    assert.ok(Object.keys(plan.sysctls).includes("net.ipv4.tcp_rmem"));
    assert.deepEqual(context, {
      runAsUser: 799,
      runAsGroup: 799,
      fsGroup: 799,
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    });
    assert.deepEqual(pod.containers[0].securityContext, {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
    });
    assert.equal(pod.automountServiceAccountToken, false);
  });

  it("takes the cache's password from its Secret", () => {
    assert.deepEqual(variable("REDIS_PASSWORD").valueFrom, {
      secretKeyRef: { name: "redis", key: "redis-password" },
    });
    assert.deepEqual(variable("TB_SERVICE_ID").valueFrom, {
      fieldRef: { fieldPath: "metadata.name" },
    });
  });

  it("drops the seed's dead options from its files", () => {
    const { data } = rowOf(rows, configMapType, "transport-files").inputs as {
      data: Record<string, string>;
    };
    assert.deepEqual(Object.keys(data), ["logback.xml", "tb-mqtt-transport.conf"]);
    assert.match(data["tb-mqtt-transport.conf"]!, /-XX:\+UseG1GC -XX:MaxGCPauseMillis=500/);
    assert.doesNotMatch(data["tb-mqtt-transport.conf"]!, /BiasedLocking/);
    assert.doesNotMatch(data["logback.xml"]!, /servicebus/);
  });

  it("lets a drain take one pod at a time", () => {
    assert.deepEqual(
      rowOf(rows, "kubernetes:policy/v1:PodDisruptionBudget", "transport").inputs.spec,
      {
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: "AlwaysAllow",
        selector: { matchLabels: { app: "tb-mqtt-transport" } },
      },
    );
  });

  it("admits devices from everywhere and readers of metrics from inside the cluster", () => {
    const { spec: policy } = rowOf(
      rows,
      "kubernetes:networking.k8s.io/v1:NetworkPolicy",
      "transport",
    ).inputs as { spec: { ingress: unknown } };
    assert.deepEqual(policy.ingress, [
      {
        ports: [
          { protocol: "TCP", port: 1883 },
          { protocol: "TCP", port: 8883 },
        ],
      },
      { from: [{ namespaceSelector: {} }], ports: [{ protocol: "TCP", port: 8083 }] },
    ]);
  });

  it("comes after the core, and the load balancer after the pods and its controller", () => {
    assert.ok(
      rowOf(rows, setType, "transport").options.dependsOn?.includes(`${configMapType}::core`),
    );
    const balancer = rowOf(rows, serviceType, "transport-load-balancer").options.dependsOn;
    assert.deepEqual(balancer, [`${setType}::transport`, `${configMapType}::controller`]);
  });

  it("registers the same in a preview and in an update", async () => {
    const names = (all: readonly RegistrationRow[]) =>
      all.map(({ type, name }) => `${type}::${name}`);
    assert.deepEqual(names(await rowsOf(() => build(plan), { preview: false })), names(rows));
  });

  it("has its load balancer's name as host", async () => {
    const { outputs } = await runOf(() => ({ host: build(plan).host }), { preview: false });
    assert.deepEqual(outputs, { host: "transport-load-balancer.example.com" });
  });

  it("changes the replicas and nothing else with the plan's replicas", async () => {
    const changed = { ...plan, workload: { ...workload, replicas: 14 } };
    assert.deepEqual(changedInputs(rows, await rowsOf(() => build(changed))), [
      `${setType}::transport spec.replicas`,
    ]);
  });

  it("rolls the pods when a variable changes: the ConfigMap gets another name", async () => {
    const changed = {
      ...plan,
      environment: { ...plan.environment, NETTY_WORKER_GROUP_THREADS: "99" },
    };
    const after = await rowsOf(() => build(changed));
    assert.deepEqual(changedInputs(rows, after), [
      `${setType}::transport spec.template.spec.containers.0.envFrom.0.configMapRef.name`,
      `${configMapType}::transport-environment data.NETTY_WORKER_GROUP_THREADS`,
      `${configMapType}::transport-environment metadata.name`,
    ]);
    assert.match(
      configMapName(after, "transport-environment"),
      /^tb-mqtt-transport-environment-\w{10}$/,
    );
  });

  describe("on an existing cluster", () => {
    const devPlan = stagePlan("dev").transport;

    it("is a ClusterIP Service after the pods, without a load balancer", async () => {
      const dev = await rowsOf(() => build(devPlan));
      const { inputs, options } = rowOf(dev, serviceType, "transport-internal");
      assert.deepEqual(inputs.metadata, { name: "tb-mqtt", namespace: "thingsboard" });
      assert.deepEqual(inputs.spec, {
        type: "ClusterIP",
        selector: { app: "tb-mqtt-transport" },
        ports: [
          { name: "mqtt", port: 1883 },
          { name: "mqtts", port: 8883 },
        ],
      });
      // It waits for endpoints: the pods must not wait for it.
      assert.deepEqual(options.dependsOn, [`${setType}::transport`]);
      assert.ok(!dev.some(({ name }) => name.includes("load-balancer")));
      assert.equal(setSpec(dev).replicas, 1);
      assert.equal(setSpec(dev).template.spec.nodeSelector, undefined);
    });

    it("is reached by its name in the cluster", async () => {
      const { outputs } = await runOf(() => ({ host: build(devPlan).host }));
      assert.deepEqual(outputs, { host: "tb-mqtt.thingsboard.svc.cluster.local" });
    });
  });

  it("says what to pass where the plan has a load balancer and the program none", async () => {
    await assert.rejects(
      rowsOf(() => new MqttTransportTier("transport", { plan, redisPassword })),
      /pass `loadBalancer` with its security groups and its controller/,
    );
  });

  function variable(name: string): { name: string; value?: string; valueFrom?: unknown } {
    return pod.containers[0].env.find((each) => each.name === name)!;
  }
});
