import * as tf from '@tensorflow/tfjs-core';
import type { VaeWeights } from '#models/vae';
import { applied, identity, scaled, transposed, type Matrix, type Vector } from './latent-oracles.ts';

/** What the network is to compute: mean code V x + shift, a fixed log-variance, and output W z + bias. */
export interface LinearNetwork {
  /** V: [latents][pixels] */
  readonly encoder: Matrix;
  readonly shift: Vector;
  readonly logVariance: Vector;
  /** W: [pixels][latents] */
  readonly decoder: Matrix;
  readonly bias: Vector;
}

/**
 * Weights with which the network of the article, rectified units and all, is linear: each number passes as its positive and its
 * negative part, v = relu(v) - relu(-v). So the model's own functions can be held against probabilistic PCA.
 */
export function linearNetwork({ encoder, shift, logVariance, decoder, bias }: LinearNetwork): VaeWeights {
  const latents = encoder.length;
  const one = identity(latents);
  const zeros = one.map((row) => row.map(() => 0));
  const twins = (a: Matrix): Matrix => a.map((row) => [...row, ...row.map((value) => -value)]);
  const halves = (a: Matrix): Matrix => [...a, ...scaled(a, -1)];
  const matrix = (a: Matrix): tf.Tensor2D => tf.tensor2d(a as number[][]);
  const row = (a: Vector): tf.Tensor1D => tf.tensor1d([...a]);
  return {
    'encoder1.weight': matrix(twins(transposed(encoder))), // [pixels, 2 latents]
    'encoder1.bias': row([...shift, ...shift.map((value) => -value)]),
    'encoder2.weight': matrix(identity(2 * latents)),
    'encoder2.bias': tf.zeros([2 * latents]),
    'posterior.weight': matrix(halves(one.map((r, i) => [...r, ...zeros[i]]))), // [2 latents, mean | log-variance]
    'posterior.bias': row([...shift.map(() => 0), ...logVariance]),
    'decoder1.weight': matrix(twins(one)), // [latents, 2 latents]
    'decoder1.bias': tf.zeros([2 * latents]),
    'decoder2.weight': matrix(identity(2 * latents)),
    'decoder2.bias': tf.zeros([2 * latents]),
    'output.weight': matrix(halves(transposed(decoder))), // [2 latents, pixels]
    'output.bias': row(bias),
  };
}

/** The network whose encoder gives the exact posterior of x ~ N(W z + bias, variance I), for W with orthogonal columns. */
export function exactNetwork(decoder: Matrix, bias: Vector, variance: number): LinearNetwork {
  const columns = transposed(decoder);
  const precision = columns.map((column) => column.reduce((sum, value) => sum + value ** 2, 0) + variance);
  const encoder = columns.map((column, j) => column.map((value) => value / precision[j]));
  return {
    encoder,
    shift: applied(encoder, bias).map((value) => -value),
    logVariance: precision.map((value) => Math.log(variance / value)),
    decoder,
    bias,
  };
}
