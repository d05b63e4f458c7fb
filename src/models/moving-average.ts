import * as tf from '@tensorflow/tfjs-core';

/** How much of the old average survives step number `step` (from 0): little at first, so that the start is soon forgotten. */
export function averageDecay(step: number, decay: number): number {
  return Math.min(decay, (1 + step) / (10 + step));
}

/**
 * The exponential moving average of the parameters: average + (1 - decay)(parameters - average). Sampling uses it instead
 * of the last parameters, because single training steps jitter around the place they are heading to.
 *
 * @returns the new average; the old one stays the caller's
 */
export function movedAverage(
  average: tf.Tensor1D,
  parameters: tf.Tensor1D,
  { decay, step }: { decay: number; step: number },
): tf.Tensor1D {
  const share = 1 - averageDecay(step, decay);
  return tf.tidy(() => tf.add(average, tf.mul(tf.sub(parameters, average), share)));
}
