import { describe, expect, it } from 'vitest';
import { resampled } from '#data/drawing';
import { eightGaussianDeviation, eightGaussianModes, eightGaussians } from '#data/eight-gaussians';
import { pinwheel } from '#data/pinwheel';
import { cellMiddles, pointsOf } from '#data/point-sets';
import { createRandom } from '#data/random';
import { swissRoll } from '#data/swiss-roll';
import { twoMoons } from '#data/two-moons';

const samplers = { twoMoons, eightGaussians, swissRoll, pinwheel };
const count = 20_000;

describe.each(Object.entries(samplers))('%s', (_, sampler) => {
  const points = sampler(count, createRandom(0));

  it('gives count points as x, y pairs, and the same ones for the same seed', () => {
    expect(points).toHaveLength(2 * count);
    expect(sampler(50, createRandom(0))).toEqual(sampler(50, createRandom(0)));
    expect(sampler(50, createRandom(0))).not.toEqual(sampler(50, createRandom(1)));
    expect(sampler(0, createRandom(0))).toHaveLength(0);
  });

  it('has mean 0 and variance 1 along each axis', () => {
    for (const axis of [0, 1]) {
      const values = points.filter((_, i) => i % 2 === axis);
      const mean = values.reduce((sum, value) => sum + value, 0) / count;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
      const fourth = values.reduce((sum, value) => sum + (value - mean) ** 4, 0) / count;
      expect(Math.abs(mean), `mean of axis ${axis}`).toBeLessThan(5 / Math.sqrt(count));
      expect(Math.abs(variance - 1), `variance of axis ${axis}`).toBeLessThan(
        5 * Math.sqrt((fourth - 1) / count),
      );
    }
  });

  it('fits the plane that the demos draw', () => {
    expect(points.every((value) => Math.abs(value) < 4)).toBe(true);
  });
});

describe('shapes', () => {
  const random = createRandom(7);

  it('eightGaussians: radius 1.4071, deviation .1, every mode equally often', () => {
    const radii = [0, 1, 2, 3, 4, 5, 6, 7].map((k) =>
      Math.hypot(eightGaussianModes[2 * k], eightGaussianModes[2 * k + 1]),
    );
    for (const radius of radii) expect(radius).toBeCloseTo(1.4071, 4);
    const points = eightGaussians(count, random);
    const counts = new Array<number>(8).fill(0);
    let square = 0;
    for (let i = 0; i < count; i++) {
      const mode = Math.round(Math.atan2(points[2 * i + 1], points[2 * i]) / (Math.PI / 4) + 8) % 8;
      counts[mode]++;
      square += (points[2 * i] - eightGaussianModes[2 * mode]) ** 2;
      square += (points[2 * i + 1] - eightGaussianModes[2 * mode + 1]) ** 2;
    }
    // Chi-squared with 7 degrees of freedom exceeds 29.9 once in ten thousand seeds.
    const expected = count / 8;
    expect(counts.reduce((sum, found) => sum + (found - expected) ** 2 / expected, 0)).toBeLessThan(29.9);
    expect(Math.sqrt(square / (2 * count))).toBeCloseTo(eightGaussianDeviation, 2);
  });

  it('twoMoons: every point lies near one of the two arcs', () => {
    const points = twoMoons(2000, random);
    // Undoing the scale to arcs of radius 1; the blur of .08 is at most .07 there.
    const blurred = Math.sqrt(1 - 0.08 ** 2);
    const sx = Math.sqrt(0.75) / blurred;
    const sy = Math.sqrt(0.2442) / blurred;
    for (let i = 0; i < 2000; i++) {
      const x = points[2 * i] * sx + 0.5;
      const y = points[2 * i + 1] * sy + 0.25;
      const off = Math.min(Math.abs(Math.hypot(x, y) - 1), Math.abs(Math.hypot(x - 1, y - 0.5) - 1));
      expect(off).toBeLessThan(0.35);
    }
  });

  it('swissRoll: the radius grows with the angle over one and a half turns', () => {
    const points = swissRoll(2000, random);
    const scale = Math.sqrt(4.875 * Math.PI ** 2);
    let off = 0;
    for (let i = 0; i < 2000; i++) {
      const x = points[2 * i] * scale * 0.955 + 2;
      const y = points[2 * i + 1] * scale + 2 / (3 * Math.PI);
      const angle = Math.atan2(y, x);
      const radius = Math.hypot(x, y);
      const turns = (radius - angle) / (2 * Math.PI);
      off += Math.abs(turns - Math.round(turns)) / 2000;
    }
    // Unrelated radius and angle would give .25 of a turn on average.
    expect(off).toBeLessThan(0.06);
  });

  it('pinwheel: looks the same after a turn by a fifth, and not after half of that', () => {
    const points = pinwheel(count, random);
    const wave = (harmonic: number): number => {
      let [real, imaginary] = [0, 0];
      for (let i = 0; i < count; i++) {
        const angle = Math.atan2(points[2 * i + 1], points[2 * i]) * harmonic;
        real += Math.cos(angle) / count;
        imaginary += Math.sin(angle) / count;
      }
      return Math.hypot(real, imaginary);
    };
    for (const harmonic of [1, 2, 3, 4, 6]) expect(wave(harmonic)).toBeLessThan(5 / Math.sqrt(count));
    expect(wave(5)).toBeGreaterThan(0.3);
  });
});

describe('resampled', () => {
  const random = createRandom(0);

  it('keeps to what was drawn, with a little jitter, and uses all of it', () => {
    const points = resampled([1, 1, -2, 0.5], 4000, random);
    const right = points.filter((_, i) => i % 2 === 0).filter((x) => x > 0);
    expect(Math.abs(right.length / 4000 - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / 4000));
    const mean = right.reduce((sum, x) => sum + x, 0) / right.length;
    expect(Math.abs(mean - 1)).toBeLessThan(0.005);
    expect(Math.max(...right) - 1).toBeLessThan(0.25);
    expect(Math.max(...right) - 1).toBeGreaterThan(0.05);
  });

  it('repeats itself for the same seed', () => {
    expect(resampled([0, 0], 9, createRandom(3))).toEqual(resampled([0, 0], 9, createRandom(3)));
  });

  it('explains what cannot be resampled', () => {
    expect(() => resampled([], 10, random)).toThrow(/Nothing is drawn yet/);
    expect(() => resampled(new Float32Array(3), 10, random)).toThrow(/3 numbers cannot be points/);
    expect(() => resampled([NaN, 0], 10, random)).toThrow(/not a finite number/);
  });
});

describe('pointsOf', () => {
  it('is the set that the reader chose', () => {
    const both = (['twoMoons', 'pinwheel'] as const).map((key) => pointsOf(key, [])(50, createRandom(1)));
    expect(both).toEqual([twoMoons(50, createRandom(1)), pinwheel(50, createRandom(1))]);
  });

  it('keeps the drawing as it was when it was asked', () => {
    const drawn = new Array<number>(40).fill(1);
    const points = pointsOf('drawing', drawn);
    drawn.fill(-1);
    expect(Math.min(...points(100, createRandom(1)))).toBeGreaterThan(0.5);
  });

  it('asks for more where too little is drawn', () => {
    expect(() => pointsOf('drawing', [1, 1, 0, 0])).toThrow(/at least 20 points; this one has 2\./);
  });
});

it('cellMiddles: row after row from below', () => {
  expect([...cellMiddles(2, 3)]).toEqual([-1.5, -1.5, 1.5, -1.5, -1.5, 1.5, 1.5, 1.5]);
});
