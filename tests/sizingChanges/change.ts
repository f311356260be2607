/** One change of a stage and every input that it changes, as `Type::name#path`. */
export interface Change {
  /** Default: million. */
  readonly stack?: string;
  /** Values by their path in the sizing. More than one only where one alone is refused. */
  readonly sizing?: Readonly<Record<string, unknown>>;
  readonly account?: Readonly<Record<string, unknown>>;
  readonly changes: readonly string[];
}
