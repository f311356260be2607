import type { z } from "zod";
import type { accountSchema } from "./schema/account";
import type { sizingSchema } from "./schema";

/** `T` with every property and every nested one read-only. */
export type DeepReadonly<T> = T extends (infer Element)[]
  ? readonly DeepReadonly<Element>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

/** A whole stage as a person states it, checked and with every default filled in. Made by `parseSizing` alone. */
export type Sizing = DeepReadonly<z.output<typeof sizingSchema>>;

/** What belongs to an AWS account and not to a stage. Empty in the repository. Made by `parseAccount` alone. */
export type Account = DeepReadonly<z.output<typeof accountSchema>>;
