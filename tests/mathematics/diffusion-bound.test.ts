import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { ancestralStep } from '#models/diffusion';
import { cosineSchedule, linearSchedule, posteriorVariance, signalToNoise } from '#models/noise-schedule';
import { noisyVariance } from './oracles.ts';

const relative = (value: number, expected: number): number => Math.abs(value / expected - 1);
const schedules = [
  ['linear', linearSchedule(100)],
  ['cosine', cosineSchedule(100)],
] as const;

describe.each(schedules)('the forward posterior q(x_(t-1) | x_t, x_0), %s', (_, schedule) => {
  const { alpha, beta, alphaBar } = schedule;
  const cleanShare = (t: number): number => (Math.sqrt(alphaBar[t - 1]) * beta[t]) / (1 - alphaBar[t]);
  const noisyShare = (t: number): number => (Math.sqrt(alpha[t]) * (1 - alphaBar[t - 1])) / (1 - alphaBar[t]);

  it('adds precisions: 1 / variance = alpha / beta + 1 / (1 - alphaBar before)', () => {
    for (let t = 2; t <= 100; t++) {
      const precision = alpha[t] / beta[t] + 1 / (1 - alphaBar[t - 1]);
      expect(relative(posteriorVariance(schedule, t), 1 / precision)).toBeLessThan(1e-9);
    }
  });

  it('is certain at t = 1', () => {
    expect(posteriorVariance(schedule, 1)).toBe(0);
    expect(cleanShare(1)).toBeCloseTo(1, 12);
    expect(noisyShare(1)).toBe(0);
  });

  it('has the same mean in terms of the clean data and of the noise', () => {
    const random = createRandom(2);
    for (let t = 1; t <= 100; t++) {
      const clean = random.normal();
      const noise = random.normal();
      const noisy = Math.sqrt(alphaBar[t]) * clean + Math.sqrt(1 - alphaBar[t]) * noise;
      const fromClean = cleanShare(t) * clean + noisyShare(t) * noisy;
      const fromNoise = (noisy - (beta[t] / Math.sqrt(1 - alphaBar[t])) * noise) / Math.sqrt(alpha[t]);
      expect(Math.abs(fromClean - fromNoise)).toBeLessThan(1e-9);
    }
  });

  it('has coefficients with c0 + c1 sqrt(alphaBar_t) = sqrt(alphaBar_(t-1)), which do not sum to 1', () => {
    for (let t = 1; t <= 100; t++) {
      const total = cleanShare(t) + noisyShare(t) * Math.sqrt(alphaBar[t]);
      expect(relative(total, Math.sqrt(alphaBar[t - 1]))).toBeLessThan(1e-9);
    }
    expect(Math.abs(cleanShare(50) + noisyShare(50) - 1)).toBeGreaterThan(1e-4);
  });

  it('agrees with Bayes by numerical integration', () => {
    const t = 40;
    const [clean, noisy] = [0.7, -0.4];
    const gaussian = (x: number, mean: number, variance: number): number =>
      Math.exp(-((x - mean) ** 2) / (2 * variance));
    let [mass, mean, square] = [0, 0, 0];
    for (let x = -6; x <= 6; x += 1e-3) {
      const density =
        gaussian(noisy, Math.sqrt(alpha[t]) * x, beta[t]) *
        gaussian(x, Math.sqrt(alphaBar[t - 1]) * clean, 1 - alphaBar[t - 1]);
      mass += density;
      mean += density * x;
      square += density * x ** 2;
    }
    expect(mean / mass).toBeCloseTo(cleanShare(t) * clean + noisyShare(t) * noisy, 9);
    expect(square / mass - (mean / mass) ** 2).toBeCloseTo(posteriorVariance(schedule, t), 9);
  });
});

describe('ancestralStep', () => {
  beforeAll(() => useBackend('cpu'));

  it.each([
    ['posterior', 50],
    ['beta', 50],
    ['posterior', 1],
  ] as const)('has the mean and the %s variance of the reverse kernel at t = %i', (variance, time) => {
    const schedule = linearSchedule(100);
    const count = 20_000;
    const noisy = tf.fill([count, 1], 0.3) as tf.Tensor2D;
    const clean = tf.fill([count, 1], -0.8) as tf.Tensor2D;
    const jump = { schedule, time, next: time - 1, random: createRandom(3), variance };
    const values = ancestralStep(noisy, { clean, noise: clean }, jump).dataSync<'float32'>();
    const { alpha, beta, alphaBar } = schedule;
    const expectedMean =
      (Math.sqrt(alphaBar[time - 1]) * beta[time] * -0.8 +
        Math.sqrt(alpha[time]) * (1 - alphaBar[time - 1]) * 0.3) /
      (1 - alphaBar[time]);
    const expectedVariance =
      time === 1 ? 0 : variance === 'beta' ? beta[time] : posteriorVariance(schedule, time);
    const mean = values.reduce((sum, value) => sum + value, 0) / count;
    const found = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
    expect(Math.abs(mean - expectedMean)).toBeLessThan(5 * Math.sqrt(expectedVariance / count) + 1e-6);
    expect(Math.abs(found - expectedVariance)).toBeLessThan(
      5 * Math.sqrt(2 / count) * expectedVariance + 1e-10,
    );
  });
});

