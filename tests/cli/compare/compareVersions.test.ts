import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { compareWithVersion } from "../../../cli/compare/compareVersions";
import type { Comparison, StagePlan } from "../../../planning/types";
import { planWith } from "../../planning/comparison/support";
import { testDay } from "../../support/stages";

const ROOT = resolve(__dirname, "..", "..", "..");

/** A repository of its own with the planner and two stages as they are here. */
class Repository {
  readonly folder = mkdtempSync(join(tmpdir(), "versions-"));

  constructor() {
    for (const name of ["sizing", "planning", "package.json", "Pulumi.yaml"]) {
      cpSync(join(ROOT, name), join(this.folder, name), { recursive: true });
    }
    for (const name of ["Pulumi.dev.yaml", "Pulumi.million.yaml"]) {
      cpSync(join(ROOT, name), join(this.folder, name));
    }
    symlinkSync(join(ROOT, "node_modules"), join(this.folder, "node_modules"));
    writeFileSync(join(this.folder, ".gitignore"), "node_modules\n");
    this.git("init", "--quiet", "--initial-branch", "main");
  }

  git(...command: readonly string[]): string {
    return execFileSync(
      "git",
      ["-c", "user.name=test", "-c", "user.email=test@example.com", ...command],
      { cwd: this.folder, encoding: "utf8" },
    );
  }

  /** Changes one file; the text must be there. */
  change(file: string, from: string | RegExp, to: string): void {
    const path = join(this.folder, file);
    const text = readFileSync(path, "utf8");
    const changed = text.replace(from, to);
    assert.notEqual(changed, text, `${file} has no ${String(from)}`);
    writeFileSync(path, changed);
  }

  commit(): void {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--message", "a version");
  }

