import { strict as assert } from "node:assert";
import type { RegistrationRow } from "../cli/dump/registrations";
import type { Change } from "./sizingChanges/change";
import { clusterChanges, storeChanges } from "./sizingChanges/platform";
import { loadChanges, serviceChanges } from "./sizingChanges/services";
import { changedInputs } from "./support/changedInputs";
import { referenceOf } from "./support/order";
import { stageRun } from "./support/stageRun";

const changes: Readonly<Record<string, readonly Change[]>> = {
  cluster: clusterChanges,
  stores: storeChanges,
  services: serviceChanges,
  load: loadChanges,
};
const componentPrefix = "thingsboard-scale:index:";

/** Rows of the stage without and with the change. */
async function runsOf({ stack = "million", sizing, account }: Change): Promise<{
  readonly before: readonly RegistrationRow[];
  readonly after: readonly RegistrationRow[];
}> {
  const before = await stageRun({ stack });
  const after = await stageRun({
    stack,
    ...(sizing !== undefined && { change: sizing }),
    ...(account !== undefined && { account }),
  });
  return { before: before.rows, after: after.rows };
}

/** `aws:ec2/vpc:Vpc::name a.b` as `Vpc::name#a.b`, a container's variable by its name. */
function readable(change: string, rows: readonly RegistrationRow[]): string {
  const [reference = "", path] = change.split(" ");
  const [type = "", ...name] = reference.split("::");
  const short = [type.split(":").at(-1), ...name].join("::");
  if (path === undefined) {
    return short;
  }
  const row = rows.find((each) => referenceOf(each) === reference);
  const named = path.replace(
    /^(.*\.env)\.(\d+)\.value$/,
    (_, list: string, index: string) =>
      `${list}.${String(at(row?.inputs, [...list.split("."), index, "name"]))}`,
  );
  return `${short}#${named}`;
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (here, key) =>
      typeof here === "object" && here !== null
        ? new Map<string, unknown>(Object.entries(here)).get(key)
        : undefined,
    value,
  );
}

/** Types of the components whose own resources differ. */
async function componentsOf(change: Change): Promise<readonly string[]> {
  const { before, after } = await runsOf(change);
  const references = new Set(changedInputs(before, after).map((each) => each.split(" ")[0]));
  return [...before, ...after]
    .filter((row) => references.has(referenceOf(row)))
    .flatMap(({ parent }) => parent?.split("::")[0]?.replace(componentPrefix, "") ?? []);
}

/** Types of the components that say in their own inputs what they read of the plan. */
async function plannedComponents(): Promise<ReadonlySet<string>> {
  const runs = await Promise.all(["dev", "million"].map((stack) => stageRun({ stack })));
  return new Set(
    runs
      .flatMap(({ rows }) => rows)
      .filter(
        ({ type, inputs }) => type.startsWith(componentPrefix) && Object.keys(inputs).length > 0,
      )
      .map(({ type }) => type.replace(componentPrefix, "")),
  );
}

describe("a changed number changes exactly", function () {
  this.timeout(180_000);

  for (const [tier, entries] of Object.entries(changes)) {
    describe(tier, () => {
      for (const change of entries) {
        const { stack = "million", sizing, account } = change;
        it(`${stack}: ${JSON.stringify(sizing ?? account)}`, async () => {
          const { before, after } = await runsOf(change);
          assert.deepEqual(
            changedInputs(before, after)
              .map((each) => readable(each, after))
              .sort(),
            [...change.changes].sort(),
          );
        });
      }
    });
  }

  describe("and what nothing changes", () => {
    it("is no resource of a component that is given a part of the plan", async () => {
      const reached = new Set<string>();
      for (const change of Object.values(changes).flat()) {
        (await componentsOf(change)).forEach((type) => reached.add(type));
      }
      const planned = await plannedComponents();
      assert.ok(planned.size > 25);
      assert.deepEqual(
        [...planned].filter((type) => !reached.has(type)),
        [],
      );
    });
  });
});
