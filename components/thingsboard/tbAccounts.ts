import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { TbCorePlan } from "../../planning/types";
import { componentType } from "../componentType";
import { containerOf, environment, resourcesOf } from "../kubernetes/containers";
import { hashedName } from "../kubernetes/contentHash";
import { hashedConfigMap } from "../kubernetes/hashedConfigMap";
import { runOnce } from "../kubernetes/jobs";
import { appLabel } from "../kubernetes/labels";
import { scheduling } from "../kubernetes/scheduling";
import { containerSecurity, podSecurity } from "../kubernetes/security";
import type { SecretKey } from "../references";
import { configureThingsBoard, type RestSettings } from "./scripts/configureThingsBoard";
import { httpPort } from "./tbNode";

/** User `node` of the js-executor's image, by number as `runAsNonRoot` asks; the number is unverified. */
export const nodeUser = 1000;

const secretName = "tb-accounts";
const deadlineSeconds = 900;

/** Accounts that the install makes, with the passwords it gives them (DefaultSystemDataLoaderService.java). */
const publishedAccounts = [
  { key: "sysadmin", username: "sysadmin@thingsboard.org", password: "sysadmin", role: "sysadmin" },
  { key: "tenant", username: "tenant@thingsboard.org", password: "tenant", role: "tenant" },
  { key: "customer", username: "customer@thingsboard.org", password: "customer", role: "customer" },
  {
    key: "customer-a",
    username: "customerA@thingsboard.org",
    password: "customer",
    role: "customer",
  },
  {
    key: "customer-b",
    username: "customerB@thingsboard.org",
    password: "customer",
    role: "customer",
  },
  {
    key: "customer-c",
    username: "customerC@thingsboard.org",
    password: "customer",
    role: "customer",
  },
] as const;

/** Which account a key of the Secret belongs to. */
export type AccountName = (typeof publishedAccounts)[number]["key"];

export interface TbAccountsArgs {
  /** Queues, images, and the Job's resources. */
  readonly plan: TbCorePlan;
  /** tb-core, ready to answer REST. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Generated passwords for every account that the install makes, in the Secret `tb-accounts`, and the Job that puts
 * them in place of the published ones and then sets the queues, over REST. Whoever opens ThingsBoard to the world
 * waits for the Job.
 */
export class TbAccounts extends pulumi.ComponentResource {
  /** User name of the tenant that owns the devices. */
  readonly tenantUsername: string;
  /** Its password, a secret. */
  readonly tenantPassword: pulumi.Output<string>;
  /** Where each account's password stands in Kubernetes. */
  readonly secretKeys: Readonly<Record<AccountName, SecretKey>>;
  /** The Job. It exists only when no published password is left and the queues are as planned. */
  readonly job: kubernetes.batch.v1.Job;

  constructor(name: string, args: TbAccountsArgs, options?: pulumi.ComponentResourceOptions) {
    super(
      componentType("TbAccounts"),
      name,
      { queues: args.plan.queues, workload: args.plan.credentialsJob },
      options,
    );
    const { namespace } = args.plan.placement;
    const parent = { parent: this };

    const password = (key: AccountName) =>
      // Letters and digits: safe in a shell, a URL and a unit file; 32 of them are 190 bits.
      new random.RandomPassword(`${name}-${key}`, { length: 32, special: false }, parent).result;
    const passwords: Record<AccountName, pulumi.Output<string>> = {
      sysadmin: password("sysadmin"),
      tenant: password("tenant"),
      customer: password("customer"),
      "customer-a": password("customer-a"),
      "customer-b": password("customer-b"),
      "customer-c": password("customer-c"),
    };
    const secret = new kubernetes.core.v1.Secret(
      name,
      {
        metadata: { name: secretName, namespace },
        type: "Opaque",
        stringData: passwords,
      },
      parent,
    );
    const files = {
      "configure.mjs": configureThingsBoard,
      "settings.json": `${JSON.stringify(restSettings(args.plan), null, 2)}\n`,
    };
    const configuration = hashedConfigMap(
      name,
      { baseName: args.plan.credentialsJob.name, namespace, data: files },
      parent,
    );
    this.job = new kubernetes.batch.v1.Job(
      name,
      credentialsJob(args.plan, configuration.objectName),
      {
        parent: this,
        dependsOn: [secret, configuration.resource, ...args.after],
        customTimeouts: { create: "20m", update: "20m" },
      },
    );

    this.tenantUsername = "tenant@thingsboard.org";
    this.tenantPassword = passwords.tenant;
    this.secretKeys = accountKeys;
    this.registerOutputs({
      tenantUsername: this.tenantUsername,
      tenantPassword: this.tenantPassword,
      secretKeys: this.secretKeys,
    });
  }
}

const inSecret = (key: AccountName): SecretKey => ({ secretName, key });

const accountKeys: Readonly<Record<AccountName, SecretKey>> = {
  sysadmin: inSecret("sysadmin"),
  tenant: inSecret("tenant"),
  customer: inSecret("customer"),
  "customer-a": inSecret("customer-a"),
  "customer-b": inSecret("customer-b"),
  "customer-c": inSecret("customer-c"),
};

function restSettings(plan: TbCorePlan): RestSettings {
  return {
    restEndpoint: `http://${plan.core.name}:${httpPort}`,
    deadlineSeconds: deadlineSeconds - 120,
    accounts: publishedAccounts.map(({ key, username, password, role }) => ({
      username,
      publishedPassword: password,
      passwordFile: `/accounts/${key}`,
      role,
    })),
    queues: plan.queues.map((queue) => ({
      name: queue.name,
      partitions: queue.partitions,
      consumerPerPartition: queue.consumerPerPartition,
      packProcessingTimeout: queue.packProcessingTimeoutMs,
    })),
  };
}

function credentialsJob(plan: TbCorePlan, filesName: string): kubernetes.batch.v1.JobArgs {
  const { credentialsJob: workload, placement } = plan;
  const pod: kubernetes.types.input.core.v1.PodSpec = {
    ...scheduling(workload, placement),
    automountServiceAccountToken: false,
    securityContext: podSecurity(nodeUser),
    containers: [
      {
        name: workload.name,
        image: plan.images.restTools,
        command: ["node", "/scripts/configure.mjs"],
        resources: resourcesOf(containerOf(workload)),
        securityContext: { ...containerSecurity(), readOnlyRootFilesystem: true },
        env: environment({ SETTINGS_FILE: "/scripts/settings.json" }),
        volumeMounts: [
          { name: "scripts", mountPath: "/scripts", readOnly: true },
          { name: "accounts", mountPath: "/accounts", readOnly: true },
        ],
        // The last lines of the log stand in the pod's status, and so in Pulumi's error.
        terminationMessagePolicy: "FallbackToLogsOnError",
      },
    ],
    volumes: [
      { name: "scripts", configMap: { name: filesName } },
      { name: "accounts", secret: { secretName, defaultMode: 0o440 } },
    ],
  };
  return runOnce(
    hashedName(workload.name, pod),
    placement.namespace,
    appLabel(workload.name),
    pod,
    { deadlineSeconds },
  );
}
