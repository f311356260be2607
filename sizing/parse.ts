import { z } from "zod";
import { accountContradictions } from "./account";
import { sizingContradictions } from "./contradictions";
import type { Rule } from "./contradictions/rule";
import { SizingError } from "./errors";
import { readWhole } from "./read";
import { sizingSchema } from "./schema";
import { accountSchema } from "./schema/account";
import type { Account, Sizing } from "./types";

/** Whether one path is the other, or lies within it. */
function overlaps(left: string, right: string): boolean {
  if (left === right || left === "" || right === "") return true;
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  return long.startsWith(short) && (long[short.length] === "." || long[short.length] === "[");
}

function parse<Whole>(
  schema: z.core.$ZodType<Whole>,
  rules: readonly Rule<Whole>[],
  raw: unknown,
  subject: string,
  source: string | undefined,
  absent: readonly string[] = [],
): Whole {
  const { value, problems, unread: notRead } = readWhole(schema, raw, subject);
  const unread = [...notRead, ...absent];
  // What is missing from a partial value lies under an unread path, and no rule that reads one of those is asked.
  const whole = value as Whole;
  const breaches = rules
    .filter(({ reads }) => !reads.some((path) => unread.some((other) => overlaps(path, other))))
    .flatMap(({ find }) => find(whole));
  const all = [...problems, ...breaches];
  if (all.length > 0) {
    throw new SizingError(`the ${subject}${source === undefined ? "" : ` of ${source}`}`, all);
  }
  return whole;
}

/**
 * Checks a sizing and fills in every default.
 *
 * @param raw the sizing as it stands in a stack file, as plain mappings, lists, texts, numbers and booleans
 * @param source where it stands, to be named in an error, such as `Pulumi.million.yaml`
 * @throws SizingError naming every problem at once; contradictions are looked for among all that could be read,
 *   also when something else could not
 */
export function parseSizing(raw: unknown, source?: string): Sizing {
  return parse<Sizing>(sizingSchema, sizingContradictions, raw, "sizing", source);
}

/**
 * Checks a part of a sizing: the blocks that one tier needs when it is used alone. Everything else is as in
 * `parseSizing`, and a key of another block is unknown.
 *
 * @param keys blocks of the part, such as `["versions", "redis"]`
 */
export function parseSizingPart<Key extends keyof Sizing>(
  keys: readonly Key[],
  raw: unknown,
  source?: string,
): Pick<Sizing, Key> {
  const chosen = new Set<string>(keys);
  const blocks = Object.entries(sizingSchema.shape);
  const part = z.strictObject(Object.fromEntries(blocks.filter(([key]) => chosen.has(key))));
  const absent = blocks.map(([key]) => key).filter((key) => !chosen.has(key));
  return parse(
    part,
    sizingContradictions as readonly Rule<unknown>[],
    raw,
    "sizing",
    source,
    absent,
  ) as Pick<Sizing, Key>;
}

/**
 * Checks an account and fills in every default. None (undefined or null) is the empty account.
 *
 * @param source where it stands, to be named in an error
 * @throws SizingError naming every problem at once
 */
export function parseAccount(raw: unknown, source?: string): Account {
  return parse<Account>(accountSchema, accountContradictions, raw ?? {}, "account", source);
}
