import { parse } from "yaml";
import { SizingError, parseSizing } from "../../sizing";
import type { Problem } from "../../sizing";
import { readStackFile } from "../../cli/stackFiles";

const files = new Map<string, Record<string, unknown>>();

/** A plain copy of the sizing in a committed stack file, which is read once. */
export function rawSizing(stack: string): Record<string, unknown> {
  const sizing = files.get(stack) ?? (readStackFile({ stack }).sizing as Record<string, unknown>);
  files.set(stack, sizing);
  return structuredClone(sizing);
}

/** The smallest sizing on EKS: every key that has no default, and nothing else. */
export const smallest = `
load: { devices: 1000, messagesPerSecond: 100, generators: 2 }
nodeGroups:
  worker: { instanceType: m6a.xlarge, count: 3 }
tbCore: { replicas: 1 }
ruleEngine: { replicas: 1 }
jsExecutor: { replicas: 1 }
webUi: { replicas: 1 }
mqttTransport: { replicas: 1, heapMiB: 1024 }
`;

/** The smallest sizing with some values set, by path such as `load.devices`; undefined takes the key away. */
export function smallestWith(changes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const sizing = parse(smallest) as Record<string, unknown>;
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split(".");
    const last = keys.pop()!;
    let holder = sizing;
    for (const key of keys) holder = (holder[key] ??= {}) as Record<string, unknown>;
    // Reflect takes __proto__ for a key like any other.
    if (value === undefined) Reflect.deleteProperty(holder, last);
    else
      Object.defineProperty(holder, last, {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
  }
  return sizing;
}

/** What is wrong with a sizing; none when it is accepted. */
export function problemsOf(raw: unknown): readonly Problem[] {
  try {
    parseSizing(raw);
    return [];
  } catch (error) {
    if (error instanceof SizingError) return error.problems;
    throw error;
  }
}

/** What is wrong with the smallest sizing once some values are set. */
export function problemsWith(changes: Readonly<Record<string, unknown>>): readonly Problem[] {
  return problemsOf(smallestWith(changes));
}

/** Paths of what is wrong with the smallest sizing once some values are set. */
export function pathsWith(changes: Readonly<Record<string, unknown>>): readonly string[] {
  return problemsWith(changes).map(({ path }) => path);
}
