import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { noised } from '#models/diffusion';
import {
  cosineSchedule,
  fromBetas,
  linearSchedule,
  signalToNoise,
  type NoiseSchedule,
} from '#models/noise-schedule';

const steps = (schedule: NoiseSchedule): number[] => Array.from({ length: schedule.steps }, (_, k) => k + 1);
const relative = (value: number, expected: number): number => Math.abs(value / expected - 1);

describe('the closed form of the forward process', () => {
  it.each([
    ['linear', linearSchedule(100)],
    ['linear, 1000 steps', linearSchedule(1000)],
    ['cosine', cosineSchedule(100)],
    ['cosine, cap .999', cosineSchedule(100, { maxBeta: 0.999 })],
  ])('equals the step-by-step mean and variance at every t (%s)', (_, schedule) => {
    let mean = 1;
    let variance = 0;
    for (const t of steps(schedule)) {
      mean *= Math.sqrt(1 - schedule.beta[t]);
      variance = (1 - schedule.beta[t]) * variance + schedule.beta[t];
      expect(Math.abs(mean - Math.sqrt(schedule.alphaBar[t]))).toBeLessThan(1e-12);
      expect(Math.abs(variance - (1 - schedule.alphaBar[t]))).toBeLessThan(1e-12);
    }
  });

  it('merges two steps into noise of variance 1 - alpha_t alpha_(t-1)', () => {
    const { alpha, beta } = linearSchedule(100);
    for (let t = 2; t <= 100; t++) {
      expect(relative(alpha[t] * beta[t - 1] + beta[t], 1 - alpha[t] * alpha[t - 1])).toBeLessThan(1e-9);
    }
  });

  it('agrees with 100,000 simulated chains from x_0 = 2 to t = 50', () => {
    const { beta, alphaBar } = linearSchedule(100);
    const random = createRandom(0);
    const count = 100_000;
    let sum = 0;
    let squares = 0;
    const expected = 2 * Math.sqrt(alphaBar[50]);
    for (let path = 0; path < count; path++) {
      let x = 2;
      for (let t = 1; t <= 50; t++) x = Math.sqrt(1 - beta[t]) * x + Math.sqrt(beta[t]) * random.normal();
      sum += x - expected;
      squares += (x - expected) ** 2;
    }
    expect(Math.abs(sum / count)).toBeLessThan(5 * Math.sqrt((1 - alphaBar[50]) / count));
    expect(relative(squares / count, 1 - alphaBar[50])).toBeLessThan(5 * Math.sqrt(2 / count));
  });
});

describe('noised', () => {
  beforeAll(() => useBackend('cpu'));

  it('is sqrt(alphaBar) x_0 + sqrt(1 - alphaBar) noise with a time for each example, not for each batch', () => {
    const schedule = linearSchedule(100);
    const random = createRandom(1);
    const [clean, noise] = [random.normals(12), random.normals(12)];
    const time = Int32Array.of(1, 40, 100, 0);
    const noisy = noised(tf.tensor2d(clean, [4, 3]), tf.tensor2d(noise, [4, 3]), {
      schedule,
      time,
    }).dataSync();
    noisy.forEach((value, i) => {
      const kept = schedule.alphaBar[time[Math.floor(i / 3)]];
      expect(value).toBeCloseTo(Math.sqrt(kept) * clean[i] + Math.sqrt(1 - kept) * noise[i], 5);
    });
  });
});

describe('the products alphaBar', () => {
  it.each<[string, NoiseSchedule, number]>([
    ['linear, T = 1000', linearSchedule(1000), 4.03583e-5],
    ['linear, T = 100, rescaled', linearSchedule(100), 2.039009e-5],
    [
      'the betas of 1000 steps used for 100: signal is left',
      fromBetas(Array.from({ length: 100 }, (_, k) => 1e-4 + ((0.02 - 1e-4) * k) / 99)),
      0.3635632,
    ],
  ])('%s', (_, { alphaBar, steps: last }, expected) => {
    // Half a unit of the last digit that is quoted.
    expect(relative(alphaBar[last], expected)).toBeLessThan(2.5e-7);
  });

  it('are sums of logarithms', () => {
    const { beta, alphaBar } = cosineSchedule(200);
    let sum = 0;
    for (let t = 1; t <= 200; t++) {
      sum += Math.log1p(-beta[t]);
      expect(relative(Math.exp(sum), alphaBar[t])).toBeLessThan(1e-9);
    }
  });

  it('approach exp(-integral of beta) = 4.318575e-5, which is 7 % off at T = 1000', () => {
    const continuum = Math.exp(-(0.1 + 19.9 / 2));
    expect(relative(continuum, 4.318575e-5)).toBeLessThan(2.5e-7);
    const { beta, alphaBar } = linearSchedule(1000);
    const total = beta.reduce((sum, value) => sum + value, 0);
    expect(relative(Math.exp(-total), continuum)).toBeLessThan(1e-9);
    expect(continuum / alphaBar[1000] - 1).toBeCloseTo(0.07, 3);
    expect(relative(linearSchedule(100_000).alphaBar[100_000], continuum)).toBeLessThan(1e-3);
  });

  it('start at clean data: slot 0 has alphaBar 1, and slot 1 is the first noise', () => {
    const { alphaBar, beta } = linearSchedule(1000);
    expect([alphaBar[0], beta[0]]).toEqual([1, 0]);
    expect(beta[1]).toBeCloseTo(1e-4, 12);
    expect(beta[1000]).toBeCloseTo(0.02, 12);
  });
});

