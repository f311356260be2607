import type { ProgramRun } from "../../../cli/dump/recording";
import type { RegistrationRow } from "../../../cli/dump/registrations";
import { referenceOf } from "../../support/order";
import { unknownValue, type Given } from "./judge";

/** What a run of the program registered, as the engine hands it to a policy pack in a preview of a fresh stack. */
export function programResources({ rows }: ProgramRun): readonly Given[] {
  const byReference = new Map(rows.map((row) => [referenceOf(row), row]));
  const referenced = (value: unknown): readonly string[] => {
    if (typeof value === "string") {
      return byReference.has(value) ? [byReference.get(value)!.name] : [];
    }
    return typeof value === "object" && value !== null
      ? Object.values(value).flatMap(referenced)
      : [];
  };
  /** Ids of what is not there yet are unknown; a secret reaches a pack in clear. */
  const readable = (value: unknown): unknown => {
    if (value === "<secret>") return "a secret";
    if (typeof value === "string") {
      return value === "<unknown>" || byReference.has(value) ? unknownValue : value;
    }
    if (Array.isArray(value)) return value.map(readable);
    return typeof value === "object" && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, readable(inner)]))
      : value;
  };
  const read = (inputs: RegistrationRow["inputs"]) => readable(inputs) as Record<string, unknown>;
  const parents = ({ parent }: RegistrationRow): readonly string[] => {
    const above = parent === null ? undefined : byReference.get(parent);
    return above === undefined ? [] : [...parents(above), above.type];
  };
  return rows.map((row) => {
    const provider = byReference.get(row.options.provider ?? "");
    return {
      type: row.type,
      name: row.name,
      under: parents(row),
      props: read(row.inputs),
      ...(provider !== undefined && { provider: read(provider.inputs) }),
      from: Object.fromEntries(
        Object.entries(row.inputs).map(([key, value]) => [key, referenced(value)]),
      ),
    };
  });
}
