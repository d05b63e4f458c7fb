import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { score } from '#models/diffusion';
import { linearSchedule } from '#models/noise-schedule';
import { logDensity, meanClean, meanNoise, noisyVariance, type Mixture } from './oracles.ts';

const twoBumps: Mixture = { means: [1.5, -1.5], variance: 0.09 };
const kept = 0.5;
const grid = Array.from({ length: 101 }, (_, k) => -4 + (8 * k) / 100);
const scoreAt = (x: number): number => -meanNoise(x, twoBumps, kept) / Math.sqrt(1 - kept);

describe('the score and Tweedie', () => {
  it('the slope of log q_t is -E[noise | x] / sqrt(1 - alphaBar)', () => {
    const h = 1e-4;
    for (const x of grid) {
      const slope = (logDensity(x + h, twoBumps, kept) - logDensity(x - h, twoBumps, kept)) / (2 * h);
      expect(Math.abs(slope - scoreAt(x))).toBeLessThan(1e-6);
    }
  });

  it('E[x_0 | x] = (x + (1 - alphaBar) score) / sqrt(alphaBar)', () => {
    for (const x of grid) {
      const tweedie = (x + (1 - kept) * scoreAt(x)) / Math.sqrt(kept);
      expect(Math.abs(tweedie - meanClean(x, twoBumps, kept))).toBeLessThan(1e-10);
    }
  });

  it('E[x_0 | x] agrees with integrating over x_0', () => {
    for (const x of [-2, -0.3, 0.1, 1]) {
      let [mass, mean] = [0, 0];
      for (let clean = -4; clean <= 4; clean += 1e-3) {
        const prior = twoBumps.means.reduce((sum, m) => sum + Math.exp(-((clean - m) ** 2) / 0.18), 0);
        const weight = prior * Math.exp(-((x - Math.sqrt(kept) * clean) ** 2) / (2 * (1 - kept)));
        mass += weight;
        mean += weight * clean;
      }
      expect(mean / mass).toBeCloseTo(meanClean(x, twoBumps, kept), 9);
    }
  });

  it('score() of the models divides by minus the spread of each example', async () => {
    await useBackend('cpu');
    const schedule = linearSchedule(100);
    const time = Int32Array.of(3, 70);
    const values = score(tf.tensor2d([1, -2, 0.5, 4], [2, 2]), { schedule, time }).dataSync();
    [1, -2, 0.5, 4].forEach((noise, i) => {
      expect(values[i]).toBeCloseTo(-noise / Math.sqrt(1 - schedule.alphaBar[time[i >> 1]]), 4);
    });
  });
});

describe('denoising score matching, for Gaussian data and the linear model s(x) = a x', () => {
  const dataVariance = 0.25;
  const v = noisyVariance(kept, dataVariance);

  /** Both losses by integration over clean data and noise on a grid. */
  const losses = (a: number): { explicit: number; denoising: number } => {
    let [explicit, denoising, mass] = [0, 0, 0];
    for (let u = -7; u <= 7; u += 0.05) {
      for (let noise = -7; noise <= 7; noise += 0.05) {
        const weight = Math.exp(-(u ** 2 + noise ** 2) / 2);
        const x = Math.sqrt(kept * dataVariance) * u + Math.sqrt(1 - kept) * noise;
        explicit += (weight * (a * x + x / v) ** 2) / 2;
        denoising += (weight * (a * x + noise / Math.sqrt(1 - kept)) ** 2) / 2;
        mass += weight;
      }
    }
    return { explicit: explicit / mass, denoising: denoising / mass };
  };

  it.each([-3, -1, 0, 0.5])(
    'at a = %d both losses are a^2 v / 2 + a plus constants 1/(2v) and 1/(2(1 - alphaBar))',
    (a) => {
      const { explicit, denoising } = losses(a);
      const common = (a ** 2 * v) / 2 + a;
      expect(Math.abs(explicit - common - 1 / (2 * v))).toBeLessThan(1e-9);
      expect(Math.abs(denoising - common - 1 / (2 * (1 - kept)))).toBeLessThan(1e-9);
    },
  );

  it('both are smallest at a = -1/v, the true score, where only the explicit loss is 0', () => {
    const best = losses(-1 / v);
    for (const step of [-0.1, 0.1]) {
      expect(losses(-1 / v + step).explicit).toBeGreaterThan(best.explicit);
      expect(losses(-1 / v + step).denoising).toBeGreaterThan(best.denoising);
    }
    expect(best.explicit).toBeCloseTo(0, 12);
    // What is left is the variance of the noise given x, over 2 (1 - alphaBar).
    const irreducible = (kept * dataVariance) / v / (2 * (1 - kept));
    expect(best.denoising).toBeCloseTo(irreducible, 9);
  });
});

