import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keyspaceScript } from "../../../components/stores/cassandraKeyspace";

const script = keyspaceScript({
  contactPoint: "cassandra.example:9042",
  datacenter: "datacenter1",
  keyspace: "thingsboard",
  replicationFactor: 3,
});
const wanted = "{'class': 'NetworkTopologyStrategy', 'datacenter1': 3}";

/**
 * Stands in for cqlsh: refuses the first FAILURES calls, notes each statement, and answers with what `replication`
 * holds as cqlsh prints it. A CREATE fills an empty `replication`, an ALTER fills it always; STUBBORN fills it never.
 */
const fakeCqlsh = `#!/bin/sh
echo "$*" >>"$STATE/arguments"
for argument; do
  case $argument in
    --execute=*) statement=\${argument#--execute=} ;;
    --credentials=*) cp "\${argument#--credentials=}" "$STATE/credentials"; ls -l "\${argument#--credentials=}" | cut -c1-10 >"$STATE/mode" ;;
  esac
done
refused=$(cat "$STATE/refused")
if [ "$refused" -gt 0 ]; then
  echo $((refused - 1)) >"$STATE/refused"
  echo "Connection error" >&2
  exit 1
fi
echo "$statement" >>"$STATE/statements"
stored="{'class': 'org.apache.cassandra.locator.NetworkTopologyStrategy', 'datacenter1': '3'}"
case $statement in
  CREATE*) [ -n "$STUBBORN" ] || [ -s "$STATE/replication" ] || echo "$stored" >"$STATE/replication" ;;
  ALTER*) [ -n "$STUBBORN" ] || echo "$stored" >"$STATE/replication" ;;
  SELECT*) printf '\\n replication\\n-----\\n'; cat "$STATE/replication" ;;
esac
`;

interface Situation {
  /** What the keyspace has before, as Cassandra stores it; empty: there is no keyspace. */
  readonly replication?: string;
  readonly refusals?: number;
  readonly stubborn?: boolean;
}

function runScript({ replication = "", refusals = 0, stubborn = false }: Situation) {
  const folder = mkdtempSync(join(tmpdir(), "keyspace-"));
  try {
    writeFileSync(join(folder, "cqlsh"), fakeCqlsh);
    chmodSync(join(folder, "cqlsh"), 0o755);
    writeFileSync(join(folder, "replication"), replication);
    writeFileSync(join(folder, "refused"), String(refusals));
    const { status, stdout, stderr } = spawnSync("/bin/sh", ["-c", script], {
      encoding: "utf8",
      env: {
        PATH: `${folder}:${process.env.PATH ?? ""}`,
        TMPDIR: folder,
        STATE: folder,
        STUBBORN: stubborn ? "yes" : "",
        CQL_USERNAME: "superuser",
        CQL_PASSWORD: "Pa55word",
        CONNECT_ATTEMPTS: "4",
        SECONDS_BETWEEN_ATTEMPTS: "0",
      },
    });
    const read = (name: string) => {
      const file = join(folder, name);
      return existsSync(file) ? readFileSync(file, "utf8") : "";
    };
    return {
      status,
      stdout,
      stderr,
      changes: read("statements")
        .split("\n")
        .filter((line) => line !== "" && !line.startsWith("SELECT")),
      credentials: read("credentials"),
      mode: read("mode"),
      commandLines: read("arguments"),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("keyspaceScript", () => {
  const create = `CREATE KEYSPACE IF NOT EXISTS thingsboard WITH replication = ${wanted}`;
  const alter = `ALTER KEYSPACE thingsboard WITH replication = ${wanted}`;

  it("creates the keyspace with its copies", () => {
    const { status, stdout, changes } = runScript({});
    assert.equal(status, 0);
    assert.deepEqual(changes, [create]);
    assert.equal(stdout, "Keyspace thingsboard has 3 in datacenter1.\n");
  });

  it("changes nothing when it runs again", () => {
    const { status, changes } = runScript({
      replication:
        "{'class': 'org.apache.cassandra.locator.NetworkTopologyStrategy', 'datacenter1': '3'}",
    });
    assert.equal(status, 0);
    assert.deepEqual(changes, []);
  });

  for (const replication of [
    "{'class': 'org.apache.cassandra.locator.NetworkTopologyStrategy', 'datacenter1': '1'}",
    "{'class': 'org.apache.cassandra.locator.NetworkTopologyStrategy', 'datacenter1': '30'}",
    "{'class': 'org.apache.cassandra.locator.SimpleStrategy', 'replication_factor': '3'}",
  ]) {
    it(`alters ${replication} and says that a repair must follow`, () => {
      const { status, stdout, changes } = runScript({ replication });
      assert.equal(status, 0);
      assert.deepEqual(changes, [create, alter]);
      assert.match(stdout, /npm run repair -- <stack>/);
    });
  }

  it("tries the first connection again", () => {
    const { status, changes } = runScript({ refusals: 3 });
    assert.equal(status, 0);
    assert.deepEqual(changes, [create]);
  });

  it("fails loudly when nobody ever answers", () => {
    const { status, stderr, changes } = runScript({ refusals: 4 });
    assert.equal(status, 1);
    assert.deepEqual(changes, []);
    assert.match(stderr, /Cassandra at cassandra\.example:9042 did not answer 4 times/);
  });

  it("fails loudly when the copies are not what they should be afterwards", () => {
    const { status, stderr } = runScript({ stubborn: true });
    assert.equal(status, 1);
    assert.match(stderr, /should have \{'class': 'NetworkTopologyStrategy', 'datacenter1': 3\}/);
  });

  it("gives cqlsh the password in a file that nobody else reads, never as an argument", () => {
    const { credentials, mode, commandLines } = runScript({});
    assert.equal(
      credentials,
      "[PlainTextAuthProvider]\nusername = superuser\npassword = Pa55word\n",
    );
    assert.equal(mode, "-rw-------\n");
    assert.ok(!commandLines.includes("Pa55word"));
    assert.match(commandLines, / cassandra\.example 9042\n/);
  });
});
