import { strict as assert } from "node:assert";
import { placeStage } from "../../planning";
import { stageRun } from "../support/stageRun";
import { stagePlan } from "../support/stages";
import type { Sentence } from "./stage";

/** `platform: existing`: the dev stack on kind or minikube. */
export const existingClusterSentences: readonly Sentence[] = [
  {
    sentence: "an existing cluster takes no AWS resource, but still the namespace",
    stack: "dev",
    holds: (stage) => {
      assert.deepEqual(
        stage.run.rows.filter(({ type }) => /^(aws|eks|pulumi:providers:aws)/.test(type)),
        [],
      );
      stage.is("Namespace::platform", {
        "metadata name": "thingsboard",
        "metadata labels pod-security.kubernetes.io/enforce": "baseline",
      });
    },
  },
  {
    sentence: "the context is the one that the sizing names, never the current one",
    stack: "dev",
    holds: (stage) => {
      stage.is("kubernetes::platform", { context: "minikube", kubeconfig: undefined });
      const inCluster = stage.run.rows.filter(({ type }) => type.startsWith("kubernetes:"));
      for (const { name, options } of inCluster) {
        assert.equal(options.provider, "pulumi:providers:kubernetes::platform", name);
      }
    },
  },
  {
    sentence: "role selectors, zones, NLB and ALB are left out: ClusterIP and port-forward",
    stack: "dev",
    holds: (stage) => {
      const text = JSON.stringify(
        stage.run.rows.filter(({ type }) => type.startsWith("kubernetes:")),
      );
      assert.doesNotMatch(text, /nodeSelector":\{"|"key":"role"|topology\.kubernetes\.io\/zone/);
      stage.lacks(
        "Ingress::core-ingress",
        "Service::transport-load-balancer",
        "Release::platform-load-balancers",
      );
      stage.is("Service::transport-internal", {
        "spec type": "ClusterIP",
        "metadata name": "tb-mqtt",
      });
      stage.is("Service::core-node", { "spec type": "ClusterIP" });
      assert.deepEqual(stage.names("Ingress"), []);
    },
  },
  {
    sentence: "the StorageClass is a choice",
    stack: "dev",
    holds: async (stage) => {
      stage.is("Cluster::data-postgresql", { "spec storage storageClass": "local-path" });
      stage.is("StatefulSet::data-zookeeper", {
        "spec volumeClaimTemplates 0 spec storageClassName": "local-path",
      });
      assert.deepEqual(stage.names("StorageClass"), []);
      const other = await stageRun({
        stack: "dev",
        change: { "existingCluster.storageClass": "fast" },
      });
      assert.doesNotMatch(JSON.stringify(other.rows), /"local-path"/);
      assert.match(JSON.stringify(other.rows), /"storageClassName":"fast"/);
    },
  },
  {
    sentence: "a store of one has one copy, consistency ONE and a standalone cache",
    stack: "dev",
    holds: (stage) => {
      stage.is("Kafka::data-kafka", {
        "spec kafka config default.replication.factor": 1,
        "spec kafka config offsets.topic.replication.factor": 1,
        "spec kafka config transaction.state.log.replication.factor": 1,
      });
      stage.is("CassandraDatacenter::data-cassandra", {
        "spec size": 1,
        "spec config jvm-server-options additional-jvm-opts": [
          "-Dcassandra.system_distributed_replication=datacenter1:1",
        ],
      });
      stage.is("ConfigMap::core-configuration-environment", {
        "data TB_QUEUE_KAFKA_REPLICATION_FACTOR": "1",
        "data CASSANDRA_READ_CONSISTENCY_LEVEL": "ONE",
        "data CASSANDRA_WRITE_CONSISTENCY_LEVEL": "ONE",
        "data REDIS_CONNECTION_TYPE": "standalone",
      });
      assert.match(
        stage.text("Job::data-cassandra-keyspace", "spec template spec containers 0 command 2"),
        /'class': 'NetworkTopologyStrategy', 'datacenter1': 1/,
      );
      stage.lacks("Job::data-redis-forming", "CronJob::data-redis-forming");
      assert.doesNotMatch(
        JSON.stringify(stage.value("StatefulSet::data-redis", "spec")),
        /cluster-enabled/,
      );
    },
  },
  {
    sentence: "a factor above the number of nodes is bad input",
    stack: "dev",
    holds: async () => {
      for (const store of ["kafka", "cassandra"]) {
        await assert.rejects(
          stageRun({ stack: "dev", change: { [`${store}.replicationFactor`]: 2 } }),
          new RegExp(`${store}\\.replicationFactor`),
        );
      }
    },
  },
  {
    sentence: "dev fits three nodes of 8 CPUs and 16 GiB, and the plan proves it",
    stack: "dev",
    holds: () => {
      const plan = stagePlan("dev");
      const { existingCluster } = plan;
      assert.deepEqual(existingCluster, {
        context: "minikube",
        nodes: 3,
        nodeCpuMilli: 8_000,
        nodeMemoryMiB: 16_384,
      });
      assert.deepEqual(placeStage(plan).unplaced, []);
      const small = { ...existingCluster, nodeMemoryMiB: 8_192 };
      assert.notDeepEqual(placeStage({ ...plan, existingCluster: small }).unplaced, []);
    },
  },
];
