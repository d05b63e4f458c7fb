/** The moving average of weights, in plain TensorFlow.js, at the pace that our training uses. */
import type { Tensor, Variable } from '@tensorflow/tfjs';
import { averageDecay } from '#models/moving-average';
import type { TensorFlow } from './tensorflow.ts';

export interface MovingAverage {
  /** To be called after each step. */
  update(): void;
  readonly values: readonly Tensor[];
}

/** @param weights reads the weights as they are now */
export function movingAverage(tf: TensorFlow, weights: () => readonly Tensor[]): MovingAverage {
  const values: Variable[] = weights().map((weight) => tf.variable(weight, false));
  let step = 0;
  return {
    values,
    update() {
      const share = 1 - averageDecay(step++, 0.995);
      tf.tidy(() => {
        weights().forEach((weight, i) => values[i].assign(values[i].add(weight.sub(values[i]).mul(share))));
      });
    },
  };
}
