import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadProgram, runProgram } from "../cli/dump/runProgram";
import { rowOf } from "./support/rowsOf";

const root = join(__dirname, "..");
const load = createRequire(__filename);

/**
 * A folder as a user of the package has it: the packed package and its dependencies in node_modules, the examples
 * beside it.
 */
function install(): string {
  const folder = mkdtempSync(join(tmpdir(), "thingsboard-scale-examples-"));
  const npm = (...words: string[]) =>
    execFileSync("npm", words, { cwd: root, stdio: ["ignore", "pipe", "ignore"] }).toString();
  npm("run", "build");
  const [{ filename }] = JSON.parse(
    npm("pack", "--json", "--ignore-scripts", "--pack-destination", folder),
  ) as [{ filename: string }];
  const modules = join(folder, "node_modules");
  const unpacked = join(modules, "thingsboard-scale");
  mkdirSync(unpacked, { recursive: true });
  execFileSync("tar", ["-xzf", join(folder, filename), "-C", unpacked, "--strip-components=1"]);
  for (const name of readdirSync(join(root, "node_modules"))) {
    symlinkSync(join(root, "node_modules", name), join(modules, name));
  }
  cpSync(join(root, "examples"), folder, { recursive: true });
  return folder;
}

describe("examples, against the packed package", function () {
  this.timeout(240_000);
  let folder = "";
  before(() => {
    folder = install();
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("type-check from outside", () => {
    execFileSync(
      load.resolve("typescript/bin/tsc"),
      ["--project", join(folder, "tsconfig.package.json")],
      { stdio: "pipe" },
    );
  });

  it("data-tier registers every store", async () => {
    const { rows, outputs } = await runProgram({
      program: () => loadProgram(join(folder, "data-tier", "index.ts")),
      stack: "test",
    });
    const cassandra = rowOf(
      rows,
      "kubernetes:cassandra.datastax.com/v1beta1:CassandraDatacenter",
      "stores-cassandra",
    );
    assert.equal((cassandra.inputs.spec as { size: number }).size, 3);
    assert.match(JSON.stringify(cassandra.inputs), /"storageClassName":"fast"/);
    assert.match(JSON.stringify(cassandra.inputs), /"storage":"200Gi"/);
    for (const store of ["Zookeeper", "Kafka", "Cassandra", "Redis", "Postgresql"]) {
      assert.equal(
        rows.filter(
          ({ type }) => type.endsWith(`:${store}`) && type.startsWith("thingsboard-scale:"),
        ).length,
        1,
        store,
      );
    }
    assert.equal(
      outputs.cassandraUrl,
      "cassandra-datacenter1-service.thingsboard.svc.cluster.local:9042",
    );
  });

  it("mqtt-transport-tier registers the pods and no store", async () => {
    const { rows } = await runProgram({
      program: () => loadProgram(join(folder, "mqtt-transport-tier", "index.ts")),
      stack: "test",
    });
    const pods = rowOf(rows, "kubernetes:apps/v1:StatefulSet", "transport");
    assert.equal((pods.inputs.spec as { replicas: number }).replicas, 6);
    assert.equal((pods.inputs.metadata as { namespace: string }).namespace, "iot");
    assert.match(JSON.stringify(rows), /kafka\.iot\.svc\.cluster\.local:9092/);
    assert.deepEqual(
      rows.filter(({ type }) => /Kafka|Cassandra|postgresql/.test(type)),
      [],
    );
  });
});
