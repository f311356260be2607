import { strict as assert } from "node:assert";
import { stageRun } from "../support/stageRun";
import { Stage, type Sentence } from "./stage";

const pods = "StatefulSet::transport";
const balancer = "Service::transport-load-balancer";
const nlb = "metadata annotations service.beta.kubernetes.io/aws-load-balancer";
const required = "affinity podAntiAffinity requiredDuringSchedulingIgnoredDuringExecution";
const preferred = "affinity podAntiAffinity preferredDuringSchedulingIgnoredDuringExecution";

function heap(stage: Stage, heapMiB: number, limit: string): void {
  const env = JSON.stringify(stage.value(pods, "spec template spec containers 0 env"));
  assert.match(env, new RegExp(`-Xms${String(heapMiB)}M -Xmx${String(heapMiB)}M -Xss256k`));
  stage.pod(pods, {
    "containers 0 resources requests memory": limit,
    "containers 0 resources limits memory": limit,
  });
}

/** The tier that holds one connection a device. */
export const transportSentences: readonly Sentence[] = [
  {
    sentence: "12 pods, one a node of the transport group",
    stack: "million",
    holds: (stage) => {
      stage.is(pods, { "metadata name": "tb-mqtt-transport", "spec replicas": 12 });
      stage.pod(pods, {
        "containers 0 image": "thingsboard/tb-mqtt-transport:4.3.1.3",
        nodeSelector: { role: "transport" },
        [required]: [
          {
            labelSelector: { matchLabels: { app: "tb-mqtt-transport" } },
            topologyKey: "kubernetes.io/hostname",
          },
        ],
      });
    },
  },
  {
    sentence: "6 pods, required apart, at 500k",
    stack: "500k",
    holds: (stage) => {
      stage.is(pods, { "spec replicas": 6 });
      stage.pod(pods, {
        nodeSelector: { role: "transport" },
        [`${required} 0 topologyKey`]: "kubernetes.io/hostname",
      });
    },
  },
  {
    sentence: "3 pods on the worker group, preferably apart, in the small stages",
    stack: "100k-20k",
    holds: (stage) => {
      stage.is(pods, { "spec replicas": 3 });
      stage.pod(pods, {
        nodeSelector: { role: "worker" },
        [required]: undefined,
        [`${preferred} 0 podAffinityTerm topologyKey`]: "kubernetes.io/hostname",
      });
    },
  },
  {
    sentence: "1 GiB of heap under 2 GiB, which hold it and the sockets, at a million",
    stack: "million",
    holds: (stage) => {
      heap(stage, 1_024, "2048Mi");
    },
  },
  {
    sentence: "2 GiB of heap at 500k, under more memory",
    stack: "500k",
    holds: (stage) => {
      heap(stage, 2_048, "2816Mi");
    },
  },
  {
    sentence: "1 GiB of heap at 100k",
    stack: "100k-20k",
    holds: (stage) => {
      heap(stage, 1_024, "2048Mi");
    },
  },
  {
    sentence: "a heap that leaves the sockets no memory is refused",
    stack: "million",
    holds: async () => {
      await assert.rejects(
        stageRun({ stack: "million", change: { "mqttTransport.heapMiB": 2_048 } }),
        /mqttTransport\./,
      );
    },
  },
  {
    sentence: "its own config, with the settings that the queue and its sessions need",
    stack: "million",
    holds: (stage) => {
      stage.is("ConfigMap::transport-environment", {
        "data MQTT_BIND_PORT": "1883",
        "data TB_QUEUE_TYPE": "kafka",
        "data TB_TRANSPORT_SESSIONS_INACTIVITY_TIMEOUT": "600000",
        "data TB_TRANSPORT_SESSIONS_REPORT_TIMEOUT": "60000",
        "data TB_QUEUE_TRANSPORT_MAX_PENDING_REQUESTS": "1000000",
        "data REDIS_CONNECTION_TYPE": "cluster",
        "data SPRING_DATASOURCE_URL": undefined,
      });
      stage.pod(pods, {
        "containers 0 envFrom 0 configMapRef name": stage.value(
          "ConfigMap::transport-environment",
          "metadata name",
        ),
        "volumes 0 configMap name": stage.value("ConfigMap::transport-files", "metadata name"),
      });
      assert.match(
        stage.text("ConfigMap::transport-files", "data tb-mqtt-transport.conf"),
        /UseG1GC/,
      );
      assert.match(stage.text("ConfigMap::transport-files", "data logback.xml"), /<configuration>/);
    },
  },
  {
    sentence: "probes on the MQTT port",
    stack: "million",
    holds: (stage) => {
      for (const kind of ["startupProbe", "livenessProbe", "readinessProbe"]) {
        stage.pod(pods, { [`containers 0 ${kind} tcpSocket`]: { port: 1883 } });
      }
    },
  },
  {
    sentence: "graceful termination: serves on until the load balancer has let go",
    stack: "million",
    holds: (stage) => {
      stage.pod(pods, {
        "containers 0 lifecycle preStop sleep seconds": 40,
        terminationGracePeriodSeconds: 70,
      });
      assert.match(
        stage.text(balancer, `${nlb}-target-group-attributes`),
        /deregistration_delay\.timeout_seconds=30/,
      );
    },
  },
  {
    sentence: "a disruption budget of one",
    stack: "million",
    holds: (stage) => {
      stage.is("PodDisruptionBudget::transport", {
        "spec maxUnavailable": 1,
        "spec selector matchLabels": { app: "tb-mqtt-transport" },
      });
    },
  },
  {
    sentence: "the NLB Service listens on 1883 and 8883 by the controller's class",
    stack: "million",
    holds: (stage) => {
      stage.is(balancer, {
        "spec type": "LoadBalancer",
        "spec loadBalancerClass": "service.k8s.aws/nlb",
        "spec allocateLoadBalancerNodePorts": false,
        "spec selector": { app: "tb-mqtt-transport" },
        "spec ports 0 port": 1883,
        "spec ports 1 port": 8883,
        [`${nlb}-type`]: undefined,
        [`${nlb}-nlb-target-type`]: "ip",
      });
    },
  },
  {
    sentence: "the NLB is internet-facing and cross-zone",
    stack: "million",
    holds: (stage) => {
      stage.is(balancer, {
        [`${nlb}-scheme`]: "internet-facing",
        [`${nlb}-attributes`]: "load_balancing.cross_zone.enabled=true",
        [`${nlb}-additional-resource-tags`]: "ThingsBoardClusterELB=ThingsBoardMqtt",
      });
    },
  },
  {
    sentence: "the NLB keeps the client's address and has no stickiness",
    stack: "million",
    holds: (stage) => {
      const attributes = stage.text(balancer, `${nlb}-target-group-attributes`).split(",");
      assert.ok(attributes.includes("preserve_client_ip.enabled=true"));
      assert.ok(attributes.includes("stickiness.enabled=false"));
    },
  },
  {
    sentence: "the NLB's idle timeout is above the keep-alive of 60 s, on both listeners",
    stack: "million",
    holds: (stage) => {
      for (const port of ["1883", "8883"]) {
        stage.is(balancer, {
          [`${nlb}-listener-attributes.TCP-${port}`]: "tcp.idle_timeout.seconds=600",
        });
      }
    },
  },
  {
    sentence: "MQTT over TLS on 8883 with a certificate from a Secret",
    stack: "million",
    holds: (stage) => {
      stage.is("ConfigMap::transport-environment", {
        "data MQTT_SSL_ENABLED": "true",
        "data MQTT_SSL_BIND_PORT": "8883",
        "data MQTT_SSL_CREDENTIALS_TYPE": "PEM",
        "data MQTT_SSL_PEM_CERT": "/tls/tls.crt",
        "data MQTT_SSL_PEM_KEY": "/tls/tls.key",
        "data MQTT_SSL_PEM_KEY_PASSWORD": "",
      });
      stage.pod(pods, {
        "volumes 1 secret secretName": "tb-mqtt-tls",
        "containers 0 volumeMounts 1 mountPath": "/tls",
        "containers 0 volumeMounts 1 subPath": undefined,
      });
    },
  },
  {
    sentence: "the certificate is generated where the sizing names none",
    stack: "million",
    holds: (stage) => {
      stage.is("PrivateKey::transport-tls", { algorithm: "ECDSA", ecdsaCurve: "P256" });
      stage.is("SelfSignedCert::transport-tls", { privateKeyPem: "<secret>" });
      stage.is("Secret::transport-tls", {
        "metadata name": "tb-mqtt-tls",
        type: "kubernetes.io/tls",
        stringData: "<secret>",
      });
      stage.after(pods, "Secret::transport-tls");
    },
  },
  {
    sentence: "a Secret that the sizing names is used instead, and no key is made",
    stack: "million",
    holds: async () => {
      const run = await stageRun({
        stack: "million",
        change: { "mqttTransport.tlsSecretName": "our-certificate" },
      });
      const stage = new Stage(run);
      stage.pod(pods, { "volumes 1 secret secretName": "our-certificate" });
      stage.lacks(
        "PrivateKey::transport-tls",
        "SelfSignedCert::transport-tls",
        "Secret::transport-tls",
      );
    },
  },
];
