import { strict as assert } from "node:assert";
import { dayOf, planAll } from "../../cli/plans";
import { readStack } from "../../cli/stack";
import { InputError } from "../../sizing";
import { testDay } from "../support/stages";

const day = { today: testDay };

describe("planning every stack", () => {
  it("plans what can be planned, and tells every mistake with its file", () => {
    const wrong = () => ({ ...readStack("million"), sizing: { load: { devicess: 1 } } });
    const unknownType = () => {
      const read = readStack("million");
      const sizing = structuredClone(read.sizing) as Record<string, Record<string, object>>;
      sizing.nodeGroups!.worker = { instanceType: "c6i.larg", count: 6 };
      return { ...read, sizing };
    };
    const { plans, mistakes } = planAll(day, [wrong, () => readStack("dev"), unknownType]);
    assert.deepEqual(
      plans.map(({ stack }) => stack),
      ["dev"],
    );
    assert.equal(mistakes.length, 2);
    assert.match(mistakes[0]!, /Pulumi\.million\.yaml[^]*devicess/);
    assert.match(mistakes[1]!, /Pulumi\.million\.yaml[^]*c6i\.larg/);
  });

  it("lets no fault of the program pass for a mistake", () => {
    assert.throws(
      () =>
        planAll(day, [
          () => {
            throw new TypeError("a fault");
          },
        ]),
      TypeError,
    );
  });
});

describe("the day of a test", () => {
  it("is the command line's, else the file's, else today", () => {
    assert.equal(dayOf({ day: "2027-01-02" }, { on: "2027-03-01", today: testDay }), "2027-03-01");
    assert.equal(dayOf({ day: "2027-01-02" }, { today: testDay }), "2027-01-02");
    assert.equal(dayOf({}, { today: testDay }), testDay);
  });

  it("is refused by name where it is no day", () => {
    assert.throws(() => dayOf({}, { on: "2027-02-29", today: testDay }), InputError);
    assert.throws(() => dayOf({ day: "soon" }, { today: testDay }), /thingsboard-scale:day/);
  });
});
