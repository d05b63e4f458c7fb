import { describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { dataFloor } from '#metrics/data-floor';
import { frechetDistance } from '#metrics/frechet-distance';
import { symmetricEigen } from '#metrics/symmetric-eigen';

const random = createRandom(0);

describe('frechetDistance', () => {
  it('of two lines of numbers is (difference of means)^2 + (difference of deviations)^2', () => {
    const a = new Float32Array([0, 2]);
    const b = new Float32Array([5, 13]);
    const deviations = [Math.SQRT2, 4 * Math.SQRT2];
    expect(frechetDistance(a, b, { dimension: 1 })).toBeCloseTo(
      8 ** 2 + (deviations[1] - deviations[0]) ** 2,
      10,
    );
  });

  it('of a sample and itself is 0, and of a shifted copy the squared shift', () => {
    const a = random.normals(5 * 300);
    const shifted = Float64Array.from(a, (value, i) => value + (i % 5));
    expect(frechetDistance(a, a, { dimension: 5 })).toBeLessThan(1e-9);
    expect(frechetDistance(a, shifted, { dimension: 5 })).toBeCloseTo(30, 8);
  });

  it('of 2 x 2 covariances that do not commute agrees with Tr sqrt(M) = sqrt(Tr M + 2 sqrt(det M))', () => {
    const a = random.normals(2 * 50).map((value, i, all) => (i % 2 === 0 ? 2 * value : value + all[i - 1]));
    const b = random.normals(2 * 60).map((value, i) => (i % 2 === 0 ? 0.3 * value : 3 * value));
    const [s, t] = [a, b].map(meanAndCovariance);
    const trace = s.xx * t.xx + 2 * s.xy * t.xy + s.yy * t.yy;
    const determinant = (s.xx * s.yy - s.xy ** 2) * (t.xx * t.yy - t.xy ** 2);
    const expected =
      (s.x - t.x) ** 2 +
      (s.y - t.y) ** 2 +
      s.xx +
      s.yy +
      t.xx +
      t.yy -
      2 * Math.sqrt(trace + 2 * Math.sqrt(determinant));
    expect(frechetDistance(a, b, { dimension: 2 })).toBeCloseTo(expected, 9);
    expect(frechetDistance(b, a, { dimension: 2 })).toBeCloseTo(expected, 9);
  });

  it('copes with features that never vary and with fewer samples than dimensions', () => {
    const dead = random.normals(3 * 40).map((value, i) => (i % 3 === 0 ? 0 : value));
    expect(frechetDistance(dead, dead, { dimension: 3 })).toBeLessThan(1e-6);
    const few = random.normals(20 * 5);
    expect(frechetDistance(few, few, { dimension: 20 })).toBeLessThan(1e-5);
  });

  it.each([
    [32, 500, 1.11, 0.12],
    [32, 1000, 0.58, 0.06],
    [32, 2000, 0.3, 0.03],
    [64, 1000, 2.27, 0.2],
  ])(
    'data against data of N(0, I), d = %i, n = %i: a floor of about %d',
    (dimension, count, expected, tolerance) => {
      const metric = (a: Float32Array | Float64Array, b: Float32Array | Float64Array): number =>
        frechetDistance(a, b, { dimension });
      const floor = dataFloor(metric, (n) => random.normals(dimension * n), { count, pairs: 3 });
      expect(Math.abs(floor - expected)).toBeLessThan(tolerance);
    },
  );

  it.each<[string, Float32Array, RegExp]>([
    ['one vector', new Float32Array(3), /at least 2 is needed, got 1/],
    ['a ragged sample', new Float32Array(7), /7 numbers are not whole vectors of dimension 3/],
    ['NaN', new Float32Array([1, 2, 3, 4, NaN, 6]), /Vector 1 of the sample holds NaN/],
  ])('refuses %s', (_, sample, message) => {
    const good = random.normals(30);
    expect(() => frechetDistance(sample, good, { dimension: 3 })).toThrow(message);
    expect(() => frechetDistance(good, sample, { dimension: 3 })).toThrow(message);
  });
});

function meanAndCovariance(points: Float32Array): {
  x: number;
  y: number;
  xx: number;
  xy: number;
  yy: number;
} {
  const n = points.length / 2;
  const at = (i: number): [number, number] => [points[2 * i], points[2 * i + 1]];
  const total = (term: (x: number, y: number) => number): number =>
    Array.from({ length: n }, (_, i) => term(...at(i))).reduce((sum, value) => sum + value, 0);
  const x = total((u) => u) / n;
  const y = total((_, v) => v) / n;
  return {
    x,
    y,
    xx: total((u) => (u - x) ** 2) / (n - 1),
    xy: total((u, v) => (u - x) * (v - y)) / (n - 1),
    yy: total((_, v) => (v - y) ** 2) / (n - 1),
  };
}

describe('symmetricEigen', () => {
  it.each([1, 2, 7, 30])('rebuilds a random %i x %i matrix from orthonormal vectors', (size) => {
    const raw = random.normals(size * size);
    const matrix = Float64Array.from(
      raw,
      (value, i) => value + raw[(i % size) * size + Math.floor(i / size)],
    );
    const { values, vectors } = symmetricEigen(matrix, size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        let entry = 0;
        let overlap = 0;
        for (let k = 0; k < size; k++) {
          entry += vectors[i * size + k] * values[k] * vectors[j * size + k];
          overlap += vectors[k * size + i] * vectors[k * size + j];
        }
        expect(Math.abs(entry - matrix[i * size + j])).toBeLessThan(1e-11);
        expect(Math.abs(overlap - (i === j ? 1 : 0))).toBeLessThan(1e-12);
      }
    }
  });

  it('finds the eigenvalues 1 and 3 of [[2, 1], [1, 2]]', () => {
    expect(Array.from(symmetricEigen(new Float64Array([2, 1, 1, 2]), 2).values).sort()).toEqual([
      expect.closeTo(1, 12),
      expect.closeTo(3, 12),
    ]);
  });

  it('refuses what is not a symmetric matrix', () => {
    expect(() => symmetricEigen(new Float64Array(3), 2)).toThrow(/2 x 2 matrix has 4 numbers, got 3/);
    expect(() => symmetricEigen(new Float64Array([1, 2, 3, 4]), 2)).toThrow(
      /not symmetric in row 1, column 0/,
    );
    expect(() => symmetricEigen(new Float64Array([NaN]), 1)).toThrow(/not finite/);
  });
});
