import { strict as assert } from "node:assert";
import fc from "fast-check";
import { fullestByChance, occupancy } from "../../../../planning/checks/connections/occupancy";

describe("the fullest place, by chance", () => {
  /** Every draw there is, one by one. */
  function bruteForce(things: number, places: number): readonly number[] {
    const fullest = new Array<number>(things + 1).fill(0);
    const draws = places ** things;
    for (let draw = 0; draw < draws; draw += 1) {
      const counts = new Array<number>(places).fill(0);
      let rest = draw;
      for (let thing = 0; thing < things; thing += 1) {
        counts[rest % places]! += 1;
        rest = Math.floor(rest / places);
      }
      fullest[Math.max(...counts)]! += 1 / draws;
    }
    return fullest;
  }

  it("is what trying every draw says", () => {
    for (const [things, places] of [
      [1, 1],
      [1, 4],
      [4, 1],
      [2, 2],
      [3, 5],
      [5, 3],
      [6, 4],
      [9, 2],
      [7, 3],
    ] as const) {
      const fullest = bruteForce(things, places);
      const { expectedMost, chanceOver } = occupancy(things, places);
      const mean = fullest.reduce((sum, chance, most) => sum + chance * most, 0);
      assert.ok(Math.abs(expectedMost - mean) < 1e-8, `${things} over ${places}`);
      for (let most = 0; most <= things; most += 1) {
        const over = fullest.slice(most + 1).reduce((sum, chance) => sum + chance, 0);
        assert.ok(Math.abs(chanceOver(most) - over) < 1e-8, `${things} over ${places}: ${most}`);
      }
    }
  });

  it("gives the seed's fleet of 32 over 12 pods 175,000 connections, 131,072 passed in 89 % of draws", () => {
    const { expectedMost, chanceOver } = occupancy(32, 12);
    assert.equal((expectedMost * 31_250).toFixed(0), "175125");
    assert.equal(chanceOver(131_072 / 31_250).toFixed(4), "0.8910");
  });

  const things = fc.integer({ min: 1, max: 180 });
  const places = fc.integer({ min: 1, max: 99 });

  it("chances fall, sum to the mean, and stay between the certain and the impossible", () => {
    fc.assert(
      fc.property(things, places, (count, across) => {
        const { expectedMost, chanceOver } = occupancy(count, across);
        const chances = Array.from({ length: count + 1 }, (_, most) => chanceOver(most));
        chances.forEach((chance, most) => {
          assert.ok(chance >= -1e-9 && chance <= 1);
          assert.ok(most === 0 || chance <= (chances[most - 1] ?? 0) + 1e-9);
        });
        // Some place always holds its share, and none more than all.
        assert.equal(chanceOver(Math.ceil(count / across) - 1), 1);
        assert.equal(chanceOver(count), 0);
        const sum = chances.reduce((total, chance) => total + chance, 0);
        assert.ok(Math.abs(sum - expectedMost) < 1e-6);
        assert.ok(expectedMost >= count / across - 1e-6 && expectedMost <= count);
      }),
      { numRuns: 40 },
    );
  });

  it("more things fill the fullest place more, more places less", () => {
    fc.assert(
      fc.property(things, places, (count, across) => {
        const here = occupancy(count, across).expectedMost;
        assert.ok(occupancy(count + 1, across).expectedMost > here - 1e-6);
        assert.ok(occupancy(count, across + 1).expectedMost < here + 1e-6);
      }),
      { numRuns: 20 },
    );
  });

  it("the bound for many things holds what the exact count says, and is not far above it", () => {
    for (const [count, across] of [
      [150, 3],
      [180, 12],
      [180, 2],
    ] as const) {
      const bound = fullestByChance(count, 1 / across, across, 1 / 1_000);
      const { chanceOver } = occupancy(count, across);
      assert.ok(chanceOver(bound) <= 1 / 1_000, `${bound}`);
      assert.ok(chanceOver(Math.floor(bound * 0.85)) > 1 / 1_000, `${bound}`);
    }
  });

  it("the bound lies between the even share and all, and grows with what it must rule out", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.integer({ min: 1, max: 120 }),
        (count, across) => {
          const often = fullestByChance(count, 1 / across, across, 1 / 10);
          const rarely = fullestByChance(count, 1 / across, across, 1 / 1_000);
          assert.ok(often >= count / across && rarely >= often && rarely <= count);
        },
      ),
      { numRuns: 50 },
    );
    assert.equal(fullestByChance(500, 1, 1, 1 / 1_000), 500);
    assert.equal(fullestByChance(10_000_000, 1 / 120, 120, 1 / 1_000), 84_728);
  });
});
