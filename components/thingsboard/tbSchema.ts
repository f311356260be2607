import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { TbCorePlan } from "../../planning/types";
import { componentType } from "../componentType";
import {
  containerOf,
  environment,
  fromField,
  fromSecret,
  resourcesOf,
} from "../kubernetes/containers";
import { hashedName } from "../kubernetes/contentHash";
import { runOnce } from "../kubernetes/jobs";
import { appLabel } from "../kubernetes/labels";
import { scheduling } from "../kubernetes/scheduling";
import { containerSecurity, podSecurity } from "../kubernetes/security";
import type { StoreCredentials } from "../references";
import { checkSchema, markSchema, runSchemaStep, upgradableFrom } from "./scripts/schemaScripts";
import type { TbConfiguration } from "./tbConfiguration";
import { nodeMounts, nodeVolumes, storeVariables, thingsboardUser } from "./tbNode";

/** User `postgres` of CloudNativePG's images. */
const postgresUser = 26;

/** Seconds that the Job may take, and of them the seconds in which PostgreSQL must answer. */
const deadlineSeconds = 1_140;
const waitSeconds = 300;

/**
 * The vendor's installer works step by step. In an upgrade the old pods still hold their connections, and what is left
 * of the pooler's slots is little.
 */
const connectionPoolSize = 4;

const decisionFile = "/decision/step";

export interface TbSchemaArgs {
  /** Version, images, and the Job's containers `check`, `install` and `mark`. */
  readonly plan: TbCorePlan;
  readonly configuration: TbConfiguration;
  /** Secrets with the stores' passwords. */
  readonly credentials: StoreCredentials;
  /** Stores that must answer before the Job starts. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * The Job that installs ThingsBoard's schema with the demo tenant, or upgrades it, before any pod of that version
 * starts. It looks first, acts only on what it found, and marks a finished step, so that it can be run again at any
 * time; over a half-done schema, or for a step that the vendor does not support, it fails with a text that says what
 * to do. Its name carries a hash of the pod, version included: another version is another Job.
 */
export class TbSchema extends pulumi.ComponentResource {
  /** The Job. It exists only when the schema is there in the stated version. */
  readonly job: kubernetes.batch.v1.Job;

  constructor(name: string, args: TbSchemaArgs, options?: pulumi.ComponentResourceOptions) {
    super(
      componentType("TbSchema"),
      name,
      { version: args.plan.version, workload: args.plan.schemaJob },
      options,
    );
    const { schemaJob, placement } = args.plan;

    const pod = schemaPod(args);
    this.job = new kubernetes.batch.v1.Job(
      name,
      runOnce(hashedName(schemaJob.name, pod), placement.namespace, appLabel(schemaJob.name), pod, {
        deadlineSeconds,
      }),
      {
        parent: this,
        dependsOn: [args.configuration, ...args.after],
        customTimeouts: { create: "20m", update: "20m" },
      },
    );

    this.registerOutputs({ jobName: this.job.metadata.name });
  }
}

function schemaPod(args: TbSchemaArgs): kubernetes.types.input.core.v1.PodSpec {
  const { plan } = args;
  return {
    ...scheduling(plan.schemaJob, plan.placement),
    automountServiceAccountToken: false,
    securityContext: podSecurity(thingsboardUser),
    initContainers: [
      databaseContainer(args, "check", checkSchema, {
        UPGRADABLE_FROM: upgradableFrom(plan.version).join(" "),
        WAIT_SECONDS: String(waitSeconds),
      }),
      installContainer(args),
    ],
    containers: [databaseContainer(args, "mark", markSchema, {})],
    volumes: [...nodeVolumes(args.configuration), { name: "decision", emptyDir: {} }],
  };
}

/** A container with psql. It sees the database's password and no other. */
function databaseContainer(
  { plan, credentials }: TbSchemaArgs,
  name: "check" | "mark",
  script: string,
  variables: Readonly<Record<string, string>>,
): kubernetes.types.input.core.v1.Container {
  const { secretName, usernameKey, passwordKey } = credentials.postgresql;
  return {
    name,
    image: plan.images.postgresqlTools,
    command: ["/bin/sh", "-c", script],
    resources: resourcesOf(containerOf(plan.schemaJob, name)),
    securityContext: {
      ...containerSecurity(),
      runAsUser: postgresUser,
      runAsGroup: postgresUser,
    },
    env: [
      fromSecret("PGUSER", secretName, usernameKey),
      fromSecret("PGPASSWORD", secretName, passwordKey),
      ...environment({
        ...variables,
        SPRING_DATASOURCE_URL: databaseUrl(plan),
        TARGET_VERSION: plan.version,
        DECISION_FILE: decisionFile,
      }),
    ],
    volumeMounts: [{ name: "decision", mountPath: "/decision" }],
    // The last lines of the log stand in the pod's status, and so in Pulumi's error.
    terminationMessagePolicy: "FallbackToLogsOnError",
  };
}

/** The URL that the services use, as Java writes it; the script takes it apart. */
function databaseUrl(plan: TbCorePlan): string {
  const url = plan.environment.SPRING_DATASOURCE_URL;
  if (url === undefined) {
    throw new Error("The plan's environment has no SPRING_DATASOURCE_URL.");
  }
  return url;
}

/** The vendor's install or upgrade: the services' own image and configuration. */
function installContainer({
  plan,
  configuration,
  credentials,
}: TbSchemaArgs): kubernetes.types.input.core.v1.Container {
  const container = containerOf(plan.schemaJob, "install");
  return {
    name: "install",
    image: plan.images.thingsboardNode,
    command: ["/bin/bash", "-c", runSchemaStep],
    resources: resourcesOf(container),
    securityContext: containerSecurity(),
    env: [
      fromField("TB_SERVICE_ID", "metadata.name"),
      ...storeVariables(credentials),
      ...environment({
        DECISION_FILE: decisionFile,
        SPRING_DATASOURCE_MAXIMUM_POOL_SIZE: String(connectionPoolSize),
        ...(container.heapMiB === undefined
          ? {}
          : { JAVA_OPTS: `-Xms${container.heapMiB}M -Xmx${container.heapMiB}M` }),
      }),
    ],
    envFrom: [{ configMapRef: { name: configuration.environment } }],
    volumeMounts: [...nodeMounts, { name: "decision", mountPath: "/decision" }],
    terminationMessagePolicy: "FallbackToLogsOnError",
  };
}
