/** How long EKS supports a Kubernetes version at the usual price. */
export interface StandardSupport {
  /** Last day, as year-month-day. */
  readonly lastDay: string;
  /** Where the day was read; "computed" where AWS had named none. */
  readonly source: string;
}

/** Versions by name. After the last day EKS would bill extended support, which the cluster's upgrade policy forbids. */
export const standardSupport: Readonly<Record<string, StandardSupport>> = {
  "1.35": {
    lastDay: "2027-03-27",
    source: "endoflife.date/amazon-eks; Amazon EKS user guide, release calendar",
  },
  "1.36": {
    lastDay: "2027-08-01",
    source:
      "computed, unverified: 14 months after June 2026, the first AMI of 1.36 (Amazon EKS user guide, release calendar)",
  },
};

/** Days before the end from which a stage should move on. Chosen: an upgrade of the platform takes its time. */
export const supportEndsSoonDays = 30;
