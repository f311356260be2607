/** How much a finding weighs: cannot work, works without room to spare, worth knowing. */
export type Severity = "error" | "warning" | "info";

/** What a check says. */
export interface Finding {
  /** Family and name of the rule: `connections.tracking`. */
  readonly rule: string;
  readonly severity: Severity;
  /** Key of the sizing that decides it. */
  readonly path: string;
  readonly message: string;
  readonly value: number | string;
  readonly limit: number | string;
  /** Of value and limit, where they are numbers. */
  readonly unit?: string;
  /** Whether the limit is the least that the value may be; left out where it is the most. */
  readonly atLeast?: true;
  /** A line of the seed, a page of AWS, a file at a tag, an issue number. */
  readonly source: string;
  /** The change that would mend it, where there is one. */
  readonly mend?: string;
  /** The reason for which the sizing accepts it. */
  readonly accepted?: string;
}

/** How near a check's figure is to its limit, found or not. */
export interface HeadroomReading {
  readonly rule: string;
  readonly path: string;
  /** What is measured, in a few words: `connections of a transport node`. */
  readonly what: string;
  readonly value: number;
  readonly limit: number;
  readonly unit: string;
  /** What the rule makes of it; `fine` has no finding. A figure may pass a limit and be told by another's finding. */
  readonly severity: Severity | "fine";
  /** Whether the limit is the least that the value may be, not the most. */
  readonly atLeast: boolean;
  /** Room to the limit in percent of it; negative when it is passed. */
  readonly headroomPercent: number;
}

/** What the sizing asks of the checks. */
export interface ChecksPlan {
  /** Room that every figure keeps to its limit, in percent. */
  readonly headroomPercent: number;
  /** Transport nodes that may be lost at once while all devices stay connected. */
  readonly lostTransportNodes: number;
  /** Whose loss the stage must survive: then a finding about it is an error. */
  readonly mustSurvive: readonly ("node" | "zone")[];
  /** Connections that EC2 tracks for one node: what is safe to count on, and what is believed to be the end. */
  readonly trackedConnections: { readonly cautious: number; readonly atMost: number };
  readonly accept: readonly { readonly rule: string; readonly reason: string }[];
}
