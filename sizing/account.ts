import { repeated } from "./contradictions/rule";
import { isDay } from "./day";
import type { Rule } from "./contradictions/rule";
import type { Account, Sizing } from "./types";

/** A rule of an account. */
type AccountContradiction = Rule<Account>;

function unique(
  key: "administrators" | "viewers" | "apiCidrs" | "uiCidrs" | "mqttCidrs",
): AccountContradiction {
  return { reads: [key], find: (account) => repeated(key, account[key]) };
}

/** EKS has one access entry for each principal. */
const onePlaceForEach: AccountContradiction = {
  reads: ["administrators", "viewers"],
  find: ({ administrators, viewers }) =>
    viewers.flatMap((viewer, index) =>
      administrators.includes(viewer)
        ? [
            {
              path: `viewers[${index}]`,
              given: viewer,
              allowed: "a principal that is no administrator",
              hint: "Remove it here, or from administrators.",
            },
          ]
        : [],
    ),
};

const realDay: AccountContradiction = {
  reads: ["expiresOn"],
  find: ({ expiresOn }) => {
    if (expiresOn === undefined) return [];
    return isDay(expiresOn)
      ? []
      : [
          {
            path: "expiresOn",
            given: `"${expiresOn}"`,
            allowed: "a day of the calendar, as year-month-day",
          },
        ];
  },
};

/** Every rule of an account. */
export const accountContradictions: readonly AccountContradiction[] = [
  unique("administrators"),
  unique("viewers"),
  onePlaceForEach,
  unique("apiCidrs"),
  unique("uiCidrs"),
  unique("mqttCidrs"),
  realDay,
];

/**
 * What an `up` on EKS cannot do without and the account does not state, one sentence each, with the key and what to
 * do. Plan, preview and dump work without any of it; an existing cluster needs none.
 */
export function accountGaps(account: Account, platform: Sizing["platform"]): readonly string[] {
  if (platform === "existing") return [];
  const gaps: string[] = [];
  if (account.administrators.length === 0) {
    gaps.push(
      "account.administrators is empty: name at least one IAM role or user beside the one that runs " +
        "the update, which EKS admits by itself, or nobody else can reach the cluster.",
    );
  }
  if (account.apiCidrs.length === 0) {
    gaps.push(
      "account.apiCidrs is empty: name the addresses that may reach the Kubernetes API, " +
        "yours among them, such as 203.0.113.7/32.",
    );
  }
  if (account.owner === undefined) {
    gaps.push("account.owner is missing: say who answers for what AWS bills.");
  }
  if (account.expiresOn === undefined) {
    gaps.push(
      "account.expiresOn is missing: give the day after which the stack may be removed, " +
        'in quotes, such as "2027-03-01".',
    );
  }
  return gaps;
}
