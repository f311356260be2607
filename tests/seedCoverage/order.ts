import { strict as assert } from "node:assert";
import type { Sentence, Stage } from "./stage";

const core = "StatefulSet::core-node";
const ruleEngine = "StatefulSet::core-rule-engine";
const executors = "StatefulSet::core-js-executor";
const pages = "Deployment::core-web-ui";
const ingress = "Ingress::core-ingress";
const transport = "StatefulSet::transport";
const balancer = "Service::transport-load-balancer";
const controller = "Release::platform-load-balancers";
const stores = [
  "StatefulSet::data-zookeeper",
  "Kafka::data-kafka",
  "CassandraDatacenter::data-cassandra",
  "StatefulSet::data-redis-a",
  "Cluster::data-postgresql",
] as const;
const nodeGroups = ["worker", "transport", "cassandra", "kafka", "postgresql", "pooler"].map(
  (name) => `NodeGroup::platform-${name}`,
);

/** Whatever makes pods or claims inside the cluster. */
function inCluster(stage: Stage): readonly string[] {
  return ["StatefulSet", "Deployment", "Job", "Kafka", "KafkaNodePool", "CassandraDatacenter"]
    .flatMap((type) => stage.names(type).map((name) => `${type}::${name}`))
    .concat("Cluster::data-postgresql", "Pooler::data-postgresql-pooler");
}

