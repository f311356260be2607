import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listStacks, projectRoot, readStackFile } from "../../cli/stackFiles";
import { InputError, StackFileError } from "../../sizing";
import type { Problem } from "../../sizing";

function stage(devices: number, messagesPerSecond = 1): string {
  return [
    "config:",
    "  thingsboard-scale:sizing:",
    `    load: { devices: ${devices}, messagesPerSecond: ${messagesPerSecond}, generators: 1 }`,
    "    nodeGroups: { worker: { instanceType: m6a.xlarge, count: 1 } }",
    "    tbCore: { replicas: 1 }",
    "    ruleEngine: { replicas: 1 }",
    "    jsExecutor: { replicas: 1 }",
    "    webUi: { replicas: 1 }",
    "    mqttTransport: { replicas: 1, heapMiB: 512 }",
    "",
  ].join("\n");
}

function problemsOf(attempt: () => unknown): readonly Problem[] {
  try {
    attempt();
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  throw new Error("it was accepted");
}

describe("stack files of a project", () => {
  let root = "";
  const write = (name: string, text: string): void => {
    writeFileSync(join(root, name), text);
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "stack-files-"));
    write("Pulumi.yaml", "name: thingsboard-scale\nruntime: nodejs\n");
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it("are listed by devices, then messages, then name; what cannot be used comes last", () => {
    write("Pulumi.large.yaml", stage(100));
    write("Pulumi.busy.yaml", stage(10, 20));
    write("Pulumi.b.yaml", stage(10, 10));
    write("Pulumi.a.yaml", stage(10, 10));
    write("Pulumi.0-broken.yaml", "config: [");
    write("notes.yaml", stage(1));
    assert.deepEqual(listStacks(root), ["a", "b", "busy", "large", "0-broken"]);
  });

  it("are read by the stack's name", () => {
    write("Pulumi.small.yaml", stage(10));
    const read = readStackFile({ stack: "small" }, root);
    assert.deepEqual([read.stack, read.path], ["small", join(root, "Pulumi.small.yaml")]);
    assert.deepEqual((read.sizing as { load: unknown }).load, {
      devices: 10,
      messagesPerSecond: 1,
      generators: 1,
    });
    assert.equal(read.account, undefined);
  });

  it("that do not exist are answered with those that do, and the nearest", () => {
    write("Pulumi.small.yaml", stage(10));
    write("Pulumi.large.yaml", stage(100));
    assert.deepEqual(
      problemsOf(() => readStackFile({ stack: "smal" }, root)),
      [{ path: "stack", given: '"smal"', allowed: "small, large", hint: "Did you mean small?" }],
    );
    assert.deepEqual(
      problemsOf(() => readStackFile({ stack: "../small" }, root)).map(({ path }) => path),
      ["stack"],
    );
  });

  it("take the project's account where they state none, and their own whole where they do", () => {
    write(
      "Pulumi.yaml",
      "name: thingsboard-scale\nconfig:\n  thingsboard-scale:account:\n    value: { owner: all, viewers: [] }\n",
    );
    write("Pulumi.small.yaml", stage(10));
    write("Pulumi.own.yaml", `${stage(10)}  thingsboard-scale:account: { owner: me }\n`);
    assert.deepEqual(readStackFile({ stack: "small" }, root).account, {
      owner: "all",
      viewers: [],
    });
    assert.deepEqual(readStackFile({ stack: "own" }, root).account, { owner: "me" });
  });

  it("name the file and the line of what is wrong in them", () => {
    write("Pulumi.small.yaml", stage(10).replace("10", "1_0"));
    assert.throws(() => readStackFile({ stack: "small" }, root), {
      name: "StackFileError",
      message: /^1 problem in Pulumi\.small\.yaml:\n {2}line 3, sizing\.load\.devices: given 1_0/,
    });
  });

  describe("named by --config-file", () => {
    const before = process.env.INIT_CWD;
    afterEach(() => {
      if (before === undefined) delete process.env.INIT_CWD;
      else process.env.INIT_CWD = before;
    });

    it("are looked for from where the user stands", () => {
      mkdirSync(join(root, "below"));
      write("below/Pulumi.mine.yaml", stage(20));
      write("below/copy.yml", stage(30));
      process.env.INIT_CWD = join(root, "below");
      const read = readStackFile({ configFile: "Pulumi.mine.yaml" }, root);
      assert.deepEqual([read.stack, read.path], ["mine", join(root, "below", "Pulumi.mine.yaml")]);
      process.env.INIT_CWD = root;
      assert.equal(readStackFile({ configFile: "below/copy.yml" }, root).stack, "copy");
      assert.equal(readStackFile({ configFile: join(root, "below/copy.yml") }, root).stack, "copy");
    });

    it("that cannot be read are told apart from those that are wrong", () => {
      process.env.INIT_CWD = root;
      for (const [file, given] of [
        ["nowhere.yaml", "no such file"],
        [".", "a folder"],
      ]) {
        assert.throws(
          () => readStackFile({ configFile: file! }, root),
          (error: unknown) => error instanceof StackFileError && error.problems[0]?.given === given,
        );
      }
    });
  });
});

describe("projectRoot", () => {
  it("is the nearest folder above with Pulumi.yaml", () => {
    assert.equal(projectRoot(), join(__dirname, "..", ".."));
    assert.equal(
      projectRoot(join(__dirname, "..", "..", "dist", "cli")),
      join(__dirname, "..", ".."),
    );
  });

  it("says so where there is none", () => {
    assert.throws(() => projectRoot(tmpdir()), { name: "InputError" });
  });
});
