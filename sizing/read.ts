import { z } from "zod";
import { allowedText, givenText, isMapping, joinPath } from "./describe";
import type { Problem } from "./errors";
import { nearest } from "./nearest";

/** What could be read of a value, and everything that is wrong with the rest. */
export interface Reading {
  /** The value with defaults filled in, without what could not be read. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Paths that hold no usable value; the empty path is the whole. */
  readonly unread: readonly string[];
}

const unreadable = Symbol("unreadable");

interface Context {
  /** Path of every key of the whole schema, by key. */
  readonly places: () => ReadonlyMap<string, readonly string[]>;
  /** Name of the whole, for problems that have no key. */
  readonly subject: string;
  readonly problems: Problem[];
  readonly unread: string[];
}

/** The schema under defaults, and whether its key may be left out. */
function unwrapped(schema: z.core.$ZodType): {
  readonly inner: z.core.$ZodType;
  readonly mayBeLeftOut: boolean;
} {
  let inner = schema;
  while (
    inner instanceof z.ZodOptional ||
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodPrefault
  ) {
    inner = inner.unwrap();
  }
  return { inner, mayBeLeftOut: inner !== schema };
}

function fail(context: Context, path: string, problem: Omit<Problem, "path">): typeof unreadable {
  context.problems.push({ path: path === "" ? context.subject : path, ...problem });
  context.unread.push(path);
  return unreadable;
}

/** `"2Gi"` under `memoryLimitMiB` is 2048: Kubernetes' way of writing, with the unit in the wrong place. */
function quantityHint(path: string, amount: number, suffix: string): string | undefined {
  const unit = { Mi: "MiB", MiB: "MiB", Gi: "GiB", GiB: "GiB", m: "Milli" }[suffix];
  if (unit === undefined) return undefined;
  if (path.endsWith(unit)) return `The unit stands in the key: write ${amount}.`;
  if (unit === "GiB" && path.endsWith("MiB")) {
    return `The unit stands in the key: write ${amount * 1_024}.`;
  }
  return undefined;
}

/** How far a text is from the characters that it needs. */
function lengthHint({ minLength }: z.ZodString, raw: string): string | undefined {
  if (minLength === null || raw === "" || raw.length >= minLength) return undefined;
  const length = raw.length === 1 ? "1 character" : `${raw.length} characters`;
  return `It has ${length}, ${minLength - raw.length} too few.`;
}

/** What to do about a value of the wrong type, where that is plain. */
function typeHint(inner: z.core.$ZodType, raw: unknown, path: string): string | undefined {
  if (raw === null) return "Leave the key out, or give it a value.";
  const wantsNumber = inner instanceof z.ZodNumber;
  if (wantsNumber && typeof raw === "string") {
    const quantity = /^(\d{1,9}) ?([A-Za-z]*)$/.exec(raw);
    const amount = quantity?.[1];
    if (amount === undefined) return undefined;
    const suffix = quantity?.[2] ?? "";
    if (suffix === "") return `Write ${amount} without quotes.`;
    return quantityHint(path, Number(amount), suffix);
  }
  if (inner instanceof z.ZodString && (typeof raw === "number" || typeof raw === "boolean")) {
    return `Text that looks like something else stands in quotes: "${raw}".`;
  }
  if (inner instanceof z.ZodBoolean && typeof raw === "string") return "Write it without quotes.";
  if (inner instanceof z.ZodString && typeof raw === "string") return lengthHint(inner, raw);
  return undefined;
}

function unknownKeyHint(
  context: Context,
  key: string,
  parent: string,
  siblings: readonly string[],
): string | undefined {
  const sibling = nearest(key, siblings);
  if (sibling !== undefined) return `Did you mean ${joinPath(parent, sibling)}?`;
  const known = context.places();
  const places = known.get(key) ?? [];
  if (places.length > 0) {
    const some = places.slice(0, 3).join(", ");
    const more = places.length > 3 ? " and others" : "";
    return places.length === 1 ? `Did you mean ${some}?` : `This key stands in ${some}${more}.`;
  }
  const elsewhere = nearest(key, known.keys());
  const place = elsewhere === undefined ? undefined : known.get(elsewhere)?.[0];
  return place === undefined ? undefined : `Did you mean ${place}?`;
}