/** Data N(0, 1/4) under 100 linear steps, with the exact denoiser. */
const schedule = linearSchedule(100);
const { alpha, beta, alphaBar } = schedule;
const dataVariance = 0.25;
const v = (t: number): number => noisyVariance(alphaBar[t], dataVariance);
const entropy = 0.5 * Math.log(2 * Math.PI * Math.E * dataVariance);

/** The mean of the reverse kernel is linear in x for this data: (1 - beta_t / v_t) / sqrt(alpha_t) times x. */
const reverseGain = (t: number): number => (1 - beta[t] / v(t)) / Math.sqrt(alpha[t]);

type Variance = (t: number) => number;
const optimal: Variance = (t) => (beta[t] * v(t - 1)) / v(t);
const forward: Variance = (t) => beta[t];
const posterior: Variance = (t) => (t === 1 ? beta[1] : posteriorVariance(schedule, t));

/** The three parts of the bound, by the formulas for Gaussians, averaged over x_0 and x_t exactly. */
function bound(variance: Variance, priorVariance: number): { prior: number; middle: number; last: number } {
  const spread = 1 - alphaBar[100];
  const prior =
    0.5 * ((spread + alphaBar[100] * dataVariance) / priorVariance - 1 + Math.log(priorVariance / spread));
  const cleanVariance = (t: number): number => (dataVariance * (1 - alphaBar[t])) / v(t);
  let middle = 0;
  for (let t = 2; t <= 100; t++) {
    const exact = posteriorVariance(schedule, t);
    const share = (Math.sqrt(alphaBar[t - 1]) * beta[t]) / (1 - alphaBar[t]);
    const meanError = share ** 2 * cleanVariance(t);
    middle += 0.5 * ((exact + meanError) / variance(t) - 1 + Math.log(variance(t) / exact));
  }
  const last = 0.5 * (Math.log(2 * Math.PI * variance(1)) + cleanVariance(1) / variance(1));
  return { prior, middle, last };
}

const total = ({ prior, middle, last }: ReturnType<typeof bound>): number => prior + middle + last;

describe('the evidence lower bound', () => {
  it('is tight with the optimal variance and prior: it equals the entropy of the data, .7257914', () => {
    const parts = bound(optimal, v(100));
    expect(entropy).toBeCloseTo(0.7257914, 7);
    expect(Math.abs(total(parts) - entropy)).toBeLessThan(1e-10);
    expect(parts.prior).toBeCloseTo(2.5488e-6, 10);
    expect(parts.middle).toBeCloseTo(2.7622257, 7);
    expect(parts.last).toBeCloseTo(-2.0364369, 7);
  });

  it.each([
    ['beta', forward, 0.736752],
    ['the posterior variance', posterior, 1.9759249],
  ])('with variance %s and prior N(0, 1) it is %d, above the entropy', (_, variance, expected) => {
    const loss = total(bound(variance, 1));
    expect(loss).toBeCloseTo(expected as number, 7);
    expect(loss).toBeGreaterThan(entropy);
  });

  it('undecomposed, on 20,000 simulated paths, is the same number', () => {
    const random = createRandom(0);
    const count = 20_000;
    const logGaussian = (x: number, mean: number, variance: number): number =>
      -0.5 * (Math.log(2 * Math.PI * variance) + (x - mean) ** 2 / variance);
    let [sum, squares] = [0, 0];
    for (let path = 0; path < count; path++) {
      let x = Math.sqrt(dataVariance) * random.normal();
      let loss = 0;
      for (let t = 1; t <= 100; t++) {
        const next = Math.sqrt(alpha[t]) * x + Math.sqrt(beta[t]) * random.normal();
        loss +=
          logGaussian(next, Math.sqrt(alpha[t]) * x, beta[t]) -
          logGaussian(x, reverseGain(t) * next, beta[t]);
        x = next;
      }
      loss -= logGaussian(x, 0, 1);
      sum += loss;
      squares += loss ** 2;
    }
    const mean = sum / count;
    const standardError = Math.sqrt((squares / count - mean ** 2) / count);
    expect(standardError).toBeCloseTo(0.0049, 3);
    expect(Math.abs(mean - 0.736752)).toBeLessThan(5 * standardError);
  });
});

