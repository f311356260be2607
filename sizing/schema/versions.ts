import { z } from "zod";
import { text } from "./fields";

const tag = () => text(/^\w[\w.-]{0,127}$/, "an image tag or chart version, in quotes");

/** What runs, pinned. A stage file states one of these only to test another version. */
export const versionsSchema = z
  .strictObject({
    thingsboard: text(/^\d+\.\d+\.\d+(\.\d+)?$/, "a ThingsBoard version such as 4.3.1.3")
      .default("4.3.1.3")
      .describe(
        "tb-node, tb-mqtt-transport, tb-js-executor, tb-web-ui. 4.3.1.3 is the first with the fix of thingsboard#15744.",
      ),
    performanceTest: tag()
      .default("4.0.1")
      .describe("thingsboard/tb-ce-performance-test, of thingsboard/performance-tests at v4.0.1."),
    zookeeper: tag()
      .default("3.9.6")
      .describe(
        "Official zookeeper image. Chosen: the newest of 3.9, the series of the client in ThingsBoard 4.3 (3.9.5).",
      ),
    kafka: tag().default("4.3.1").describe("Kafka version: the default of Strimzi 1.2.0."),
    strimziChart: tag()
      .default("1.2.0")
      .describe(
        "Chart strimzi-kafka-operator (strimzi/strimzi-kafka-operator at 1.2.0). Chosen: the newest that was read.",
      ),
    cassandra: tag()
      .default("5.0.8")
      .describe(
        "Cassandra serverVersion of cass-operator. Chosen: the newest of 5.0 whose image tag was checked.",
      ),
    cassOperatorChart: tag()
      .default("0.65.0")
      .describe("Chart cass-operator (operator 1.31.0). Chosen: the newest chart that was read."),
    valkey: tag()
      .default("8.1.11")
      .describe("valkey/valkey. Chosen: of 8, as ThingsBoard 4.3 is tested against 8.0."),
    postgresql: tag()
      .default("16.15-standard-trixie")
      .describe(
        "ghcr.io/cloudnative-pg/postgresql. Chosen: the newest of 16, which ThingsBoard's own compose uses.",
      ),
    cloudNativePgChart: tag()
      .default("0.29.0")
      .describe("Chart cloudnative-pg (operator 1.30.0). Chosen: the newest chart that was read."),
    loadBalancerControllerChart: tag()
      .default("3.5.0")
      .describe(
        "Chart aws-load-balancer-controller. Chosen: 3.5.0 is the newest whose values were read.",
      ),
    vpcCniAddon: tag()
      .default("v1.23.1-eksbuild.1")
      .describe(
        "EKS add-on vpc-cni; 1.22.1 is the first that copies the tracking timeouts (amazon-vpc-cni-k8s#3666). Chosen: the newest of those that was seen. The build suffix is unverified.",
      ),
    kubeProxyAddon: tag()
      .optional()
      .describe(
        "EKS add-on kube-proxy; the build pinned for the Kubernetes version when left out.",
      ),
  })
  .prefault({});
