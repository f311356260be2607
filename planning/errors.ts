/**
 * A sizing that no plan can be made of. It is a mistake of the person who wrote the sizing, never of the program:
 * the CLI prints it without a stack trace and ends with 2.
 */
export class PlanError extends Error {
  /** Key of the sizing, such as `nodeGroups.worker.instanceType`. */
  readonly path: string;
  /** What was given there. */
  readonly given: number | string;
  /** What is allowed there. */
  readonly allowed: string;

  constructor(path: string, given: number | string, allowed: string, remedy?: string) {
    super(
      `${path}: ${String(given)} is not possible; allowed: ${allowed}.${remedy === undefined ? "" : ` ${remedy}`}`,
    );
    this.name = "PlanError";
    this.path = path;
    this.given = given;
    this.allowed = allowed;
  }
}
