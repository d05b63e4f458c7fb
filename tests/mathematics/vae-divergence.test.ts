import { describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { logDensity, normalKl, prior, type Normal } from '#models/latent-line';
import { drawsOf, integral, slopeOf, spreadOf } from './latent-oracles.ts';

/** The divergence from N(0, 1) in the form that code uses: from the mean and the logarithm of the variance. */
const toPrior = (mean: number, logVariance: number): number =>
  0.5 * (mean ** 2 + Math.exp(logVariance) - 1 - logVariance);
const normal = (mean: number, variance: number): Normal => ({ mean, deviation: Math.sqrt(variance) });

describe('KL(N(mean, s^2) || N(0, 1))', () => {
  it('of mean (1, -.5) and variance (.25, 1) is .8181472 + .1250000 = .9431472', () => {
    expect(toPrior(1, Math.log(0.25))).toBeCloseTo(0.8181472, 7);
    expect(toPrior(-0.5, 0)).toBeCloseTo(0.125, 12);
    expect(toPrior(1, Math.log(0.25)) + toPrior(-0.5, 0)).toBeCloseTo(0.9431472, 7);
    expect(normalKl(normal(1, 0.25), prior) + normalKl(normal(-0.5, 1), prior)).toBeCloseTo(0.9431472, 7);
  });

  it('is 0 at the prior and above 0 elsewhere', () => {
    expect(normalKl(prior, prior)).toBe(0);
    const random = createRandom(21);
    for (let i = 0; i < 200; i++) expect(toPrior(random.normal(), random.normal())).toBeGreaterThan(0);
  });

  it('has the slopes mean and (s^2 - 1) / 2', () => {
    for (const [mean, logVariance] of [
      [1, -1.4],
      [-0.5, 0],
      [0.2, 0.9],
    ]) {
      const inMean = slopeOf((at) => toPrior(at, logVariance), mean);
      const inLog = slopeOf((at) => toPrior(mean, at), logVariance);
      expect(Math.abs(inMean - mean)).toBeLessThan(1e-7);
      expect(Math.abs(inLog - 0.5 * (Math.exp(logVariance) - 1))).toBeLessThan(1e-7);
    }
  });
});

describe.each<[Normal, Normal]>([
  [normal(1, 0.25), prior],
  [normal(-0.5, 2), normal(0.7, 0.6)],
])('KL(%j || %j)', (q, p) => {
  const logRatio = (latent: number): number => logDensity(latent, q) - logDensity(latent, p);

  it('is the mean of log q - log p over 10^5 draws of q', () => {
    const random = createRandom(22);
    const found = spreadOf(drawsOf(100_000, () => logRatio(q.mean + q.deviation * random.normal())));
    expect(Math.abs(found.mean - normalKl(q, p))).toBeLessThan(5 * found.error);
    expect(found.error).toBeLessThan(0.02);
  });

  it('is the integral of q (log q - log p)', () => {
    const found = integral((latent) => Math.exp(logDensity(latent, q)) * logRatio(latent), [-15, 15], 4000);
    expect(found).toBeCloseTo(normalKl(q, p), 9);
  });

  it('is not the same the other way round', () => {
    expect(Math.abs(normalKl(q, p) - normalKl(p, q))).toBeGreaterThan(0.1);
  });
});
