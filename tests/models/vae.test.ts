import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { bernoulli, gaussian } from '#models/likelihoods';
import { normalNoise } from '#models/noise';
import { batchOf, createTraining, disposeTraining } from '#models/training';
import {
  createVae,
  decode,
  elbo,
  encode,
  gaussianKl,
  interpolated,
  reconstructed,
  reparameterised,
  sampled,
  terms,
  train,
  trainingStep,
  vaeLoss,
  warmUp,
} from '#models/vae';
import { layoutOf, parameterCount, type Weights } from '#models/weights';
import { slopePairs } from './finite-differences.ts';

const small = { dimension: 3, latent: 2, widths: [12, 8] } as const;
const read = (tensor: tf.Tensor) => [...tensor.dataSync()];
const ink = (values: number[], columns: number) => tf.tensor2d(values, [values.length / columns, columns]);

describe.each(['cpu', 'wasm'] as const)('the variational autoencoder on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it('has 198,404 parameters for 256 pixels and 2 latent numbers', () => {
    const weights = createVae(createRandom(1), { dimension: 256, latent: 2 });
    expect(parameterCount(layoutOf(weights))).toBe(198_404);
  });

  it('has the slopes of finite differences, for both likelihoods and with labels', () => {
    const random = createRandom(2);
    const example = ink([1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0], 3);
    const noise = normalNoise([4, 2], random);
    const label = Int32Array.of(0, 1, -1, 1);
    for (const [likelihood, plan, extra] of [
      [bernoulli, small, { beta: 0.7 }],
      [gaussian(0.5), small, { beta: 2 }],
      [bernoulli, { ...small, classes: 2 }, { label }],
    ] as const) {
      const weights = createVae(random, plan);
      const loss = (weights: Weights) => vaeLoss(weights, example, { noise, likelihood, ...extra });
      for (const [back, difference] of slopePairs(loss, weights, { width: 2e-3 }))
        expect(Math.abs(back - difference)).toBeLessThan(3e-3);
    }
  });
});

describe('the pieces', () => {
  beforeAll(() => useBackend('cpu'));

  it('are those of the example worked by hand: z, D, R and the bound of one draw', () => {
    const posterior = { mean: ink([1], 1), logVariance: ink([Math.log(0.25)], 1) };
    const latent = reparameterised(posterior, ink([0.4], 1));
    expect(read(latent)[0]).toBeCloseTo(1.2, 6);
    const logits = tf.sub<tf.Tensor2D>(tf.mul(latent, 2), 1);
    const distortion = -read(bernoulli.logProbability(ink([1], 1), logits))[0];
    const rate = read(gaussianKl(posterior))[0];
    expect(distortion).toBeCloseTo(0.220417, 5);
    expect(rate).toBeCloseTo(0.818147, 5);
    expect(-(distortion + rate)).toBeCloseTo(-1.038565, 5);
  });

  it('stay finite at logits of 100 and beyond', () => {
    const values = read(bernoulli.logProbability(ink([1, 0, 1, 0], 1), ink([100, 100, -1000, -1000], 1)));
    expect(values).toEqual([-0, -100, -1000, -0].map((value) => expect.closeTo(value, 5)));
  });

  it('keep the log variance within -10 and 6, whatever the weights say', () => {
    const weights = createVae(createRandom(3), small);
    const loud = { ...weights, 'posterior.bias': tf.tensor1d([0, 0, 50, -50]) };
    const { logVariance } = encode(loud, tf.zeros([1, 3]));
    expect(read(logVariance)).toEqual([6, -10]);
  });

  it('add up to the bound, and to the loss at beta 1', () => {
    const random = createRandom(4);
    const weights = createVae(random, small);
    const example = ink([1, 0, 1, 0, 1, 1], 3);
    const draw = { noise: normalNoise([2, 2], random), likelihood: bernoulli };
    const { distortion, kl } = terms(weights, example, draw);
    const [d, k] = [read(distortion), read(kl)];
    const bound = read(elbo(weights, example, draw));
    bound.forEach((value, i) => expect(value).toBeCloseTo(-(d[i] + k[2 * i] + k[2 * i + 1]), 5));
    const loss = read(vaeLoss(weights, example, draw))[0];
    expect(loss).toBeCloseTo(-(bound[0] + bound[1]) / 2, 5);
  });

  it('leave the rate alone below the free bits, and push only above', () => {
    const weights = createVae(createRandom(5), small);
    const example = ink([1, 0, 1, 0, 1, 1], 3);
    const draw = { noise: tf.zeros<tf.Rank.R2>([2, 2]), likelihood: bernoulli };
    const { distortion } = terms(weights, example, draw);
    const mean = read(tf.mean(distortion))[0];
    // The first rates are near 0, so that both coordinates cost their free half nat and nothing depends on them.
    const free = (weights: Weights) =>
      tf.sub<tf.Scalar>(
        vaeLoss(weights, example, { ...draw, freeBits: 0.5 }),
        tf.mean(terms(weights, example, draw).distortion),
      );
    expect(read(free(weights))[0]).toBeCloseTo(1, 5);
    expect(read(vaeLoss(weights, example, { ...draw, freeBits: 0.5, beta: 3 }))[0]).toBeCloseTo(mean + 3, 5);
    const { grads } = tf.valueAndGrads((bias: tf.Tensor) => free({ ...weights, 'posterior.bias': bias }))([
      weights['posterior.bias'],
    ]);
    read(grads[0]).forEach((slope) => expect(slope).toBeCloseTo(0, 6));
  });

  it('let the label through to both networks', () => {
    const weights = createVae(createRandom(6), { ...small, classes: 3 });
    const example = ink([1, 0, 1], 3);
    const latent = ink([0.3, -0.2], 2);
    const [a, b] = [Int32Array.of(0), Int32Array.of(2)];
    expect(read(encode(weights, example, a).mean)).not.toEqual(read(encode(weights, example, b).mean));
    expect(read(decode(weights, latent, a))).not.toEqual(read(decode(weights, latent, b)));
    expect(read(decode(weights, latent))).toEqual(read(decode(weights, latent, Int32Array.of(-1))));
  });

  it('warm up in a straight line', () => {
    expect([0, 50, 100, 200].map((step) => warmUp(step, 100))).toEqual([0, 0.5, 1, 1]);
    expect(warmUp(0, 0)).toBe(1);
  });
});

