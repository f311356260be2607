import type { RegistrationRow } from "../../cli/dump/registrations";
import type { JsonValue } from "../../cli/dump/wire";

/**
 * What comes after what in an update, and so goes before it in a destroy. A resource waits for what it depends on, for
 * what its inputs refer to, for its provider, and for whatever the components around it depend on; who waits for a
 * component waits for all inside it.
 */
export class Order {
  readonly #rows: ReadonlyMap<string, RegistrationRow>;
  readonly #children = new Map<string, string[]>();
  readonly #before = new Map<string, ReadonlySet<string>>();

  public constructor(rows: readonly RegistrationRow[]) {
    this.#rows = new Map(rows.map((row) => [referenceOf(row), row]));
    for (const row of rows) {
      if (row.parent !== null) {
        this.#children.set(row.parent, [
          ...(this.#children.get(row.parent) ?? []),
          referenceOf(row),
        ]);
      }
    }
  }

  /** Whether `later` is made only when `earlier` stands. Both as `type::name`. */
  public comesAfter(later: string, earlier: string): boolean {
    return this.#everythingBefore(later).has(earlier);
  }

  #everythingBefore(reference: string): ReadonlySet<string> {
    const known = this.#before.get(reference);
    if (known !== undefined) {
      return known;
    }
    const found = new Set<string>();
    const open = [...this.#waitsFor(reference)];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (!found.has(next)) {
        found.add(next);
        open.push(...this.#waitsFor(next));
      }
    }
    this.#before.set(reference, found);
    return found;
  }

  #waitsFor(reference: string): readonly string[] {
    const row = this.#rows.get(reference);
    if (row === undefined) {
      return [];
    }
    const { provider } = row.options;
    const named = [
      ...(row.options.dependsOn ?? []),
      ...this.#referencesIn(row.inputs),
      ...(provider === undefined ? [] : [provider]),
      ...this.#ancestors(row).flatMap(({ options }) => options.dependsOn ?? []),
    ];
    return named.flatMap((each) => this.#withContents(each));
  }

  #ancestors(row: RegistrationRow): readonly RegistrationRow[] {
    const parent = row.parent === null ? undefined : this.#rows.get(row.parent);
    return parent === undefined ? [] : [parent, ...this.#ancestors(parent)];
  }

  #withContents(reference: string): readonly string[] {
    const children = this.#children.get(reference) ?? [];
    return [reference, ...children.flatMap((child) => this.#withContents(child))];
  }

  /** References stand alone, in comma-separated lists, or with an output's name behind them. */
  #referencesIn(value: JsonValue): readonly string[] {
    if (typeof value === "string") {
      return value.includes("::")
        ? value.split(",").flatMap((part) => {
            const whole = part.trim();
            const resource = whole.slice(0, whole.lastIndexOf("."));
            return [whole, resource].filter((each) => this.#rows.has(each));
          })
        : [];
    }
    return typeof value === "object" && value !== null
      ? Object.values(value).flatMap((inner: JsonValue) => this.#referencesIn(inner))
      : [];
  }
}

/** `type::name` of a row. */
export function referenceOf({ type, name }: RegistrationRow): string {
  return `${type}::${name}`;
}
