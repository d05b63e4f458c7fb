import { describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { effectiveDraws, importanceBound } from '#models/latent-line';
import {
  divergence,
  drawOf,
  linearElbo,
  linearLogJoint,
  linearPosterior,
  logNormal,
  marginal,
  randomMatrix,
  randomVector,
  scaled,
  type LinearModel,
  type MultiNormal,
} from './latent-oracles.ts';

const random = createRandom(31);
const model: LinearModel = {
  weights: randomMatrix(5, 2, random),
  bias: randomVector(5, random),
  variance: 0.3,
};
const x = drawOf(marginal(model), random);
const exact = linearPosterior(model, x);
const evidence = logNormal(x, marginal(model));

const logWeights = (q: MultiNormal, count: number): number[] =>
  Array.from({ length: count }, () => {
    const latent = drawOf(q, random);
    return linearLogJoint(model, x, latent) - logNormal(latent, q);
  });

describe('probabilistic PCA, five pixels and two latents', () => {
  it('evidence = bound + divergence from the posterior, for any q', () => {
    for (let i = 0; i < 20; i++) {
      const root = randomMatrix(2, 3, random);
      const covariance = root.map((row) =>
        root.map((other) => row.reduce((sum, v, k) => sum + v * other[k], 0)),
      );
      const q = { mean: randomVector(2, random), covariance };
      const missing = divergence(q, exact);
      expect(missing).toBeGreaterThan(0);
      expect(Math.abs(linearElbo(model, x, q) + missing - evidence)).toBeLessThan(1e-9);
    }
  });

  it('with the exact posterior every draw has the same log-weight, the evidence', () => {
    for (const weight of logWeights(exact, 100)) expect(Math.abs(weight - evidence)).toBeLessThan(1e-9);
  });

  it('so that any number of draws gives the evidence', () => {
    for (const count of [1, 2, 7, 50]) {
      const weights = logWeights(exact, count);
      expect(Math.abs(importanceBound(weights) - evidence)).toBeLessThan(1e-9);
      expect(effectiveDraws(weights)).toBeCloseTo(count, 6);
    }
  });

  it('a proposal with twice the variance is within .05 after 5,000 draws, though no longer exact', () => {
    const wide = { mean: exact.mean, covariance: scaled(exact.covariance, 2) };
    const weights = logWeights(wide, 5000);
    expect(Math.abs(importanceBound(weights) - evidence)).toBeLessThan(0.05);
    expect(Math.abs(importanceBound(weights) - evidence)).toBeGreaterThan(1e-9);
    expect(effectiveDraws(weights)).toBeLessThan(4500);
  });
});

it('the log-weight needs no 2 pi: log p(x | z) - |z|^2 / 2 + |noise|^2 / 2 + half the sum of log-variances', () => {
  const [mean, logVariance, noise] = [
    [0.4, -1.1],
    [-0.3, 0.8],
    [1.7, -0.2],
  ];
  const latent = mean.map((m, j) => m + Math.exp(logVariance[j] / 2) * noise[j]);
  const covariance = [
    [Math.exp(logVariance[0]), 0],
    [0, Math.exp(logVariance[1])],
  ];
  const direct = linearLogJoint(model, x, latent) - logNormal(latent, { mean, covariance });
  const square = (values: readonly number[]): number => values.reduce((sum, value) => sum + value ** 2, 0);
  const means = model.weights.map((row, i) => model.bias[i] + row[0] * latent[0] + row[1] * latent[1]);
  const pixels = x.reduce((sum, value, i) => sum + (value - means[i]) ** 2 / model.variance, 0);
  const fit = -0.5 * (pixels + x.length * Math.log(2 * Math.PI * model.variance));
  const short = fit - square(latent) / 2 + square(noise) / 2 + (logVariance[0] + logVariance[1]) / 2;
  expect(short).toBeCloseTo(direct, 10);
});
