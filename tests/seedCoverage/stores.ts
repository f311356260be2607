import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Sentence, Stage } from "./stage";

const datacenter = "CassandraDatacenter::data-cassandra";
const caches = ["a", "b", "c"].map((letter) => `StatefulSet::data-redis-${letter}`);
const keyspaceScript = (stage: Stage) =>
  stage.text("Job::data-cassandra-keyspace", "spec template spec containers 0 command 2");
const podAt = (set: string, index: number) =>
  `redis-${set}-${String(index)}.redis-headless.thingsboard.svc.cluster.local:6379`;

/** Cassandra and the Redis-compatible cluster. */
export const storeSentences: readonly Sentence[] = [
  {
    sentence: "Cassandra: cass-operator and three nodes in racks by zone",
    stack: "million",
    holds: (stage) => {
      stage.is("Release::data-cassandra-operator", {
        chart: "cass-operator",
        version: "0.65.0",
        namespace: "thingsboard",
        "values global clusterScoped": false,
        "values admissionWebhooks enabled": false,
      });
      stage.is(datacenter, {
        apiVersion: "cassandra.datastax.com/v1beta1",
        "metadata name": "datacenter1",
        "spec size": 3,
        "spec serverVersion": "5.0.8",
        "spec racks": ["a", "b", "c"].map((letter) => ({
          name: `rack-${letter}`,
          nodeAffinityLabels: { "topology.kubernetes.io/zone": `eu-west-1${letter}` },
        })),
      });
      stage.after(datacenter, "Release::data-cassandra-operator");
    },
  },
  {
    sentence: "Cassandra: a commit log of 2 GiB on a volume of its own",
    stack: "million",
    holds: (stage) => {
      stage.is(datacenter, {
        "spec storageConfig additionalVolumes 0 pvcSpec resources requests storage": "2Gi",
        "spec storageConfig additionalVolumes 0 mountPath": "/var/lib/cassandra-commitlog",
        "spec config cassandra-yaml commitlog_directory": "/var/lib/cassandra-commitlog/commitlog",
        "spec config cassandra-yaml commitlog_total_space": "1536MiB",
      });
    },
  },
  {
    sentence: "Cassandra: the seed's heap and memory",
    stack: "million",
    holds: (stage) => {
      stage.is(datacenter, {
        "spec config jvm-server-options initial_heap_size": "2048M",
        "spec config jvm-server-options max_heap_size": "2048M",
        "spec resources": {
          limits: { memory: "3072Mi" },
          requests: { cpu: "1000m", memory: "3072Mi" },
        },
      });
    },
  },
  {
    sentence:
      "Cassandra: the keyspace has three copies by NetworkTopologyStrategy before the install",
    stack: "million",
    holds: (stage) => {
      assert.match(
        keyspaceScript(stage),
        /CREATE KEYSPACE IF NOT EXISTS thingsboard WITH replication = \{'class': 'NetworkTopologyStrategy', 'datacenter1': 3\}/,
      );
      stage.after("Job::data-cassandra-keyspace", datacenter);
      stage.after("Job::core-schema", "Job::data-cassandra-keyspace");
      stage.is("ConfigMap::core-configuration-environment", {
        "data CASSANDRA_KEYSPACE_NAME": "thingsboard",
        "data CASSANDRA_LOCAL_DATACENTER": "datacenter1",
      });
    },
  },
  {
    sentence: "Cassandra: system_auth has three copies too, and passwords are asked for",
    stack: "million",
    holds: (stage) => {
      stage.is(datacenter, {
        "spec config jvm-server-options additional-jvm-opts": [
          "-Dcassandra.system_distributed_replication=datacenter1:3",
        ],
        "spec config cassandra-yaml authenticator": "PasswordAuthenticator",
        "spec config cassandra-yaml authorizer": "CassandraAuthorizer",
      });
    },
  },
  {
    sentence: "Cassandra: clients read and write at LOCAL_QUORUM",
    stack: "million",
    holds: (stage) => {
      stage.is("ConfigMap::core-configuration-environment", {
        "data CASSANDRA_READ_CONSISTENCY_LEVEL": "LOCAL_QUORUM",
        "data CASSANDRA_WRITE_CONSISTENCY_LEVEL": "LOCAL_QUORUM",
      });
    },
  },
  {
    sentence: "Cassandra: clients take the credentials from the operator's secret",
    stack: "million",
    holds: (stage) => {
      stage.is(datacenter, { "spec superuserSecretName": "cassandra-superuser" });
      stage.is("Secret::data-cassandra-superuser", {
        "metadata name": "cassandra-superuser",
        stringData: "<secret>",
      });
      for (const node of ["StatefulSet::core-node", "StatefulSet::core-rule-engine"]) {
        stage.fromSecret(node, "CASSANDRA_PASSWORD", ["cassandra-superuser", "password"]);
        stage.fromSecret(node, "CASSANDRA_USERNAME", ["cassandra-superuser", "username"]);
      }
    },
  },
  {
    sentence: "Cassandra: `npm run repair -- <stack>` repairs node after node",
    stack: "million",
    holds: (stage) => {
      const scripts: unknown = JSON.parse(
        readFileSync(join(__dirname, "..", "..", "package.json"), "utf8"),
      );
      assert.match(JSON.stringify(scripts), /"repair":"node cli\/launch\.mjs repair"/);
      assert.match(keyspaceScript(stage), /npm run repair -- <stack>/);
    },
  },
  {
    sentence: "Redis: six Valkey nodes, a StatefulSet of two a zone",
    stack: "million",
    holds: (stage) => {
      assert.deepEqual(
        stage.names("StatefulSet").filter((name) => name.startsWith("data-redis")),
        ["data-redis-a", "data-redis-b", "data-redis-c"],
      );
      ["a", "b", "c"].forEach((letter, index) => {
        stage.is(caches[index]!, { "spec replicas": 2 });
        stage.pod(caches[index]!, {
          "containers 0 image": "valkey/valkey:8.1.11",
          nodeSelector: {
            role: "worker",
            "topology.kubernetes.io/zone": `eu-west-1${letter}`,
          },
        });
      });
    },
  },
  {
    sentence: "Redis: three masters in three zones, each replica in another zone than its master",
    stack: "million",
    holds: (stage) => {
      const script = stage.text("ConfigMap::data-redis-forming", "data form.sh");
      assert.ok(script.includes("masters=3"));
      assert.ok(
        script.includes(
          `claims='${podAt("a", 0)}=0-5460 ${podAt("b", 0)}=5461-10921 ${podAt("c", 0)}=10922-16383'`,
        ),
      );
      assert.ok(
        script.includes(
          `pairs='${podAt("b", 1)}=${podAt("a", 0)} ${podAt("c", 1)}=${podAt("b", 0)} ${podAt("a", 1)}=${podAt("c", 0)}'`,
        ),
      );
    },
  },
  {
    sentence: "Redis: no append-only file; maxmemory below the limit, with eviction",
    stack: "million",
    holds: (stage) => {
      for (const cache of caches) {
        const args = stage.value(cache, "spec template spec containers 0 args");
        assert.ok(Array.isArray(args));
        const after = (flag: string): unknown => args[args.indexOf(flag) + 1];
        assert.equal(after("--appendonly"), "no");
        assert.equal(after("--save"), "");
        assert.equal(after("--maxmemory"), "768mb");
        assert.equal(after("--maxmemory-policy"), "allkeys-lru");
        stage.pod(cache, { "containers 0 resources limits memory": "1024Mi" });
      }
    },
  },
  {
    sentence: "Redis: a password, by reference, for clients and between nodes",
    stack: "million",
    holds: (stage) => {
      stage.is("Secret::data-redis", { "metadata name": "redis", stringData: "<secret>" });
      for (const cache of caches) {
        const args = JSON.stringify(stage.value(cache, "spec template spec containers 0 args"));
        assert.match(args, /"--requirepass","\$\(VALKEY_PASSWORD\)"/);
        assert.match(args, /"--primaryauth","\$\(VALKEY_PASSWORD\)"/);
        stage.fromSecret(cache, "VALKEY_PASSWORD", ["redis", "password"]);
      }
      for (const client of ["core-node", "core-rule-engine", "transport"]) {
        stage.fromSecret(`StatefulSet::${client}`, "REDIS_PASSWORD", ["redis", "password"]);
      }
    },
  },
  {
    sentence: "Redis: forming can be run again, and is, also after every pod restarted at once",
    stack: "million",
    holds: (stage) => {
      stage.is("CronJob::data-redis-forming", {
        "spec schedule": "*/2 * * * *",
        "spec concurrencyPolicy": "Forbid",
        "spec jobTemplate spec template spec containers 0 command": ["/bin/sh", "/forming/form.sh"],
      });
      stage.pod("Job::data-redis-forming", {
        "containers 0 command": ["/bin/sh", "/forming/form.sh"],
      });
      assert.match(
        stage.text("ConfigMap::data-redis-forming", "data form.sh"),
        /cluster_known_nodes[^]*cluster_slots_assigned[^]*cluster meet/,
      );
      stage.after("Job::data-redis-forming", ...caches);
      stage.after("CronJob::data-redis-forming", "Job::data-redis-forming");
      stage.pod(caches[0]!, {
        "containers 0 readinessProbe exec command 2": "valkey-cli ping | grep -q PONG",
      });
    },
  },
];
