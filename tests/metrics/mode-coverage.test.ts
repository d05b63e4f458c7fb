import { describe, expect, it } from 'vitest';
import { eightGaussianDeviation, eightGaussianModes, eightGaussians } from '#data/eight-gaussians';
import { createRandom } from '#data/random';
import { modeCoverage } from '#metrics/mode-coverage';

const deviation = eightGaussianDeviation;

describe('modeCoverage', () => {
  it('counts by hand: three points on one mode, one beside another', () => {
    const modes = new Float32Array([0, 0, 10, 0]);
    const sample = new Float32Array([0, 0, 1, 0, 0, 3.9, 10, 4.1]);
    expect(modeCoverage(sample, modes, { deviation: 1 })).toEqual({
      shares: new Float64Array([0.75, 0.25]),
      covered: 2,
      fractionWithin: 0.75,
      sharesWithin: new Float64Array([0.75, 0]),
      found: 1,
      totalVariation: 0.25,
    });
    expect(modeCoverage(sample, modes, { deviation: 1, least: 0.3 }).covered).toBe(1);
    expect(modeCoverage(sample, modes, { deviation: 1, within: 3 }).fractionWithin).toBe(0.5);
  });

  it('of one mode alone has total variation 7/8', () => {
    const coverage = modeCoverage(eightGaussianModes.slice(0, 2), eightGaussianModes, { deviation });
    expect(coverage.totalVariation).toBeCloseTo(7 / 8, 12);
    expect(coverage.covered).toBe(1);
  });

  it('of 1000 real points: all modes, .999 within 4 sigma, total variation about .033', () => {
    const random = createRandom(0);
    const runs = Array.from({ length: 40 }, () =>
      modeCoverage(eightGaussians(1000, random), eightGaussianModes, { deviation }),
    );
    const mean = (field: 'totalVariation' | 'fractionWithin'): number =>
      runs.reduce((sum, run) => sum + run[field], 0) / runs.length;
    expect(runs.every((run) => run.covered === 8)).toBe(true);
    // A binomial share scatters by sqrt(7/8 1/8 / n), and the mean size of a Gaussian is sqrt(2 / pi) deviations.
    const expected = 4 * Math.sqrt(2 / Math.PI) * Math.sqrt(7 / 64 / 1000);
    expect(expected).toBeCloseTo(0.033, 3);
    expect(Math.abs(mean('totalVariation') - expected)).toBeLessThan(0.006);
    // The radius beyond 4 sigma in the plane has probability exp(-8) = .0003.
    expect(Math.abs(mean('fractionWithin') - (1 - Math.exp(-8)))).toBeLessThan(
      5 * Math.sqrt(0.00034 / 40_000),
    );
  });

  it.each<[string, Float32Array, RegExp]>([
    ['an empty sample', new Float32Array(0), /at least 1 is needed/],
    ['half a point', new Float32Array(3), /not whole vectors/],
    ['NaN', new Float32Array([NaN, 0]), /holds NaN/],
  ])('refuses %s', (_, sample, message) => {
    expect(() => modeCoverage(sample, eightGaussianModes, { deviation })).toThrow(message);
    expect(() => modeCoverage(eightGaussianModes, sample, { deviation })).toThrow(message);
    expect(() => modeCoverage(eightGaussianModes, eightGaussianModes, { deviation: 0 })).toThrow(
      /positive, got 0/,
    );
  });
});
