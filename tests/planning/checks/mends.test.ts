import { strict as assert } from "node:assert";
import { planStage } from "../../../planning";
import type { Finding, StagePlan } from "../../../planning/types";
import { parseAccount, parseSizing } from "../../../sizing";
import { rawSizing } from "../../sizing/validSizing";
import { stageNames, stagePlan, testDay } from "../../support/stages";
import type { Changes } from "./reading";

/** Values by path that one way of a mend states. */
function settingsOf(way: string): Changes {
  const found = way.matchAll(/\b([a-z]\w*(?:\.\w+)+): ([\w.]*\w)/g);
  return Object.fromEntries(
    [...found].map(([, path = "", value = ""]) => [
      path,
      /^\d+$/.test(value) ? Number(value) : value,
    ]),
  );
}

/** The stage with some values of its sizing set, whether or not their holders are there. */
function planWith(stack: string, settings: Changes): StagePlan {
  const raw = rawSizing(stack);
  for (const [path, value] of Object.entries(settings)) {
    const keys = path.split(".");
    const last = keys.pop()!;
    let holder: object = raw;
    for (const key of keys) {
      if (!Object.hasOwn(holder, key)) Reflect.set(holder, key, {});
      holder = Reflect.get(holder, key) as object;
    }
    Reflect.set(holder, last, value);
  }
  return planStage(parseSizing(raw), { stack, account: parseAccount(undefined), on: testDay });
}

const familyOf = ({ rule }: Finding) => rule.split(".")[0];
const nameOf = ({ rule, path }: Finding) => `${rule} ${path}`;
const bad = ({ findings }: StagePlan) => findings.filter(({ severity }) => severity !== "info");

/** Warnings whose mend is a sentence: nothing in it can be set. */
const prose: readonly string[] = [
  "placement.node-lost",
  "messages.latest-values",
  "messages.cassandra-rate",
];

describe("mends of the committed stages' warnings", () => {
  const seen = new Set<string>();
  for (const stack of stageNames) {
    it(`each way that states keys of ${stack}'s sizing ends its finding and makes no other`, () => {
      const before = bad(stagePlan(stack));
      const known = new Set(before.map(nameOf));
      for (const finding of before) {
        const ways = (finding.mend ?? "").split("; or ").map(settingsOf);
        const isProse = Object.keys(ways[0] ?? {}).length === 0;
        assert.equal(isProse, prose.includes(finding.rule), nameOf(finding));
        if (isProse) {
          seen.add(finding.rule);
        }
        for (const way of ways.filter((each) => Object.keys(each).length > 0)) {
          const after = bad(planWith(stack, way)).filter(
            (each) => familyOf(each) === familyOf(finding),
          );
          const told = `${nameOf(finding)} by ${JSON.stringify(way)}`;
          assert.ok(!after.some((each) => nameOf(each) === nameOf(finding)), `${told} is there`);
          assert.deepEqual(
            after.map(nameOf).filter((each) => !known.has(each)),
            [],
            told,
          );
        }
      }
    });
  }

  it("names no rule as prose that has settings now", () => {
    assert.deepEqual([...seen].sort(), [...prose].sort());
  });

  it("reads what a mend states, and nothing else", () => {
    assert.deepEqual(
      settingsOf(
        "mqttTransport.replicas: 5, mqttTransport.antiAffinity: required and nodeGroups.a.instanceType: r6i.large.",
      ),
      {
        "mqttTransport.replicas": 5,
        "mqttTransport.antiAffinity": "required",
        "nodeGroups.a.instanceType": "r6i.large",
      },
    );
    assert.deepEqual(settingsOf("Raise cassandra.replicas and nodeGroups.cassandra.count."), {});
  });
});
