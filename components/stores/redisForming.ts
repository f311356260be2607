import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { RedisPlan, WorkloadPlan } from "../../planning/types";
import { componentType } from "../componentType";
import { containerOf, resourcesOf } from "../kubernetes/containers";
import { hashedName } from "../kubernetes/contentHash";
import { hashedConfigMap } from "../kubernetes/hashedConfigMap";
import { repeatedly, runOnce } from "../kubernetes/jobs";
import { appLabel } from "../kubernetes/labels";
import { scheduling } from "../kubernetes/scheduling";
import { containerSecurity, podSecurity } from "../kubernetes/security";
import { formingScript } from "./redisFormingScript";
import type { SecretKey } from "../references";
import { clientPassword, valkeyUser } from "./valkeyClient";

/** The script gives up, and says what is missing, before the Job is ended from outside. */
const waitSeconds = 300;
const deadlineSeconds = 360;
/** How long a cache may stay apart after every pod restarted at once. A look at a healthy one takes a second. */
const everyTwoMinutes = "*/2 * * * *";

export interface RedisFormingArgs {
  /** Masters and their slots, followers, and the Job's container. */
  readonly plan: RedisPlan;
  readonly password: SecretKey;
  /** What the Job waits for: every node up. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Makes one cluster out of Valkey nodes: a Job, awaited, and a CronJob that runs the same script ever after. Nodes find
 * each other by address and write down no names, so when all restarted at once nobody finds anybody; then, and after a
 * lost volume, the CronJob mends the cluster. It does nothing to a healthy one.
 */
export class RedisForming extends pulumi.ComponentResource {
  /** The Job: done when all slots are served and every pair is linked. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: RedisFormingArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentType("RedisForming"), name, { plan: args.plan }, options);
    const workload = formingWorkload(args.plan);
    const { namespace } = args.plan.placement;
    const labels = appLabel(workload.name);

    const script = formingScript({ ...formation(args.plan), waitSeconds });
    const files = hashedConfigMap(
      name,
      { baseName: workload.name, namespace, data: { "form.sh": script } },
      { parent: this },
    );
    const pod = formingPod(args, workload, files.objectName);
    const job = new kubernetes.batch.v1.Job(
      name,
      runOnce(hashedName(workload.name, pod), namespace, labels, pod, { deadlineSeconds }),
      { parent: this, dependsOn: [...args.after, files.resource] },
    );
    new kubernetes.batch.v1.CronJob(
      name,
      repeatedly(workload.name, namespace, labels, pod, {
        schedule: everyTwoMinutes,
        deadlineSeconds,
      }),
      { parent: this, dependsOn: job },
    );

    this.ready = [job];
    this.registerOutputs({ jobName: job.metadata.name });
  }
}

function formingWorkload(plan: RedisPlan): WorkloadPlan {
  if (plan.formingJob === undefined) {
    throw new Error("A standalone cache is not formed.");
  }
  return plan.formingJob;
}

/** The plan's pods by the addresses under which the script reaches them. */
function formation(plan: RedisPlan) {
  const address = (pod: string): string => {
    const found = plan.nodes.find((node) => node.startsWith(`${pod}.`));
    if (found === undefined) {
      throw new Error(`The plan has no address of ${pod}.`);
    }
    return found;
  };
  return {
    masters: plan.masters.map(({ pod, firstSlot, lastSlot }) => ({
      address: address(pod),
      firstSlot,
      lastSlot,
    })),
    followers: plan.followers.map(({ pod, master }) => ({
      address: address(pod),
      master: address(master),
    })),
  };
}

function formingPod(
  { plan, password }: RedisFormingArgs,
  workload: WorkloadPlan,
  scriptName: string,
): kubernetes.types.input.core.v1.PodSpec {
  return {
    ...scheduling(workload, plan.placement),
    automountServiceAccountToken: false,
    securityContext: podSecurity(valkeyUser),
    containers: [
      {
        name: "valkey-cli",
        image: plan.image,
        command: ["/bin/sh", "/forming/form.sh"],
        env: [...clientPassword(password)],
        resources: resourcesOf(containerOf(workload, "valkey-cli")),
        securityContext: containerSecurity(),
        volumeMounts: [{ name: "script", mountPath: "/forming" }],
        // The last line says what is missing; it stands in the pod's status, and so in Pulumi's error.
        terminationMessagePolicy: "FallbackToLogsOnError",
      },
    ],
    volumes: [{ name: "script", configMap: { name: scriptName } }],
  };
}
