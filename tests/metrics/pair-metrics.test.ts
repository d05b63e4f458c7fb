import { describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { energyDistance } from '#metrics/energy-distance';
import { squaredMaximumMeanDiscrepancy } from '#metrics/mmd';

type Points = Float32Array;

/** Mean of `kernel` over all ordered pairs, with or without the pairs of a point with itself: the definition, in loops. */
function mean(
  a: Points,
  b: Points,
  { kernel, self }: { kernel: (distance: number) => number; self: boolean },
): number {
  let sum = 0;
  let pairs = 0;
  for (let i = 0; i < a.length / 2; i++) {
    for (let j = 0; j < b.length / 2; j++) {
      if (a === b && i === j && !self) continue;
      sum += kernel(Math.hypot(a[2 * i] - b[2 * j], a[2 * i + 1] - b[2 * j + 1]));
      pairs++;
    }
  }
  return sum / pairs;
}

const random = createRandom(0);
const a = random.normals(2 * 41);
const b = random.normals(2 * 30).map((value) => 1.5 * value + 0.3);
const distance = (value: number): number => value;
const scatter = (values: number[]): { mean: number; deviation: number } => {
  const average = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - average) ** 2, 0);
  return { mean: average, deviation: Math.sqrt(squares / (values.length - 1)) };
};

describe('energyDistance', () => {
  it('equals the definition in explicit loops', () => {
    const pairs = { kernel: distance, self: false };
    expect(energyDistance(a, b)).toBeCloseTo(
      2 * mean(a, b, pairs) - mean(a, a, pairs) - mean(b, b, pairs),
      12,
    );
    expect(energyDistance(b, a)).toBeCloseTo(energyDistance(a, b), 12);
  });

  it('of two constant clouds is twice their distance', () => {
    expect(energyDistance(new Float32Array([0, 0, 0, 0]), new Float32Array([3, 4, 3, 4]))).toBeCloseTo(
      10,
      12,
    );
  });

  it('is unbiased: 200 pairs of the same distribution average 0 and some are negative', () => {
    const values = Array.from({ length: 200 }, () =>
      energyDistance(random.normals(200), random.normals(200)),
    );
    const { mean: average, deviation } = scatter(values);
    expect(Math.abs(average)).toBeLessThan((5 * deviation) / Math.sqrt(values.length));
    expect(Math.min(...values)).toBeLessThan(0);
  });

  it("counting each point with itself would add (1/n + 1/m) E|X - X'| = .0035 at n = m = 1000", () => {
    // E|X - X'| of N(0, I) in the plane is sqrt(pi).
    const expected = (2 / 1000) * Math.sqrt(Math.PI);
    expect(expected).toBeCloseTo(0.0035, 4);
    const x = random.normals(2000);
    const y = random.normals(2000);
    const all = { kernel: distance, self: true };
    const biased = 2 * mean(x, y, all) - mean(x, x, all) - mean(y, y, all);
    expect(biased - energyDistance(x, y)).toBeCloseTo(expected, 4);
  });

  it('of samples of 1000 of one distribution stays within .005', () => {
    const values = Array.from({ length: 20 }, () =>
      energyDistance(random.normals(2000), random.normals(2000)),
    );
    expect(Math.max(...values.map(Math.abs))).toBeLessThan(0.01);
    expect(scatter(values).deviation).toBeLessThan(0.003);
    expect(values.filter((value) => Math.abs(value) < 0.005).length).toBeGreaterThanOrEqual(19);
  });

  it('of samples in other dimensions agrees with the loops there', () => {
    const x = random.normals(9);
    const y = random.normals(6);
    const flat = (sample: Float32Array): number[][] =>
      [0, 1, 2].map((k) => Array.from(sample.subarray(3 * k, 3 * k + 3)));
    const [p, q] = [flat(x), flat(y).slice(0, 2)];
    const between = (s: number[][], t: number[][]): number[] =>
      s.flatMap((u, i) =>
        t.filter((_, j) => s !== t || i !== j).map((v) => Math.hypot(...u.map((c, k) => c - v[k]))),
      );
    const average = (values: number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    const expected = 2 * average(between(p, q)) - average(between(p, p)) - average(between(q, q));
    expect(energyDistance(x, y, { dimension: 3 })).toBeCloseTo(expected, 12);
  });
});

describe('squaredMaximumMeanDiscrepancy', () => {
  it.each([0.3, 1, 2])('equals the definition in explicit loops for bandwidth %d', (bandwidth) => {
    const kernel = (value: number): number => Math.exp(-(value ** 2) / (2 * bandwidth ** 2));
    const pairs = { kernel, self: false };
    const expected = mean(a, a, pairs) + mean(b, b, pairs) - 2 * mean(a, b, pairs);
    expect(squaredMaximumMeanDiscrepancy(a, b, { bandwidth })).toBeCloseTo(expected, 12);
  });

  it('is unbiased: it averages the closed form for N(0, I) and N(m, I)', () => {
    // X - Y is N(m, 2 I), so E k is h^2 / (h^2 + 2) times exp(-|m|^2 / (2 (h^2 + 2))) in the plane; here h = 1, |m|^2 = 1.
    const expected = (2 / 3) * (1 - Math.exp(-1 / 6));
    const values = Array.from({ length: 200 }, () =>
      squaredMaximumMeanDiscrepancy(
        random.normals(200),
        random.normals(200).map((value, i) => value + (i % 2)),
      ),
    );
    const { mean: average, deviation } = scatter(values);
    expect(Math.abs(average - expected)).toBeLessThan((5 * deviation) / Math.sqrt(values.length));
  });

  it('averages 0 for one distribution, and some values are negative', () => {
    const values = Array.from({ length: 200 }, () =>
      squaredMaximumMeanDiscrepancy(random.normals(100), random.normals(100)),
    );
    const { mean: average, deviation } = scatter(values);
    expect(Math.abs(average)).toBeLessThan((5 * deviation) / Math.sqrt(values.length));
    expect(Math.min(...values)).toBeLessThan(0);
  });

  it('refuses a bandwidth of 0', () => {
    expect(() => squaredMaximumMeanDiscrepancy(a, b, { bandwidth: 0 })).toThrow(
      /bandwidth must be positive, got 0/,
    );
  });
});

describe.each([
  ['energyDistance', energyDistance],
  ['squaredMaximumMeanDiscrepancy', squaredMaximumMeanDiscrepancy],
])('%s refuses', (_, metric) => {
  it.each<[string, Float32Array, RegExp]>([
    ['a single point', new Float32Array(2), /at least 2 is needed, got 1/],
    ['half a point', new Float32Array(5), /5 numbers are not whole vectors of dimension 2/],
    ['NaN', new Float32Array([0, NaN, 1, 1]), /Vector 0 of the sample holds NaN/],
  ])('%s', (_, sample, message) => {
    expect(() => metric(sample, a)).toThrow(message);
    expect(() => metric(a, sample)).toThrow(message);
  });
});
