import { describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import {
  elbo,
  evidence,
  gap,
  logDensity,
  logJoint,
  logWeight,
  normalKl,
  posterior,
  prior,
  type Normal,
} from '#models/latent-line';
import { average, drawsOf, inverse, logDeterminant, minimiser, slopeOf, spreadOf } from './latent-oracles.ts';

const x = 2;
const around = (mean: number, variance: number): Normal => ({ mean, deviation: Math.sqrt(variance) });

/** E g(z) for z ~ q. */
const under = (q: Normal, g: (latent: number) => number): number =>
  average((noise) => g(q.mean + q.deviation * noise));

describe('z ~ N(0, 1), x ~ N(z, 1), seen x = 2', () => {
  it('has the evidence -2.2655121, which is what integrating z away leaves', () => {
    expect(logDensity(x, evidence)).toBeCloseTo(-2.2655121, 7);
    const mean = under(prior, (latent) => Math.exp(logDensity(x, { mean: latent, deviation: 1 })));
    expect(Math.log(mean)).toBeCloseTo(logDensity(x, evidence), 9);
  });

  it('has a posterior by Bayes: joint = evidence times posterior, wherever z is', () => {
    for (const seen of [-1.3, 0, 2, 5]) {
      for (const latent of [-2, 0.4, 3]) {
        const bayes = logDensity(seen, evidence) + logDensity(latent, posterior(seen));
        expect(logJoint(seen, latent)).toBeCloseTo(bayes, 12);
      }
    }
  });

  it.each([
    [0, 1, -3.4189385, 1.1534264],
    [1, 1, -2.4189385, 0.1534264],
    [0.8, 0.25, -2.4020857, 0.1365736],
    [1, 0.5, -2.2655121, 0],
  ])('q = N(%d, %d): ELBO %d, gap %d', (mean, variance, bound, missing) => {
    const q = around(mean, variance);
    expect(elbo(x, q)).toBeCloseTo(bound, 7);
    expect(gap(x, q)).toBeCloseTo(missing, 7);
    expect(elbo(x, q)).toBeCloseTo(
      under(q, (latent) => logJoint(x, latent) - logDensity(latent, q)),
      9,
    );
  });
});

describe('the evidence by averaging over the prior', () => {
  it('is met by 10^6 draws: .103777', () => {
    const random = createRandom(11);
    const found = spreadOf(
      drawsOf(1_000_000, () => Math.exp(logDensity(x, { mean: random.normal(), deviation: 1 }))),
    );
    expect(Math.exp(logDensity(x, evidence))).toBeCloseTo(0.103777, 6);
    expect(Math.abs(found.mean - 0.103777)).toBeLessThan(5e-4);
    expect(found.error).toBeLessThan(2e-4);
  });

  it('is underestimated on average once the logarithm is taken', () => {
    const random = createRandom(12);
    const logs = spreadOf(
      drawsOf(20_000, () => {
        const likelihoods = drawsOf(5, () =>
          Math.exp(logDensity(x, { mean: random.normal(), deviation: 1 })),
        );
        return Math.log(spreadOf(likelihoods).mean);
      }),
    );
    expect(logs.mean).toBeLessThan(logDensity(x, evidence) - 5 * logs.error);
  });
});

it('the gradient of the evidence is the posterior average of the gradient of the joint', () => {
  for (const weight of [-1.4, 0.3, 0.9]) {
    // x ~ N(w z, 1): the posterior has mean w x / (w^2 + 1) and variance 1 / (w^2 + 1).
    const spread = weight ** 2 + 1;
    const [mean, square] = [(weight * x) / spread, 1 / spread + ((weight * x) / spread) ** 2];
    const difference = slopeOf((w) => logDensity(x, { mean: 0, deviation: Math.hypot(w, 1) }), weight);
    expect(Math.abs(difference - (x * mean - weight * square))).toBeLessThan(1e-6);
  }
});

describe('the bound', () => {
  it('never exceeds the evidence, and misses it by the divergence from the posterior', () => {
    let tightest = Infinity;
    for (let mean = -3; mean <= 3; mean += 0.125) {
      for (let variance = 0.05; variance <= 4; variance += 0.05) {
        const q = around(mean, variance);
        const missing = logDensity(x, evidence) - elbo(x, q);
        expect(missing).toBeGreaterThan(-1e-12);
        expect(Math.abs(missing - normalKl(q, posterior(x)))).toBeLessThan(1e-9);
        tightest = Math.min(tightest, missing);
      }
    }
    expect(tightest).toBeLessThan(1e-9);
  });

  it('is the mean of the log-weight: 10^5 draws at q = N(1, 1)', () => {
    const random = createRandom(13);
    const q = around(1, 1);
    const found = spreadOf(drawsOf(100_000, () => logWeight(x, q, random.normal())));
    expect(Math.abs(found.mean + 2.4189385)).toBeLessThan(0.012);
    expect(Math.abs(Math.sqrt(found.variance) - Math.SQRT1_2)).toBeLessThan(0.01);
  });

  it('can be exceeded by a single draw', () => {
    const q = around(1, 1);
    expect(logWeight(x, q, 0)).toBeGreaterThan(logDensity(x, evidence));
  });
});

describe('the best q without correlations', () => {
  const precision = [
    [2, 1],
    [1, 2],
  ];

  /** KL(N(m, diag e^l) || N(0, precision^-1)) for parameters m1, m2, l1, l2. */
  const missing = ([m1, m2, l1, l2]: ArrayLike<number> & Iterable<number>): number => {
    const square = 2 * m1 * m1 + 2 * m1 * m2 + 2 * m2 * m2;
    return 0.5 * (2 * Math.exp(l1) + 2 * Math.exp(l2) + square - 2 - l1 - l2 - logDeterminant(precision));
  };
  const slope = (at: Float64Array): number[] =>
    Array.from(at, (value, i) => slopeOf((moved) => missing(at.with(i, moved)), value));

  it('has s_j^2 = 1 / precision_jj and misses half of log(4/3) = .1438410', () => {
    const found = minimiser(slope, [0.7, -1.2, 1, -2], { steps: 3000 });
    const formula = 0.5 * (2 * Math.log(2) - logDeterminant(precision));
    expect(formula).toBeCloseTo(0.143841, 7);
    expect(Math.abs(missing(found) - formula)).toBeLessThan(1e-6);
    [0, 0, Math.log(0.5), Math.log(0.5)].forEach((value, i) => expect(found[i]).toBeCloseTo(value, 3));
  });

  it('is narrower than the posterior is along each axis: 1/2 against 2/3', () => {
    expect(inverse(precision)[0][0]).toBeCloseTo(2 / 3, 12);
  });
});
