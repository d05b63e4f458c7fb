import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { ddimStep, samples, type Prediction } from '#models/diffusion';
import {
  cosineSchedule,
  fromBetas,
  linearSchedule,
  posteriorVariance,
  visitedSteps,
  type NoiseSchedule,
} from '#models/noise-schedule';
import { gaussianDenoiser, noisyVariance } from './oracles.ts';

const schedule = linearSchedule(100);
const { alpha, beta, alphaBar } = schedule;
const dataVariance = 0.25;
const v = (t: number): number => noisyVariance(alphaBar[t], dataVariance);
const sigma = (t: number, s: number): number =>
  Math.sqrt((1 - alphaBar[s]) / (1 - alphaBar[t])) * Math.sqrt(1 - alphaBar[t] / alphaBar[s]);

beforeAll(() => useBackend('cpu'));

const one = (value: number): tf.Tensor2D => tf.tensor2d([value], [1, 1]);
const stepped = (
  noisy: number,
  { clean, noise }: { clean: number; noise: number },
  time: number,
  next: number,
): number => {
  const predicted: Prediction = { clean: one(clean), noise: one(noise) };
  return ddimStep(one(noisy), predicted, { schedule, time, next, random: createRandom(0) }).dataSync()[0];
};

describe('DDIM', () => {
  it('with eta = 1 and single steps is the ancestral step: the same mean and the posterior variance', () => {
    const random = createRandom(1);
    for (let t = 2; t <= 100; t++) {
      const [clean, noise] = [random.normal(), random.normal()];
      const noisy = Math.sqrt(alphaBar[t]) * clean + Math.sqrt(1 - alphaBar[t]) * noise;
      const deviation = sigma(t, t - 1);
      expect(Math.abs(deviation ** 2 / posteriorVariance(schedule, t) - 1)).toBeLessThan(1e-9);
      const ddim =
        Math.sqrt(alphaBar[t - 1]) * clean + Math.sqrt(1 - alphaBar[t - 1] - deviation ** 2) * noise;
      const ancestral =
        (Math.sqrt(alphaBar[t - 1]) * beta[t] * clean + Math.sqrt(alpha[t]) * (1 - alphaBar[t - 1]) * noisy) /
        (1 - alphaBar[t]);
      expect(Math.abs(ddim - ancestral)).toBeLessThan(1e-9);
    }
  });

  it('with skipped steps has the variance of the posterior over the whole jump', () => {
    for (const [t, s] of [
      [100, 75],
      [50, 10],
      [20, 1],
      [7, 0],
    ]) {
      // For s = 0 the rounding of 1 - alphaBar is all that is left.
      expect(posteriorVariance(schedule, t, s)).toBeCloseTo(sigma(t, s) ** 2, 12);
    }
    expect(posteriorVariance(schedule, 100, 75)).not.toBeCloseTo(
      (beta[100] * (1 - alphaBar[75])) / (1 - alphaBar[100]),
      2,
    );
  });

  it('preserves the marginals for every eta: from q(x_t | x_0) to q(x_s | x_0)', () => {
    for (const eta of [0, 0.3, 1]) {
      for (const [t, s] of [
        [100, 60],
        [40, 39],
        [10, 2],
      ]) {
        const deviation = eta * sigma(t, s);
        const gain = Math.sqrt(1 - alphaBar[s] - deviation ** 2) / Math.sqrt(1 - alphaBar[t]);
        const mean = Math.sqrt(alphaBar[s]) - gain * Math.sqrt(alphaBar[t]) + gain * Math.sqrt(alphaBar[t]);
        expect(Math.abs(mean - Math.sqrt(alphaBar[s]))).toBeLessThan(1e-12);
        expect(Math.abs(gain ** 2 * (1 - alphaBar[t]) + deviation ** 2 - (1 - alphaBar[s]))).toBeLessThan(
          1e-12,
        );
      }
    }
  });

  it('ddimStep draws noise of deviation eta sigma, not of variance eta sigma', () => {
    const count = 20_000;
    const filled = (value: number): tf.Tensor2D => tf.fill([count, 1], value);
    const predicted = { clean: filled(0.4), noise: filled(-1.1) };
    const jump = { schedule, time: 60, next: 30, random: createRandom(2), eta: 0.5 };
    const values = ddimStep(filled(0), predicted, jump).dataSync<'float32'>();
    const deviation = 0.5 * sigma(60, 30);
    const mean = values.reduce((sum, value) => sum + value, 0) / count;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
    const expected = Math.sqrt(alphaBar[30]) * 0.4 - Math.sqrt(1 - alphaBar[30] - deviation ** 2) * 1.1;
    expect(Math.abs(mean - expected)).toBeLessThan((5 * deviation) / Math.sqrt(count));
    expect(Math.abs(variance / deviation ** 2 - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
  });

  it.each([
    [100, 75],
    [40, 10],
    [2, 1],
    [1, 0],
  ])('with eta = 0 from %i to %i is one Euler step of dx = noise ds in rescaled coordinates', (t, s) => {
    const [clean, noise] = [0.9, -0.6];
    const noisy = Math.sqrt(alphaBar[t]) * clean + Math.sqrt(1 - alphaBar[t]) * noise;
    const scale = (level: number): number => Math.sqrt(1 / alphaBar[level] - 1);
    const euler = noisy / Math.sqrt(alphaBar[t]) + noise * (scale(s) - scale(t));
    // The step itself works in single precision.
    expect(stepped(noisy, { clean, noise }, t, s)).toBeCloseTo(Math.sqrt(alphaBar[s]) * euler, 5);
  });

  const visited = (count: number): number[] => {
    const slots = Array.from({ length: count }, (_, k) => Math.round((99 * k) / (count - 1)) + 1);
    return [...slots.reverse(), 0];
  };

  it.each([5, 10, 20, 50, 100])(
    '%i steps are spread evenly, with the first and the last noise level among them',
    (count) => {
      expect(visitedSteps(schedule, count)).toEqual(visited(count));
    },
  );

  const shrunken: [number, number][] = [
    [5, 0.055739],
    [10, 0.135739],
    [20, 0.188318],
    [50, 0.223713],
    [100, 0.236053],
  ];

  it.each(shrunken)('%i steps shrink N(0, 1/4) to variance %d', (count, expected) => {
    const levels = visited(count);
    let x = 1;
    for (let k = 0; k < count; k++) {
      const [t, s] = [levels[k], levels[k + 1]];
      const noise = (Math.sqrt(1 - alphaBar[t]) * x) / v(t);
      const clean = (x - Math.sqrt(1 - alphaBar[t]) * noise) / Math.sqrt(alphaBar[t]);
      x = Math.sqrt(alphaBar[s]) * clean + Math.sqrt(1 - alphaBar[s]) * noise;
    }
    expect(x ** 2).toBeCloseTo(expected, 6);
  });

  it.each(shrunken)('and so does the sampler of the models in %i steps', async (steps, expected) => {
    const denoiser = gaussianDenoiser(schedule, 0, dataVariance);
    const options = { schedule, target: 'noise', random: createRandom(0), sampler: 'ddim', steps } as const;
    const [x] = (await samples(denoiser, one(1), options)).dataSync();
    expect(Math.abs(x ** 2 / expected - 1)).toBeLessThan(1e-4);
  });

  it('would reach .250004 in the limit of the flow, since x_T starts at variance 1 instead of v_T', () => {
    expect(dataVariance / v(100)).toBeCloseTo(0.250004, 6);
  });
});

describe('ancestral sampling', () => {
  const count = 20_000;
  const variance = (values: ArrayLike<number>): number =>
    Array.from(values).reduce((sum, value) => sum + value ** 2, 0) / values.length;

  it.each([
    ['posterior', 0.219228],
    ['beta', 0.257776],
  ] as const)('with the exact denoiser and variance %s: samples of variance %d', async (kind, expected) => {
    const random = createRandom(3);
    const noise = tf.tensor2d(random.normals(count), [count, 1]);
    const options = { schedule, target: 'noise', random, sampler: 'ancestral', variance: kind } as const;
    const drawn = await samples(gaussianDenoiser(schedule, 0, dataVariance), noise, options);
    expect(Math.abs(variance(drawn.dataSync()) / expected - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
  });
});

describe('the seeded failures leave the fingerprints that the article describes, for N(0, 1/4)', () => {
  /** Variance of the samples when each step does x <- gain x + noise of the given variance, none at the last. */
  const spread = (gain: (t: number) => number, fresh: (t: number) => number): number => {
    let value = 1;
    for (let t = 100; t >= 1; t--) value = gain(t) ** 2 * value + (t > 1 ? fresh(t) : 0);
    return value;
  };
  const gain = (t: number): number => (1 - beta[t] / v(t)) / Math.sqrt(alpha[t]);

  it('a variance used as a deviation: shrunken clumps of variance .0091', () => {
    expect(spread(gain, (t) => beta[t] ** 2)).toBeCloseTo(0.0091, 4);
  });

  it('no noise: collapse to variance 1e-6', () => {
    expect(Math.log10(spread(gain, () => 0))).toBeCloseTo(-6, 0);
  });

  it('the sign of the noise flipped: explosion', () => {
    const flipped = (t: number): number => (1 + beta[t] / v(t)) / Math.sqrt(alpha[t]);
    expect(spread(flipped, (t) => beta[t])).toBeGreaterThan(1e13);
  });

  it('half of the score with all of the noise: haze of variance 3.8', () => {
    const half = (t: number): number => (1 - beta[t] / (2 * v(t))) / Math.sqrt(alpha[t]);
    expect(spread(half, (t) => beta[t])).toBeCloseTo(3.8, 1);
  });

  it('betas of 1000 steps used for 100: the mean of N(m, 1) becomes .40 m (DDIM) or .64 m (ancestral)', async () => {
    const unscaled = fromBetas(Array.from({ length: 100 }, (_, k) => 1e-4 + ((0.02 - 1e-4) * k) / 99));
    const mean = 2;
    const random = createRandom(4);
    const sampledMean = async (sampler: 'ddim' | 'ancestral'): Promise<number> => {
      const noise = tf.tensor2d(random.normals(10_000), [10_000, 1]);
      const denoiser = gaussianDenoiser(unscaled, mean, 1);
      const drawn = await samples(denoiser, noise, { schedule: unscaled, target: 'noise', random, sampler });
      return tf.mean(drawn).dataSync()[0];
    };
    // Standard error .01.
    expect(
      Math.abs((await sampledMean('ddim')) - (1 - Math.sqrt(unscaled.alphaBar[100])) * mean),
    ).toBeLessThan(0.05);
    expect(Math.abs((await sampledMean('ancestral')) - (1 - unscaled.alphaBar[100]) * mean)).toBeLessThan(
      0.05,
    );
    expect(1 - Math.sqrt(unscaled.alphaBar[100])).toBeCloseTo(0.4, 2);
    expect(1 - unscaled.alphaBar[100]).toBeCloseTo(0.64, 2);
  });
});

describe('a velocity or clean-data oracle samples as the noise oracle does', () => {
  it.each<[string, NoiseSchedule]>([
    ['linear', schedule],
    ['cosine', cosineSchedule(100)],
  ])('%s', async (_, used) => {
    const byNoise = gaussianDenoiser(used, 0.3, dataVariance);
    const start = tf.tensor2d(createRandom(5).normals(20), [10, 2]);
    const options = { schedule: used, random: createRandom(6), sampler: 'ddim', steps: 20 } as const;
    const expected = (await samples(byNoise, start, { ...options, target: 'noise' })).dataSync();
    const answers = {
      clean: (x: number, noise: number, kept: number) => (x - Math.sqrt(1 - kept) * noise) / Math.sqrt(kept),
      velocity: (x: number, noise: number, kept: number) =>
        (noise - Math.sqrt(1 - kept) * x) / Math.sqrt(kept),
    };
    for (const target of ['clean', 'velocity'] as const) {
      const denoiser = (noisy: tf.Tensor2D, time: Int32Array): tf.Tensor2D => {
        const x = noisy.dataSync();
        const noise = byNoise(noisy, time).dataSync();
        const values = x.map((value, i) => answers[target](value, noise[i], used.alphaBar[time[i >> 1]]));
        return tf.tensor2d(values, noisy.shape);
      };
      const drawn = (await samples(denoiser, start, { ...options, target })).dataSync();
      drawn.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(2e-3));
    }
  });
});
