import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { ancestralStep, type Denoiser, predictionAt, samples } from '#models/diffusion';
import { cosineSchedule, linearSchedule } from '#models/noise-schedule';
import type { RandomNumbers } from '#models/weights';

// With the exact denoiser in the network's place, wrong samples can only come from the sampler.
beforeAll(() => useBackend('cpu'));

const schedule = linearSchedule(100);
const dataVariance = 0.25;
const noisyVariance = (t: number) => schedule.alphaBar[t] * dataVariance + 1 - schedule.alphaBar[t];

/** The best possible noise prediction for data from N(0, 0.25): sqrt(1 - alphaBar) x / (variance of x). */
const gaussianOracle: Denoiser = (noisy, time) => {
  const shares = Float32Array.from(time, (t) => Math.sqrt(1 - schedule.alphaBar[t]) / noisyVariance(t));
  return tf.mul(noisy, tf.tensor2d(shares, [time.length, 1]));
};

const constant = (value: number): RandomNumbers => ({
  uniform: () => 0.5,
  integer: () => 0,
  normals: (count) => new Float32Array(count).fill(value),
});

describe('DDIM with the exact denoiser of a Gaussian', () => {
  it.each([
    [5, 0.055739],
    [10, 0.135739],
    [20, 0.188318],
    [50, 0.223713],
    [100, 0.236053],
  ])('in %d steps has the output variance %d', async (steps, expected) => {
    const drawn = await samples(gaussianOracle, tf.tensor2d([1], [1, 1]), {
      schedule,
      target: 'noise',
      steps,
      random: constant(0),
    });
    // The map from noise to sample is linear, so its slope squared is the variance.
    expect(drawn.dataSync()[0] ** 2).toBeCloseTo(expected, 4);
  });
});

describe('ancestral sampling with the exact denoiser of a Gaussian', () => {
  it.each([
    ['beta', 0.257776],
    ['posterior', 0.219228],
  ] as const)('with the variance %s has the output variance %d', (variance, expected) => {
    const stepped = (value: number, fresh: number, time: number) =>
      tf.tidy(() => {
        const noisy = tf.tensor2d([value], [1, 1]);
        const predicted = predictionAt(gaussianOracle, noisy, { schedule, target: 'noise', time });
        const jump = { schedule, time, next: time - 1, random: constant(fresh), variance };
        return ancestralStep(noisy, predicted, jump).dataSync()[0];
      });
    let output = 1;
    for (let time = 100; time >= 1; time--) {
      output = stepped(1, 0, time) ** 2 * output + stepped(0, 1, time) ** 2;
    }
    expect(output).toBeCloseTo(expected, 4);
  });
});

describe('the exact denoiser of two Gaussians', () => {
  const cosine = cosineSchedule(100);
  const [mode, variance] = [1.5, 0.09];
  /** Posterior mean of the noise by responsibilities; for two equal modes these are a tanh. */
  const mixtureOracle: Denoiser = (noisy, time) => {
    const { alphaBar } = cosine;
    const x = noisy.dataSync();
    const noise = Float32Array.from(x, (value, row) => {
      const [signal, v] = [
        Math.sqrt(alphaBar[time[row]]),
        alphaBar[time[row]] * variance + 1 - alphaBar[time[row]],
      ];
      const centre = signal * mode * Math.tanh((value * signal * mode) / v);
      return (Math.sqrt(1 - alphaBar[time[row]]) * (value - centre)) / v;
    });
    return tf.tensor2d(noise, [x.length, 1]);
  };

  it.each([
    ['ddim', 30],
    ['ancestral', 100],
  ] as const)('fills both modes, %s', async (sampler, steps) => {
    const random = createRandom(8);
    const count = 2000;
    const noise = tf.tensor2d(random.normals(count), [count, 1]);
    const drawn = await samples(mixtureOracle, noise, {
      schedule: cosine,
      target: 'noise',
      sampler,
      steps,
      random,
    });
    const values = [...drawn.dataSync()];
    const right = values.filter((value) => value > 0);
    expect(Math.abs(right.length / count - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / count));
    const distances = values.map((value) => Math.abs(value) - mode);
    const mean = distances.reduce((sum, value) => sum + value) / count;
    expect(Math.abs(mean)).toBeLessThan(0.05);
    const deviation = Math.sqrt(distances.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
    expect(Math.abs(deviation - 0.3)).toBeLessThan(0.04);
  });
});
