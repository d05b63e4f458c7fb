import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { eightGaussianDeviation, eightGaussianModes, eightGaussians } from '#data/eight-gaussians';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { denoisingFloor } from '#metrics/denoising-floor';
import { energyDistance } from '#metrics/energy-distance';
import { modeCoverage } from '#metrics/mode-coverage';
import { samples, type Denoiser, type SamplingOptions } from '#models/diffusion';
import { cosineSchedule, linearSchedule, type NoiseSchedule } from '#models/noise-schedule';
import { gaussianDenoiser, meanClean, meanNoise, noisyVariance } from './oracles.ts';

describe('the exact denoiser of N(m, s^2)', () => {
  const [mean, variance] = [0.7, 0.25];
  const data = { means: [mean], variance };
  const { alphaBar } = linearSchedule(100);

  it.each([5, 30, 60, 95])('at t = %i has the smallest errors, and what is left is unrelated to x', (t) => {
    const kept = alphaBar[t];
    const v = noisyVariance(kept, variance);
    const random = createRandom(t);
    const count = 100_000;
    const errors = { noise: [0, 0], clean: [0, 0], velocity: [0, 0] };
    let [product, residualSquares, xSquares] = [0, 0, 0];
    for (let i = 0; i < count; i++) {
      const clean = mean + Math.sqrt(variance) * random.normal();
      const noise = random.normal();
      const x = Math.sqrt(kept) * clean + Math.sqrt(1 - kept) * noise;
      const [guess, guessedClean] = [meanNoise(x, data, kept), meanClean(x, data, kept)];
      const velocity = Math.sqrt(kept) * noise - Math.sqrt(1 - kept) * clean;
      const guessedVelocity = Math.sqrt(kept) * guess - Math.sqrt(1 - kept) * guessedClean;
      const squares = {
        noise: (guess - noise) ** 2,
        clean: (guessedClean - clean) ** 2,
        velocity: (guessedVelocity - velocity) ** 2,
      };
      for (const key of ['noise', 'clean', 'velocity'] as const) {
        errors[key][0] += squares[key] / count;
        errors[key][1] += squares[key] ** 2 / count;
      }
      const centred = x - Math.sqrt(kept) * mean;
      product += (noise - guess) * centred;
      residualSquares += (noise - guess) ** 2;
      xSquares += centred ** 2;
    }
    const expected = {
      noise: (kept * variance) / v,
      clean: (variance * (1 - kept)) / v,
      velocity: variance / v,
    };
    for (const key of ['noise', 'clean', 'velocity'] as const) {
      const standardError = Math.sqrt((errors[key][1] - errors[key][0] ** 2) / count);
      expect(Math.abs(errors[key][0] - expected[key]), key).toBeLessThan(5 * standardError);
    }
    expect(Math.abs(product / Math.sqrt(residualSquares * xSquares))).toBeLessThan(0.016);
  });

  it('forgetting sqrt(alphaBar) on the mean is a worse guess: the test above can fail', () => {
    const kept = alphaBar[30];
    const random = createRandom(1);
    let [right, wrong] = [0, 0];
    for (let i = 0; i < 20_000; i++) {
      const noise = random.normal();
      const x =
        Math.sqrt(kept) * (mean + Math.sqrt(variance) * random.normal()) + Math.sqrt(1 - kept) * noise;
      right += (meanNoise(x, data, kept) - noise) ** 2;
      wrong += (meanNoise(x, { ...data, means: [mean / Math.sqrt(kept)] }, kept) - noise) ** 2;
    }
    expect(wrong).toBeGreaterThan(1.05 * right);
  });

  it('the flow carries x_T to m + s (x_T - sqrt(alphaBar_T) m) / sqrt(v_T): many DDIM steps come close', async () => {
    await useBackend('cpu');
    const schedule = linearSchedule(1000);
    const start = [-2, -0.5, 0, 1.3];
    const options = { schedule, target: 'noise', random: createRandom(0), sampler: 'ddim' } as const;
    const drawn = await samples(
      gaussianDenoiser(schedule, mean, variance),
      tf.tensor2d(start, [4, 1]),
      options,
    );
    const last = schedule.alphaBar[1000];
    drawn.dataSync().forEach((value, i) => {
      const exact =
        mean +
        (Math.sqrt(variance) * (start[i] - Math.sqrt(last) * mean)) /
          Math.sqrt(noisyVariance(last, variance));
      expect(Math.abs(value - exact)).toBeLessThan(0.01);
    });
  });
});

/** The density of x_t for the eight Gaussians, up to a factor, and E[noise | x_t]: both coordinates share the responsibilities. */
function ring(x: number, y: number, kept: number): { density: number; noise: [number, number] } {
  const v = noisyVariance(kept, eightGaussianDeviation ** 2);
  const signal = Math.sqrt(kept);
  // Far outside, all weights would underflow; the distance to the circle is a safe thing to take out.
  const nearest = Math.max(0, Math.hypot(x, y) - 1.5 * signal) ** 2;
  let [density, towardsX, towardsY] = [0, 0, 0];
  for (let k = 0; k < 8; k++) {
    const dx = x - signal * eightGaussianModes[2 * k];
    const dy = y - signal * eightGaussianModes[2 * k + 1];
    const weight = Math.exp((nearest - dx * dx - dy * dy) / (2 * v));
    density += weight;
    towardsX += weight * dx;
    towardsY += weight * dy;
  }
  const scale = Math.sqrt(1 - kept) / v / density;
  return { density: density * Math.exp(-nearest / (2 * v)), noise: [scale * towardsX, scale * towardsY] };
}