  compare(plans: readonly StagePlan[], only?: readonly string[]): Promise<Comparison> {
    return compareWithVersion(
      "main",
      { folder: this.folder, plans, day: { on: testDay, today: testDay } },
      only,
    );
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

describe("comparing with a version in git", function () {
  this.timeout(120_000);
  let repository: Repository;
  beforeEach(() => {
    repository = new Repository();
  });
  afterEach(() => {
    repository.remove();
  });

  const today = (): readonly StagePlan[] => [planWith("dev"), planWith("million")];

  it("finds nothing where nothing changed, and leaves nothing behind", async () => {
    repository.commit();
    const before = readdirSync(repository.folder);
    const { from, to, stacks, notes } = await repository.compare(today());
    assert.match(from, /^main \([0-9a-f]{7}\)$/);
    assert.equal(to, "the working tree");
    assert.deepEqual(notes, []);
    assert.deepEqual(
      stacks.map(({ stack, change }) => [stack, change]),
      [
        ["dev", "same"],
        ["million", "same"],
      ],
    );
    assert.equal(repository.git("status", "--porcelain"), "");
    assert.deepEqual(readdirSync(repository.folder), before);
  });

  it("reads the stack files as they were", async () => {
    repository.change("Pulumi.million.yaml", "count: 12", "count: 13");
    repository.commit();
    repository.change("Pulumi.million.yaml", "count: 13", "count: 99");
    const { stacks } = await repository.compare(today(), ["million"]);
    assert.equal(stacks.length, 2, "dev counts as new where only the million was asked for");
    const million = stacks.find(({ stack }) => stack === "million");
    assert.ok(million !== undefined && "comparison" in million);
    assert.equal(million.comparison.before.nodes, 28);
    assert.equal(million.comparison.after.nodes, 27);
  });

  it("plans them with the code of that version", async () => {
    repository.change(
      "planning/plan.ts",
      "stack: options.stack,",
      'stack: options.stack + "-old",',
    );
    repository.commit();
    const { stacks } = await repository.compare(today());
    const [dev] = stacks;
    assert.ok(dev !== undefined && "comparison" in dev);
    assert.equal(dev.comparison.before.stack, "dev-old");
  });

  it("tells a new stack and one that is gone", async () => {
    repository.git("rm", "--quiet", "--cached", "-r", "--ignore-unmatch", ".");
    rmSync(join(repository.folder, "Pulumi.dev.yaml"));
    cpSync(join(ROOT, "Pulumi.500k.yaml"), join(repository.folder, "Pulumi.500k.yaml"));
    repository.commit();
    const { stacks } = await repository.compare(today());
    assert.deepEqual(
      stacks.map(({ stack, change }) => [stack, change]),
      [
        ["dev", "new"],
        ["million", "same"],
        ["500k", "removed"],
      ],
    );
  });

  const unusable: readonly (readonly [string, (repository: Repository) => void, RegExp])[] = [
    [
      "cannot be built",
      (each) => {
        each.change("planning/plan.ts", "export function planStage", "export funktion planStage");
      },
      /^The planner of main \([0-9a-f]{7}\) cannot be built, so its sizings are planned with today's: /,
    ],
    [
      "is not pure",
      (each) => {
        each.change(
          "planning/plan.ts",
          "import { allChecks",
          'import { readFileSync } from "node:fs";\nreadFileSync("/dev/null");\nimport { allChecks',
        );
      },
      /a planner is pure, and that version's wants node:fs/,
    ],
    [
      "has no planStage",
      (each) => {
        each.change("planning/index.ts", "draftStage, planStage", "draftStage");
      },
      /that version has no planStage/,
    ],
  ];
  for (const [title, change, note] of unusable) {
    it(`takes today's code where that version's ${title}, and says so in one line`, async () => {
      change(repository);
      repository.commit();
      const { stacks, notes } = await repository.compare(today());
      assert.equal(notes.length, 1);
      assert.match(notes[0]!, note);
      assert.doesNotMatch(notes[0]!, /\n/);
      assert.deepEqual(
        stacks.map(({ change: each }) => each),
        ["same", "same"],
      );
    });
  }

  it("counts a stack as new whose file nobody can plan, and says so", async () => {
    repository.change("Pulumi.million.yaml", "devices: 1000000", "devices: 1000001");
    repository.commit();
    const { stacks, notes } = await repository.compare(today());
    assert.deepEqual(
      stacks.map(({ change }) => change),
      ["same", "new"],
    );
    assert.equal(notes.length, 2);
    assert.match(notes[1]!, /^Pulumi\.million\.yaml of main .* the stack counts as new: .*devices/);
  });

  it("refuses a version that there is not, and a folder without git, in words for a person", async () => {
    repository.commit();
    const day = { on: testDay, today: testDay };
    await assert.rejects(
      compareWithVersion("nosuch", { folder: repository.folder, plans: [], day }),
      /--compare-to: given "nosuch", allowed a branch, tag or commit/,
    );
    await assert.rejects(
      compareWithVersion("--help", { folder: repository.folder, plans: [], day }),
      /--compare-to: given "--help"/,
    );
    rmSync(join(repository.folder, ".git"), { recursive: true });
    await assert.rejects(
      compareWithVersion("main", { folder: repository.folder, plans: [], day }),
      /this folder is no git\s+repository/,
    );
  });

  it("finds the project in a folder of a larger repository", async () => {
    const inner = join(repository.folder, "inner");
    for (const name of ["sizing", "planning", "Pulumi.yaml", "Pulumi.dev.yaml", "package.json"]) {
      cpSync(join(repository.folder, name), join(inner, name), { recursive: true });
    }
    symlinkSync(join(ROOT, "node_modules"), join(inner, "node_modules"));
    repository.commit();
    const { stacks, notes } = await compareWithVersion("main", {
      folder: inner,
      plans: [planWith("dev")],
      day: { on: testDay, today: testDay },
    });
    assert.deepEqual(notes, []);
    assert.deepEqual(
      stacks.map(({ stack, change }) => [stack, change]),
      [["dev", "same"]],
    );
  });
});
