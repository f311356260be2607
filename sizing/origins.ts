import { z } from "zod";
import { isMapping, joinPath } from "./describe";
import { sizingSchema } from "./schema";
import type { Sizing } from "./types";

/** One value of a sizing, and who said it. */
export interface SizingOrigin {
  /** `kafka.storageGiB`. */
  readonly path: string;
  /** The same, key by key. */
  readonly keys: readonly string[];
  readonly value: number | string | boolean;
  readonly origin: "stage file" | "default";
  /** What the value is, with the source of its default. */
  readonly meaning: string;
}

/**
 * Every value of a sizing. `raw` is the sizing as its file states it: what stands there comes from the file, the rest
 * is a default of the schema.
 */
export function sizingOrigins(raw: unknown, sizing: Sizing): readonly SizingOrigin[] {
  return origins(sizing, raw, sizingSchema, [], "");
}

function origins(
  value: unknown,
  raw: unknown,
  schema: z.core.$ZodType | undefined,
  keys: readonly string[],
  outer: string,
): readonly SizingOrigin[] {
  const { inner, meaning } = unwrapped(schema, outer);
  if (isMapping(value)) {
    return Object.entries(value).flatMap(([key, child]) =>
      origins(
        child,
        isMapping(raw) ? raw[key] : undefined,
        childSchema(inner, key),
        [...keys, key],
        meaning,
      ),
    );
  }
  return [
    {
      path: keys.reduce((path, key) => joinPath(path, key), ""),
      keys,
      value: leafText(value),
      origin: raw === undefined ? "default" : "stage file",
      meaning,
    },
  ];
}

/** The schema under defaults, and the description that stands nearest to it. */
function unwrapped(
  schema: z.core.$ZodType | undefined,
  outer: string,
): { readonly inner: z.core.$ZodType | undefined; readonly meaning: string } {
  let inner = schema;
  let meaning = descriptionOf(schema);
  while (
    inner instanceof z.ZodOptional ||
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodPrefault
  ) {
    inner = inner.unwrap();
    meaning ??= descriptionOf(inner);
  }
  return { inner, meaning: meaning ?? outer };
}

function descriptionOf(schema: z.core.$ZodType | undefined): string | undefined {
  return schema === undefined ? undefined : z.globalRegistry.get(schema)?.description;
}

function childSchema(
  schema: z.core.$ZodType | undefined,
  key: string,
): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodObject) {
    const shape = new Map<string, z.core.$ZodType>(Object.entries(schema.shape));
    return shape.get(key);
  }
  return schema instanceof z.ZodRecord ? schema.valueType : undefined;
}

/** Lists stand in one line. */
function leafText(value: unknown): number | string | boolean {
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "string") {
    return value;
  }
  if (Array.isArray(value)) {
    return value.length === 0
      ? "none"
      : value.map((each) => (typeof each === "string" ? each : JSON.stringify(each))).join(", ");
  }
  return JSON.stringify(value);
}
