import * as pulumi from "@pulumi/pulumi";
import type { TbCorePlan } from "../../planning/types";
import { componentType } from "../componentType";
import { HttpIngress, type HttpLoadBalancer } from "./httpIngress";
import type { SecretKey, StoreCredentials } from "../references";
import { TbAccounts, type AccountName } from "./tbAccounts";
import { TbConfiguration } from "./tbConfiguration";
import { TbJsExecutor } from "./tbJsExecutor";
import { httpPort, TbNode } from "./tbNode";
import { TbSchema } from "./tbSchema";
import { TbWebUi } from "./tbWebUi";

export interface TbCoreArgs {
  /** Every number, image and setting of the tier. */
  readonly plan: TbCorePlan;
  /** Secrets with the stores' passwords. */
  readonly credentials: StoreCredentials;
  /** Stores that the schema Job waits for. */
  readonly forSchema: readonly pulumi.Resource[];
  /** Stores that the services wait for. */
  readonly forServices: readonly pulumi.Resource[];
  /** Needed where the plan has an ingress, ignored elsewhere. */
  readonly loadBalancer?: HttpLoadBalancer | undefined;
}

/**
 * ThingsBoard itself, without its transports: the schema, tb-core, the accounts and queues, then the rule engine, the
 * script executors and the pages, and last the load balancer, when no published password is left.
 *
 * Cost: no node of its own; its pods run on the worker group and the pages on Kafka's. The load balancer is billed by
 * the hour and by capacity.
 */
export class TbCore extends pulumi.ComponentResource {
  /** REST inside the namespace: `http://tb-core:8080`. */
  readonly restEndpoint: pulumi.Output<string>;
  /** DNS name of the ALB; absent on an existing cluster. */
  readonly loadBalancerHostname?: pulumi.Output<string>;
  /** User name of the tenant that owns the devices. */
  readonly tenantUsername: pulumi.Output<string>;
  /** Its generated password, a secret. */
  readonly tenantPassword: pulumi.Output<string>;
  /** Where each account's password stands in Kubernetes. */
  readonly accountsSecret: Readonly<Record<AccountName, SecretKey>>;
  /** What a transport waits for: tb-core and the rule engine ready, queues and passwords set. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: TbCoreArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentType("TbCore"), name, {}, options);
    const { plan, credentials } = args;
    const parent = { parent: this };

    const configuration = new TbConfiguration(`${name}-configuration`, { plan }, parent);
    const schema = new TbSchema(
      `${name}-schema`,
      { plan, configuration, credentials, after: args.forSchema },
      parent,
    );
    const node = new TbNode(
      `${name}-node`,
      {
        plan,
        serviceType: "tb-core",
        workload: plan.core,
        configuration,
        credentials,
        after: [schema.job, ...args.forServices],
      },
      parent,
    );
    const accounts = new TbAccounts(`${name}-accounts`, { plan, after: node.ready }, parent);
    const ruleEngine = new TbNode(
      `${name}-rule-engine`,
      {
        plan,
        serviceType: "tb-rule-engine",
        workload: plan.ruleEngine,
        configuration,
        credentials,
        after: [accounts.job],
      },
      parent,
    );
    new TbJsExecutor(`${name}-js-executor`, { plan, configuration, after: [accounts.job] }, parent);
    const webUi = new TbWebUi(
      `${name}-web-ui`,
      { plan, configuration, after: [accounts.job] },
      parent,
    );
    if (plan.ingress !== undefined) {
      const ingress = new HttpIngress(
        `${name}-ingress`,
        {
          plan,
          loadBalancer: loadBalancerOf(args),
          after: [accounts.job, ...node.ready, ...webUi.ready],
        },
        parent,
      );
      this.loadBalancerHostname = ingress.hostname;
    }

    this.restEndpoint = pulumi.output(`http://${plan.core.name}:${httpPort}`);
    this.tenantUsername = pulumi.output(accounts.tenantUsername);
    this.tenantPassword = accounts.tenantPassword;
    this.accountsSecret = accounts.secretKeys;
    this.ready = [accounts.job, ...node.ready, ...ruleEngine.ready];
    this.registerOutputs({
      restEndpoint: this.restEndpoint,
      ...(this.loadBalancerHostname === undefined
        ? {}
        : { loadBalancerHostname: this.loadBalancerHostname }),
      tenantUsername: this.tenantUsername,
      tenantPassword: this.tenantPassword,
      accountsSecret: this.accountsSecret,
    });
  }
}

function loadBalancerOf({ loadBalancer }: TbCoreArgs): HttpLoadBalancer {
  if (loadBalancer === undefined) {
    throw new Error(
      "The plan has an ingress in front of tb-core: pass `loadBalancer` with its security groups and the controller.",
    );
  }
  return loadBalancer;
}
