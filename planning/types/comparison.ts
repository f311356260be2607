/** A figure of one side; null where nobody knows it, such as in a plan of older code. */
export type Figure = number | string | null;

/** What a figure belongs to, in the order in which it is told. */
export type FigureSection =
  | "load"
  | "nodes"
  | "pods"
  | "queues"
  | "stores"
  | "transport"
  | "generators"
  | "cost"
  | "versions"
  | "totals";

/** One figure that the two sides do not share. A side that lacks the thing itself lacks the field. */
export interface FigureChange {
  readonly section: FigureSection;
  /** What is counted: `transport`, `tb-core`. */
  readonly of: string;
  /** Which figure of it: `nodes`, `heap`. */
  readonly name: string;
  /** Of numbers: `MiB`, `USD a month`. Empty for plain counts and for texts. */
  readonly unit: string;
  readonly before?: Figure;
  readonly after?: Figure;
}

/** One value of the plan that no figure tells of, by its path in the plan; as JSON where it is no text. */
export interface SettingChange {
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

/**
 * What an update does to a standing stage beyond growing it, the gravest first: data is lost; something is deleted and
 * made anew; the change is refused; pods restart; it works, with something to do or to know.
 */
export type Effect = "lost" | "replaced" | "refused" | "restarted" | "noted";

/** One thing that an update from one side to the other does to a standing stage. */
export interface Consequence {
  /** Which rule says so: `kafka.brokers`. */
  readonly rule: string;
  readonly effect: Effect;
  /** What it happens to: `node group postgresql`. */
  readonly what: string;
  /** Key of the sizing that causes it. */
  readonly path: string;
  /** What happens, in one to three sentences. */
  readonly message: string;
  /** A file at a tag, a page, or the component that decides it. */
  readonly source: string;
}

/** What of a finding the comparison tells; its texts are those of the side that has it. */
export interface ComparedFinding {
  readonly rule: string;
  readonly severity: "error" | "warning" | "info";
  readonly path: string;
  readonly message: string;
  readonly value: number | string | null;
  readonly limit: number | string | null;
  readonly source: string | null;
  readonly mend: string | null;
  readonly accepted: string | null;
}

/** A finding that both sides have, of another severity or accepted on one side only. */
export interface FindingChange {
  readonly before: ComparedFinding;
  readonly after: ComparedFinding;
}

/** One side in a few figures. */
export interface ComparedStage {
  readonly stack: string;
  readonly devices: number | null;
  readonly messagesPerSecond: number | null;
  readonly nodes: number | null;
  readonly vCpu: number | null;
  readonly transportPods: number | null;
  /** Of each transport pod with all pods up, and with one lost. */
  readonly connectionsPerPod: number | null;
  readonly connectionsPerPodWithOneLost: number | null;
  readonly usdPerMonth: number | null;
  readonly errors: number | null;
  readonly warnings: number | null;
}

/** What differs between two plans, and what it would do to the first one's stage to become the second. */
export interface StageComparison {
  readonly before: ComparedStage;
  readonly after: ComparedStage;
  /** Whether nothing differs that both sides know. */
  readonly same: boolean;
  /** The gravest first. */
  readonly consequences: readonly Consequence[];
  readonly findings: {
    readonly gained: readonly ComparedFinding[];
    readonly lost: readonly ComparedFinding[];
    readonly changed: readonly FindingChange[];
  };
  readonly figures: readonly FigureChange[];
  readonly settings: readonly SettingChange[];
}

/** One stack of a comparison. */
export type StackComparison =
  | {
      readonly stack: string;
      readonly change: "same" | "changed";
      readonly comparison: StageComparison;
    }
  | {
      /** A stack that only one side has; its findings are those of the side that has it. */
      readonly stack: string;
      readonly change: "new" | "removed";
      readonly stage: ComparedStage;
      readonly findings: readonly ComparedFinding[];
    };

/** Two stages, or all stages of two versions of the project. */
export interface Comparison {
  /** What the first side is: a stack, or a version such as `main (1a2b3c4)`. */
  readonly from: string;
  readonly to: string;
  readonly stacks: readonly StackComparison[];
  /** What could not be read as it was meant to be, one sentence each. */
  readonly notes: readonly string[];
}
