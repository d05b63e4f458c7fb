import { describe, expect, it } from 'vitest';
import { noisedDensity, normalQuantile, pathFrom, velocity, type Bump } from '#build/flow';

const bumps: readonly Bump[] = [
  { weight: 0.3, mean: -1.2, deviation: 0.2 },
  { weight: 0.7, mean: 0.8, deviation: 0.3 },
];

describe('flow', () => {
  it('carries density without losing any: the continuity equation, by finite differences', () => {
    const h = 1e-4;
    for (const angle of [0.3, 0.8, 1.3]) {
      for (const x of [-1.5, -0.2, 0.6]) {
        const flux = (at: number) => noisedDensity(bumps, at, angle) * velocity(bumps, at, angle);
        const divergence = (flux(x + h) - flux(x - h)) / (2 * h);
        const change = (noisedDensity(bumps, x, angle + h) - noisedDensity(bumps, x, angle - h)) / (2 * h);
        expect(change + divergence).toBeCloseTo(0, 5);
      }
    }
  });

  it('brings the shares of noise to the shares of the bumps', () => {
    const count = 400;
    const ends = Array.from({ length: count }, (_, index) =>
      pathFrom(normalQuantile((index + 0.5) / count), { bumps, steps: 200 }).at(-1)!,
    );
    expect(ends.filter((end) => end < -0.3).length / count).toBeCloseTo(0.3, 1);
    const mean = ends.reduce((sum, end) => sum + end, 0) / count;
    expect(mean).toBeCloseTo(0.3 * -1.2 + 0.7 * 0.8, 1);
  });

  it('scales a single Gaussian, whose flow is known: x(0) = mean + deviation * noise', () => {
    const [end] = pathFrom(1.5, { bumps: [{ weight: 1, mean: 0.4, deviation: 0.5 }], steps: 400 }).slice(-1);
    expect(end).toBeCloseTo(0.4 + 0.5 * 1.5, 2);
  });
});

describe('normalQuantile', () => {
  it('agrees with the tables', () => {
    expect(normalQuantile(0.5)).toBeCloseTo(0, 6);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 5);
    expect(normalQuantile(0.1)).toBeCloseTo(-1.281552, 5);
  });
});
