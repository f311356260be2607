import { gunzipSync } from "node:zlib";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { compareText, readWireRecord, referenceFromUrn, wireInputs, type JsonValue } from "./wire";

/** One resource as the program registers it. A reference is its `type::name`. */
export interface RegistrationRow {
  readonly type: string;
  readonly name: string;
  /** Null for a child of the stack itself. */
  readonly parent: string | null;
  /** Only what is set. */
  readonly options: RegistrationOptions;
  readonly inputs: Readonly<Record<string, JsonValue>>;
}

/** Resource options, as far as the engine hears of them. */
export interface RegistrationOptions {
  readonly aliases?: readonly JsonValue[];
  readonly customTimeouts?: Readonly<Record<string, string>>;
  readonly deleteBeforeReplace?: boolean;
  readonly deletedWith?: string;
  /** Beyond what follows from the inputs. A component stands here as the resources inside it. */
  readonly dependsOn?: readonly string[];
  readonly ignoreChanges?: readonly string[];
  readonly importId?: string;
  readonly protect?: boolean;
  readonly provider?: string;
  /** Of a component, by package. */
  readonly providers?: Readonly<Record<string, string>>;
  readonly replaceOnChanges?: readonly string[];
  readonly replaceWith?: readonly string[];
  readonly retainOnDelete?: boolean;
}

/** The root of every Pulumi program: no resource of the stage, so no row. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

/** Rows of a run: by type, then name; without the stack. Stops at two rows that nobody could tell apart. */
export function readRegistrations(requests: readonly RegisterResourceRequest[]): RegistrationRow[] {
  const rows = requests
    .filter((request) => request.getType() !== STACK_TYPE)
    .map(readRegistration)
    .toSorted(
      (left, right) => compareText(left.type, right.type) || compareText(left.name, right.name),
    );
  rows.forEach((row, index) => {
    const next = rows[index + 1];
    if (next?.type === row.type && next.name === row.name) {
      throw new Error(`Two resources are called ${row.type}::${row.name}. Give one another name.`);
    }
  });
  return rows;
}

/** One registration as a row, keys in order. */
export function readRegistration(request: RegisterResourceRequest): RegistrationRow {
  const parent = request.getParent() === "" ? null : referenceFromUrn(request.getParent());
  return {
    type: request.getType(),
    name: request.getName(),
    parent: parent?.startsWith(`${STACK_TYPE}::`) === true ? null : parent,
    options: readOptions(request),
    inputs: readInputs(request),
  };
}

function readInputs(request: RegisterResourceRequest): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(
    Object.entries(readWireRecord(wireInputs(request))).map(([key, input]) => {
      const isUserData = key === "userData" || key === "userDataBase64";
      return [key, isUserData && typeof input === "string" ? readUserData(input) : input];
    }),
  );
}

/** User data as text: decoded and, where cloud-init would do so too, unpacked. Plain text stays as it is. */
export function readUserData(userData: string): string {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(userData) || userData.length % 4 !== 0) {
    return userData;
  }
  const bytes = Buffer.from(userData, "base64");
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return (isGzip ? gunzipSync(bytes) : bytes).toString("utf8");
}

function readOptions(request: RegisterResourceRequest): RegistrationOptions {
  const aliases = readAliases(request);
  const customTimeouts = readCustomTimeouts(request);
  const dependsOn = readDependsOn(request);
  const providers = [...request.getProvidersMap().entries()].toSorted(([left], [right]) =>
    compareText(left, right),
  );
  const ignoreChanges = request.getIgnorechangesList();
  const replaceOnChanges = request.getReplaceonchangesList();
  const replaceWith = request.getReplaceWithList();
  return {
    ...(aliases.length > 0 && { aliases }),
    ...(Object.keys(customTimeouts).length > 0 && { customTimeouts }),
    ...(request.getDeletebeforereplacedefined() && {
      deleteBeforeReplace: request.getDeletebeforereplace(),
    }),
    ...(request.getDeletedwith() !== "" && {
      deletedWith: referenceFromUrn(request.getDeletedwith()),
    }),
    ...(dependsOn.length > 0 && { dependsOn }),
    ...(ignoreChanges.length > 0 && { ignoreChanges: ignoreChanges.toSorted(compareText) }),
    ...(request.getImportid() !== "" && { importId: request.getImportid() }),
    ...(request.hasProtect() && { protect: request.getProtect() === true }),
    ...(request.getProvider() !== "" && { provider: readProvider(request.getProvider()) }),
    ...(providers.length > 0 && {
      providers: Object.fromEntries(
        providers.map(([packageName, provider]) => [packageName, readProvider(provider)]),
      ),
    }),
    ...(replaceOnChanges.length > 0 && {
      replaceOnChanges: replaceOnChanges.toSorted(compareText),
    }),
    ...(replaceWith.length > 0 && {
      replaceWith: replaceWith.map(referenceFromUrn).toSorted(compareText),
    }),
    ...(request.hasRetainondelete() && { retainOnDelete: request.getRetainondelete() === true }),
  };
}

/** A provider reference is the provider's URN, `::` and its id. */
function readProvider(reference: string): string {
  return referenceFromUrn(reference.split("::").slice(0, 4).join("::"));
}

/** What the program names itself: the request also lists what each input depends on. */
function readDependsOn(request: RegisterResourceRequest): string[] {
  const implied = new Set(
    [...request.getPropertydependenciesMap().entries()].flatMap(([, dependencies]) =>
      dependencies.getUrnsList(),
    ),
  );
  return request
    .getDependenciesList()
    .filter((urn) => !implied.has(urn))
    .map(referenceFromUrn)
    .toSorted(compareText);
}

/**
 * Aliases that the program gives. The SDKs add former types of each resource on their own, under the parent that it
 * has anyway: those are left out.
 */
function readAliases(request: RegisterResourceRequest): JsonValue[] {
  return request.getAliasesList().flatMap((alias): JsonValue[] => {
    if (alias.getUrn() !== "") {
      return [referenceFromUrn(alias.getUrn())];
    }
    const spec = alias.getSpec();
    const parent = spec?.getParenturn() ?? "";
    const given = {
      ...(spec?.getName() && { name: spec.getName() }),
      ...(spec?.getNoparent() && { noParent: true }),
      ...(parent !== "" && parent !== request.getParent() && { parent: referenceFromUrn(parent) }),
      ...(spec?.getProject() && { project: spec.getProject() }),
      ...(spec?.getStack() && { stack: spec.getStack() }),
    };
    if (Object.keys(given).length === 0) {
      return [];
    }
    return [{ ...given, ...(spec?.getType() && { type: spec.getType() }) }];
  });
}

function readCustomTimeouts(request: RegisterResourceRequest): Readonly<Record<string, string>> {
  const timeouts = request.getCustomtimeouts();
  const stated = [
    ["create", timeouts?.getCreate() ?? ""],
    ["delete", timeouts?.getDelete() ?? ""],
    ["update", timeouts?.getUpdate() ?? ""],
  ] as const;
  return Object.fromEntries(stated.filter(([, timeout]) => timeout !== ""));
}
