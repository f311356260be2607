import { InputError } from "../sizing/errors";

/**
 * A sizing that no plan can be made of. It is a mistake of the person who wrote the sizing, never of the program:
 * the CLI prints it without a stack trace and ends with 2.
 */
export class PlanError extends InputError {
  override readonly name = "PlanError";
  readonly path: string;
  readonly given: number | string;
  readonly allowed: string;

  /**
   * @param path key of the sizing, such as `nodeGroups.worker.instanceType`
   * @param given what stands there
   * @param allowed what may stand there
   * @param remedy what to do, where that is more than writing something allowed
   */
  constructor(path: string, given: number | string, allowed: string, remedy?: string) {
    super("the sizing", [
      { path, given: String(given), allowed, ...(remedy === undefined ? {} : { hint: remedy }) },
    ]);
    this.path = path;
    this.given = given;
    this.allowed = allowed;
  }
}
