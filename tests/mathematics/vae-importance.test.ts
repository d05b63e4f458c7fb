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
import { average, drawsOf, gaussHermite, integral } from './latent-oracles.ts';

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

/**
 * L_K of the prior for any K. By Frullani's integral log s is that of (e^-t - e^(-t s)) / t over t, and the mean of e^(-t s) for a sum s
 * of K independent weights is the K-th power of that for one. Here t = e^u, and weights are measured in p(x).
 */
const boundOfPrior = (() => {
  const us = Array.from({ length: 1000 }, (_, i) => -40 + i / 10);
  const mean = us.map((u) =>
    integral(
      (noise) =>
        Math.exp(logDensity(noise, prior)) * Math.expm1(-Math.exp(u + logWeight(x, prior, noise) - truth)),
      [-10, 10],
      200,
    ),
  );
  return (draws: number): number => {
    const parts = us.map((u, i) => Math.expm1(-Math.exp(u)) - Math.expm1(draws * Math.log1p(mean[i])));
    return truth - Math.log(draws) + parts.reduce((sum, part) => sum + part / 10, 0);
  };
})();

/** Means over `count` repetitions from fresh noise. */
function estimated(draws: number, { count, seed }: { count: number; seed: number }) {
  const noise = createRandom(seed).normals(count * draws);
  return boundEstimate(
    Float64Array.from(noise, (one) => logWeight(x, prior, one)),
    draws,
  );
}

describe('the bound from K draws of the prior, at x = 2', () => {
  it.each([
    [1, -3.418939],
    [2, -2.757902],
    [3, -2.560759],
  ] as const)('K = %d: %d, by two kinds of quadrature', (draws, expected) => {
    expect(Math.abs(exactBound(prior, draws) - expected)).toBeLessThan(1e-5);
    expect(Math.abs(boundOfPrior(draws) - expected)).toBeLessThan(1e-5);
  });

  it('with one draw is the ELBO', () => {
    for (const q of [prior, { mean: 0.8, deviation: 0.5 }])
      expect(exactBound(q, 1)).toBeCloseTo(elbo(x, q), 9);
  });

  it.each([
    [10, -2.33535, 20_000],
    [100, -2.27182, 4000],
    [1000, -2.26614, 400],
  ])('K = %d: %d, and so on average over draws', (draws, expected, count) => {
    expect(boundOfPrior(draws)).toBeCloseTo(expected, 5);
    const found = estimated(draws, { count, seed: 71 });
    expect(found.error).toBeLessThan(0.004);
    expect(Math.abs(found.value - expected)).toBeLessThan(5 * found.error);
  });

  it('grows with every draw and stays below log p(x)', () => {
    for (let draws = 1; draws < 300; draws++)
      expect(boundOfPrior(draws + 1)).toBeGreaterThan(boundOfPrior(draws));
    expect(boundOfPrior(300)).toBeLessThan(truth);
  });

  it('is no mean of logarithms, which would stay at the ELBO however many draws', () => {
    const logs = estimated(1, { count: 100_000, seed: 73 });
    expect(Math.abs(logs.value - elbo(x, prior))).toBeLessThan(5 * logs.error);
    expect(boundOfPrior(10) - logs.value).toBeGreaterThan(1);
  });

  it('misses log p(x) by about Var(w) / (2 K p^2): 100 times the gap at 100 draws is near .625', () => {
    expect(weightVariance(x, prior)).toBeCloseTo(1.24905, 4);
    expect(Math.abs((100 * (truth - boundOfPrior(100))) / 0.625 - 1)).toBeLessThan(0.02);
    expect(1000 * (truth - boundOfPrior(1000))).toBeCloseTo(weightVariance(x, prior) / 2, 2);
  });

  it('needs 64 draws for a gap below .01, one more than that rule says', () => {
    expect(Math.ceil(weightVariance(x, prior) / 2 / 0.01)).toBe(63);
    expect(truth - boundOfPrior(63)).toBeGreaterThan(0.01);
    expect(truth - boundOfPrior(64)).toBeLessThan(0.01);
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