describe('Langevin dynamics', () => {
  it('with a step of .1 settles at variance v / (1 - step / (4 v)) = 1.0256410 instead of 1', () => {
    const step = 0.1;
    let variance = 5;
    for (let k = 0; k < 2000; k++) variance = (1 - step / 2) ** 2 * variance + step;
    expect(Math.abs(variance - 1 / (1 - step / 4))).toBeLessThan(1e-9);
    expect(variance).toBeCloseTo(1.025641, 6);
  });

  it('simulated, finds the same variance', () => {
    const random = createRandom(1);
    const count = 20_000;
    let sum = 0;
    for (let chain = 0; chain < count; chain++) {
      let x = 0;
      for (let k = 0; k < 100; k++) x += 0.05 * -x + Math.sqrt(0.1) * random.normal();
      sum += x ** 2 / count;
    }
    expect(Math.abs(sum / 1.025641 - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
  });

  it('drifts half as far as the ancestral mean (x + beta s) / sqrt(alpha)', () => {
    const { alpha, beta, alphaBar } = linearSchedule(100);
    for (const t of [1, 30, 100]) {
      const noise = 0.8;
      const scored = -noise / Math.sqrt(1 - alphaBar[t]);
      const ancestral = (0.3 + beta[t] * scored) / Math.sqrt(alpha[t]);
      const byNoise = (0.3 - (beta[t] / Math.sqrt(1 - alphaBar[t])) * noise) / Math.sqrt(alpha[t]);
      expect(Math.abs(ancestral - byNoise)).toBeLessThan(1e-12);
    }
  });
});

describe('the reverse SDE and the probability-flow ODE', () => {
  const dataVariance = 0.25;
  const rate = (u: number): number => 0.1 + 19.9 * u;
  const keptAt = (u: number): number => Math.exp(-(0.1 * u + (19.9 * u ** 2) / 2));
  const varianceAt = (u: number): number => noisyVariance(keptAt(u), dataVariance);
  const exact = Math.sqrt(dataVariance / varianceAt(1));
  /** dx/du of the flow, with the exact score -x / v. */
  const flow = (x: number, u: number): number => -0.5 * rate(u) * (x - x / varianceAt(u));

  const euler = (count: number): number => {
    let x = 1;
    for (let k = count; k > 0; k--) x -= flow(x, k / count) / count;
    return x / exact - 1;
  };
  const heun = (count: number): number => {
    let x = 1;
    for (let k = count; k > 0; k--) {
      const first = flow(x, k / count);
      const second = flow(x - first / count, (k - 1) / count);
      x -= (first + second) / 2 / count;
    }
    return x / exact - 1;
  };

  it.each([
    ['Euler', euler, 100, -4.519e-3],
    ['Euler', euler, 200, -2.307e-3],
    ['Heun', heun, 100, 2.748e-4],
    ['Heun', heun, 200, 6.95e-5],
  ])('%s: the flow from x(1) = 1 is off by the relative error quoted', (_, solver, count, expected) => {
    const error = (solver as (count: number) => number)(count as number);
    expect(Math.abs(error / (expected as number) - 1)).toBeLessThan(1e-3);
  });

  it('Euler is of order 1 and Heun of order 2', () => {
    expect(euler(1000) / euler(2000)).toBeCloseTo(2, 1);
    expect(heun(1000) / heun(2000)).toBeCloseTo(4, 1);
  });

  it.each([
    [100, 0.253747],
    [1000, 0.250353],
  ])('Euler-Maruyama with %i steps ends at variance %d', (count, expected) => {
    let variance = 1;
    for (let k = count; k > 0; k--) {
      const u = k / count;
      const growth = 1 + (rate(u) / count) * (0.5 - 1 / varianceAt(u));
      variance = growth ** 2 * variance + rate(u) / count;
    }
    expect(variance).toBeCloseTo(expected, 6);
  });

  it('have equal marginals: forward, reverse and flow carry the same variance', () => {
    // v' = beta (1 - v) forwards; the flow scales x by sqrt(v), so its squared scale obeys the same equation.
    for (const u of [0.1, 0.5, 0.9]) {
      const h = 1e-6;
      const slope = (varianceAt(u + h) - varianceAt(u - h)) / (2 * h);
      expect(slope).toBeCloseTo(rate(u) * (1 - varianceAt(u)), 6);
      const x = Math.sqrt(varianceAt(u));
      expect(2 * x * flow(x, u)).toBeCloseTo(slope, 6);
    }
  });
});
