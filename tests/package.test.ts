import { strict as assert } from "node:assert";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "..");

type Versions = Readonly<Record<string, string>>;

interface Manifest {
  readonly version: string;
  readonly dependencies?: Versions;
  readonly devDependencies?: Versions;
  readonly peerDependencies?: Versions;
}

interface LockFile {
  readonly packages: Readonly<Record<string, Manifest>>;
}

function readJson(...path: readonly string[]): unknown {
  return JSON.parse(readFileSync(join(ROOT, ...path), "utf8"));
}

const manifest = readJson("package.json") as Manifest;
const lockFile = readJson("package-lock.json") as LockFile;
const pinned = { ...manifest.dependencies, ...manifest.devDependencies };

/** Folders of a package in a tree of node_modules, nested ones too. */
function copiesOf(name: string, modules: string): string[] {
  if (!existsSync(modules)) {
    return [];
  }
  const packages = readdirSync(modules).flatMap((entry) =>
    entry.startsWith("@")
      ? readdirSync(join(modules, entry)).map((inner) => join(entry, inner))
      : [entry],
  );
  return packages.flatMap((entry) => [
    ...(entry === name && existsSync(join(modules, entry, "package.json"))
      ? [join(modules, entry)]
      : []),
    ...copiesOf(name, join(modules, entry, "node_modules")),
  ]);
}

describe("the package", () => {
  it("has one copy of @pulumi/pulumi: two do not see each other's mocks and resources", () => {
    assert.deepEqual(copiesOf(join("@pulumi", "pulumi"), join(ROOT, "node_modules")), [
      join(ROOT, "node_modules", "@pulumi", "pulumi"),
    ]);
  });

  it("pins every dependency to one version", () => {
    const loose = Object.entries(pinned).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    assert.deepEqual(loose, []);
    assert.ok(Object.keys(pinned).length > 10);
  });

  it("states in its lock file what package.json states, and has that installed", () => {
    const locked = lockFile.packages[""];
    assert.deepEqual(
      { ...locked?.dependencies, ...locked?.devDependencies },
      pinned,
      "run `npm install --package-lock-only`",
    );
    assert.deepEqual(locked?.peerDependencies, manifest.peerDependencies);
    for (const [name, version] of Object.entries(pinned)) {
      assert.equal(lockFile.packages[`node_modules/${name}`]?.version, version, name);
      const installed = readJson("node_modules", name, "package.json") as Manifest;
      // @pulumi/policy writes a v in front.
      assert.equal(installed.version.replace(/^v/, ""), version, `${name}: run \`npm ci\``);
    }
  });
});
