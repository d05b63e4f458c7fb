import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { denoisingLoss, noised, prediction, targetOf, type Target } from '#models/diffusion';
import { cosineSchedule, linearSchedule, posteriorVariance, signalToNoise } from '#models/noise-schedule';
import { denoiserOf } from './oracles.ts';

const random = createRandom(0);

/** 1000 triples of clean data, noise and alphaBar between .01 and .99. */
const triples = Array.from({ length: 1000 }, () => ({
  clean: 2 * random.normal(),
  noise: random.normal(),
  kept: 0.01 + 0.98 * random.uniform(),
}));

const noisyOf = (clean: number, noise: number, kept: number): number =>
  Math.sqrt(kept) * clean + Math.sqrt(1 - kept) * noise;
const velocityOf = (clean: number, noise: number, kept: number): number =>
  Math.sqrt(kept) * noise - Math.sqrt(1 - kept) * clean;

describe('noise, clean data and velocity', () => {
  it('turn into one another and back', () => {
    for (const { clean, noise, kept } of triples) {
      const noisy = noisyOf(clean, noise, kept);
      const velocity = velocityOf(clean, noise, kept);
      expect(Math.abs(Math.sqrt(kept) * noisy - Math.sqrt(1 - kept) * velocity - clean)).toBeLessThan(1e-10);
      expect(Math.abs(Math.sqrt(1 - kept) * noisy + Math.sqrt(kept) * velocity - noise)).toBeLessThan(1e-10);
      expect(Math.abs((noisy - Math.sqrt(1 - kept) * noise) / Math.sqrt(kept) - clean)).toBeLessThan(1e-10);
      expect(Math.abs((noisy - Math.sqrt(kept) * clean) / Math.sqrt(1 - kept) - noise)).toBeLessThan(1e-10);
      // A rotation keeps lengths.
      expect(Math.abs(noisy ** 2 + velocity ** 2 - clean ** 2 - noise ** 2)).toBeLessThan(1e-10);
    }
  });

  it('have losses in the ratios 1 : SNR : 1 + SNR for clean data, noise and velocity', () => {
    for (const { clean, noise, kept } of triples) {
      const noisy = noisyOf(clean, noise, kept);
      const guess = noise + 0.3;
      const guessedClean = (noisy - Math.sqrt(1 - kept) * guess) / Math.sqrt(kept);
      const cleanLoss = (guessedClean - clean) ** 2;
      const velocityLoss = (velocityOf(guessedClean, guess, kept) - velocityOf(clean, noise, kept)) ** 2;
      const ratio = kept / (1 - kept);
      expect(Math.abs(0.09 / (ratio * cleanLoss) - 1)).toBeLessThan(1e-10);
      expect(Math.abs(velocityLoss / ((1 + ratio) * cleanLoss) - 1)).toBeLessThan(1e-10);
      expect(Math.abs(velocityLoss / (0.09 / kept) - 1)).toBeLessThan(1e-10);
    }
  });

  it('give the bound the weight (SNR_(t-1) - SNR_t) / 2 on the error of the clean data', () => {
    const schedule = linearSchedule(100);
    const { alpha, beta, alphaBar } = schedule;
    for (let t = 2; t <= 100; t++) {
      const weight = beta[t] ** 2 / (2 * posteriorVariance(schedule, t) * alpha[t] * (1 - alphaBar[t]));
      const expected = (signalToNoise(schedule, t - 1) - signalToNoise(schedule, t)) / 2;
      expect(Math.abs((weight * signalToNoise(schedule, t)) / expected - 1)).toBeLessThan(1e-9);
    }
  });

  it('min-SNR weights of the three targets describe one and the same loss', () => {
    for (const { clean, noise, kept } of triples.slice(0, 100)) {
      const [ratio, cap] = [kept / (1 - kept), 5];
      const guess = noise - 0.2;
      const guessedClean = (noisyOf(clean, noise, kept) - Math.sqrt(1 - kept) * guess) / Math.sqrt(kept);
      const velocityError = velocityOf(guessedClean, guess, kept) - velocityOf(clean, noise, kept);
      const capped = Math.min(ratio, cap);
      const cleanLoss = capped * (guessedClean - clean) ** 2;
      expect(Math.abs(((capped / ratio) * 0.04) / cleanLoss - 1)).toBeLessThan(1e-9);
      expect(Math.abs(((capped / (ratio + 1)) * velocityError ** 2) / cleanLoss - 1)).toBeLessThan(1e-9);
    }
  });
});

