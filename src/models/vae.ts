import * as tf from '@tensorflow/tfjs-core';
import { dense, denseWeights } from './dense.ts';
import type { Likelihood } from './likelihoods.ts';
import { seededNoise } from './noise.ts';
import { descended, losses, type Batch, type Pace, type Training } from './training.ts';
import type { RandomNumbers, Weights } from './weights.ts';

/** Layers `encoder1`, `encoder2`, `posterior`, `decoder1`, `decoder2` and `output`, each with a weight and a bias. */
export type VaeWeights = Weights;

/** The size of a variational autoencoder. */
export interface VaePlan {
  /** Numbers per example. */
  readonly dimension: number;
  /** Numbers per code. */
  readonly latent: number;
  /** Units of the encoder's two hidden layers; the decoder has them in reverse. Default 256 and 128. */
  readonly widths?: readonly [number, number];
  /** How many labels there are, for a conditional model (Sohn et al. 2015). Default none. */
  readonly classes?: number;
}

/**
 * First weights, for the caller to dispose of: 198,404 parameters for 256 pixels and 2 latent numbers. The layer of the
 * posterior begins small, so that the first codes are close to the prior's and the first rate is close to 0.
 */
export function createVae(
  random: RandomNumbers,
  { dimension, latent, widths: [wide, narrow] = [256, 128], classes = 0 }: VaePlan,
): VaeWeights {
  const gain = Math.SQRT2; // keeps the spread through layers that cut at zero (He et al. 2015)
  return {
    ...denseWeights('encoder1', [dimension + classes, wide], { random, gain }),
    ...denseWeights('encoder2', [wide, narrow], { random, gain }),
    ...denseWeights('posterior', [narrow, 2 * latent], { random, gain: 0.5 }),
    ...denseWeights('decoder1', [latent + classes, narrow], { random, gain }),
    ...denseWeights('decoder2', [narrow, wide], { random, gain }),
    ...denseWeights('output', [wide, dimension], { random, gain: 0.1 }),
  };
}

/** A normal distribution for each example, its coordinates independent. */
export interface Gaussian {
  /** [batch, latent] */
  readonly mean: tf.Tensor2D;
  /** [batch, latent], the logarithm of the variance. */
  readonly logVariance: tf.Tensor2D;
}

/** Between these the logarithm of a variance is kept: half precision overflows at exp(11.1). */
const [leastLogVariance, mostLogVariance] = [-10, 6];

/**
 * The encoder, q(z | x): a cloud of codes for each example [batch, dimension].
 *
 * @param label [batch], for a conditional model; -1 for none
 */
export function encode(weights: VaeWeights, example: tf.Tensor2D, label?: Int32Array): Gaussian {
  const input = withLabel(example, label, weights['encoder1.weight']); // [batch, dimension + classes]
  const hidden1 = tf.relu(dense(input, weights, 'encoder1')); // [batch, wide]
  const hidden2 = tf.relu(dense(hidden1, weights, 'encoder2')); // [batch, narrow]
  const [mean, logVariance] = tf.split<tf.Tensor2D>(dense(hidden2, weights, 'posterior'), 2, 1); // twice [batch, latent]
  return { mean, logVariance: tf.clipByValue(logVariance, leastLogVariance, mostLogVariance) };
}

/** z = mean + deviation noise: the draw as a function of mean and deviation. Kingma and Welling 2014, section 2.4. */
export function reparameterised({ mean, logVariance }: Gaussian, noise: tf.Tensor2D): tf.Tensor2D {
  return tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise)); // [batch, latent]
}

/**
 * The decoder, the parameters of p(x | z): codes [batch, latent] -> [batch, dimension], logits for `bernoulli` and means for
 * `gaussian`.
 */
export function decode(weights: VaeWeights, latent: tf.Tensor2D, label?: Int32Array): tf.Tensor2D {
  const input = withLabel(latent, label, weights['decoder1.weight']); // [batch, latent + classes]
  const hidden1 = tf.relu(dense(input, weights, 'decoder1')); // [batch, narrow]
  const hidden2 = tf.relu(dense(hidden1, weights, 'decoder2')); // [batch, wide]
  return dense(hidden2, weights, 'output'); // [batch, dimension]
}

/** The label as a one among zeros beside the input, where the layer has room for it. */
function withLabel(input: tf.Tensor2D, label: Int32Array | undefined, weight: tf.Tensor): tf.Tensor2D {
  const classes = weight.shape[0] - input.shape[1];
  if (classes === 0) return input;
  const shown = label ?? new Int32Array(input.shape[0]).fill(-1);
  return tf.concat2d([input, tf.oneHot(tf.tensor1d(shown, 'int32'), classes) as tf.Tensor2D], 1);
}

/**
 * KL(q || N(0, I)) = (mean^2 + variance - 1 - log variance) / 2 for each coordinate, in nats: [batch, latent]. Kingma and
 * Welling 2014, appendix B.
 */
export function gaussianKl({ mean, logVariance }: Gaussian): tf.Tensor2D {
  const spread = tf.sub(tf.sub(tf.exp(logVariance), logVariance), 1);
  return tf.mul(tf.add(tf.square(mean), spread), 0.5);
}

/** What one draw of codes is judged by. */
export interface Draw {
  /** Standard normal, [batch, latent]. */
  readonly noise: tf.Tensor2D;
  readonly likelihood: Likelihood;
  readonly label?: Int32Array;
}

/** The two terms of the bound, in nats. */
export interface Terms {
  /** -log p(x | z) at the drawn code: [batch]. */
  readonly distortion: tf.Tensor1D;
  /** The rate, a share for each coordinate of the code: [batch, latent]. */
  readonly kl: tf.Tensor2D;
}