describe('from the bound to the simple loss', () => {
  const long = linearSchedule(1000);
  const weight = (t: number, variance: number): number =>
    long.beta[t] ** 2 / (2 * variance * long.alpha[t] * (1 - long.alphaBar[t]));

  it.each([
    [2, 0.272692, 0.599672, 6],
    [10, 0.073717, 0.086437, 6],
    [100, 0.010081, 0.010267, 6],
    [500, 0.0055034, 0.0055082, 7],
  ])(
    'the weight of the loss at t = %i is %d (beta) or %d (posterior variance)',
    (t, withBeta, withPosterior, digits) => {
      expect(weight(t, long.beta[t])).toBeCloseTo(withBeta, digits);
      expect(weight(t, posteriorVariance(long, t))).toBeCloseTo(withPosterior, digits);
    },
  );

  it('with the posterior variance the weight is half of SNR_(t-1) / SNR_t - 1', () => {
    for (let t = 2; t <= 1000; t++) {
      const expected = (signalToNoise(long, t - 1) / signalToNoise(long, t) - 1) / 2;
      expect(relative(weight(t, posteriorVariance(long, t)), expected)).toBeLessThan(1e-9);
    }
  });

  it('the weighted loss of a wrong noise is the divergence of the two kernels, up to a constant', () => {
    const t = 60;
    const variance = beta[t];
    const mean = (noisy: number, noise: number): number =>
      (noisy - (beta[t] / Math.sqrt(1 - alphaBar[t])) * noise) / Math.sqrt(alpha[t]);
    const divergence = (noise: number, guess: number): number => {
      const exact = posteriorVariance(schedule, t);
      const apart = mean(0.4, noise) - mean(0.4, guess);
      return 0.5 * (exact / variance - 1 + Math.log(variance / exact) + apart ** 2 / variance);
    };
    const factor = beta[t] ** 2 / (2 * variance * alpha[t] * (1 - alphaBar[t]));
    for (const guess of [-1, 0, 0.7, 2]) {
      const difference = divergence(0.7, guess) - divergence(0.7, 0.7);
      expect(Math.abs(difference - factor * (0.7 - guess) ** 2)).toBeLessThan(1e-12);
    }
  });
});

describe('the variance of the reverse step', () => {
  it('by the law of total variance is beta v_(t-1) / v_t', () => {
    for (let t = 2; t <= 100; t++) {
      const share = (Math.sqrt(alphaBar[t - 1]) * beta[t]) / (1 - alphaBar[t]);
      const cleanVariance = (dataVariance * (1 - alphaBar[t])) / v(t);
      expect(relative(posteriorVariance(schedule, t) + share ** 2 * cleanVariance, optimal(t))).toBeLessThan(
        1e-9,
      );
    }
  });

  it('is beta for data of variance 1 and the posterior variance for data of variance 0', () => {
    const exact = (t: number, variance: number): number =>
      (beta[t] * noisyVariance(alphaBar[t - 1], variance)) / noisyVariance(alphaBar[t], variance);
    for (let t = 2; t <= 100; t++) {
      expect(relative(exact(t, 1), beta[t])).toBeLessThan(1e-9);
      expect(relative(exact(t, 0), posteriorVariance(schedule, t))).toBeLessThan(1e-9);
    }
  });

  /** Variance of the samples when the last step adds nothing, from x_T of variance 1. */
  const sampled = (variance: Variance): number => {
    let value = 1;
    for (let t = 100; t >= 1; t--) value = reverseGain(t) ** 2 * value + (t > 1 ? variance(t) : 0);
    return value;
  };

  it.each([
    ['optimal', optimal, 0.249003],
    ['beta', forward, 0.257776],
    ['posterior', posterior, 0.219228],
  ])('%s: the samples of N(0, 1/4) have variance %d', (_, variance, expected) => {
    expect(sampled(variance as Variance)).toBeCloseTo(expected as number, 6);
  });

  it('optimal, with the noise .000997 of the last step, restores .250000', () => {
    expect(optimal(1)).toBeCloseTo(0.000997, 6);
    expect(sampled(optimal) + optimal(1)).toBeCloseTo(0.25, 6);
  });
});
