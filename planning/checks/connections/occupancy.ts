/**
 * Chance, computed and not drawn: how full the fullest place is when things are thrown at places at random. What spreads
 * connections over targets is a hash; nobody publishes it, and it is taken to be uniform.
 */

/** The fullest of some places. */
export interface Occupancy {
  /** Mean number of things in the fullest place. */
  readonly expectedMost: number;
  /** Chance that some place holds more than so many. */
  readonly chanceOver: (most: number) => number;
}

/** From here on a chance counts as certain: what is left out is below the error of the arithmetic. */
const certain = 1 - 1e-9;

const known = new Map<string, Occupancy>();

/**
 * How `things` spread over `places` when each picks a place at random (a few hundred of them: for thousands see
 * `fullestByChance`). Exact: the counts of a multinomial are independent Poisson counts given their sum, so
 * P(no place above k) is a coefficient of the n-th power of a Poisson series cut off at k, and no term is negative.
 */
export function occupancy(things: number, places: number): Occupancy {
  const key = `${things}/${places}`;
  const found = known.get(key);
  if (found !== undefined) {
    return found;
  }
  const atMost = chancesOfAtMost(things, places);
  const chanceOver = (most: number) => {
    const index = Math.floor(most);
    return index >= atMost.length ? 0 : 1 - (atMost[Math.max(0, index)] ?? 0);
  };
  const expectedMost = atMost.reduce((sum, chance) => sum + 1 - chance, 0);
  const computed = { expectedMost, chanceOver };
  known.set(key, computed);
  return computed;
}

/** P(no place holds more than k), for k from 0 until it is certain. */
function chancesOfAtMost(things: number, places: number): readonly number[] {
  const mean = things / places;
  const whole = poisson(things, things);
  const chances: number[] = [];
  for (let most = 0; most < things; most += 1) {
    const possible = most * places >= things;
    const chance = possible
      ? coefficientOfPower(poissonSeries(mean, most), places, things) / whole
      : 0;
    if (chance >= certain) {
      break;
    }
    chances.push(chance);
  }
  return chances;
}

/** P(0) to P(most) of a Poisson count. */
function poissonSeries(mean: number, most: number): Float64Array {
  let term = Math.exp(-mean);
  return Float64Array.from({ length: most + 1 }, (_, count) => {
    term *= count === 0 ? 1 : mean / count;
    return term;
  });
}

/** P(count) of a Poisson count, by logarithms: the terms of a large one are below what a number holds. */
function poisson(mean: number, count: number): number {
  let logarithm = -mean;
  for (let factor = 1; factor <= count; factor += 1) {
    logarithm += Math.log(mean / factor);
  }
  return Math.exp(logarithm);
}

/** One coefficient of a polynomial's power: by squaring, and never a term above the one that is asked for. */
function coefficientOfPower(base: Float64Array, exponent: number, degree: number): number {
  let result: Float64Array = Float64Array.of(1);
  let square = base;
  let rest = exponent;
  while (rest > 1) {
    if (rest % 2 === 1) {
      result = product(result, square, degree);
    }
    square = product(square, square, degree);
    rest = Math.floor(rest / 2);
  }
  let coefficient = 0;
  for (let index = 0; index <= Math.min(degree, result.length - 1); index += 1) {
    coefficient += (result[index] ?? 0) * (square[degree - index] ?? 0);
  }
  return coefficient;
}

function product(left: Float64Array, right: Float64Array, degree: number): Float64Array {
  const length = Math.min(left.length + right.length - 1, degree + 1);
  const result = new Float64Array(length);
  for (let index = 0; index < Math.min(left.length, length); index += 1) {
    const factor = left[index] ?? 0;
    const end = Math.min(right.length, length - index);
    for (let other = 0; other < end; other += 1) {
      result[index + other] = (result[index + other] ?? 0) + factor * (right[other] ?? 0);
    }
  }
  return result;
}

/**
 * A number that the fullest of some places does not pass, but for one draw in `1 ÷ chance`, when `things` pick places at
 * random and none is picked with a higher chance than `share`. Chernoff's bound on each place (which binds: the truth is
 * a little lower, by a fraction of a percent for tens of thousands a place) and the sum of the places' chances.
 */
export function fullestByChance(
  things: number,
  share: number,
  places: number,
  chance: number,
): number {
  if (share >= 1) {
    return things;
  }
  const bearable = Math.log(places / chance);
  let low = Math.ceil(things * share);
  let high = things;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (things * divergence(middle / things, share) >= bearable) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/** Kullback-Leibler divergence of two coins. */
function divergence(seen: number, share: number): number {
  const heads = seen === 0 ? 0 : seen * Math.log(seen / share);
  const tails = seen === 1 ? 0 : (1 - seen) * Math.log((1 - seen) / (1 - share));
  return heads + tails;
}
