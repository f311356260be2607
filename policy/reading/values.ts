/** Stands for a value that a preview does not know yet: no rule judges it. */
export const notKnown = Symbol("not known before the update");

/** Properties of a resource as plain data, with `notKnown` in place of what only an update knows. */
export type Properties = Readonly<Record<string, unknown>>;

/**
 * Copies what the analyzer hands to a rule. It throws where a rule touches an unknown value, which would end the whole
 * rule for that resource; read like this, what is known beside it is judged all the same.
 */
export function readProperties(properties: object): Properties {
  return Object.fromEntries(Object.keys(properties).map((key) => [key, readKey(properties, key)]));
}

function readKey(holder: object, key: string | number): unknown {
  let value: unknown;
  try {
    value = Reflect.get(holder, key);
  } catch {
    return notKnown;
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const inner: object = value;
  return Array.isArray(inner)
    ? Array.from({ length: inner.length }, (_, index) => readKey(inner, index))
    : readProperties(inner);
}

/** The value at a path; undefined where a key is missing, `notKnown` where anything on the way is unknown. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner === notKnown ? notKnown : entries(inner).get(key)),
    value,
  );
}

/** The elements at a path. A missing list has none, nor has an unknown one. */
export function elementsAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The keys and values of a mapping; of anything else, none. */
export function entries(value: unknown): ReadonlyMap<string, unknown> {
  const isMapping = typeof value === "object" && value !== null && !Array.isArray(value);
  return new Map(isMapping ? Object.entries(value) : []);
}

/** Whether a value says yes: AWS takes `"true"` for `true` in places. */
export function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}

/** Whether a value says no. */
export function isFalse(value: unknown): boolean {
  return value === false || value === "false";
}

/** Whether a value is there and known. */
export function isKnown(value: unknown): boolean {
  return value !== undefined && value !== null && value !== notKnown;
}

/** A value for a message. */
export function shown(value: unknown): string {
  return value === undefined || value === null ? "nothing" : JSON.stringify(value);
}

/** Parses JSON that stands in a text; the value itself where it is none. */
export function parsed(value: unknown): unknown {
  if (typeof value !== "string") {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