function readMapping(
  context: Context,
  shape: Readonly<Record<string, z.core.$ZodType>>,
  raw: Readonly<Record<string, unknown>>,
  path: string,
): Readonly<Record<string, unknown>> {
  const names = Object.keys(shape);
  for (const key of Object.keys(raw)) {
    if (Object.hasOwn(shape, key)) continue;
    const keyPath = joinPath(path, key);
    const hint = unknownKeyHint(context, key, path, names);
    context.problems.push({
      path: keyPath,
      given: "a key that does not exist",
      allowed: names.length > 12 ? "a key of the schema" : names.join(", "),
      ...(hint === undefined ? {} : { hint }),
    });
  }
  const entries: [string, unknown][] = [];
  for (const [key, schema] of Object.entries(shape)) {
    const value = Object.hasOwn(raw, key) ? raw[key] : undefined;
    const read = readValue(context, schema, value, joinPath(path, key));
    if (read !== unreadable && read !== undefined) entries.push([key, read]);
  }
  return Object.fromEntries(entries);
}

function readList(
  context: Context,
  list: z.ZodArray,
  raw: readonly unknown[],
  path: string,
): unknown {
  const unreadBefore = context.unread.length;
  const entries = Array.from(raw, (entry, index) =>
    readValue(context, list.element, entry, joinPath(path, index)),
  );
  // A mapping leaves out what it cannot read and is read itself: the whole would be called wrong a second time.
  if (context.unread.length > unreadBefore) return unreadable;
  const whole = z.safeParse(list, entries);
  if (whole.success) return whole.data;
  return fail(context, path, { given: givenText(raw), allowed: allowedText(list) });
}

function readRecord(
  context: Context,
  record: z.ZodRecord,
  raw: Readonly<Record<string, unknown>>,
  path: string,
): unknown {
  const entries: [string, unknown][] = [];
  let complete = true;
  for (const [key, value] of Object.entries(raw)) {
    const keyPath = joinPath(path, key);
    // zod drops a key named __proto__ without a word.
    if (key === "__proto__" || !z.safeParse(record.keyType, key).success) {
      fail(context, keyPath, {
        given: `the key ${givenText(key)}`,
        allowed: allowedText(record.keyType),
      });
      complete = false;
      continue;
    }
    const read = readValue(context, record.valueType, value, keyPath);
    if (read === unreadable) complete = false;
    else entries.push([key, read]);
  }
  return complete ? Object.fromEntries(entries) : unreadable;
}

function readValue(context: Context, schema: z.core.$ZodType, raw: unknown, path: string): unknown {
  const { inner, mayBeLeftOut } = unwrapped(schema);
  if (raw === undefined && mayBeLeftOut) return z.parse(schema, undefined);
  if (inner instanceof z.ZodObject && isMapping(raw)) {
    return readMapping(context, inner.shape, raw, path);
  }
  if (inner instanceof z.ZodArray && Array.isArray(raw)) {
    return readList(context, inner, raw, path);
  }
  if (inner instanceof z.ZodRecord && isMapping(raw)) return readRecord(context, inner, raw, path);
  const parsed = z.safeParse(inner, raw);
  const structured =
    inner instanceof z.ZodObject || inner instanceof z.ZodArray || inner instanceof z.ZodRecord;
  if (parsed.success && !structured) return parsed.data;
  const hint = raw === undefined ? undefined : typeHint(inner, raw, path);
  return fail(context, path, {
    given: raw === undefined ? "nothing (the key is missing)" : givenText(raw),
    allowed: allowedText(inner),
    ...(hint === undefined ? {} : { hint }),
  });
}

function collectPlaces(schema: z.core.$ZodType, path: string, places: Map<string, string[]>): void {
  const { inner } = unwrapped(schema);
  if (!(inner instanceof z.ZodObject)) return;
  const shape: Readonly<Record<string, z.core.$ZodType>> = inner.shape;
  for (const [key, child] of Object.entries(shape)) {
    const childPath = joinPath(path, key);
    places.set(key, [...(places.get(key) ?? []), childPath]);
    collectPlaces(child, childPath, places);
  }
}

/**
 * Reads a value key by key, so that one mistake hides no other: zod by itself reports unknown keys, and refines,
 * only where everything else is right. zod judges each value; the words are ours.
 */
export function readWhole(schema: z.core.$ZodType, raw: unknown, subject: string): Reading {
  let known: Map<string, string[]> | undefined;
  // Only a key that does not exist asks for them.
  const places = (): ReadonlyMap<string, readonly string[]> => {
    if (known === undefined) {
      known = new Map();
      collectPlaces(schema, "", known);
    }
    return known;
  };
  const context: Context = { places, subject, problems: [], unread: [] };
  const value = readValue(context, schema, raw, "");
  return {
    value: value === unreadable ? undefined : value,
    problems: context.problems,
    unread: context.unread,
  };
}
