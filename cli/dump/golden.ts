import type { RegistrationRow } from "./registrations";
import type { JsonValue } from "./wire";

/**
 * A dump as it stands in `tests/golden`: as `dump` prints it, but with a text of several lines as a list of them, so
 * that a review shows the line that changed.
 */
export function goldenText(rows: readonly RegistrationRow[]): string {
  const readable = rows.map((row) => ({
    ...row,
    inputs: Object.fromEntries(
      Object.entries(row.inputs).map(([key, value]) => [key, splitLines(value)]),
    ),
  }));
  return `${JSON.stringify(readable, null, 2)}\n`;
}

function splitLines(value: JsonValue): JsonValue {
  if (typeof value === "string") {
    return value.includes("\n") ? value.split("\n") : value;
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (isList(value)) {
    return value.map(splitLines);
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, splitLines(inner)]));
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