describe('the functions that the models use', () => {
  beforeAll(() => useBackend('cpu'));

  const schedule = cosineSchedule(100);
  // Times at which alphaBar lies between .01 and .99: division by its root costs at most one digit of single precision.
  const time = Int32Array.from({ length: 50 }, (_, i) => 5 + Math.floor((i * 88) / 50));
  const clean = () => tf.tensor2d(createRandom(4).normals(100), [50, 2]);
  const noise = () => tf.tensor2d(createRandom(5).normals(100), [50, 2]);

  const farthest = (a: tf.Tensor, b: tf.Tensor): number => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0];

  it.each<Target>(['noise', 'clean', 'velocity'])('%s: target and prediction are inverse', (target) => {
    const options = { target, schedule, time };
    const noisy = noised(clean(), noise(), options);
    const predicted = prediction(targetOf(clean(), noise(), options), noisy, options);
    expect(farthest(predicted.clean, clean())).toBeLessThan(1e-5);
    expect(farthest(predicted.noise, noise())).toBeLessThan(1e-5);
  });

  it('the velocity has the sign of the article: sqrt(alphaBar) noise - sqrt(1 - alphaBar) x_0', () => {
    const velocity = targetOf(clean(), noise(), { target: 'velocity', schedule, time }).dataSync();
    const [c, n] = [clean().dataSync<'float32'>(), noise().dataSync<'float32'>()];
    velocity.forEach((value, i) => {
      expect(value).toBeCloseTo(velocityOf(c[i], n[i], schedule.alphaBar[time[Math.floor(i / 2)]]), 5);
    });
  });

  it('the loss is the mean over examples and coordinates of the squared error, in explicit loops', () => {
    const [c, n] = [clean().dataSync<'float32'>(), noise().dataSync<'float32'>()];
    const zero = denoisingLoss((noisy) => denoiserOf(noisy, () => 0), clean(), {
      schedule,
      target: 'noise',
      time,
      noise: noise(),
    });
    expect(zero.dataSync()[0]).toBeCloseTo(n.reduce((sum, value) => sum + value ** 2, 0) / 100, 5);
    const half = denoisingLoss((noisy) => denoiserOf(noisy, (x, row) => 0.5 * x + time[row] / 100), clean(), {
      schedule,
      target: 'velocity',
      time,
      noise: noise(),
    });
    let sum = 0;
    c.forEach((value, i) => {
      const t = time[Math.floor(i / 2)];
      const kept = schedule.alphaBar[t];
      sum += (0.5 * noisyOf(value, n[i], kept) + t / 100 - velocityOf(value, n[i], kept)) ** 2 / 100;
    });
    expect(half.dataSync()[0]).toBeCloseTo(sum, 5);
  });

  it('at one time the losses of the three targets keep their ratios', () => {
    const one = new Int32Array(50).fill(40);
    const kept = schedule.alphaBar[40];
    const losses = (['noise', 'clean', 'velocity'] as const).map((target) => {
      // One and the same wrong guess of the noise, answered in the language of each target.
      const answer = (noisy: tf.Tensor2D): tf.Tensor2D => {
        const guessed = tf.add(noise(), 0.3) as tf.Tensor2D;
        const options = { schedule, time: one };
        const { clean: seen } = prediction(guessed, noisy, { ...options, target: 'noise' });
        return targetOf(seen, guessed, { ...options, target });
      };
      return denoisingLoss(answer, clean(), { schedule, target, time: one, noise: noise() }).dataSync()[0];
    });
    const ratio = kept / (1 - kept);
    expect(losses[0]).toBeCloseTo(0.09, 5);
    expect(losses[1]).toBeCloseTo(0.09 / ratio, 5);
    expect(losses[2]).toBeCloseTo(0.09 / kept, 5);
  });
});
