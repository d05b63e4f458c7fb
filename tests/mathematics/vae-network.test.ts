import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { effectiveDraws, importanceBound, logWeights } from '#models/importance';
import { bernoulli, gaussian } from '#models/likelihoods';
import { elbo, gaussianKl, reparameterised, vaeLoss, warmUp, type VaeWeights } from '#models/vae';
import { drawOf, logNormal, marginal, scaled, identity, spreadOf } from './latent-oracles.ts';
import { exactNetwork, linearNetwork, type LinearNetwork } from './linear-network.ts';

beforeAll(() => useBackend('cpu'));

const values = (tensor: tf.Tensor): number[] => Array.from(tensor.dataSync());
const row = (...numbers: number[]): tf.Tensor2D => tf.tensor2d([numbers]);

/** The slope of a scalar loss in one tensor of the weights. */
const slopeIn = (weights: VaeWeights, name: string, loss: (weights: VaeWeights) => tf.Scalar): number[] =>
  values(tf.grad((tensor) => loss({ ...weights, [name]: tensor }))(weights[name]));

describe('the network with the weights of probabilistic PCA', () => {
  const variance = 0.3;
  // Columns at right angles, so that the posterior has no correlations.
  const decoder = [
    [1, 0.6],
    [-0.5, 1.2],
    [0.8, 0],
    [0, -0.3],
    [0.7, 0],
  ];
  const model = { weights: decoder, bias: [0.2, -0.4, 0, 1, 0.5], variance };
  const weights = () => linearNetwork(exactNetwork(decoder, model.bias, variance));
  const random = createRandom(91);
  const xs = [0, 1, 2].map(() => drawOf(marginal(model), random));
  const evidence = xs.map((x) => logNormal(x, marginal(model)));
  const example = () => tf.tensor2d(xs as number[][]);
  const likelihood = gaussian(variance);

  it('gives log p(x) for every draw', () => {
    const noise = tf.tensor2d(random.normals(3 * 40 * 2), [120, 2]);
    const found = logWeights(weights(), example(), { noise, likelihood }); // [40, 3]
    expect(found.shape).toEqual([40, 3]);
    values(found).forEach((value, i) => expect(Math.abs(value - evidence[i % 3])).toBeLessThan(2e-5));
    values(importanceBound(found)).forEach((value, i) =>
      expect(Math.abs(value - evidence[i])).toBeLessThan(2e-5),
    );
    for (const draws of values(effectiveDraws(found))) expect(draws).toBeCloseTo(40, 2);
  });

  it('has a bound of log p(x), on average over draws', () => {
    const count = 5000;
    const noise = tf.tensor2d(random.normals(count * 2), [count, 2]);
    const repeated = tf.tile(example().slice([0, 0], [1, 5]), [count, 1]) as tf.Tensor2D;
    const found = spreadOf(values(elbo(weights(), repeated, { noise, likelihood })));
    expect(Math.abs(found.mean - evidence[0])).toBeLessThan(5 * found.error);
    expect(found.error).toBeLessThan(0.05);
  });

  it('lies below log p(x) with another encoder, by the divergence from the posterior', () => {
    const other: LinearNetwork = { ...exactNetwork(decoder, model.bias, variance), logVariance: [0, 0] };
    const noise = tf.tensor2d(random.normals(5000 * 2), [5000, 2]);
    const repeated = tf.tile(example().slice([0, 0], [1, 5]), [5000, 1]) as tf.Tensor2D;
    const found = spreadOf(values(elbo(linearNetwork(other), repeated, { noise, likelihood })));
    const posterior = exactNetwork(decoder, model.bias, variance).logVariance;
    const missing = posterior.reduce((sum, log) => sum + 0.5 * (Math.exp(-log) - 1 + log), 0);
    expect(Math.abs(evidence[0] - found.mean - missing)).toBeLessThan(5 * found.error);
  });
});

