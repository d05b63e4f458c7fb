import { describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { dataFloor } from '#metrics/data-floor';
import { slicedWasserstein } from '#metrics/sliced-wasserstein';
import { sortingRoom, spreadSort } from '#metrics/spread-sort';

const random = createRandom(0);

/** Wasserstein-2 on a line for equal counts, by trying every pairing. */
function bestPairing(a: number[], b: number[]): number {
  if (a.length === 0) return 0;
  return Math.min(
    ...b.map(
      (value, k) => (a[0] - value) ** 2 + bestPairing(a.slice(1), [...b.slice(0, k), ...b.slice(k + 1)]),
    ),
  );
}

describe('slicedWasserstein', () => {
  it('is 0 between a sample and the same points in another order', () => {
    const points = random.normals(400);
    const order = random.shuffled(200);
    const moved = Float32Array.from(points, (_, i) => points[2 * order[i >> 1] + (i % 2)]);
    expect(slicedWasserstein(points, moved, { random })).toBeLessThan(1e-7);
  });

  it('of a shift by s in the plane is |s| / sqrt(2): the mean of (s . direction)^2 is |s|^2 / 2', () => {
    const points = random.normals(200);
    const shifted = points.map((value, i) => value + (i % 2 === 0 ? 3 : 4));
    const distance = slicedWasserstein(points, shifted, { directions: 20_000, random });
    expect(Math.abs(distance ** 2 - 12.5)).toBeLessThan(5 * Math.sqrt(12.5 ** 2 / 2 / 20_000));
  });

  it('on a line equals the best of all pairings', () => {
    const a = random.normals(6);
    const b = random.normals(6);
    const expected = Math.sqrt(bestPairing(Array.from(a), Array.from(b)) / 6);
    expect(slicedWasserstein(a, b, { dimension: 1, directions: 1, random })).toBeCloseTo(expected, 9);
  });

  it('of unequal counts equals that of equal counts with every point repeated', () => {
    const a = random.normals(2 * 6);
    const b = random.normals(2 * 4);
    const repeated = (points: Float32Array, times: number): Float32Array =>
      Float32Array.from(
        { length: points.length * times },
        (_, i) => points[2 * Math.floor(i / 2 / times) + (i % 2)],
      );
    const direct = slicedWasserstein(a, b, { random: createRandom(1) });
    expect(direct).toBeCloseTo(
      slicedWasserstein(repeated(a, 2), repeated(b, 3), { random: createRandom(1) }),
      9,
    );
    expect(slicedWasserstein(b, a, { random: createRandom(1) })).toBeCloseTo(direct, 12);
  });

  it('of two Gaussians with deviations 1 and 2 approaches 1 in any dimension', () => {
    const wide = random.normals(3 * 20_000).map((value) => 2 * value);
    const distance = slicedWasserstein(random.normals(3 * 20_000), wide, { dimension: 3, random });
    expect(Math.abs(distance - 1)).toBeLessThan(0.02);
  });

  it.each([
    [500, 0.1],
    [1000, 0.08],
    [2000, 0.05],
  ])('data against data of N(0, I) at n = %i: a floor of about %d', (count, expected) => {
    const metric = (a: Float32Array | Float64Array, b: Float32Array | Float64Array): number =>
      slicedWasserstein(a, b, { random });
    const floor = dataFloor(metric, (n) => random.normals(2 * n), { count, pairs: 40 });
    expect(Math.abs(floor - expected)).toBeLessThan(0.012);
  });

  it.each<[string, Float32Array, RegExp]>([
    ['nothing', new Float32Array(0), /at least 1 is needed, got 0/],
    ['half a point', new Float32Array(3), /3 numbers are not whole vectors of dimension 2/],
    ['NaN', new Float32Array([0, 1, NaN, 1]), /Vector 1 of the sample holds NaN/],
    ['infinity', new Float32Array([Infinity, 1]), /Vector 0 of the sample holds Infinity/],
  ])('refuses %s', (_, sample, message) => {
    expect(() => slicedWasserstein(sample, new Float32Array(2), { random })).toThrow(message);
    expect(() => slicedWasserstein(new Float32Array(2), sample, { random })).toThrow(message);
  });

  it('refuses a dimension that does not divide the sample, or is none', () => {
    const sample = new Float32Array(4);
    expect(() => slicedWasserstein(sample, sample, { dimension: 3, random })).toThrow(/dimension 3/);
    expect(() => slicedWasserstein(sample, sample, { dimension: 0, random })).toThrow(/from 1, got 0/);
  });
});

describe('spreadSort', () => {
  it.each<[string, number[]]>([
    ['nothing', []],
    ['one number', [3]],
    ['equal numbers', [2, 2, 2]],
    ['far outliers', [...random.normals(50), 1e14, -1e300, 1e308]],
    ['neighbouring doubles', [1 + 2 ** -52, 1, 1 + 2 ** -51, 1]],
    ['a range beyond the largest double', [1.7e308, -1.7e308, 0, 5]],
    ['subnormal numbers', [5e-324, 0, -5e-324, 1e-323]],
    ['many', Array.from(random.normals(3000))],
  ])('sorts %s', (_, numbers) => {
    const values = Float64Array.from(numbers);
    spreadSort(values, sortingRoom(values.length));
    expect(values).toEqual(Float64Array.from(numbers).sort());
  });
});