describe('decoding', () => {
  beforeAll(() => useBackend('cpu'));
  const weights = () => createVae(createRandom(7), small);

  it('gives probabilities: of a reconstruction, of samples, along a way whose ends are its codes', () => {
    const net = weights();
    const [from, to] = [ink([1, 2], 2), ink([-1, 0], 2)];
    const way = interpolated(net, [from, to], { count: 5, likelihood: bernoulli });
    expect(way.shape).toEqual([5, 3]);
    const ends = read(sampled(net, { noise: tf.concat([from, to]), likelihood: bernoulli }));
    const along = read(way);
    [...along.slice(0, 3), ...along.slice(12)].forEach((value, i) => expect(value).toBeCloseTo(ends[i], 5));
    const again = read(reconstructed(net, ink([1, 0, 1], 3), { likelihood: bernoulli }));
    for (const value of [...along, ...again]) {
      expect(value).toBeGreaterThan(0);
      expect(value).toBeLessThan(1);
    }
  });
});

describe('training', () => {
  beforeAll(() => useBackend('wasm'));

  /** Four pixels that are all ink or all paper, and now and then one that errs: one bit and a little noise. */
  const stripes = (count: number, seed: number): Float32Array => {
    const random = createRandom(seed);
    return Float32Array.from({ length: count }, () => random.integer(2)).reduce<Float32Array>(
      (all, bit, i) => {
        for (let k = 0; k < 4; k++) all[4 * i + k] = random.uniform() < 0.02 ? 1 - bit : bit;
        return all;
      },
      new Float32Array(4 * count),
    );
  };
  const plan = { dimension: 4, latent: 1, widths: [16, 16] } as const;

  it('finds the bit: the bound comes close to the entropy of the data', { timeout: 60_000 }, async () => {
    const random = createRandom(8);
    const training = createTraining(createVae(random, plan));
    const examples = { values: stripes(2000, 1), dimension: 4 };
    const options = { likelihood: bernoulli, random, weighing: () => ({}), learningRate: 0.01, every: 50 };
    let last = Infinity;
    for await (const { step, loss } of train(training, () => batchOf(examples, 64, random), options)) {
      last = loss;
      if (step >= 400) break;
    }
    const error = 0.02;
    const entropy = Math.log(2) - 4 * (error * Math.log(error) + (1 - error) * Math.log(1 - error));
    expect(last).toBeGreaterThan(entropy - 0.15);
    expect(last).toBeLessThan(entropy + 0.3);
    disposeTraining(training);
  });

  it('repeats itself with the same seed and leaves nothing behind', () => {
    const losses = [1, 1, 2].map((seed) => {
      const random = createRandom(seed);
      const weights = createVae(random, plan);
      const training = createTraining(weights);
      const { clean } = batchOf({ values: stripes(50, 1), dimension: 4 }, 16, random);
      const before = tf.memory().numTensors;
      const options = { likelihood: bernoulli, random, weighing: () => ({ beta: 0.5 }), learningRate: 0.01 };
      const loss = trainingStep(training, { clean }, options);
      const value = loss.dataSync()[0];
      loss.dispose();
      expect(tf.memory().numTensors).toBe(before);
      return value;
    });
    expect(losses[0]).toBe(losses[1]);
    expect(losses[2]).not.toBe(losses[0]);
  });
});
