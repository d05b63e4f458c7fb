import * as tf from '@tensorflow/tfjs-core';
import type { RandomNumbers, Weights } from './weights.ts';

/**
 * x W + b with its backward pass written out: dL/dx = g W^T, dL/dW = x^T g, dL/db = the column sums of g.
 * The transposes are explicit and the column sums a product with ones, because the WASM backend multiplies plain matrices
 * about ten times faster than matrices that it is told to transpose on the way.
 */
const affine = tf.customGrad((...inputs) => {
  const [x, weight, bias, save] = inputs as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D, tf.GradSaveFunc];
  save([x, weight]);
  const gradFunc = (gradient: tf.Tensor, saved: tf.Tensor[]) => {
    const [x, weight] = saved as [tf.Tensor2D, tf.Tensor2D];
    const ones = tf.ones<tf.Rank.R2>([1, x.shape[0]]);
    return [
      tf.matMul(gradient, tf.transpose(weight)), // [rows, in]
      tf.matMul(tf.transpose(x), gradient), // [in, out]
      tf.reshape(tf.matMul(ones, gradient), bias.shape), // [out]
    ];
  };
  return { value: tf.add(tf.matMul(x, weight), bias), gradFunc };
});

/** A dense layer: every row of x [rows, in] becomes x W + b [rows, out], with the weights `<name>.weight` and `<name>.bias`. */
export function dense(x: tf.Tensor2D, weights: Weights, name: string): tf.Tensor2D {
  const { weight, bias } = layer(weights, name);
  return affine(x, weight, bias) as tf.Tensor2D;
}

/**
 * V x + b, the same from the left, with dL/dx = V^T g, dL/dV = g x^T, dL/db = the row sums of g. Transposes are explicit for
 * the same reason.
 */
const affineFromLeft = tf.customGrad((...inputs) => {
  const [x, weight, bias, save] = inputs as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.GradSaveFunc];
  save([x, weight]);
  const gradFunc = (gradient: tf.Tensor, saved: tf.Tensor[]) => {
    const [x, weight] = saved as [tf.Tensor2D, tf.Tensor2D];
    return [
      tf.matMul(tf.transpose(weight), gradient), // [in, columns]
      tf.matMul(gradient, tf.transpose(x)), // [out, in]
      tf.sum(gradient, 1, true), // [out, 1]
    ];
  };
  return { value: tf.add(tf.matMul(weight, x), bias), gradFunc };
});

/** A dense layer across rows: every column of x [in, columns] becomes V x + b [out, columns]. */
export function denseAcrossRows(x: tf.Tensor2D, weights: Weights, name: string): tf.Tensor2D {
  const { weight, bias } = layer(weights, name);
  return affineFromLeft(x, weight, bias) as tf.Tensor2D;
}

function layer(weights: Weights, name: string): { weight: tf.Tensor; bias: tf.Tensor } {
  const weight = weights[`${name}.weight`];
  const bias = weights[`${name}.bias`];
  if (!weight || !bias) throw new Error(`The weights hold no layer "${name}".`);
  return { weight, bias };
}

/** SiLU (swish), x times its own sigmoid: smooth, so that a predicted field has no kinks. Ramachandran et al. 2017. */
export function silu<T extends tf.Tensor>(x: T): T {
  return tf.mul(x, tf.sigmoid(x));
}

/**
 * First weights of a dense layer: normal with variance gain^2 / inputs, so that each layer hands on about the spread it
 * got; zero bias. With `gain: 0` the layer starts by answering zero.
 */
export function denseWeights(
  name: string,
  [inputs, outputs]: readonly [number, number],
  { random, gain = 1 }: { random: RandomNumbers; gain?: number },
): Weights {
  const scale = gain / Math.sqrt(inputs);
  const values = random.normals(inputs * outputs).map((value) => value * scale);
  return {
    [`${name}.weight`]: tf.tensor2d(values, [inputs, outputs]),
    [`${name}.bias`]: tf.zeros([outputs]),
  };
}

/** First weights of a dense layer across rows: V [outputs, inputs] and b [outputs, 1]. */
export function denseAcrossRowsWeights(
  name: string,
  [inputs, outputs]: readonly [number, number],
  { random, gain = 1 }: { random: RandomNumbers; gain?: number },
): Weights {
  const scale = gain / Math.sqrt(inputs);
  const values = random.normals(outputs * inputs).map((value) => value * scale);
  return {
    [`${name}.weight`]: tf.tensor2d(values, [outputs, inputs]),
    [`${name}.bias`]: tf.zeros([outputs, 1]),
  };
}
