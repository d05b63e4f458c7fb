import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { effectiveDraws, importanceBound, logWeights } from '#models/importance';
import { bernoulli } from '#models/likelihoods';
import { normalNoise } from '#models/noise';
import { createVae, decode, elbo } from '#models/vae';

const read = (tensor: tf.Tensor) => [...tensor.dataSync()];

describe('importance weights', () => {
  beforeAll(() => useBackend('cpu'));
  const weights = () => createVae(createRandom(1), { dimension: 3, latent: 2, widths: [5, 4], classes: 2 });
  const example = () => tf.tensor2d([1, 0, 1, 0, 1, 1], [2, 3]);
  const label = Int32Array.of(1, 0);

  it('have the bound of one draw as their mean logarithm where the rate is what the draws say', () => {
    const random = createRandom(2);
    const draws = 20_000;
    const noise = normalNoise([draws * 2, 2], random);
    const w = logWeights(weights(), example(), { noise, likelihood: bernoulli, label });
    expect(w.shape).toEqual([draws, 2]);
    const means = read(tf.mean(w, 0));
    const bounds = Array.from({ length: 200 }, () =>
      read(elbo(weights(), example(), { noise: normalNoise([2, 2], random), likelihood: bernoulli, label })),
    );
    means.forEach((mean, i) => {
      const bound = bounds.reduce((sum, one) => sum + one[i], 0) / bounds.length;
      expect(Math.abs(mean - bound)).toBeLessThan(0.02);
    });
  });

  it('add up over a grid of codes: the bound of many draws is log p(x)', () => {
    const net = weights();
    const noise = normalNoise([2 * 20_000, 2], createRandom(3));
    const many = read(importanceBound(logWeights(net, example(), { noise, likelihood: bernoulli, label })));
    expectGrid(net, many);
  });

  /** log of the sum over a grid of p(x | z) p(z) dz. */
  function expectGrid(net: ReturnType<typeof weights>, found: number[]): void {
    const [reach, spacing] = [5, 0.1];
    const side = Math.round((2 * reach) / spacing) + 1;
    const at = (i: number) => -reach + i * spacing;
    const codes = Float32Array.from({ length: side * side * 2 }, (_, k) =>
      k % 2 === 0 ? at(Math.floor(k / 2) % side) : at(Math.floor(Math.floor(k / 2) / side)),
    );
    found.forEach((value, i) => {
      const one = tf.tile(tf.slice(example(), [i, 0], [1, 3]), [side * side, 1]);
      const latent = tf.tensor2d(codes, [side * side, 2]);
      const logits = decode(net, latent, new Int32Array(side * side).fill(label[i]));
      const explained = read(bernoulli.logProbability(one, logits));
      const sum = explained.reduce((total, log, k) => {
        const prior = -0.5 * (codes[2 * k] ** 2 + codes[2 * k + 1] ** 2) - Math.log(2 * Math.PI);
        return total + Math.exp(log + prior) * spacing ** 2;
      }, 0);
      expect(Math.abs(Math.log(sum) - value)).toBeLessThan(0.01);
    });
  }

  it('give the log of their mean, without overflow, and count how many draws they are worth', () => {
    const logs = tf.tensor2d([Math.log(1), 1000, Math.log(3), 1000, Math.log(2), -1000], [3, 2]);
    const [plain, huge] = read(importanceBound(logs));
    expect(plain).toBeCloseTo(Math.log(2), 6);
    expect(huge).toBeCloseTo(1000 + Math.log(2 / 3), 3);
    const [few, two] = read(effectiveDraws(logs));
    expect(few).toBeCloseTo(36 / 14, 4);
    expect(two).toBeCloseTo(2, 2);
  });
});