describe('the network with the weights of the example worked by hand', () => {
  const weights = () =>
    linearNetwork({ encoder: [[0]], shift: [1], logVariance: [Math.log(0.25)], decoder: [[2]], bias: [-1] });
  const draw = () => ({ noise: row(0.4), likelihood: bernoulli });

  it('z = 1.2, one-sample ELBO -1.038565', () => {
    const posterior = { mean: row(1), logVariance: row(Math.log(0.25)) };
    expect(values(reparameterised(posterior, row(0.4)))[0]).toBeCloseTo(1.2, 6);
    expect(values(elbo(weights(), row(1), draw()))[0]).toBeCloseTo(-1.038565, 5);
  });

  it('slopes of the loss: bias -.197816, weight -.237379, mean .604368, log-variance -.414563', () => {
    const loss = (changed: VaeWeights): tf.Scalar => vaeLoss(changed, row(1), draw());
    expect(slopeIn(weights(), 'output.bias', loss)[0]).toBeCloseTo(-0.197816, 5);
    expect(slopeIn(weights(), 'output.weight', loss)[0]).toBeCloseTo(-0.237379, 5);
    const [mean, logVariance] = slopeIn(weights(), 'posterior.bias', loss);
    expect(mean).toBeCloseTo(0.604368, 5);
    expect(logVariance).toBeCloseTo(-0.414563, 5);
  });
});

describe('the pieces', () => {
  it('gaussianKl: .8181472 and .125, nothing averaged', () => {
    const found = values(gaussianKl({ mean: row(1, -0.5), logVariance: row(Math.log(0.25), 0) }));
    expect(found[0]).toBeCloseTo(0.8181472, 6);
    expect(found[1]).toBeCloseTo(0.125, 6);
  });

  it('bernoulli: -.2204174 at logit 1.4, finite with its slope at logits of 100', () => {
    expect(values(bernoulli.logProbability(row(1), row(1.4)))[0]).toBeCloseTo(-0.2204174, 6);
    expect(values(bernoulli.logProbability(row(1, 0), row(-100, 100)))[0]).toBeCloseTo(-200, 4);
    const slope = tf.grad((logits) => tf.sum(bernoulli.logProbability(row(1, 0), logits as tf.Tensor2D)));
    expect(values(slope(row(-100, 100)))).toEqual([1, -1]);
  });

  it('gaussian: the log-density with its normaliser', () => {
    const [x, mean] = [
      [0.3, -1, 2],
      [0.1, 0.4, 1.5],
    ];
    const expected = logNormal(x, { mean, covariance: scaled(identity(3), 0.7) });
    expect(values(gaussian(0.7).logProbability(row(...x), row(...mean)))[0]).toBeCloseTo(expected, 5);
  });

  it('importanceBound: the logarithm of the mean, not the mean of logarithms', () => {
    const logs = tf.tensor2d([[Math.log(1)], [Math.log(3)]]);
    expect(values(importanceBound(logs))[0]).toBeCloseTo(Math.log(2), 6);
  });
});

describe('free bits and warm-up', () => {
  const logVariance = [0, 0];
  // Divergences mean^2 / 2 of .1 and .6, averaged over two examples that lie on either side of them.
  const weights = () =>
    linearNetwork({
      encoder: [[0.1], [0.1]],
      shift: [Math.sqrt(0.2 - 0.01), Math.sqrt(1.2 - 0.01)],
      logVariance,
      decoder: [[0, 0]],
      bias: [0],
    });
  const examples = () => tf.tensor2d([[-1], [1]]);
  const rate = (changed: VaeWeights, freeBits: number): tf.Scalar => {
    const draw = { noise: tf.zeros([2, 2]) as tf.Tensor2D, likelihood: gaussian(1) };
    const distortion = 0.5 * (1 + Math.log(2 * Math.PI));
    return tf.sub(vaeLoss(changed, examples(), { ...draw, freeBits }), distortion);
  };

  it('mean divergences .1 and .6 cost 1.1 when .5 is free in each latent, and .7 when nothing is', () => {
    expect(values(rate(weights(), 0.5))[0]).toBeCloseTo(1.1, 5);
    expect(values(rate(weights(), 0))[0]).toBeCloseTo(0.7, 5);
  });

  it('below the free amount nothing pushes the mean, above it everything does', () => {
    const [first, second, ...rest] = slopeIn(weights(), 'posterior.bias', (changed) => rate(changed, 0.5));
    expect(first).toBe(0);
    expect(second).toBeCloseTo(Math.sqrt(1.19), 5);
    expect(rest[0]).toBe(0);
    expect(slopeIn(weights(), 'posterior.bias', (changed) => rate(changed, 0))[0]).toBeGreaterThan(0.4);
  });

  it('the weight climbs from 0 to 1 in a straight line and stays', () => {
    expect([0, 250, 500, 2000].map((step) => warmUp(step, 500))).toEqual([0, 0.5, 1, 1]);
    expect(warmUp(0, 0)).toBe(1);
  });
});
