import { strict as assert } from "node:assert";
import fc from "fast-check";
import {
  fullestAfterLoss,
  fullestAfterZone,
  fullestNode,
} from "../../../../planning/checks/connections/transportNodes";

describe("transport nodes", () => {
  const nodes = (...pods: readonly number[]) =>
    pods.map((count, index) => ({ zone: `zone-${index % 3}`, pods: count }));

  it("the fullest node holds its pods' shares", () => {
    assert.equal(fullestNode(100, nodes()), 0);
    assert.equal(fullestNode(100, nodes(1, 1, 1)), 34);
    assert.equal(fullestNode(100, nodes(2, 1)), 68);
  });

  it("the worst loss may be that of the emptier nodes", () => {
    assert.equal(fullestAfterLoss(120, nodes(2, 1, 1), 1), 80);
    assert.equal(fullestAfterLoss(120, nodes(3, 2, 1), 1), 90);
    assert.equal(fullestAfterLoss(120, nodes(1, 1, 1), 2), 120);
    assert.equal(fullestAfterLoss(120, nodes(1, 1, 1), 3), undefined);
    assert.equal(fullestAfterLoss(120, nodes(2, 2), 0), 60);
  });

  it("the worst loss is what trying every choice of nodes says", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 7 }),
        fc.integer({ min: 1, max: 6 }),
        (pods, lost) => {
          const all = nodes(...pods);
          const choices = Array.from({ length: 2 ** pods.length }, (_, mask) =>
            all.filter((_each, index) => Math.floor(mask / 2 ** index) % 2 === 1),
          ).filter((left) => left.length === pods.length - lost && left.length > 0);
          const worst = choices.map((left) => fullestNode(10_007, left));
          assert.equal(
            fullestAfterLoss(10_007, all, lost),
            worst.length === 0 ? undefined : Math.max(...worst),
          );
        },
      ),
    );
  });

  it("the worst zone is the one whose pods the others miss most", () => {
    assert.equal(fullestAfterZone(120, nodes(1, 1, 1, 1)), 60);
    assert.equal(fullestAfterZone(120, nodes(1)), undefined);
  });
});
