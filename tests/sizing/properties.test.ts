import { strict as assert } from "node:assert";
import fc from "fast-check";
import { InputError, SizingError, parseAccount, parseSizing, parseStackFile } from "../../sizing";
import { stageNames } from "../support/stages";
import { sizingSchema } from "../../sizing/schema";
import { rawSizing } from "./validSizing";

type Mapping = Record<string, unknown>;

/** Every mapping and list within a value, the value itself first. */
function holders(value: unknown): readonly Mapping[] {
  if (typeof value !== "object" || value === null) return [];
  return [value as Mapping, ...Object.values(value).flatMap(holders)];
}

const strange = fc.oneof(
  fc.anything(),
  fc.integer({ min: -10, max: 5_000 }),
  fc.constantFrom<unknown>(
    null,
    undefined,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -0,
    2 ** 60,
    1e308,
    0.1,
    10n,
    "",
    "5",
    "2Gi",
    "x".repeat(10_000),
    [],
    {},
    [[]],
    { __proto__: null },
    JSON.parse('{"__proto__": 1}'),
    new Date(0),
    new Map(),
  ),
);

const keys = fc.oneof(
  fc.string(),
  fc.constantFrom(
    "__proto__",
    "constructor",
    "toString",
    "length",
    "devices",
    "replicas",
    "replcas",
    "heapMib",
    "a.b[0]",
    "x".repeat(1_000),
  ),
);

interface Mutation {
  readonly kind: "delete" | "replace" | "rename" | "insert" | "cycle";
  /** Which holder and which of its keys, as numbers that are taken modulo what there is. */
  readonly holder: number;
  readonly entry: number;
  readonly key: string;
  readonly value: unknown;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom("delete", "replace", "rename", "insert", "cycle"),
  holder: fc.nat(),
  entry: fc.nat(),
  key: keys,
  value: strange,
});

function put(holder: Mapping, key: string, value: unknown): void {
  Object.defineProperty(holder, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

/** Of a list its own copy: one that is put into itself would never end. */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  return typeof value === "object" &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype
    ? { ...value }
    : value;
}

function mutate(whole: Mapping, { kind, holder, entry, key, value: drawn }: Mutation): void {
  const value = copied(drawn);
  const all = holders(whole);
  const target = all[holder % all.length]!;
  const names = Object.keys(target);
  const name = names[entry % Math.max(1, names.length)];
  // A list takes no text for a key: it gets the value at its end.
  if (Array.isArray(target)) {
    target.push(value);
    return;
  }
  if (kind === "insert" || name === undefined) put(target, key, value);
  else if (kind === "replace") put(target, name, value);
  else if (kind === "cycle") put(target, name, whole);
  else {
    const moved = target[name];
    Reflect.deleteProperty(target, name);
    if (kind === "rename") put(target, key, moved);
  }
}

/** The error, once it is one that a person can use; undefined where the value was accepted. */
function refusal(attempt: () => unknown): InputError | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    assert.ok(error instanceof InputError, String(error));
    assert.ok(error.problems.length > 0);
    for (const problem of error.problems) {
      assert.notEqual(problem.path, "");
      assert.notEqual(problem.given, "");
      assert.notEqual(problem.allowed, "");
    }
    return error;
  }
}

describe("any sizing", () => {
  const stacks = stageNames;

  it("that is mutated is valid, or refused by a SizingError with a path for every problem", () => {
    let refused = 0;
    let accepted = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...stacks),
        fc.array(mutation, { minLength: 1, maxLength: 3 }),
        (stack, mutations) => {
          const raw = rawSizing(stack);
          // Holders are listed anew each time, which a cycle would not let end.
          const cycles = mutations.filter(({ kind }) => kind === "cycle").slice(0, 1);
          for (const each of mutations.filter(({ kind }) => kind !== "cycle")) mutate(raw, each);
          for (const each of cycles) mutate(raw, each);
          const error = refusal(() => parseSizing(raw));
          if (error === undefined) {
            accepted += 1;
            assert.ok(sizingSchema.safeParse(raw).success);
          } else {
            refused += 1;
            assert.ok(error instanceof SizingError);
          }
        },
      ),
      { numRuns: 300 },
    );
    // Both ways were gone.
    assert.ok(refused > 0 && accepted > 0, `${refused} refused, ${accepted} accepted`);
  });

  it("that zod refuses is refused, and what is left after one bad value is told apart", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...stacks),
        fc.array(mutation, { minLength: 1, maxLength: 1 }),
        (stack, mutations) => {
          const raw = rawSizing(stack);
          for (const each of mutations) mutate(raw, { ...each, kind: "replace" });
          const valid = sizingSchema.safeParse(raw).success;
          const error = refusal(() => parseSizing(raw));
          if (!valid) assert.ok(error !== undefined);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("that is anything at all is refused without a crash, and so is any account", () => {
    fc.assert(
      fc.property(strange, (raw) => {
        assert.ok(refusal(() => parseSizing(raw)) !== undefined);
        refusal(() => parseAccount(raw));
      }),
      { numRuns: 200 },
    );
  });
});

describe("any text", () => {
  it("is a stack file, or refused with a line or the file for every problem", () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "config:",
        "  thingsboard-scale:sizing:",
        "    a: 1_0",
        "    b: &x",
        "---",
        "  - <<: *x",
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        refusal(() => parseStackFile(lines.join("\n"), "Pulumi.test.yaml"));
      }),
      { numRuns: 300 },
    );
  });
});
