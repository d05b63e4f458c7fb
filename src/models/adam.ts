import * as tf from '@tensorflow/tfjs-core';

/** What Adam remembers of past gradients, for all parameters in one vector. */
export interface Adam {
  /** Running mean of the gradients. */
  mean: tf.Tensor1D;
  /** Running mean of their squares. */
  square: tf.Tensor1D;
  /** Steps taken so far. */
  step: number;
}

/** An Adam that has seen nothing yet, for `size` parameters. */
export function createAdam(size: number): Adam {
  return { mean: tf.zeros([size]), square: tf.zeros([size]), step: 0 };
}

/** Frees what Adam remembers. */
export function disposeAdam(adam: Adam): void {
  tf.dispose([adam.mean, adam.square]);
}

/**
 * One step of Adam (Kingma and Ba 2015, algorithm 1): each parameter moves against its mean gradient, measured in units of
 * that gradient's usual size. The corrections 1 - decay^step undo the start of both means at zero.
 *
 * @returns the new parameters; the old ones and the gradient stay the caller's
 */
export function adamStep(
  adam: Adam,
  { parameters, gradient }: { parameters: tf.Tensor1D; gradient: tf.Tensor1D },
  {
    learningRate,
    meanDecay = 0.9,
    squareDecay = 0.999,
  }: { learningRate: number; meanDecay?: number; squareDecay?: number },
): tf.Tensor1D {
  adam.step += 1;
  const meanCorrection = 1 - Math.pow(meanDecay, adam.step);
  const squareCorrection = 1 - Math.pow(squareDecay, adam.step);
  const [mean, square, moved] = tf.tidy(() => {
    const mean = mixed(adam.mean, gradient, meanDecay);
    const square = mixed(adam.square, tf.square(gradient), squareDecay);
    const usualSize = tf.add(tf.sqrt(tf.div(square, squareCorrection)), 1e-7);
    const move = tf.mul(tf.div(mean, usualSize), learningRate / meanCorrection);
    return [mean, square, tf.sub(parameters, move)] as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
  });
  disposeAdam(adam);
  Object.assign(adam, { mean, square });
  return moved;
}

/** decay old + (1 - decay) recent. */
function mixed(old: tf.Tensor1D, recent: tf.Tensor1D, decay: number): tf.Tensor1D {
  return tf.add(tf.mul(old, decay), tf.mul(recent, 1 - decay));
}

/**
 * A learning rate that climbs in a straight line for `warmUp` steps and then falls along half a cosine to `floor` times its
 * peak: large steps while the gradients are rough guides, small ones at the end.
 */
export function warmedUpCosine(
  step: number,
  {
    peak,
    warmUp = 100,
    total,
    floor = 0.05,
  }: { peak: number; warmUp?: number; total: number; floor?: number },
): number {
  if (step < warmUp) return (peak * (step + 1)) / warmUp;
  const progress = Math.min(1, (step - warmUp) / Math.max(1, total - warmUp));
  return peak * (floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * progress)));
}
