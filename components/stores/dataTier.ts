import * as pulumi from "@pulumi/pulumi";
import type { DataTierPlan } from "../../planning/types";
import { Cassandra } from "./cassandra";
import { componentType } from "../componentType";
import { Kafka } from "./kafka";
import { Postgresql } from "./postgresql";
import { Redis } from "./redis";
import type { StoreCredentials } from "../references";
import { Zookeeper } from "./zookeeper";

/** `app` labels of the pods that may connect to each store. Nobody else may. */
export type StoreClients = Readonly<
  Record<"zookeeper" | "kafka" | "cassandra" | "redis" | "postgresql", readonly string[]>
>;

/** Pods that handle entities and telemetry. */
const nodes = ["tb-core", "tb-rule-engine"];
const transport = "tb-mqtt-transport";
/**
 * The vendor's installer. It loads no queue and no service discovery (the packages that ThingsboardInstallApplication
 * scans at v4.3.1.3), so it needs neither Kafka nor ZooKeeper.
 */
const schema = "tb-schema";

/** Who talks to what in ThingsBoard 4.3. Transports and script executors have no database. */
export const thingsboardClients: StoreClients = {
  zookeeper: [...nodes, transport],
  kafka: [...nodes, transport, "tb-js-executor"],
  cassandra: [...nodes, schema],
  redis: [...nodes, transport, schema],
  postgresql: [...nodes, schema],
};

export interface DataTierArgs {
  /** The five stores. */
  readonly plan: DataTierPlan;
  /** Who may connect. Default: ThingsBoard's pods, `thingsboardClients`. */
  readonly clients?: StoreClients;
}

/**
 * The five stores of a ThingsBoard cluster, stood up side by side: none of them waits for another.
 *
 * Cost: the nodes of the groups `kafka`, `cassandra`, `postgresql` and `pooler`, and a gp3 volume a pod; the cache runs
 * on the worker group.
 */
export class DataTier extends pulumi.ComponentResource {
  /** Secrets with the passwords of the stores that have one. */
  readonly credentials: StoreCredentials;
  /** ZooKeeper's members, `host:2181,…`. */
  readonly zookeeperConnectString: pulumi.Output<string>;
  /** Kafka's, `host:9092`. */
  readonly kafkaBootstrapServers: pulumi.Output<string>;
  /** Cassandra's, `host:9042`. */
  readonly cassandraContactPoint: pulumi.Output<string>;
  /** The cache's nodes, `host:6379,…`. */
  readonly redisNodes: pulumi.Output<string>;
  /** PostgreSQL's or its pooler's, `host:5432`. */
  readonly postgresqlEndpoint: pulumi.Output<string>;
  /** What an installer of ThingsBoard's schema must wait for. */
  readonly forSchema: readonly pulumi.Resource[];
  /** What ThingsBoard's services must wait for besides. */
  readonly forServices: readonly pulumi.Resource[];

  constructor(name: string, args: DataTierArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentType("DataTier"), name, {}, options);
    const { plan, clients = thingsboardClients } = args;
    const parent = { parent: this };

    const zookeeper = new Zookeeper(
      `${name}-zookeeper`,
      { plan: plan.zookeeper, clients: clients.zookeeper },
      parent,
    );
    const kafka = new Kafka(`${name}-kafka`, { plan: plan.kafka, clients: clients.kafka }, parent);
    const cassandra = new Cassandra(
      `${name}-cassandra`,
      { plan: plan.cassandra, clients: clients.cassandra },
      parent,
    );
    const redis = new Redis(`${name}-redis`, { plan: plan.redis, clients: clients.redis }, parent);
    const postgresql = new Postgresql(
      `${name}-postgresql`,
      { plan: plan.postgresql, clients: clients.postgresql },
      parent,
    );

    this.credentials = {
      cassandra: cassandra.credentials,
      postgresql: postgresql.credentials,
      redis: redis.password,
    };
    this.zookeeperConnectString = zookeeper.connectString;
    this.kafkaBootstrapServers = kafka.bootstrapServers;
    this.cassandraContactPoint = cassandra.contactPoint;
    this.redisNodes = redis.nodes;
    this.postgresqlEndpoint = postgresql.endpoint;
    this.forSchema = [cassandra.keyspace, ...redis.ready, ...postgresql.ready];
    this.forServices = [zookeeper, kafka];
    this.registerOutputs({
      credentials: this.credentials,
      zookeeperConnectString: this.zookeeperConnectString,
      kafkaBootstrapServers: this.kafkaBootstrapServers,
      cassandraContactPoint: this.cassandraContactPoint,
      redisNodes: this.redisNodes,
      postgresqlEndpoint: this.postgresqlEndpoint,
    });
  }
}
