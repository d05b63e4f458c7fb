import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { denoisingLoss } from '#models/diffusion';
import { cosineSchedule } from '#models/noise-schedule';
import { createPointDenoiser, pointDenoiser } from '#models/point-denoiser';
import { timeFeatures } from '#models/time-features';
import { layoutOf, parameterCount, type Weights } from '#models/weights';
import { slopePairs } from './finite-differences.ts';

describe.each(['cpu', 'wasm'] as const)('the denoiser of points on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it('has 37,762 parameters at width 128', () => {
    expect(parameterCount(layoutOf(createPointDenoiser(createRandom(1))))).toBe(37_762);
  });

  it('starts by answering zero', () => {
    const denoiser = pointDenoiser(createPointDenoiser(createRandom(1), { width: 8 }), { steps: 100 });
    const output = denoiser(tf.tensor2d([1, 2, 3, 4], [2, 2]), Int32Array.of(1, 100));
    expect([...output.dataSync()]).toEqual([0, 0, 0, 0]);
  });

  it('has the slopes of finite differences', () => {
    const random = createRandom(2);
    const first = createPointDenoiser(random, { width: 6 });
    const weights = { ...first, 'output.weight': tf.tensor2d(random.normals(12), [6, 2]) };
    const [clean, noise] = [tf.tensor2d(random.normals(10), [5, 2]), tf.tensor2d(random.normals(10), [5, 2])];
    const time = Int32Array.of(1, 20, 40, 60, 100);
    const schedule = cosineSchedule(100);
    const loss = (weights: Weights) =>
      denoisingLoss(pointDenoiser(weights, { steps: 100 }), clean, {
        schedule,
        target: 'noise',
        time,
        noise,
      });
    for (const [back, difference] of slopePairs(loss, weights)) expect(back).toBeCloseTo(difference, 2);
  });
});

describe('time features', () => {
  beforeAll(() => useBackend('cpu'));

  it('are sines, then cosines, of 1000 t / T', () => {
    const features = timeFeatures(Int32Array.of(0, 50), { steps: 100, dimension: 4 });
    const expected = [0, 0, 1, 1, Math.sin(500), Math.sin(5), Math.cos(500), Math.cos(5)];
    [...features.dataSync()].forEach((value, i) => expect(value).toBeCloseTo(expected[i], 6));
  });

  it('tell all times apart', () => {
    const time = Int32Array.from({ length: 100 }, (_, k) => k + 1);
    const rows = timeFeatures(time, { steps: 100 }).arraySync();
    for (let t = 1; t < 100; t++) {
      const gap = Math.hypot(...rows[t].map((value, wave) => value - rows[t - 1][wave]));
      expect(gap).toBeGreaterThan(0.1);
    }
  });
});
