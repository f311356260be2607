import * as kubernetes from "@pulumi/kubernetes";
import type { JsonValue } from "../../../cli/dump/wire";
import type { RegistrationRow } from "../../../cli/dump/registrations";
import type { StoreCredentials } from "../../../components/references";
import { TbCore } from "../../../components/thingsboard/tbCore";
import type { TbCorePlan } from "../../../planning/types";
import { rowOf, rowsOf } from "../../support/rowsOf";
import { stagePlan } from "../../support/stages";

/** The plan of ThingsBoard's tier in a committed stage, with changes. */
export function corePlan(stack = "million", changes: Partial<TbCorePlan> = {}): TbCorePlan {
  return { ...stagePlan(stack).core, ...changes };
}

export const credentials: StoreCredentials = {
  cassandra: { secretName: "cassandra-secret", usernameKey: "user", passwordKey: "pass" },
  postgresql: { secretName: "postgresql-secret", usernameKey: "name", passwordKey: "word" },
  redis: { secretName: "redis-secret", key: "redis-key" },
};

/** `type::name` of what stands for the stores and the load balancer controller. */
export const schemaStore = "kubernetes:core/v1:ConfigMap::schema-store";
export const serviceStore = "kubernetes:core/v1:ConfigMap::service-store";
export const controller = "kubernetes:core/v1:ConfigMap::controller";

/** The whole tier, between stand-ins. */
export function makeCore(plan: TbCorePlan): TbCore {
  const standIn = (name: string) => new kubernetes.core.v1.ConfigMap(name, { metadata: { name } });
  return new TbCore("core", {
    plan,
    credentials,
    forSchema: [standIn("schema-store")],
    forServices: [standIn("service-store")],
    loadBalancer: { securityGroupIds: ["sg-1", "sg-2"], controller: standIn("controller") },
  });
}

let million: Promise<readonly RegistrationRow[]> | undefined;

/** What the tier registers in a preview; that of the million stage is made once for all tests. */
export function coreRows(plan?: TbCorePlan): Promise<readonly RegistrationRow[]> {
  if (plan !== undefined) {
    return rowsOf(() => makeCore(plan));
  }
  million ??= rowsOf(() => makeCore(corePlan()));
  return million;
}

/** A value inside inputs: `at(inputs, "spec", "containers", 0, "name")`. Fails where the path leads nowhere. */
export function at(value: JsonValue | undefined, ...path: readonly (string | number)[]): JsonValue {
  let here: JsonValue | undefined = value;
  for (const step of path) {
    here =
      typeof here === "object" && here !== null
        ? new Map<string, JsonValue>(Object.entries(here)).get(String(step))
        : undefined;
    if (here === undefined) {
      throw new Error(`Nothing at ${path.join(".")}, from ${String(step)} on.`);
    }
  }
  if (here === undefined) {
    throw new Error("There is no value.");
  }
  return here;
}

/** Text at a path. */
export function textAt(
  value: JsonValue | undefined,
  ...path: readonly (string | number)[]
): string {
  const found = at(value, ...path);
  if (typeof found !== "string") {
    throw new Error(`No text at ${path.join(".")}.`);
  }
  return found;
}

/** The environment variables of a container by name: plain values, or where the value comes from. */
export function variables(container: JsonValue): Map<string, JsonValue> {
  const list = at(container, "env");
  if (!Array.isArray(list)) {
    throw new Error("The container has no list of variables.");
  }
  return new Map(
    list.map((entry: JsonValue): [string, JsonValue] => {
      const plain = typeof entry === "object" && entry !== null && "value" in entry;
      return [textAt(entry, "name"), at(entry, plain ? "value" : "valueFrom")];
    }),
  );
}

export function inputsOf(
  rows: readonly RegistrationRow[],
  type: string,
  name: string,
): RegistrationRow["inputs"] {
  return rowOf(rows, type, name).inputs;
}

/** What a row waits for, beyond what its inputs refer to. */
export function dependenciesOf(
  rows: readonly RegistrationRow[],
  type: string,
  name: string,
): readonly string[] {
  return rowOf(rows, type, name).options.dependsOn ?? [];
}

/** `type::name` of each row. */
export function namesOf(rows: readonly RegistrationRow[]): string[] {
  return rows.map(({ type, name }) => `${type}::${name}`);
}

/** Rows whose inputs differ, less components, which carry the whole plan. */
export function changedRows(
  before: readonly RegistrationRow[],
  after: readonly RegistrationRow[],
): string[] {
  const text = (row: RegistrationRow | undefined) => JSON.stringify(row?.inputs);
  return before
    .filter(({ type }) => !type.startsWith("thingsboard-scale:"))
    .filter(
      (row) =>
        text(row) !==
        text(after.find((other) => other.type === row.type && other.name === row.name)),
    )
    .map(({ type, name }) => `${type}::${name}`);
}
