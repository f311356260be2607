import { strict as assert } from "node:assert";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createRequire } from "node:module";
import { runInThisContext } from "node:vm";
import { parse } from "yaml";
import { stacksOnAws, touchedStacks } from "../tools/touchedStacks.mjs";
import { stageNames } from "./support/stages";

const FOLDER = resolve(__dirname, "..", ".github", "workflows");

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly "timeout-minutes"?: number;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly if?: string;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: unknown;
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly jobs: Readonly<Record<string, Job>>;
}

const texts = new Map(
  readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name), "utf8")]),
);
const workflows = new Map([...texts].map(([name, text]) => [name, parse(text) as Workflow]));
const jobsOf = (name: string): readonly Job[] => Object.values(workflows.get(name)!.jobs);
const stepsOf = (name: string): readonly Step[] => jobsOf(name).flatMap(({ steps }) => steps);

/** Names of the events that start a workflow. */
function triggers({ on }: Workflow): readonly string[] {
  if (typeof on === "string") return [on];
  return Array.isArray(on) ? (on as string[]) : Object.keys(on as object);
}

describe("the workflows", () => {
  it("are the four that the documentation names", () => {
    assert.deepEqual([...texts.keys()].toSorted(), [
      "comment.yml",
      "operate.yml",
      "preview.yml",
      "pull-request.yml",
    ]);
  });

  for (const [name, workflow] of workflows) {
    describe(name, () => {
      it("is never started by pull_request_target", () => {
        assert.ok(!triggers(workflow).includes("pull_request_target"));
      });

      it("pins every action by its commit, with the version beside it", () => {
        const lines = texts
          .get(name)!
          .split("\n")
          .filter((line) => /\buses:/.test(line));
        const used = stepsOf(name).flatMap(({ uses }) => uses ?? []);
        assert.equal(lines.length, used.length);
        for (const line of lines) {
          assert.match(line, /uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
        }
      });

      it("gives every job a time to end by", () => {
        for (const job of jobsOf(name)) {
          assert.ok((job["timeout-minutes"] ?? 0) > 0);
        }
      });

      it("states what it may do, and gives a job no more than it needs", () => {
        const rights = [workflow.permissions, ...jobsOf(name).map((job) => job.permissions ?? {})];
        const writes = rights.flatMap((right) =>
          Object.entries(right).flatMap(([what, how]) => (how === "write" ? [what] : [])),
        );
        const expected = {
          "comment.yml": ["pull-requests"],
          "operate.yml": ["id-token"],
          "preview.yml": ["id-token"],
          "pull-request.yml": [],
        }[name];
        assert.deepEqual(writes, expected);
        assert.ok(typeof workflow.permissions === "object");
      });

      it("leaves no credential of the checkout behind", () => {
        for (const { uses, with: given } of stepsOf(name)) {
          if (uses?.startsWith("actions/checkout@") === true) {
            assert.equal(given?.["persist-credentials"], false);
          }
        }
      });

      it("writes no expression into a script: values reach it by the environment", () => {
        for (const { run, with: given } of stepsOf(name)) {
          assert.doesNotMatch(run ?? "", /\$\{\{/);
          assert.doesNotMatch(JSON.stringify(given?.script ?? ""), /\$\{\{/);
        }
      });

      it("runs no two of a kind at once", () => {
        assert.match(workflow.concurrency.group, /\$\{\{/);
      });
    });
  }

  it("meet no secret and no identity where a pull request starts them", () => {
    const open = [...workflows].filter(([, workflow]) =>
      triggers(workflow).includes("pull_request"),
    );
    assert.deepEqual(
      open.map(([name]) => name),
      ["pull-request.yml"],
    );
    const [name, workflow] = open[0]!;
    assert.doesNotMatch(texts.get(name)!, /secrets|id-token|environment:|vars\./);
    assert.deepEqual(workflow.permissions, { contents: "read" });
    assert.ok(jobsOf(name).every(({ permissions }) => permissions === undefined));
  });

  it("take a role only in a protected environment, and none by a secret", () => {
    for (const [name, text] of texts) {
      assert.doesNotMatch(text, /\bsecrets\b/, name);
      for (const job of jobsOf(name)) {
        assert.equal(
          job.permissions?.["id-token"] === "write",
          job.environment !== undefined,
          name,
        );
      }
    }
  });

  it("save what a refused plan says before they fail", () => {
    const { steps } = workflows.get("pull-request.yml")!.jobs.plan!;
    const compare = steps.findIndex(({ run }) => run?.includes("--compare-to") === true);
    const upload = steps.findLastIndex(
      ({ uses }) => uses?.startsWith("actions/upload-artifact@") === true,
    );
    const refuse = steps.findIndex(
      ({ run }) => run?.includes('"$PLAN$COMPARE$PAGE" = 000') === true,
    );
    assert.ok(0 < compare && compare < upload && upload < refuse, `${compare} ${upload} ${refuse}`);
  });

  it("check nothing out where they comment", () => {
    assert.doesNotMatch(texts.get("comment.yml")!, /checkout@|npm /);
  });

  it("preview with the policy pack, and see to it that other stacks stay as they are", () => {
    const scripts = stepsOf("preview.yml").flatMap(({ run }) => run ?? []);
    const script = scripts.find((run) => run.includes("pulumi preview"))!;
    assert.match(script, /--policy-pack policy/);
    assert.match(script, /TOUCHED" = true[^]*preview "\$@" --diff[^]*else[^]*--expect-no-changes/);
  });

  it("operate on every stack on AWS, after its name has been typed, and are never cut off", () => {
    const { on, jobs, concurrency } = workflows.get("operate.yml")!;
    const { inputs } = (
      on as { workflow_dispatch: { inputs: Record<string, { options?: string[] }> } }
    ).workflow_dispatch;
    assert.deepEqual(
      inputs.stack?.options,
      stageNames.filter((stack) => stack !== "dev"),
    );
    assert.deepEqual(inputs.operation?.options, ["up", "destroy"]);
    assert.match(jobs.confirm?.steps[0]?.run ?? "", /"\$CONFIRMATION" != "\$STACK"/);
    assert.equal(jobs.operate?.if, "github.ref == 'refs/heads/main'");
    assert.equal(concurrency["cancel-in-progress"], false);
    assert.equal(concurrency.group, "operate-${{ inputs.stack }}");
  });
});

describe("the stacks that a change touches", () => {
  const stacks = ["500k", "million"];
  const touched = (...files: string[]) =>
    touchedStacks(stacks, files).flatMap((each) => (each.touched ? [each.stack] : []));

  it("are all of them for code, and for what is not known to be none", () => {
    assert.deepEqual(touched("components/stores/kafka.ts"), stacks);
    assert.deepEqual(touched("Pulumi.yaml"), stacks);
    assert.deepEqual(touched("package-lock.json"), stacks);
    assert.deepEqual(touched("policy/rules/gp3Only.ts"), stacks);
    assert.deepEqual(touched("a-new-folder/file.ts"), stacks);
  });

  it("are one for its own file", () => {
    assert.deepEqual(touched("Pulumi.million.yaml", "docs/stages.md"), ["million"]);
  });

  it("are none for text and tests", () => {
    assert.deepEqual(touched("README.md", "docs/account.md", "tests/golden/million.json"), []);
    assert.deepEqual(touched("Pulumi.dev.yaml"), []);
  });

  it("are those of the repository that stand on AWS", () => {
    assert.deepEqual(
      stacksOnAws(),
      stageNames.filter((stack) => stack !== "dev"),
    );
  });
});

type Body = Readonly<Record<string, unknown>>;

/** Runs the script of comment.yml that writes, against a GitHub of its own. Returns what it wrote. */
async function comment(given: {
  readonly number?: string;
  readonly text?: string;
  readonly head?: string;
  readonly comments?: readonly { id: number; user: { login: string }; body: string }[];
  readonly link?: boolean;
}): Promise<readonly Body[]> {
  const { number = "7\n", text = "the plan", head = "abc", comments = [], link = false } = given;
  const folder = mkdtempSync(join(tmpdir(), "comment-"));
  const written: Body[] = [];
  const write = (how: string) => (what: Body) => {
    written.push({ how, ...what });
    return Promise.resolve();
  };
  const github = {
    rest: {
      pulls: { get: () => Promise.resolve({ data: { head: { sha: head } } }) },
      issues: { listComments: {}, createComment: write("create"), updateComment: write("update") },
    },
    paginate: () => Promise.resolve(comments),
  };
  const context = {
    repo: { owner: "o", repo: "r" },
    payload: { workflow_run: { head_sha: "abc", html_url: "https://example.test/run" } },
  };
  const script = stepsOf("comment.yml").findLast(
    ({ with: values }) => values?.script !== undefined,
  )!;
  try {
    writeFileSync(join(folder, "pull-request"), number);
    if (link) symlinkSync(join(folder, "pull-request"), join(folder, "comment.md"));
    else writeFileSync(join(folder, "comment.md"), text);
    const run = runInThisContext(
      `(async (github, context, core, require, process) => {${String(script.with?.script)}\n})`,
    ) as (...parts: unknown[]) => Promise<void>;
    const core = { notice: () => undefined };
    const environment = { env: { FOLDER: folder } };
    await run(github, context, core, createRequire(__filename), environment);
    return written;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("the comment on a pull request", () => {
  const marker = "<!-- thingsboard-scale plan -->";
  const bot = { login: "github-actions[bot]" };

  it("is made once, with its marker first and the commit that printed it", async () => {
    const [made, ...more] = await comment({ text: `${marker}\n# Plan` });
    assert.deepEqual(more, []);
    assert.equal(made?.how, "create");
    assert.equal(made.issue_number, 7);
    const body = String(made.body);
    assert.ok(body.startsWith(`${marker}\n# Plan\n`));
    assert.equal(body.split(marker).length, 2);
    assert.match(body, /pull request at abc\./);
  });

  it("is put in place of the last one, and of nobody else's", async () => {
    const comments = [
      { id: 1, user: { login: "somebody" }, body: `${marker} mine` },
      { id: 2, user: bot, body: "another workflow's" },
      { id: 3, user: bot, body: `${marker}\nold` },
    ];
    const [made] = await comment({ comments });
    assert.equal(made?.how, "update");
    assert.equal(made.comment_id, 3);
    const [fresh] = await comment({ comments: comments.slice(0, 2) });
    assert.equal(fresh?.how, "create");
  });

  it("is not written for a commit that is no longer the head", async () => {
    assert.deepEqual(await comment({ head: "def" }), []);
  });

  for (const number of ["", "seven", "7; rm -rf /", "-7", "07", "7.5", "../8", "99999999999"]) {
    it(`is not written for a pull request called ${JSON.stringify(number)}`, async () => {
      await assert.rejects(comment({ number }), /no pull request/);
    });
  }

  it("is no link to another file, and nothing huge", async () => {
    await assert.rejects(comment({ link: true }), /comment\.md is no file/);
    await assert.rejects(comment({ text: "x".repeat(1024 * 1024 + 1) }), /comment\.md is no file/);
    const [cut] = await comment({ text: "x".repeat(100_000) });
    assert.ok(String(cut?.body).length < 65_536);
    assert.match(String(cut?.body), /\(cut\)/);
  });

  it("calls nobody", async () => {
    const [made] = await comment({ text: "ask @somebody" });
    assert.doesNotMatch(String(made?.body), /@somebody/);
  });
});
