import { strict as assert } from "node:assert";

/** A JSON object of a dump, to be asked for its fields. */
export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  assert.ok(typeof value === "object" && value !== null, `${String(value)} is no object`);
  return Object.fromEntries(Object.entries(value));
}

/** `spec` of an object. */
export function specOf(value: unknown): Fields {
  return fieldsOf(fieldsOf(value).spec);
}

/** The pod of a StatefulSet, Deployment or Job. */
export function podOf(inputs: unknown): Fields {
  return specOf(specOf(inputs).template);
}

/** The only container of a pod of a StatefulSet, Deployment or Job. */
export function containerIn(inputs: unknown): Fields {
  const { containers } = podOf(inputs);
  assert.ok(Array.isArray(containers));
  assert.equal(containers.length, 1);
  return fieldsOf(containers[0]);
}

/** What a probe runs. */
export function commandOf(probe: unknown): unknown {
  return fieldsOf(fieldsOf(probe).exec).command;
}
