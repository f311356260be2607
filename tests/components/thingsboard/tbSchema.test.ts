import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashedName } from "../../../components/kubernetes/contentHash";
import {
  checkSchema,
  markSchema,
  markTable,
  runSchemaStep,
  upgradableFrom,
} from "../../../components/thingsboard/scripts/schemaScripts";
import { at, corePlan, coreRows, inputsOf, textAt, variables } from "./tbCoreSupport";

const job = "kubernetes:batch/v1:Job";

describe("TbSchema", () => {
  it("checks, installs or upgrades, and marks, once and one after the other", async () => {
    const plan = corePlan();
    const inputs = inputsOf(await coreRows(), job, "core-schema");
    assert.equal(at(inputs, "spec", "backoffLimit"), 0);
    const pod = at(inputs, "spec", "template", "spec");
    assert.equal(at(pod, "restartPolicy"), "Never");
    const initContainers = at(pod, "initContainers");
    const containers = at(pod, "containers");
    const steps = [...(initContainers as []), ...(containers as [])];
    assert.deepEqual(
      steps.map((step) => [at(step, "name"), at(step, "image"), at(step, "command", 2)]),
      [
        ["check", plan.images.postgresqlTools, checkSchema],
        ["install", plan.images.thingsboardNode, runSchemaStep],
        ["mark", plan.images.postgresqlTools, markSchema],
      ],
    );
    const planned = [...plan.schemaJob.initContainers, ...plan.schemaJob.containers];
    for (const step of steps) {
      const container = planned.find(({ name }) => name === at(step, "name"));
      assert.equal(at(step, "resources", "limits", "memory"), `${container!.memoryLimitMiB}Mi`);
      // The end of the log becomes Pulumi's error.
      assert.equal(at(step, "terminationMessagePolicy"), "FallbackToLogsOnError");
    }
  });

  it("installs with the services' image, configuration and secrets, and the plan's heap", async () => {
    const plan = corePlan();
    const install = at(
      inputsOf(await coreRows(), job, "core-schema"),
      "spec",
      "template",
      "spec",
      "initContainers",
      1,
    );
    const heapMiB = plan.schemaJob.initContainers.find(({ name }) => name === "install")!.heapMiB!;
    const env = variables(install);
    assert.equal(env.get("JAVA_OPTS"), `-Xms${heapMiB}M -Xmx${heapMiB}M`);
    assert.deepEqual(env.get("SPRING_DATASOURCE_PASSWORD"), {
      secretKeyRef: { name: "postgresql-secret", key: "word" },
    });
    assert.deepEqual(at(install, "envFrom"), [
      { configMapRef: { name: hashedName("tb-environment", plan.environment) } },
    ]);
    assert.match(runSchemaStep, /export INSTALL_TB=true LOAD_DEMO=true/);
  });

  it("shows the database's password, and no other, to the check", async () => {
    const plan = corePlan();
    const check = at(
      inputsOf(await coreRows(), job, "core-schema"),
      "spec",
      "template",
      "spec",
      "initContainers",
      0,
    );
    assert.deepEqual(Object.fromEntries(variables(check)), {
      PGUSER: { secretKeyRef: { name: "postgresql-secret", key: "name" } },
      PGPASSWORD: { secretKeyRef: { name: "postgresql-secret", key: "word" } },
      SPRING_DATASOURCE_URL: plan.environment.SPRING_DATASOURCE_URL,
      TARGET_VERSION: plan.version,
      UPGRADABLE_FROM: "4.2.1 4.2.2",
      WAIT_SECONDS: "300",
      DECISION_FILE: "/decision/step",
    });
    assert.equal(at(check, "securityContext", "runAsUser"), 26);
  });

  it("is another Job for another version, and made anew after a failure", async () => {
    const inputs = inputsOf(await coreRows(), job, "core-schema");
    const name = textAt(inputs, "metadata", "name");
    assert.match(name, /^tb-schema-[0-9a-f]{10}$/);
    assert.deepEqual(at(inputs, "metadata", "annotations"), {
      "pulumi.com/replaceUnready": "true",
    });
    const next = await coreRows(corePlan("million", { version: "4.3.1.4" }));
    assert.notEqual(textAt(inputsOf(next, job, "core-schema"), "metadata", "name"), name);
    assert.equal(
      textAt(inputsOf(await coreRows(corePlan()), job, "core-schema"), "metadata", "name"),
      name,
    );
  });

  it("knows the vendor's upgrade paths", () => {
    assert.deepEqual(upgradableFrom("4.3.1.3"), ["4.2.1", "4.2.2"]);
    assert.deepEqual(upgradableFrom("4.3.0"), ["4.2.1"]);
    assert.deepEqual(upgradableFrom("3.4.0"), []);
  });
});

