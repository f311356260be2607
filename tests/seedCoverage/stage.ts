import { strict as assert } from "node:assert";
import type { RegistrationRow } from "../../cli/dump/registrations";
import type { ProgramRun } from "../../cli/dump/runProgram";
import { Order, referenceOf } from "../support/order";

/** One sentence of the specification, in the project's words, and what of a stack must hold for it. */
export interface Sentence {
  readonly sentence: string;
  readonly stack: "dev" | "100k-20k" | "500k" | "million";
  readonly holds: (stage: Stage) => void | Promise<void>;
}

const componentPrefix = "thingsboard-scale:";

/** Values along a path; keys and positions are divided by blanks, since keys hold dots and slashes. */
export function valueAt(value: unknown, path: string): unknown {
  return path.split(" ").reduce<unknown>((here, key) => {
    if (typeof here !== "object" || here === null) {
      return undefined;
    }
    return new Map<string, unknown>(Object.entries(here)).get(key);
  }, value);
}

/**
 * A run to be asked. A resource is named by the last word of its type and its name: `StatefulSet::transport`. What was
 * asked for is remembered, so that a test can tell which components nothing has looked at.
 */
export class Stage {
  readonly asked = new Set<RegistrationRow>();
  readonly #order: Order;

  public constructor(public readonly run: ProgramRun) {
    this.#order = new Order(run.rows);
  }

  /** The one resource of that name; fails where there is none or more than one. */
  public row(resource: string): RegistrationRow {
    const found = this.#find(resource);
    assert.equal(found.length, 1, `${resource} stands for ${String(found.length)} resources`);
    this.asked.add(found[0]!);
    return found[0]!;
  }

  /** Every resource whose type ends in that word, components left out. */
  public all(type: string): readonly RegistrationRow[] {
    const found = this.run.rows.filter(
      (row) => !row.type.startsWith(componentPrefix) && row.type.split(":").at(-1) === type,
    );
    found.forEach((row) => this.asked.add(row));
    return found;
  }

  public names(type: string): readonly string[] {
    return this.all(type).map(({ name }) => name);
  }

  /** An input of a resource; undefined where there is none. */
  public value(resource: string, path: string): unknown {
    return valueAt(this.row(resource).inputs, path);
  }

  /** Text among the inputs. */
  public text(resource: string, path: string): string {
    const value = this.value(resource, path);
    assert.ok(typeof value === "string", `${resource} has no text at ${path}`);
    return value;
  }

  /** JSON that stands as text among the inputs. */
  public json(resource: string, path: string): unknown {
    return JSON.parse(this.text(resource, path));
  }

  /** Inputs are exactly these, by path. */
  public is(resource: string, expected: Readonly<Record<string, unknown>>): void {
    for (const [path, value] of Object.entries(expected)) {
      assert.deepEqual(this.value(resource, path), value, `${resource}: ${path}`);
    }
  }

  /** Inputs of one pod template: paths begin at its `spec`. */
  public pod(resource: string, expected: Readonly<Record<string, unknown>>): void {
    this.is(
      resource,
      Object.fromEntries(
        Object.entries(expected).map(([path, value]) => [`spec template spec ${path}`, value]),
      ),
    );
  }

  /** Environment variables that a container is given by value. Fails where one is not as expected. */
  public variables(
    resource: string,
    expected: Readonly<Record<string, string | undefined>>,
    container = "containers 0",
  ): void {
    const env = this.value(resource, `spec template spec ${container} env`);
    assert.ok(Array.isArray(env), `${resource} has no variables in ${container}`);
    const given = new Map(
      env.map((each: unknown) => [valueAt(each, "name"), valueAt(each, "value")]),
    );
    for (const [name, value] of Object.entries(expected)) {
      assert.equal(given.get(name), value, `${resource}: ${name}`);
    }
  }

  /** Secret and key that a variable is read from. */
  public fromSecret(
    resource: string,
    variable: string,
    expected: readonly [secret: string, key: string],
    container = "containers 0",
  ): void {
    const env = this.value(resource, `spec template spec ${container} env`);
    assert.ok(Array.isArray(env), `${resource} has no variables in ${container}`);
    const entry: unknown = env.find((each: unknown) => valueAt(each, "name") === variable);
    const source = valueAt(entry, "valueFrom secretKeyRef");
    assert.deepEqual([valueAt(source, "name"), valueAt(source, "key")], expected, variable);
  }

  public timeouts(resource: string, create: string): void {
    assert.equal(this.row(resource).options.customTimeouts?.create, create, resource);
  }

  public has(resource: string): boolean {
    return this.#find(resource).length > 0;
  }

  public lacks(...resources: readonly string[]): void {
    assert.deepEqual(
      resources.filter((resource) => this.has(resource)),
      [],
    );
  }

  /** `later` waits for every one of `earlier`. */
  public after(later: string, ...earlier: readonly string[]): void {
    const late = this.row(later);
    for (const each of earlier) {
      assert.ok(this.#comesAfter(late, each), `${later} does not wait for ${each}`);
    }
  }

  /** `later` waits for none of them: they may be made at the same time. */
  public notAfter(later: string, ...others: readonly string[]): void {
    const late = this.row(later);
    for (const each of others) {
      assert.ok(!this.#comesAfter(late, each), `${later} waits for ${each}`);
    }
  }

  #comesAfter(later: RegistrationRow, earlier: string): boolean {
    return this.#order.comesAfter(referenceOf(later), referenceOf(this.row(earlier)));
  }

  #find(resource: string): readonly RegistrationRow[] {
    const [type, name] = resource.split("::");
    return this.run.rows.filter(
      (row) =>
        row.name === name &&
        row.type.split(":").at(-1) === type &&
        !row.type.startsWith(componentPrefix),
    );
  }
}
