import { createRequire, isBuiltin } from "node:module";
import { dirname, join } from "node:path/posix";
import { join as joinNative } from "node:path";
import { compileFunction } from "node:vm";
import type { GitVersion } from "./gitVersion";

/** Folders that a planner is made of. They are pure: no file, no network, no clock. */
export const plannerFolders = ["sizing", "planning"] as const;

/** A stack file as a planner reads it. */
export interface StackText {
  readonly stack: string;
  readonly name: string;
  /** The stack file, and `Pulumi.yaml` where there is one. */
  readonly text: string;
  readonly project: string | undefined;
  /** Day of the test. */
  readonly on: string;
}

/** Plans a stack with the code of a version. */
export type OlderPlanner = (stack: StackText) => object;

const exported = `export * as sizing from "./sizing"; export * as planning from "./planning";`;
const virtual = "version";

/**
 * The planner of a version, built in memory out of git: `sizing/` and `planning/` and nothing else of it. It gets the
 * packages of this checkout, and none of Node's own modules.
 *
 * @throws an error of esbuild or of the code itself where that version cannot be built or has no planner
 */
export async function olderPlanner(version: GitVersion, folder: string): Promise<OlderPlanner> {
  const sources = version.read(
    version.files.filter(
      (path) =>
        plannerFolders.some((each) => path.startsWith(`${each}/`)) && /\.(ts|json)$/.test(path),
    ),
  );
  const code = await bundled(sources, folder);
  const { sizing, planning } = evaluated(code, folder);
  const [parseStackFile, parseProjectFile, parseSizing, parseAccount] = [
    "parseStackFile",
    "parseProjectFile",
    "parseSizing",
    "parseAccount",
  ].map((name) => functionOf(sizing, name));
  const planStage = functionOf(planning, "planStage");
  return ({ stack, name, text, project, on }) => {
    const file = fieldsOf(parseStackFile?.(text, name));
    const account =
      file.get("account") ??
      (project === undefined
        ? undefined
        : fieldsOf(parseProjectFile?.(project, "Pulumi.yaml")).get("account"));
    const plan = planStage(parseSizing?.(file.get("sizing"), name), {
      stack,
      account: parseAccount?.(account, name),
      on,
    });
    if (typeof plan !== "object" || plan === null) {
      throw new Error("planStage gave no plan");
    }
    return plan;
  };
}

async function bundled(sources: ReadonlyMap<string, string>, folder: string): Promise<string> {
  const { build } = await import("esbuild");
  const result = await build({
    stdin: { contents: exported, loader: "ts", resolveDir: folder, sourcefile: "entry.ts" },
    absWorkingDir: folder,
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    target: "node20.19",
    keepNames: true,
    logLevel: "silent",
    // What the checkout's own tsconfig says is of no concern to another version.
    tsconfigRaw: {},
    plugins: [
      {
        name: virtual,
        setup: (bundle) => {
          bundle.onResolve({ filter: /^\./ }, ({ path, importer, namespace }) => {
            const from = namespace === virtual ? dirname(importer) : ".";
            const wanted = join(from, path);
            const found = [wanted, `${wanted}.ts`, `${wanted}/index.ts`, `${wanted}.json`].find(
              (each) => sources.has(each),
            );
            return found === undefined
              ? { errors: [{ text: `${wanted} is no file of that version's planner` }] }
              : { path: found, namespace: virtual };
          });
          bundle.onResolve({ filter: /^[^.]/ }, ({ path }) => ({ path, external: true }));
          bundle.onLoad({ filter: /./, namespace: virtual }, ({ path }) => ({
            contents: sources.get(path) ?? "",
            loader: path.endsWith(".json") ? "json" : "ts",
          }));
        },
      },
    ],
  });
  return result.outputFiles[0]?.text ?? "";
}

/** Runs the bundle for its exports. */
function evaluated(
  code: string,
  folder: string,
): { readonly sizing: unknown; readonly planning: unknown } {
  const requireOfCheckout = createRequire(joinNative(folder, "package.json"));
  const requirePackage = (name: string): unknown => {
    if (isBuiltin(name)) {
      throw new Error(`a planner is pure, and that version's wants ${name}`);
    }
    const loaded: unknown = requireOfCheckout(name);
    return loaded;
  };
  const module: { exports: unknown } = { exports: {} };
  const body = compileFunction(code, ["module", "exports", "require"], {
    filename: "planner-of-another-version.js",
  });
  Reflect.apply(body, undefined, [module, module.exports, requirePackage]);
  const exports = fieldsOf(module.exports);
  return { sizing: exports.get("sizing"), planning: exports.get("planning") };
}

function functionOf(module: unknown, name: string): (...values: readonly unknown[]) => unknown {
  const value = fieldsOf(module).get(name);
  if (typeof value !== "function") {
    throw new Error(`that version has no ${name}`);
  }
  return (...values) => {
    const result: unknown = Reflect.apply(value, undefined, values);
    return result;
  };
}

/** Fields of an object, getters called, as bundles export. */
function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}
