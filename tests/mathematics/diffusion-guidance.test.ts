import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { guided, noLabel, type Denoiser } from '#models/diffusion';
import { meanNoise, noisyVariance, responsibilities, type Mixture } from './oracles.ts';

const both: Mixture = { means: [1.5, -1.5], variance: 0.09 };
const plus: Mixture = { means: [1.5], variance: 0.09 };
const kept = 0.5;
const v = noisyVariance(kept, 0.09);
const scoreOf = (x: number, mixture: Mixture): number => -meanNoise(x, mixture, kept) / Math.sqrt(1 - kept);

describe('classifier-free guidance', () => {
  it('conditional minus unconditional score is 2 sqrt(alphaBar) m (1 - p(plus | x)) / v for two components', () => {
    for (let x = -4; x <= 4; x += 0.08) {
      const probability = responsibilities(x, both, kept)[0];
      const expected = ((2 * Math.sqrt(kept) * 1.5) / v) * (1 - probability);
      expect(Math.abs(scoreOf(x, plus) - scoreOf(x, both) - expected)).toBeLessThan(1e-10);
    }
  });

  it('that difference is the slope of log p(plus | x)', () => {
    const h = 1e-5;
    for (let x = -3; x <= 3; x += 0.25) {
      const log = (at: number): number => Math.log(responsibilities(at, both, kept)[0]);
      const slope = (log(x + h) - log(x - h)) / (2 * h);
      expect(Math.abs(slope - scoreOf(x, plus) + scoreOf(x, both))).toBeLessThan(1e-6);
    }
  });

  it('(1 + w) conditional - w unconditional is unconditional + g (conditional - unconditional) for g = 1 + w', () => {
    const random = createRandom(0);
    for (let k = 0; k < 100; k++) {
      const [c, u, w] = [random.normal(), random.normal(), 5 * random.uniform()];
      expect(Math.abs((1 + w) * c - w * u - (u + (1 + w) * (c - u)))).toBeLessThan(1e-12);
    }
  });

  it('does not commute with noising: variance .265306 guided, .506849 when the data are tilted first', () => {
    const w = 2;
    const conditional = noisyVariance(kept, 0.04);
    const unconditional = noisyVariance(kept, 1);
    const precision = (1 + w) / conditional - w / unconditional;
    expect(precision).toBeCloseTo(3.76923, 5);
    expect(1 / precision).toBeCloseTo(0.265306, 6);
    const tilted = 1 / ((1 + w) / 0.04 - w / 1);
    expect(noisyVariance(kept, tilted)).toBeCloseTo(0.506849, 6);
  });
});

describe('guided', () => {
  beforeAll(() => useBackend('cpu'));

  /** Answers label + 10 x + 100 time, so that every ingredient is seen in the result. */
  const asked: { rows: number; labels: number[] }[] = [];
  const network: Denoiser = (noisy, time, label) => {
    asked.push({ rows: noisy.shape[0], labels: Array.from(label ?? []) });
    const [x, width] = [noisy.dataSync(), noisy.shape[1]];
    const values = x.map((value, i) => {
      const row = Math.floor(i / width);
      return (label?.[row] ?? noLabel) * value + 100 * time[row];
    });
    return tf.tensor2d(values, noisy.shape);
  };
  const noisy = () => tf.tensor2d([1, 2, 3, 4], [2, 2]);
  const time = Int32Array.of(1, 2);
  const label = Int32Array.of(0, 7);

  it.each([0, 1, 2, 4.5])('with scale %d is unlabelled + scale (labelled - unlabelled)', (scale) => {
    const result = guided(network, scale)(noisy(), time, label).dataSync();
    const labelled = network(noisy(), time, label).dataSync();
    const unlabelled = network(noisy(), time).dataSync();
    result.forEach((value, i) => {
      expect(value).toBeCloseTo(unlabelled[i] + scale * (labelled[i] - unlabelled[i]), 4);
    });
  });

  it('asks both questions in one batch, and takes "no label" for no digit', () => {
    asked.length = 0;
    guided(network, 2)(noisy(), time, label);
    expect(asked).toEqual([{ rows: 4, labels: [0, 7, noLabel, noLabel] }]);
    expect(noLabel < 0 || noLabel > 9).toBe(true);
  });
});
