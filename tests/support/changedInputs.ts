import type { RegistrationRow } from "../../cli/dump/registrations";
import type { JsonValue } from "../../cli/dump/wire";

/**
 * Paths of all inputs that differ between two runs, as `type::name path.to.value`, sorted. Components are left out:
 * their inputs are the plan itself. A resource that only one run has stands there as `type::name`.
 */
export function changedInputs(
  before: readonly RegistrationRow[],
  after: readonly RegistrationRow[],
): readonly string[] {
  const left = byReference(before);
  const right = byReference(after);
  const references = [...new Set([...left.keys(), ...right.keys()])];
  return references
    .flatMap((reference) => {
      const [old, now] = [left.get(reference), right.get(reference)];
      return old === undefined || now === undefined
        ? [reference]
        : differences({ ...old.inputs }, { ...now.inputs }).map((path) => `${reference} ${path}`);
    })
    .sort();
}

function byReference(rows: readonly RegistrationRow[]): ReadonlyMap<string, RegistrationRow> {
  return new Map(
    rows
      .filter(({ type }) => !type.startsWith("thingsboard-scale:"))
      .map((row) => [`${row.type}::${row.name}`, row]),
  );
}

function differences(before: JsonValue | undefined, after: JsonValue | undefined): string[] {
  if (isNested(before) && isNested(after)) {
    const [left, right] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
    return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) =>
      differences(left.get(key), right.get(key)).map((path) =>
        path === "" ? key : `${key}.${path}`,
      ),
    );
  }
  return before === after ? [] : [""];
}

function isNested(
  value: JsonValue | undefined,
): value is Exclude<JsonValue, string | number | boolean | null> {
  return typeof value === "object" && value !== null;
}
