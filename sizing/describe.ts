import { z } from "zod";

const grouped = new Intl.NumberFormat("en-US");

/** A number with its thousands set apart, as people read it: 1,000,000. */
export function readable(number: number): string {
  return grouped.format(number);
}

/** Whether a value is a mapping as YAML and JSON make it: no list, no date, no instance of a class. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function shortened(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

/** A value in one short line, whatever it is; never looks deeper than one level, so that a cycle does no harm. */
export function givenText(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(shortened(value, 60));
    case "number":
    case "boolean":
      return String(value);
    case "bigint":
      return shortened(value.toString(), 60);
    case "undefined":
      return "nothing";
    case "function":
      return "a function";
    case "symbol":
      return "a symbol";
    case "object": {
      if (value === null) return "null";
      if (Array.isArray(value))
        return value.length === 1 ? "a list of 1" : `a list of ${value.length}`;
      if (!isMapping(value)) return "an object that is no mapping";
      const keys = Object.keys(value);
      if (keys.length === 0) return "an empty mapping";
      const first = keys.slice(0, 3).map((key) => shortened(key, 30));
      return `a mapping of ${first.join(", ")}${keys.length > 3 ? ", …" : ""}`;
    }
  }
}

/** Key after key, as a person writes it: `cluster.zones[1]`; a key that is no word stands in brackets and quotes. */
export function joinPath(parent: string, key: string | number): string {
  if (typeof key === "number") return `${parent}[${key}]`;
  if (!/^[\w.:/-]{1,80}$/.test(key)) return `${parent}[${JSON.stringify(shortened(key, 80))}]`;
  return parent === "" ? key : `${parent}.${key}`;
}

const leafSchema = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  patternErrorMessage: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
});

function between(
  from: number | undefined,
  to: number | undefined,
  word: "from" | "of",
  unit = "",
): string {
  if (from !== undefined && to !== undefined) {
    return ` ${word} ${readable(from)} to ${readable(to)}${unit}`;
  }
  if (from !== undefined) return ` ${word} at least ${readable(from)}${unit}`;
  return to === undefined ? "" : ` ${word} at most ${readable(to)}${unit}`;
}

function allowedByJsonSchema(schema: unknown): string {
  const node = leafSchema.parse(schema);
  const values = node.enum ?? (node.const === undefined ? undefined : [node.const]);
  if (values !== undefined) {
    const named = values.map((value) => (typeof value === "string" ? value : givenText(value)));
    return named.length === 1 ? named.join("") : `one of ${named.join(", ")}`;
  }
  if (node.patternErrorMessage !== undefined) return node.patternErrorMessage;
  switch (node.type) {
    case "integer":
      return `a whole number${between(node.minimum, node.maximum, "from")}`;
    case "boolean":
      return "true or false";
    case "string":
      return `text${between(node.minLength, node.maxLength, "of", " characters")}`;
    case "array":
      return `a list${between(node.minItems, node.maxItems, "of")}, each ${allowedByJsonSchema(node.items)}`;
    default: {
      const keys = node.required ?? Object.keys(node.properties ?? {});
      if (keys.length === 0) return "a mapping";
      return `a mapping ${node.required === undefined ? "of" : "with at least"} ${keys.join(", ")}`;
    }
  }
}

/** What a schema allows, in words: type and range, list of values, or form. */
export function allowedText(schema: z.core.$ZodType): string {
  return allowedByJsonSchema(z.toJSONSchema(schema, { io: "input", target: "draft-7" }));
}
