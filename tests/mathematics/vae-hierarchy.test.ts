import { describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { logDensity, normalKl, prior, type Normal } from '#models/latent-line';
import { average, spreadOf } from './latent-oracles.ts';

const normal = (mean: number, variance: number): Normal => ({ mean, deviation: Math.sqrt(variance) });

it('given a label y that shifts x, the bound at x - y = 2 and q = N(1, 1/2) is log p(x | y) = -2.2655121', () => {
  const [x, label] = [3.3, 1.3];
  const q = normal(1, 0.5);
  const fit = average((noise) => {
    const latent = q.mean + q.deviation * noise;
    return logDensity(x, normal(latent + label, 1));
  });
  expect(fit - normalKl(q, prior)).toBeCloseTo(-2.2655121, 7);
  expect(logDensity(x, normal(label, 2))).toBeCloseTo(-2.2655121, 7);
});

describe('a chain of ten latents over data N(0, 1), with a fixed encoder that adds noise', () => {
  const [steps, x] = [10, 1.3];
  const beta = Array.from({ length: steps + 1 }, (_, t) =>
    t === 0 ? 0 : 0.05 + (0.45 * (t - 1)) / (steps - 1),
  );
  const alphaBar = beta.reduce<number[]>((kept, b, t) => [...kept, t === 0 ? 1 : kept[t - 1] * (1 - b)], []);
  const forward = (before: number, t: number): Normal => normal(Math.sqrt(1 - beta[t]) * before, beta[t]);

  /** log p(x, z_1 .. z_T) - log q(z_1 .. z_T | x) along one path of the encoder, for a reverse chain of some variance. */
  function logWeight(random: ReturnType<typeof createRandom>, variance: (t: number) => number): number {
    let [value, sum] = [x, 0];
    for (let t = 1; t <= steps; t++) {
      const { mean, deviation } = forward(value, t);
      const next = mean + deviation * random.normal();
      const back = normal(Math.sqrt(1 - beta[t]) * next, variance(t));
      sum += logDensity(value, back) - logDensity(next, forward(value, t));
      value = next;
    }
    return sum + logDensity(value, prior);
  }

  const paths = (variance: (t: number) => number, count: number) => {
    const random = createRandom(81);
    return spreadOf(Float64Array.from({ length: count }, () => logWeight(random, variance)));
  };

  it('every path has the log-weight log N(1.3; 0, 1) = -1.7639385: the reverse chain is exact', () => {
    const found = paths((t) => beta[t], 500);
    expect(found.mean).toBeCloseTo(-1.7639385, 7);
    expect(logDensity(x, prior)).toBeCloseTo(-1.7639385, 7);
    expect(Math.sqrt(found.variance)).toBeLessThan(1e-10);
  });

  it('with another reverse variance paths differ, and their mean is a bound below', () => {
    const found = paths((t) => 1.5 * beta[t], 500);
    expect(Math.sqrt(found.variance)).toBeGreaterThan(0.1);
    expect(found.mean).toBeLessThan(logDensity(x, prior));
  });

  it('the bound is one divergence per step: at the end, in between, and a fit at the start', () => {
    const wide = (t: number): number => 1.5 * beta[t];
    const last = normalKl(normal(Math.sqrt(alphaBar[steps]) * x, 1 - alphaBar[steps]), prior);
    let loss =
      last -
      average((noise) => {
        const latent = Math.sqrt(alphaBar[1]) * x + Math.sqrt(1 - alphaBar[1]) * noise;
        return logDensity(x, normal(Math.sqrt(1 - beta[1]) * latent, wide(1)));
      });
    for (let t = 2; t <= steps; t++) {
      loss += average((noise) => {
        const latent = Math.sqrt(alphaBar[t]) * x + Math.sqrt(1 - alphaBar[t]) * noise;
        return normalKl(bayes(latent, t), normal(Math.sqrt(1 - beta[t]) * latent, wide(t)));
      });
    }
    const found = paths(wide, 20_000);
    expect(Math.abs(found.mean + loss)).toBeLessThan(5 * found.error);
    expect(found.error).toBeLessThan(0.02);
  });

  /** q(z_(t-1) | z_t, x): precisions add. */
  function bayes(latent: number, t: number): Normal {
    const precision = (1 - beta[t]) / beta[t] + 1 / (1 - alphaBar[t - 1]);
    const pull =
      (Math.sqrt(1 - beta[t]) * latent) / beta[t] + (Math.sqrt(alphaBar[t - 1]) * x) / (1 - alphaBar[t - 1]);
    return normal(pull / precision, 1 / precision);
  }
});
