import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { PlacementPlan, PostgresqlPlan } from "../../planning/types";
import { componentType } from "../componentType";
import {
  cloudNativePgApiVersion,
  type PoolerSpec,
  type PoolerTemplate,
} from "./crds/cloudnativepg";
import { containerOf, resourcesOf } from "../kubernetes/containers";
import { admitOnly, oneAtATime } from "../kubernetes/policies";
import { scheduling } from "../kubernetes/scheduling";

/** PgBouncer in front of one PostgreSQL cluster. */
export type PoolerPlan = NonNullable<PostgresqlPlan["pooler"]>;

const clientPort = 5432;
/** Name of the Pooler, and so of the operator's Service. */
const poolerName = "postgresql-pooler";
/** Label that the operator puts on the pooler's pods (pkg/specs/pgbouncer/deployments.go at 1.30.0). */
const podLabels = { "cnpg.io/poolerName": poolerName };

export interface PoolerArgs {
  /** Pods, connections and node group. */
  readonly plan: PoolerPlan;
  readonly placement: PlacementPlan;
  /** Name of the PostgreSQL cluster. Cannot be changed. */
  readonly cluster: string;
  /** `app` labels of the pods that may connect. */
  readonly clients: readonly string[];
  /** What the pooler waits for: its PostgreSQL cluster, and with it the operator. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * PgBouncer, by CloudNativePG, in place of the seed's Pgpool (seed, lines 425 to 440). In session mode: ThingsBoard
 * takes session locks when it starts, which transaction mode would break. Then a client keeps its server connection as
 * long as it stays, so the server pool is as large as the clients' slots (PgBouncer's default is 20).
 *
 * The operator's Service is `postgresql-pooler`. `active` does not say that a pod is ready: who connects first retries.
 */
export class Pooler extends pulumi.ComponentResource {
  /** The Pooler. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: PoolerArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentType("Pooler"), name, { plan: args.plan }, options);
    const { plan, placement } = args;
    const { namespace } = placement;
    const parent = { parent: this };

    const pooler = new kubernetes.apiextensions.CustomResource(
      name,
      {
        apiVersion: cloudNativePgApiVersion,
        kind: "Pooler",
        metadata: {
          name: poolerName,
          namespace,
          annotations: { "pulumi.com/waitFor": "jsonpath={.status.phase}=active" },
        },
        spec: poolerSpec(args),
      },
      { parent: this, dependsOn: [...args.after] },
    );
    // The operator brings budgets for its instances and none for poolers. One pod alone would block every drain.
    if (plan.workload.replicas > 1) {
      new kubernetes.policy.v1.PodDisruptionBudget(
        name,
        oneAtATime(poolerName, namespace, podLabels),
        parent,
      );
    }
    new kubernetes.networking.v1.NetworkPolicy(
      name,
      admitOnly(poolerName, namespace, podLabels, [{ ports: [clientPort], apps: args.clients }]),
      parent,
    );

    this.ready = [pooler];
    this.registerOutputs({ poolerName: pooler.metadata.name });
  }
}

function poolerSpec(args: PoolerArgs): PoolerSpec {
  const { workload, clientSlots, maxClientConnections } = args.plan;
  return {
    cluster: { name: args.cluster },
    instances: workload.replicas,
    type: "rw",
    // The node group has room for its pods and no more: the old pod goes before the new one comes.
    deploymentStrategy: {
      type: "RollingUpdate",
      rollingUpdate: { maxSurge: 0, maxUnavailable: 1 },
    },
    pgbouncer: {
      poolMode: "session",
      parameters: {
        max_client_conn: String(maxClientConnections),
        default_pool_size: String(clientSlots),
        max_db_connections: String(maxClientConnections),
        // A client that gets no server connection fails soon and says so.
        query_wait_timeout: "30",
        server_idle_timeout: "600",
        // A server that vanished with its node is noticed.
        tcp_keepalive: "1",
        tcp_keepidle: "60",
      },
    },
    template: poolerTemplate(args),
  };
}

function poolerTemplate({ plan, placement }: PoolerArgs): PoolerTemplate {
  return {
    spec: {
      // Off the database's nodes as far as it can (the plan's wish): together they pushed a CPU to its end (seed, line 2012).
      ...scheduling(plan.workload, placement, podLabels),
      containers: [
        {
          name: "pgbouncer",
          resources: resourcesOf(containerOf(plan.workload, "pgbouncer")),
        },
      ],
      initContainers: [
        {
          name: "bootstrap-controller",
          resources: resourcesOf(containerOf(plan.workload, "bootstrap-controller")),
        },
      ],
    },
  };
}