/** What the database holds, as the check asks for it. */
interface Database {
  readonly tables: number;
  readonly marks?: number;
  readonly schemaVersion?: number;
  readonly begun?: string;
}

describe("the schema check", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "schema-check-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs the real script with a psql that answers by what it is asked, and notes what it is told to change. */
  function check(database: Database, target = "4.3.1.3", answers = true) {
    const mark = database.marks === undefined ? 0 : 1;
    const psql = `#!/bin/sh
for last; do :; done
echo "$*" >> ${folder}/calls
case "$last" in
  ${answers ? "" : "*) echo 'connection refused' >&2; exit 2 ;;"}
  *"SELECT 1") echo 1 ;;
  *"tablename <> '${markTable}'"*) echo ${database.tables} ;;
  *"tablename = '${markTable}'"*) echo ${mark} ;;
  *"state = 'done'") echo ${database.marks ?? 0} ;;
  *"FROM tb_schema_settings"*) echo ${database.schemaVersion ?? ""} ;;
  *"state = 'begun'") echo ${database.begun ?? ""} ;;
  *INSERT*) echo "$last" >> ${folder}/changes ;;
  *) echo "unexpected: $last" >&2; exit 3 ;;
esac
`;
    writeFileSync(join(folder, "psql"), psql);
    chmodSync(join(folder, "psql"), 0o755);
    const run = spawnSync("/bin/sh", ["-c", checkSchema], {
      encoding: "utf8",
      env: {
        PATH: `${folder}:${process.env.PATH ?? ""}`,
        SPRING_DATASOURCE_URL: "jdbc:postgresql://postgresql-pooler:5432/thingsboard?a=b",
        PGUSER: "user",
        PGPASSWORD: "not-to-be-shown",
        TARGET_VERSION: target,
        UPGRADABLE_FROM: upgradableFrom(target).join(" "),
        WAIT_SECONDS: "0",
        DECISION_FILE: join(folder, "step"),
      },
    });
    const read = (file: string) =>
      existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8") : "";
    assert.ok(!`${run.stdout}${run.stderr}${read("calls")}`.includes("not-to-be-shown"));
    return {
      status: run.status,
      step: read("step"),
      changes: read("changes"),
      calls: read("calls"),
      text: run.stderr,
    };
  }

  it("installs into an empty database, which it finds by the services' URL", () => {
    const { status, step, calls } = check({ tables: 0 });
    assert.deepEqual([status, step], [0, "install"]);
    assert.match(calls, /--dbname=postgresql:\/\/postgresql-pooler:5432\/thingsboard /);
  });

  it("does nothing where the schema stands at the version", () => {
    const found = check({ tables: 90, marks: 1, schemaVersion: 4003001003 });
    assert.deepEqual([found.status, found.step, found.changes], [0, "nothing", ""]);
  });

  it("refuses a half-done schema, though ThingsBoard's own row is there", () => {
    const found = check({ tables: 90, schemaVersion: 4003001003 });
    assert.deepEqual([found.status, found.step], [1, ""]);
    assert.match(found.text, /90 tables but no mark of a finished install/);
    assert.match(found.text, /DROP SCHEMA public CASCADE/);
  });

  it("upgrades from what the vendor supports, and notes that it began", () => {
    for (const schemaVersion of [4002002003, 4002001000, 4002001]) {
      const found = check({ tables: 90, marks: 1, schemaVersion });
      assert.deepEqual([found.status, found.step], [0, "upgrade"]);
      assert.match(found.changes, /\('upgrade', '4\.3\.1\.3', 'begun'\)/);
      rmSync(join(folder, "changes"));
      rmSync(join(folder, "step"));
    }
  });

  it("leaves a patch of the same minor version to tb-core", () => {
    const found = check({ tables: 90, marks: 1, schemaVersion: 4003000001 });
    assert.deepEqual([found.status, found.step, found.changes], [0, "patch", ""]);
  });

  it("refuses a step that the vendor does not support, and names the ones it does", () => {
    const found = check({ tables: 90, marks: 1, schemaVersion: 4001000000 });
    assert.deepEqual([found.status, found.step, found.changes], [1, "", ""]);
    assert.match(found.text, /schema is at 4\.1\.0\.0.*starts from 4\.2\.1\.x 4\.2\.2\.x only/);
  });

  it("refuses a target whose path is unknown", () => {
    const found = check({ tables: 90, marks: 1, schemaVersion: 4003001003 }, "5.0.0");
    assert.deepEqual([found.status, found.step], [1, ""]);
    assert.match(found.text, /no upgrade to 5\.0\.0 is known/);
  });

  it("refuses a way back", () => {
    const found = check({ tables: 90, marks: 1, schemaVersion: 4003001003 }, "4.3.1.2");
    assert.deepEqual([found.status, found.step], [1, ""]);
    assert.match(found.text, /newer than 4\.3\.1\.2/);
  });

  it("refuses to go on after an upgrade that broke off", () => {
    const found = check({ tables: 90, marks: 1, schemaVersion: 4002002003, begun: "4.3.1.3" });
    assert.deepEqual([found.status, found.step, found.changes], [1, "", ""]);
    assert.match(found.text, /upgrade to 4\.3\.1\.3 was begun and did not end/);
  });

  it("marks an upgrade that was through and lost its mark", () => {
    const found = check({ tables: 90, marks: 1, schemaVersion: 4003001003, begun: "4.3.1.3" });
    assert.deepEqual([found.status, found.step], [0, "nothing"]);
    assert.match(found.changes, /\('upgrade', '4\.3\.1\.3', 'done'\)/);
  });

  it("says so when PostgreSQL does not answer", () => {
    const found = check({ tables: 0 }, "4.3.1.3", false);
    assert.deepEqual([found.status, found.step], [1, ""]);
    assert.match(found.text, /PostgreSQL did not answer within 0 s: connection refused/);
  });
});

