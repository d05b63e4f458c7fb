import * as tf from '@tensorflow/tfjs-core';
import type { RandomNumbers } from './weights.ts';

/** Standard normal noise of a shape, for the caller to dispose of. */
export function normalNoise(
  [count, dimension]: readonly [number, number],
  random: RandomNumbers,
): tf.Tensor2D {
  return tf.tensor2d(random.normals(count * dimension), [count, dimension]);
}

/** The same from one number of the stream, a seed: where there is a graphics card, it draws the noise itself. */
export function seededNoise(
  [count, dimension]: readonly [number, number],
  random: RandomNumbers,
): tf.Tensor2D {
  const settings = { shape: [count, dimension], seed: random.integer(2 ** 32) };
  return tf.engine().runKernel<tf.Tensor2D>('SeededNormal', {}, settings);
}