const ringDenoiser =
  ({ alphaBar }: NoiseSchedule): Denoiser =>
  (noisy, time) => {
    const points = noisy.dataSync();
    const values = new Float32Array(points.length);
    time.forEach((t, row) =>
      values.set(ring(points[2 * row], points[2 * row + 1], alphaBar[t]).noise, 2 * row),
    );
    return tf.tensor2d(values, noisy.shape);
  };

describe('the eight Gaussians with the exact denoiser in place of the network', () => {
  beforeAll(() => useBackend('cpu'));

  const count = 1000;
  const drawn = async (schedule: NoiseSchedule, options: Partial<SamplingOptions>): Promise<Float32Array> => {
    const random = createRandom(0);
    const noise = tf.tensor2d(random.normals(2 * count), [count, 2]);
    const settings = { schedule, target: 'noise', random, ...options } as const;
    return Float32Array.from((await samples(ringDenoiser(schedule), noise, settings)).dataSync());
  };
  const deviation = (points: Float32Array): number =>
    Math.sqrt(points.reduce((sum, value) => sum + value ** 2, 0) / points.length);

  it.each<[string, NoiseSchedule, Partial<SamplingOptions>]>([
    ['ancestral, linear', linearSchedule(100), { sampler: 'ancestral' }],
    ['ancestral, cosine', cosineSchedule(100), { sampler: 'ancestral' }],
    ['DDIM in 20 steps, cosine', cosineSchedule(100), { sampler: 'ddim', steps: 20 }],
    ['DDIM in 20 steps, linear', linearSchedule(100), { sampler: 'ddim', steps: 20 }],
  ])('%s: samples as good as data', async (_, schedule, options) => {
    const points = await drawn(schedule, options);
    const real = eightGaussians(count, createRandom(1));
    const coverage = modeCoverage(points, eightGaussianModes, { deviation: eightGaussianDeviation });
    expect(coverage.covered).toBe(8);
    expect(coverage.totalVariation).toBeLessThan(0.07);
    expect(coverage.fractionWithin).toBeGreaterThan(0.94);
    expect(Math.abs(energyDistance(points, real))).toBeLessThan(0.008);
  });

  it('DDIM in 5 steps on the linear schedule shrinks the ring to a deviation of about .70: no fault of training', async () => {
    expect(deviation(await drawn(linearSchedule(100), { sampler: 'ddim', steps: 5 }))).toBeCloseTo(0.7, 1);
  });

  it('DDIM in 5 steps on the cosine with cap .999 has a deviation of about .9', async () => {
    const cliff = cosineSchedule(100, { maxBeta: 0.999 });
    expect(deviation(await drawn(cliff, { sampler: 'ddim', steps: 5 }))).toBeCloseTo(0.9, 1);
  });

  /** 1 - E|E[noise | x_t]|^2 / 2, averaged over t: integration over a quadrant of the plane, which symmetry repeats. */
  const floor = ({ alphaBar, steps }: NoiseSchedule): number => {
    let sum = 0;
    for (let t = 1; t <= steps; t++) {
      let [mass, square] = [0, 0];
      for (let i = 0; i <= 70; i++) {
        for (let j = 0; j <= 70; j++) {
          const [x, y] = [i / 10, j / 10];
          const { density, noise } = ring(x, y, alphaBar[t]);
          const weight = (i === 0 ? 1 : 2) * (j === 0 ? 1 : 2) * density;
          mass += weight;
          square += weight * (noise[0] ** 2 + noise[1] ** 2);
        }
      }
      sum += 1 - square / mass / 2;
    }
    return sum / steps;
  };

  it.each([
    ['linear', linearSchedule(100), 0.1954],
    ['cosine', cosineSchedule(100), 0.3415],
  ])('no network can push the loss on noise below its floor (%s)', (_, schedule, expected) => {
    expect(Math.abs(floor(schedule) - expected)).toBeLessThan(1e-4);
    const mixture = { modes: eightGaussianModes, deviation: eightGaussianDeviation };
    const options = { random: createRandom(2), target: 'noise', draws: 40_000 } as const;
    expect(Math.abs(denoisingFloor(mixture, schedule.alphaBar, options) - expected)).toBeLessThan(0.012);
  });

  it('an answer of zero scores 1.00 on the noise', () => {
    const noise = createRandom(3).normals(100_000);
    const loss = noise.reduce((sum, value) => sum + value ** 2, 0) / noise.length;
    expect(Math.abs(loss - 1)).toBeLessThan(5 * Math.sqrt(2 / noise.length));
  });
});