describe("the schema step", () => {
  function step(decision: string) {
    const folder = mkdtempSync(join(tmpdir(), "schema-step-"));
    try {
      writeFileSync(join(folder, "step"), decision);
      writeFileSync(
        join(folder, "start-tb-node.sh"),
        '#!/bin/sh\necho "INSTALL_TB=$INSTALL_TB LOAD_DEMO=$LOAD_DEMO UPGRADE_TB=$UPGRADE_TB"\nexit 7\n',
      );
      chmodSync(join(folder, "start-tb-node.sh"), 0o755);
      const run = spawnSync("/bin/sh", ["-c", runSchemaStep], {
        encoding: "utf8",
        env: {
          PATH: `${folder}:${process.env.PATH ?? ""}`,
          DECISION_FILE: join(folder, "step"),
        },
      });
      return { status: run.status, text: run.stdout.trim() };
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  it("starts the vendor's program with the switch that was decided, and ends as it ends", () => {
    assert.deepEqual(step("install"), {
      status: 7,
      text: "INSTALL_TB=true LOAD_DEMO=true UPGRADE_TB=",
    });
    assert.deepEqual(step("upgrade"), {
      status: 7,
      text: "INSTALL_TB= LOAD_DEMO= UPGRADE_TB=true",
    });
  });

  it("starts nothing where nothing is to be done, and fails on what it does not know", () => {
    for (const decision of ["nothing", "patch"]) {
      assert.equal(step(decision).status, 0);
    }
    assert.equal(step("something").status, 1);
  });
});