/** What waits for what; and the same backwards when a stage is destroyed. */
export const orderSentences: readonly Sentence[] = [
  {
    sentence: "nothing runs before its nodes, add-ons, StorageClass and namespace are there",
    stack: "million",
    holds: (stage) => {
      const resources = inCluster(stage);
      assert.ok(resources.length > 15);
      for (const resource of resources) {
        stage.after(
          resource,
          ...nodeGroups,
          "Addon::platform-addons-coredns",
          "Addon::platform-addons-ebs-csi",
          "StorageClass::platform-storage",
          "Namespace::platform",
        );
      }
    },
  },
  {
    sentence: "on an existing cluster nothing runs before the namespace",
    stack: "dev",
    holds: (stage) => {
      for (const resource of inCluster(stage).filter((each) => !each.startsWith("Pooler"))) {
        stage.after(resource, "Namespace::platform");
      }
    },
  },
  {
    sentence: "stores side by side, then forming and keyspace",
    stack: "million",
    holds: (stage) => {
      for (const store of stores) {
        stage.notAfter(store, ...stores.filter((other) => other !== store));
      }
      stage.after("Job::data-redis-forming", "StatefulSet::data-redis-c");
      stage.notAfter("Job::data-redis-forming", "CassandraDatacenter::data-cassandra");
      stage.after("Job::data-cassandra-keyspace", "CassandraDatacenter::data-cassandra");
      stage.notAfter("Job::data-cassandra-keyspace", "Job::data-redis-forming");
    },
  },
  {
    sentence: "then the install, which needs no queue and no discovery",
    stack: "million",
    holds: (stage) => {
      stage.after(
        "Job::core-schema",
        "Job::data-redis-forming",
        "Job::data-cassandra-keyspace",
        "Cluster::data-postgresql",
        "Pooler::data-postgresql-pooler",
      );
      stage.notAfter("Job::core-schema", "Kafka::data-kafka", "StatefulSet::data-zookeeper");
    },
  },
  {
    sentence: "then tb-core, then passwords and queues over REST",
    stack: "million",
    holds: (stage) => {
      stage.after(core, "Job::core-schema", "Kafka::data-kafka", "StatefulSet::data-zookeeper");
      stage.after("Job::core-accounts", core, "Service::core-node");
      stage.notAfter(core, "Job::core-accounts", "Service::core-node");
    },
  },
  {
    sentence: "then rule engine, script executors and pages, side by side",
    stack: "million",
    holds: (stage) => {
      for (const service of [ruleEngine, executors, pages]) {
        stage.after(service, "Job::core-accounts");
        stage.notAfter(
          service,
          ...[ruleEngine, executors, pages].filter((other) => other !== service),
        );
      }
    },
  },
  {
    sentence: "then the ingress, when every backend answers and its controller runs",
    stack: "million",
    holds: (stage) => {
      stage.after(
        ingress,
        "Job::core-accounts",
        "Service::core-node",
        "Service::core-web-ui",
        pages,
        controller,
      );
      stage.timeouts(ingress, "15m");
    },
  },
  {
    sentence: "then the transport, when messages can be worked off",
    stack: "million",
    holds: (stage) => {
      stage.after(transport, core, ruleEngine, "Job::core-accounts");
      stage.notAfter(transport, executors, pages, balancer);
    },
  },
  {
    sentence: "then the NLB, when its pods answer",
    stack: "million",
    holds: (stage) => {
      stage.after(balancer, transport, controller);
      stage.notAfter(balancer, "LaunchTemplate::fleet", "Instance::fleet-0");
      stage.timeouts(balancer, "15m");
    },
  },
  {
    sentence: "then the fleet",
    stack: "million",
    holds: (stage) => {
      for (const part of ["Instance::fleet-0", "Instance::fleet-31", "Job::fleet-provisioning"]) {
        stage.after(part, balancer, transport);
      }
      stage.after("Instance::fleet-0", "LaunchTemplate::fleet", "RouteTable::fleet-network");
    },
  },
  {
    sentence: "the same order in dev",
    stack: "dev",
    holds: (stage) => {
      stage.after("Job::core-schema", "Job::data-cassandra-keyspace", "StatefulSet::data-redis");
      stage.after(core, "Job::core-schema", "Kafka::data-kafka", "StatefulSet::data-zookeeper");
      stage.after(ruleEngine, "Job::core-accounts");
      stage.after(transport, core, ruleEngine);
      stage.after("Service::transport-internal", transport);
      stage.after("StatefulSet::fleet", "Service::transport-internal");
    },
  },
  {
    sentence: "no workload waits for a ClusterIP Service of its own, which waits for endpoints",
    stack: "million",
    holds: (stage) => {
      stage.after("Service::core-node", core);
      stage.after("Service::core-web-ui", pages);
      stage.notAfter(core, "Service::core-node");
      stage.notAfter(pages, "Service::core-web-ui");
    },
  },
  {
    sentence: "destroy: load balancers go while their controller, its rights and the nodes live",
    stack: "million",
    holds: (stage) => {
      for (const each of [ingress, balancer]) {
        // By itself, not only by way of what it stands in.
        const direct = stage.row(each).options.dependsOn ?? [];
        assert.ok(
          direct.some((other) => other.endsWith(`:${controller}`)),
          each,
        );
        stage.after(
          each,
          controller,
          "PodIdentityAssociation::platform-load-balancers",
          "RolePolicyAttachment::platform-load-balancers-controller",
          "Addon::platform-addons-pod-identity",
          ...nodeGroups,
        );
        stage.after(
          each,
          ...(each === ingress
            ? ["SecurityGroup::platform-network-alb-fleet-1"]
            : ["SecurityGroup::platform-network-nlb-fleet-1"]),
        );
      }
    },
  },
  {
    sentence: "destroy: volumes go with their claims, while the operators and the CSI driver live",
    stack: "million",
    holds: (stage) => {
      stage.is("KafkaNodePool::data-kafka-pool", { "spec storage volumes 0 deleteClaim": true });
      for (const set of ["zookeeper", "redis-a", "redis-b", "redis-c"]) {
        stage.is(`StatefulSet::data-${set}`, {
          "spec persistentVolumeClaimRetentionPolicy whenDeleted": "Delete",
        });
        stage.after(`StatefulSet::data-${set}`, "Addon::platform-addons-ebs-csi");
      }
      stage.is("StorageClass::platform-storage", { reclaimPolicy: "Delete" });
      for (const [resource, operator] of [
        ["Kafka::data-kafka", "Release::data-kafka-operator"],
        ["KafkaNodePool::data-kafka-pool", "Release::data-kafka-operator"],
        ["CassandraDatacenter::data-cassandra", "Release::data-cassandra-operator"],
        ["Cluster::data-postgresql", "Release::data-postgresql-operator"],
        ["Pooler::data-postgresql-pooler", "Release::data-postgresql-operator"],
      ] as const) {
        stage.after(resource, operator, "Addon::platform-addons-ebs-csi");
      }
    },
  },
  {
    sentence: "destroy: the namespace is empty before what cleans up after it goes",
    stack: "million",
    holds: (stage) => {
      stage.after(
        "Namespace::platform",
        controller,
        "StorageClass::platform-storage",
        "Addon::platform-addons-ebs-csi",
      );
      assert.equal(stage.row("Namespace::platform").options.customTimeouts?.delete, "20m");
    },
  },
  {
    sentence: "destroy: nodes go before the control plane, and interfaces before the network",
    stack: "million",
    holds: (stage) => {
      for (const group of nodeGroups) {
        stage.after(
          group,
          "Cluster::platform-cluster",
          "RolePolicyAttachment::platform-node-network",
          "Subnet::platform-network-eu-west-1a",
          "Route::platform-network",
        );
      }
      stage.after("Instance::fleet-0", "Subnet::fleet-network", "SecurityGroup::fleet-network");
    },
  },
  {
    sentence: "destroy: nothing is skipped, kept or protected",
    stack: "million",
    holds: (stage) => {
      for (const { type, name, options } of stage.run.rows) {
        const kept = [options.deletedWith, options.retainOnDelete, options.protect];
        assert.deepEqual(kept, [undefined, undefined, undefined], `${type}::${name}`);
      }
    },
  },
];