/** Distortion and rate of examples [batch, dimension], from one draw of a code for each. */
export function terms(weights: VaeWeights, example: tf.Tensor2D, { noise, likelihood, label }: Draw): Terms {
  const posterior = encode(weights, example, label);
  const output = decode(weights, reparameterised(posterior, noise), label);
  return { distortion: tf.neg(likelihood.logProbability(example, output)), kl: gaussianKl(posterior) };
}

/** Both terms averaged over the examples, read back: the distortion, and the rate of each coordinate of the code, in nats. */
export async function averageTerms(
  weights: VaeWeights,
  example: tf.Tensor2D,
  draw: Draw,
): Promise<{ distortion: number; kl: Float32Array }> {
  const means = tf.tidy(() => {
    const { distortion, kl } = terms(weights, example, draw);
    return tf.concat1d([tf.reshape(tf.mean(distortion), [1]), tf.mean<tf.Tensor1D>(kl, 0)]);
  });
  const [distortion, ...kl] = await means.data();
  tf.dispose(means);
  return { distortion, kl: Float32Array.from(kl) };
}

/** The evidence lower bound from one draw for each example, in nats: [batch]. Kingma and Welling 2014, eq. 7. */
export function elbo(weights: VaeWeights, example: tf.Tensor2D, draw: Draw): tf.Tensor1D {
  return tf.tidy(() => {
    const { distortion, kl } = terms(weights, example, draw);
    return tf.neg(tf.add(distortion, tf.sum(kl, 1)));
  });
}

/** How the two terms are weighed. */
export interface Weighing {
  /** Weight of the rate (Higgins et al. 2017). Default 1: the evidence lower bound. */
  readonly beta?: number;
  /** Nats per coordinate that cost nothing: below them the rate is not pushed down (Kingma et al. 2016, eq. 15). Default 0. */
  readonly freeBits?: number;
}

/** D + beta sum_j max(freeBits, KL_j), with D and KL_j averaged over the examples: what training makes small. */
export function vaeLoss(
  weights: VaeWeights,
  example: tf.Tensor2D,
  { beta = 1, freeBits = 0, ...draw }: Draw & Weighing,
): tf.Scalar {
  return tf.tidy(() => {
    const { distortion, kl } = terms(weights, example, draw);
    const rates = tf.mean<tf.Tensor1D>(kl, 0); // [latent], the mean over examples before the maximum
    const rate = tf.sum<tf.Scalar>(freeBits > 0 ? tf.maximum(rates, freeBits) : rates);
    return tf.add(tf.mean<tf.Scalar>(distortion), tf.mul(rate, beta));
  });
}

/** The share of the rate's weight after so many steps: a straight climb from 0 to 1. Bowman et al. 2016, section 3.1. */
export function warmUp(step: number, steps: number): number {
  return steps > 0 ? Math.min(1, step / steps) : 1;
}

export interface TrainingOptions extends Pace {
  readonly likelihood: Likelihood;
  readonly random: RandomNumbers;
  /** Read anew at each step. */
  readonly weighing: (step: number) => Weighing;
}

/**
 * One step of training: a noise for every example, the loss, its gradient, Adam, the average.
 *
 * @returns the loss [], still on the device, for the caller to dispose of
 */
export function trainingStep(
  training: Training,
  { clean, label }: Batch,
  options: TrainingOptions,
): tf.Scalar {
  const { likelihood, random, weighing } = options;
  const latent = training.layout.find(({ name }) => name === 'posterior.bias')!.shape[0] / 2;
  const noise = seededNoise([clean.shape[0], latent], random);
  const draw = { noise, likelihood, label, ...weighing(training.step) };
  const loss = descended(training, (weights) => vaeLoss(weights, clean, draw), options);
  tf.dispose(noise);
  return loss;
}

/**
 * Trains without end and yields the mean loss of every `every` steps; the caller stops by not asking again.
 *
 * @param batches makes the next batch; `train` frees it
 */
export function train(
  training: Training,
  batches: () => Batch,
  { every = 10, ...options }: TrainingOptions & { every?: number },
): AsyncGenerator<{ step: number; loss: number }, void, void> {
  const takeStep = (batch: Batch) => trainingStep(training, batch, options);
  return losses(training, batches, { takeStep, every });
}

/** What examples look like after a trip through the code and back, the mean of p(x | z) at the mean code: [batch, dimension]. */
export function reconstructed(
  weights: VaeWeights,
  example: tf.Tensor2D,
  { likelihood, label }: Omit<Draw, 'noise'>,
): tf.Tensor2D {
  return tf.tidy(() => likelihood.mean(decode(weights, encode(weights, example, label).mean, label)));
}

/** New examples: codes drawn from the prior, decoded. These are the means of p(x | z), [batch, dimension], not draws from it. */
export function sampled(weights: VaeWeights, { noise, likelihood, label }: Draw): tf.Tensor2D {
  return tf.tidy(() => likelihood.mean(decode(weights, noise, label)));
}

/** The way between two codes [1, latent], in `count` equal steps, both ends among them, decoded: [count, dimension]. */
export function interpolated(
  weights: VaeWeights,
  [from, to]: readonly [tf.Tensor2D, tf.Tensor2D],
  { count, likelihood }: { count: number; likelihood: Likelihood },
): tf.Tensor2D {
  return tf.tidy(() => {
    const share = tf.reshape(tf.linspace(0, 1, count), [count, 1]);
    const latent = tf.add<tf.Tensor2D>(from, tf.mul(share, tf.sub(to, from))); // [count, latent]
    return likelihood.mean(decode(weights, latent));
  });
}
