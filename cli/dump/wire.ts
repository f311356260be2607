import { runtime } from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";

/** Plain data, as JSON knows it. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** What stands for a value that is not known before the resource exists. */
export const UNKNOWN_TEXT = "<unknown>";
/** What stands for a secret, known or not. */
export const SECRET_TEXT = "<secret>";

/** Type and name of the resource that a URN names, as `type::name`, without its parents' types. */
export function referenceFromUrn(urn: string): string {
  const [, , qualifiedType = "", ...name] = urn.split("::");
  return `${qualifiedType.split("$").pop() ?? ""}::${name.join("::")}`;
}

/**
 * Reads a value from Pulumi's wire form: references become `type::name`, unknown and secret values their marks,
 * output values what they hold. Keys come sorted.
 */
export function readWireValue(value: unknown): JsonValue {
  if (value === undefined || value === null) {
    return null;
  }
  if (typeof value === "string") {
    return readText(value);
  }
  if (typeof value === "number" || typeof value === "boolean") {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(readWireValue);
  }
  if (typeof value === "object") {
    return readObject(Object.entries(value));
  }
  throw new Error(`A ${typeof value} cannot stand on Pulumi's wire.`);
}

function readText(text: string): string {
  if (text === runtime.unknownValue) {
    return UNKNOWN_TEXT;
  }
  return text.startsWith("urn:pulumi:") ? referenceFromUrn(text) : text;
}

function readObject(entries: readonly (readonly [string, unknown])[]): JsonValue {
  const fields = new Map(entries);
  switch (fields.get(runtime.specialSigKey)) {
    case undefined:
      return readFields(entries);
    case runtime.specialSecretSig:
      return SECRET_TEXT;
    case runtime.specialResourceSig:
      return referenceFromUrn(String(fields.get("urn")));
    case runtime.specialOutputValueSig:
      if (fields.get("secret") === true) {
        return SECRET_TEXT;
      }
      return fields.has("value") ? readWireValue(fields.get("value")) : UNKNOWN_TEXT;
    case runtime.specialAssetSig:
      return { asset: readFields(entries) };
    case runtime.specialArchiveSig:
      return { archive: readFields(entries) };
    default:
      throw new Error("Pulumi's wire holds a kind of value that this program does not know.");
  }
}

/** Reads named values from Pulumi's wire form, sorted by name. */
export function readWireRecord(record: WireRecord): Readonly<Record<string, JsonValue>> {
  return readFields(Object.entries(record));
}

function readFields(
  entries: readonly (readonly [string, unknown])[],
): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(
    entries
      .filter(([key]) => key !== runtime.specialSigKey)
      .toSorted(([left], [right]) => compareText(left, right))
      .map(([key, value]) => [key, readWireValue(value)]),
  );
}

/** Order of two texts by their code units: the same on every machine, whatever its language. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Values by name in wire form: references, secrets and unknown values carry Pulumi's signatures. */
export type WireRecord = Readonly<Record<string, JavaScriptValue>>;

/** The inputs of a registration in wire form. */
export function wireInputs(request: RegisterResourceRequest): WireRecord {
  return request.getObject()?.toJavaScript() ?? {};
}

/** A secret in wire form: what an engine answers for a value that it encrypts. A secret stays as it is. */
export function wireSecret(value: JavaScriptValue): JavaScriptValue {
  const isSecret =
    typeof value === "object" &&
    value !== null &&
    Object.entries(value).some(
      ([key, mark]) => key === runtime.specialSigKey && mark === runtime.specialSecretSig,
    );
  return isSecret ? value : { [runtime.specialSigKey]: runtime.specialSecretSig, value };
}
