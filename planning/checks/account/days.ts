import { daysBetween } from "../../days";
import { standardSupport, supportEndsSoonDays } from "../../facts/kubernetesSupport";
import type { Check, CheckSubject, Reading } from "../check";

const secondsPerDay = 86_400;

/** Days that the run needs beyond the one it starts on, at worst at midnight. */
function daysOfRun(subject: CheckSubject): number {
  return Math.ceil(subject.plan.load.durationSeconds / secondsPerDay);
}

/** EKS moves a cluster of this program on when the support of its version ends: its upgrade policy is STANDARD. */
export const kubernetesSupport: Check = {
  rule: "account.kubernetes-support",
  title: "The Kubernetes version in EKS's standard support until the run has ended.",
  formula:
    "days from the day of the test to the last day of standard support ≥ days of the run, rounded up; a warning below 30 more",
  source:
    "Amazon EKS user guide, release calendar; the clusters are made with upgradePolicy STANDARD: extended support, at six times the price, is not taken",
  mend: "Choose a newer cluster.kubernetesVersion.",
  read: (subject) => {
    const { plan, on } = subject;
    const version = plan.eks?.kubernetesVersion;
    if (version === undefined) {
      return [];
    }
    const support = standardSupport[version];
    const base = {
      path: "cluster.kubernetesVersion",
      what: `days of standard support of Kubernetes ${version} after the day of the test`,
      ...(support === undefined ? {} : { source: support.source }),
    };
    if (support === undefined || on === undefined) {
      return [
        {
          ...base,
          severity: support === undefined ? "warning" : "info",
          value: on ?? "no day",
          limit: support?.lastDay ?? "unknown",
          mend:
            support === undefined
              ? "Add the version to planning/facts/kubernetesSupport.ts."
              : "Name the day with --on.",
          message: () =>
            support === undefined
              ? `Nobody has noted when the standard support of Kubernetes ${version} ends.`
              : `Nobody said which day the test is on; the standard support of Kubernetes ${version} ends on ${support.lastDay}.`,
        },
      ];
    }
    const left = daysBetween(on, support.lastDay);
    const run = daysOfRun(subject);
    const soon = run + supportEndsSoonDays;
    return [
      {
        ...base,
        severity: left < run ? "error" : left < soon ? "warning" : "fine",
        value: left,
        limit: left < run ? run : soon,
        unit: "days",
        atLeast: true,
        message: () =>
          left < 0
            ? `The standard support of Kubernetes ${version} ended on ${support.lastDay}, before ${on}: EKS makes no such cluster without extended support.`
            : left < run
              ? `The standard support of Kubernetes ${version} ends on ${support.lastDay}, before a run that starts on ${on} has ended.`
              : `The standard support of Kubernetes ${version} ends on ${support.lastDay}, ${left} days after ${on}.`,
      },
    ];
  },
};

/** The tag says that anybody may remove the stack from then on. */
export const expiry: Check = {
  rule: "account.expiry",
  title: "The day after which the stack may be removed, not before the run has ended.",
  formula:
    "days from the day of the test to account.expiresOn ≥ days of the run, rounded up; an error where it lies before the day of the test",
  source: "tag expires-on of every resource (docs/account.md)",
  mend: "Move account.expiresOn behind the end of the run.",
  read: (subject): readonly Reading[] => {
    const { plan, on } = subject;
    const expiresOn = plan.eks?.account.tags["expires-on"];
    if (expiresOn === undefined || on === undefined) {
      return [];
    }
    const left = daysBetween(on, expiresOn);
    const run = daysOfRun(subject);
    return [
      {
        severity: left < 0 ? "error" : left < run ? "warning" : "fine",
        path: "account.expiresOn",
        what: "days until the stack may be removed",
        value: left,
        limit: left < 0 ? 0 : run,
        unit: "days",
        atLeast: true,
        message: () =>
          left < 0
            ? `The stack may be removed since ${expiresOn}, and its test is on ${on}.`
            : `The stack may be removed after ${expiresOn}, ${left} days after ${on}; the run takes ${run}.`,
      },
    ];
  },
};
