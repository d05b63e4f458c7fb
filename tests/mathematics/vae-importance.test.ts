import { describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import {
  boundEstimate,
  effectiveDraws,
  elbo,
  evidence,
  importanceBound,
  logDensity,
  logWeight,
  posterior,
  prior,
  weightVariance,
  type Normal,
} from '#models/latent-line';
import { average, drawsOf, gaussHermite } from './latent-oracles.ts';

const x = 2;
const truth = logDensity(x, evidence);

/** L_K for K up to 3 by quadrature over all K draws at once. */
function exactBound(q: Normal, draws: 1 | 2 | 3): number {
  const { nodes, shares } = gaussHermite(60);
  const weights = nodes.map((node) => Math.exp(logWeight(x, q, node)));
  const over = (left: number, sum: number): number =>
    left === 0
      ? Math.log(sum / draws)
      : weights.reduce((all, weight, i) => all + shares[i] * over(left - 1, sum + weight), 0);
  return over(draws, 0);
}

/** Means over `count` repetitions from fresh noise. */
function estimated(q: Normal, draws: number, { count, seed }: { count: number; seed: number }) {
  const noise = createRandom(seed).normals(count * draws);
  return boundEstimate(
    Float64Array.from(noise, (one) => logWeight(x, q, one)),
    draws,
  );
}

describe('the bound from K draws of the prior, at x = 2', () => {
  it.each([
    [1, -3.418939],
    [2, -2.757902],
    [3, -2.560759],
  ] as const)('K = %d: %d', (draws, expected) => {
    expect(Math.abs(exactBound(prior, draws) - expected)).toBeLessThan(1e-5);
  });

  it('with one draw is the ELBO', () => {
    for (const q of [prior, { mean: 0.8, deviation: 0.5 }])
      expect(exactBound(q, 1)).toBeCloseTo(elbo(x, q), 9);
  });

  it.each([
    [10, -2.3351, 100_000],
    [100, -2.272, 20_000],
  ])('K = %d: about %d', (draws, expected, count) => {
    const found = estimated(prior, draws, { count, seed: 71 });
    expect(found.error).toBeLessThan(0.0015);
    expect(Math.abs(found.value - expected)).toBeLessThan(0.006);
  });

  it('grows with K and stays below log p(x)', () => {
    const bounds = [1, 2, 3, 10, 30, 100].map((draws) =>
      draws <= 3
        ? exactBound(prior, draws as 1 | 2 | 3)
        : estimated(prior, draws, { count: 20_000, seed: 72 }).value,
    );
    for (let i = 1; i < bounds.length; i++) expect(bounds[i]).toBeGreaterThan(bounds[i - 1]);
    expect(bounds.at(-1)).toBeLessThan(truth);
  });

  it('is no mean of logarithms, which would stay at the ELBO however many draws', () => {
    const found = estimated(prior, 10, { count: 20_000, seed: 73 });
    const logs = estimated(prior, 1, { count: 200_000, seed: 73 });
    expect(Math.abs(logs.value - elbo(x, prior))).toBeLessThan(5 * logs.error);
    expect(found.value - logs.value).toBeGreaterThan(1);
  });

  it('misses log p(x) by about Var(w) / (2 K p^2): 100 times the gap at 100 draws is near .625', () => {
    expect(weightVariance(x, prior)).toBeCloseTo(1.24905, 4);
    const { value } = estimated(prior, 100, { count: 20_000, seed: 74 });
    expect(100 * (truth - value)).toBeGreaterThan(0.625 * 0.75);
    expect(100 * (truth - value)).toBeLessThan(0.625 * 1.25);
  });

  it('needs about 63 draws for a gap of .01', () => {
    const { value, error } = estimated(prior, 63, { count: 20_000, seed: 75 });
    expect(weightVariance(x, prior) / (2 * 63)).toBeCloseTo(0.01, 3);
    expect(Math.abs(truth - value - 0.01)).toBeLessThan(5 * error);
  });
});

describe('the variance of a weight', () => {
  it.each<[Normal, number]>([
    [prior, x],
    [{ mean: 0.3, deviation: 0.9 }, x],
    [{ mean: 0.2, deviation: 1.4 }, -1],
  ])('for q = %j at x = %d is what quadrature finds', (q, seen) => {
    const p = Math.exp(logDensity(seen, evidence));
    const second = average((noise) => Math.exp(2 * logWeight(seen, q, noise)) / p ** 2);
    expect(second - 1).toBeCloseTo(weightVariance(seen, q), 4);
  });

  it('is 0 at the posterior, and infinite from half of its variance down', () => {
    expect(weightVariance(x, posterior(x))).toBeCloseTo(0, 12);
    expect(weightVariance(x, { mean: 1, deviation: 0.5 })).toBe(Infinity);
    expect(weightVariance(x, { mean: 1, deviation: 0.501 })).toBeGreaterThan(5);
  });
});

describe('effective draws', () => {
  it('are all of them when weights are equal, and one when one weight carries everything', () => {
    expect(effectiveDraws([-700, -700, -700, -700])).toBeCloseTo(4, 12);
    expect(effectiveDraws([0, -800, -900])).toBeCloseTo(1, 12);
    const weights = drawsOf(50, createRandom(76).normal);
    const [sum, squares] = [1, 2].map((power) =>
      weights.reduce((all, log) => all + Math.exp(power * log), 0),
    );
    expect(effectiveDraws(weights)).toBeCloseTo(sum ** 2 / squares, 9);
  });

  it('cannot tell that a proposal on one of two hills misses the other: all draws count, half of p(x) is gone', () => {
    const [left, right] = [-3, 3].map((mean): Normal => ({ mean, deviation: 0.5 }));
    // A posterior with two equal hills and p(x) = 1.
    const logHills = (latent: number): number =>
      importanceBound([logDensity(latent, left), logDensity(latent, right)]);
    const latents = createRandom(77)
      .normals(500)
      .map((noise) => right.mean + right.deviation * noise);
    const weights = Float64Array.from(latents, (latent) => logHills(latent) - logDensity(latent, right));
    expect(effectiveDraws(weights)).toBeGreaterThan(499);
    expect(importanceBound(weights)).toBeCloseTo(-Math.LN2, 6);
  });
});

it('the log-sum-exp neither overflows nor underflows, and does not forget log K', () => {
  expect(importanceBound([-1e4, -1e4])).toBeCloseTo(-1e4, 9);
  expect(importanceBound([1e4, 1e4 + Math.log(3)])).toBeCloseTo(1e4 + Math.log(2), 9);
  expect(importanceBound([0, -Infinity])).toBeCloseTo(-Math.log(2), 12);
});
