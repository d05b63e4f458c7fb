import * as tf from '@tensorflow/tfjs-core';
import { dense, denseWeights, silu } from './dense.ts';
import type { Denoiser } from './diffusion.ts';
import { timeFeatures } from './time-features.ts';
import type { RandomNumbers, Weights } from './weights.ts';

/** Three hidden layers and an output layer, each with a weight [in, out] and a bias [out]. */
export type PointDenoiserWeights = Weights;

const waves = 32;

/**
 * First weights of the denoiser of points in the plane, for the caller to dispose of: 37,762 parameters at width 128. The
 * output layer is zero, so that training starts from the answer 0 and not from a random one.
 */
export function createPointDenoiser(
  random: RandomNumbers,
  { width = 128 }: { width?: number } = {},
): PointDenoiserWeights {
  return {
    ...denseWeights('hidden1', [2 + waves, width], { random }),
    ...denseWeights('hidden2', [width, width], { random }),
    ...denseWeights('hidden3', [width, width], { random }),
    ...denseWeights('output', [width, 2], { random, gain: 0 }),
  };
}

/**
 * The network: a point and its time in, two numbers out.
 *
 * @param options `steps` is T, the number of steps of the schedule
 */
export function pointDenoiser(weights: PointDenoiserWeights, { steps }: { steps: number }): Denoiser {
  return (noisy, time) => denoisePoints(weights, noisy, timeFeatures(time, { steps, dimension: waves }));
}

/** The forward pass. Disposes of nothing: it runs inside the tidy of whoever asks. */
export function denoisePoints(
  weights: PointDenoiserWeights,
  noisy: tf.Tensor2D,
  time: tf.Tensor2D,
): tf.Tensor2D {
  const input = tf.concat2d([noisy, time], 1); // [batch, 2 + 32]
  const hidden1 = silu(dense(input, weights, 'hidden1')); // [batch, width]
  const hidden2 = silu(dense(hidden1, weights, 'hidden2'));
  const hidden3 = silu(dense(hidden2, weights, 'hidden3'));
  return dense(hidden3, weights, 'output'); // [batch, 2]
}
