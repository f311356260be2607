import type * as kubernetes from "@pulumi/kubernetes";

/**
 * A Job that runs to its end once and fails loudly: no retry, no restart. Its name should carry a hash of what it
 * does (`hashedName`), as a Job cannot be changed.
 */
export function runOnce(
  name: string,
  namespace: string,
  labels: Record<string, string>,
  pod: kubernetes.types.input.core.v1.PodSpec,
  options: { readonly deadlineSeconds: number; readonly suspended?: boolean },
): kubernetes.batch.v1.JobArgs {
  return {
    metadata: {
      name,
      namespace,
      labels,
      annotations:
        options.suspended === true
          ? // A suspended Job never completes: waiting for it would end in a failure after ten minutes.
            { "pulumi.com/skipAwait": "true" }
          : // A Job that failed is made anew by the next update, which would otherwise wait for the failed one.
            { "pulumi.com/replaceUnready": "true" },
    },
    spec: {
      ...(options.suspended === true ? { suspend: true } : {}),
      ...oneAttempt(labels, pod, options.deadlineSeconds),
    },
  };
}

/**
 * The same again and again, on a schedule (`minute hour day month weekday`, UTC), never while the run before still
 * lasts. What it does must be safe to repeat. The last run of either end is kept, for its log.
 */
export function repeatedly(
  name: string,
  namespace: string,
  labels: Record<string, string>,
  pod: kubernetes.types.input.core.v1.PodSpec,
  options: { readonly deadlineSeconds: number; readonly schedule: string },
): kubernetes.batch.v1.CronJobArgs {
  return {
    metadata: { name, namespace, labels },
    spec: {
      schedule: options.schedule,
      concurrencyPolicy: "Forbid",
      // Without it, a hundred starts that were missed while the control plane was away end the schedule for good.
      startingDeadlineSeconds: 60,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 1,
      jobTemplate: { metadata: { labels }, spec: oneAttempt(labels, pod, options.deadlineSeconds) },
    },
  };
}

function oneAttempt(
  labels: Record<string, string>,
  pod: kubernetes.types.input.core.v1.PodSpec,
  deadlineSeconds: number,
): kubernetes.types.input.batch.v1.JobSpec {
  return {
    backoffLimit: 0,
    activeDeadlineSeconds: deadlineSeconds,
    podFailurePolicy: {
      rules: [{ action: "FailJob", onExitCodes: { operator: "NotIn", values: [0] } }],
    },
    template: { metadata: { labels }, spec: { ...pod, restartPolicy: "Never" } },
  };
}
