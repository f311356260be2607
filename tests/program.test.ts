import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ProgramRun } from "../cli/dump/recording";
import type { RegistrationRow } from "../cli/dump/registrations";
import { referenceOf } from "./support/order";
import { neededAccount, stageRun } from "./support/stageRun";
import { stagePlan, stageNames } from "./support/stages";

const root = join(__dirname, "..");
const instanceType = "aws:ec2/instance:Instance";
const entryType = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry";

/** Inputs that name something in an AWS account or region; names inside a cluster or a role are not among them. */
function physicalNames(rows: readonly RegistrationRow[]): readonly (readonly [string, string])[] {
  const scoped = ["aws:iam/rolePolicy:RolePolicy", "aws:eks/nodeGroup:NodeGroup"];
  return rows
    .filter(({ type }) => /^(aws|eks):/.test(type) && !scoped.includes(type))
    .flatMap((row): [string, string][] => {
      const names = [row.inputs.name, tagOf(row)].filter((name) => typeof name === "string");
      return names.map((name) => [referenceOf(row), name]);
    });
}

function tagOf({ inputs: { tags } }: RegistrationRow): unknown {
  return typeof tags === "object" && tags !== null
    ? new Map<string, unknown>(Object.entries(tags)).get("Name")
    : undefined;
}

/** Sources of the program, comments left out, by path. */
function sources(): readonly (readonly [string, string])[] {
  const files = ["components", "planning", "sizing"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => join(folder, file)),
  );
  return [...files, "index.ts"].map((file) => [
    file,
    readFileSync(join(root, file), "utf8")
      .replace(/\/\*[^]*?\*\//g, "")
      .replace(/^\s*\/\/.*$|\s\/\/ .*$/gm, ""),
  ]);
}

describe("the program", function () {
  this.timeout(120_000);

  for (const stack of stageNames) {
    describe(`of ${stack}`, () => {
      let preview: ProgramRun;
      before(async () => {
        preview = await stageRun({ stack, account: neededAccount });
      });

      it("registers the same resources in a preview and in an update", async () => {
        const update = await stageRun({ stack, account: neededAccount, preview: false });
        const identity = ({ rows }: ProgramRun) =>
          rows.map((row) => [referenceOf(row), row.parent, row.options]);
        assert.deepEqual(identity(update), identity(preview));
      });

      it("has at most 300 resources without the generators, and one for each generator", () => {
        const perGenerator = preview.rows.filter(
          ({ type, name }) =>
            type === instanceType || (type === entryType && /^fleet-\d+$/.test(name)),
        );
        assert.ok(preview.rows.length - perGenerator.length <= 300);
        const generators = stack === "dev" ? 0 : stagePlan(stack).load.generators;
        const instances = perGenerator.filter(({ type }) => type === instanceType);
        assert.deepEqual(
          instances.map(({ name }) => name).sort(),
          Array.from({ length: generators }, (_, index) => `fleet-${String(index)}`).sort(),
        );
        assert.equal(perGenerator.length, 2 * generators);
      });

      it("knows every resource's place: a parent that it registers too, and a provider of its own", () => {
        const known = new Set(preview.rows.map(referenceOf));
        for (const row of preview.rows) {
          assert.ok(row.parent === null || known.has(row.parent), referenceOf(row));
          assert.ok(!row.parent?.startsWith("eks:index:Cluster"), "its children cannot opt out");
          if (/^(aws|kubernetes):/.test(row.type)) {
            assert.ok(known.has(row.options.provider ?? ""), `${referenceOf(row)} has no provider`);
          }
        }
      });
    });
  }

  describe("names", () => {
    it("no two stacks' names in an account collide, also of one file under two names", async () => {
      const runs = [
        ...stageNames.map((stack) => ({ stack, file: stack })),
        { stack: "copy-of-500k", file: "500k" },
      ];
      const owners = new Map<string, string>();
      for (const run of runs) {
        const { rows } = await stageRun({ ...run, account: neededAccount });
        const names = new Set(physicalNames(rows).map(([, name]) => name));
        assert.ok(run.file === "dev" ? names.size === 0 : names.size > 25);
        for (const name of names) {
          assert.equal(owners.get(name), undefined, `${name} of ${run.stack}`);
          owners.set(name, run.stack);
        }
      }
    });

    it("each name is that of the cluster, which is the stack's", async () => {
      const { rows } = await stageRun({ stack: "copy-of-500k", file: "500k" });
      for (const [reference, name] of physicalNames(rows)) {
        assert.match(
          name,
          /^(\/aws\/eks\/|\/|alias\/)?thingsboard-copy-of-500k(?![\w])/,
          reference,
        );
      }
    });

    it("another stage's file grows the stack in place: its names stay", async () => {
      const [own, grown] = await Promise.all([
        stageRun({ stack: "500k" }),
        stageRun({ stack: "500k", file: "million" }),
      ]);
      const names = new Map(
        physicalNames(own.rows).map(([reference, name]) => [`${reference} ${name}`, name]),
      );
      const later = new Set(
        physicalNames(grown.rows).map(([reference, name]) => `${reference} ${name}`),
      );
      assert.deepEqual(
        [...names.keys()].filter((key) => !later.has(key)),
        [],
      );
      assert.doesNotMatch(JSON.stringify([grown.rows, grown.outputs.clusterName]), /million/);
      assert.equal(grown.rows.filter(({ type }) => type === instanceType).length, 32);
    });

    it("stand in no source: the program knows no stage", () => {
      const named = new RegExp(
        `["'\`](${stageNames.join("|")})["'\`]|thingsboard-(${stageNames.join("|")})`,
      );
      const found = sources().flatMap(([file, text]) => {
        const line = text.split("\n").find((each) => named.test(each));
        return line === undefined ? [] : [`${file}: ${line.trim()}`];
      });
      assert.deepEqual(found, []);
    });

    it("come from index.ts alone: no component asks for config or stack", () => {
      const asking = /pulumi\.Config\b|getStack\(|getProject\(|isDryRun\(/;
      assert.deepEqual(
        sources().flatMap(([file, text]) => (asking.test(text) ? [file] : [])),
        ["index.ts"],
      );
    });
  });
});