describe('schedules seen through their signal-to-noise ratio', () => {
  const firstNoisy = (schedule: NoiseSchedule): number | undefined =>
    steps(schedule).find((t) => signalToNoise(schedule, t) < 1);

  it('noise overtakes the signal at t = 260 (linear) and t = 497 (cosine) of 1000', () => {
    expect(firstNoisy(linearSchedule(1000))).toBe(260);
    expect(firstNoisy(cosineSchedule(1000, { maxBeta: 0.999 }))).toBe(497);
  });

  it.each([
    [0.999, 2.42857e-7],
    [0.5, 2.73037e-4],
  ])('cosine over 100 steps with cap %d ends at alphaBar = %d', (maxBeta, expected) => {
    const { alphaBar } = cosineSchedule(100, { maxBeta });
    expect(relative(alphaBar[100], expected)).toBeLessThan(2.5e-6);
  });

  it('cosine with cap .999 ends in a cliff: 1 / sqrt(alpha_T) = 31.6 multiplies an error of the prediction', () => {
    const { beta, alpha } = cosineSchedule(100, { maxBeta: 0.999 });
    expect(beta[100]).toBe(0.999);
    expect(1 / Math.sqrt(alpha[100])).toBeCloseTo(31.6, 1);
  });

  it('linear: log SNR is -log(exp(integral of beta) - 1) in the continuum', () => {
    const schedule = linearSchedule(100_000);
    for (const u of [0.05, 0.3, 0.7, 1]) {
      const t = u * schedule.steps;
      const integral = 0.1 * u + (19.9 * u ** 2) / 2;
      expect(Math.log(signalToNoise(schedule, t))).toBeCloseTo(-Math.log(Math.expm1(integral)), 2);
    }
  });

  it('cosine without offset: log SNR is -2 log tan(pi u / 2)', () => {
    for (let k = 1; k <= 99; k++) {
      const u = k / 100;
      const alphaBar = Math.cos((Math.PI * u) / 2) ** 2;
      const expected = -2 * Math.log(Math.tan((Math.PI * u) / 2));
      expect(Math.abs(Math.log(alphaBar / (1 - alphaBar)) - expected)).toBeLessThan(1e-10);
    }
  });

  it('cosine: alphaBar is the squared cosine itself, as long as the cap does not bite', () => {
    const schedule = cosineSchedule(100, { maxBeta: 0.999 });
    const signal = (t: number): number => Math.cos((((t / 100 + 0.008) / 1.008) * Math.PI) / 2) ** 2;
    for (let t = 1; t < 100; t++)
      expect(relative(schedule.alphaBar[t], signal(t) / signal(0))).toBeLessThan(1e-9);
  });

  it.each([
    ['linear', linearSchedule(100)],
    ['cosine', cosineSchedule(100)],
  ])('%s: the ratio falls at every step, from infinity', (_, schedule) => {
    expect(signalToNoise(schedule, 0)).toBe(Infinity);
    for (const t of steps(schedule))
      expect(signalToNoise(schedule, t)).toBeLessThan(signalToNoise(schedule, t - 1));
  });

  it('the continuous bound depends on the endpoints only: two schedules, the same integral of error against SNR', () => {
    // For x_0 ~ N(0, s^2) the integrand is the smallest error s^2 (1 - alphaBar) / v, a function of the SNR alone.
    const bound = (alphaBars: number[]): number => {
      let sum = 0;
      for (let k = 1; k < alphaBars.length; k++) {
        const [before, after] = [alphaBars[k - 1], alphaBars[k]];
        const error = (kept: number): number => (0.25 * (1 - kept)) / (0.25 * kept + 1 - kept);
        const ratio = (kept: number): number => kept / (1 - kept);
        sum += ((ratio(before) - ratio(after)) * (error(before) + error(after))) / 4;
      }
      return sum;
    };
    const count = 20_000;
    const grid = Array.from({ length: count + 1 }, (_, k) => k / count);
    const [first, last] = [0.99, 0.001];
    const straight = grid.map((u) => first + (last - first) * u);
    const curved = grid.map((u) => last + (first - last) * Math.cos((u * Math.PI) / 2) ** 2);
    // The exact integral of s^2 / (s^2 r + 1) / 2 over the ratio r.
    const exact = (Math.log1p(0.25 * 99) - Math.log1p((0.25 * 0.001) / 0.999)) / 2;
    expect(bound(straight)).toBeCloseTo(exact, 4);
    expect(bound(curved)).toBeCloseTo(exact, 4);
  });
});
