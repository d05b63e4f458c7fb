import * as tf from '@tensorflow/tfjs-core';
import { flattened, layoutOf, lossAndGradient, unflattened, type Weights } from '#models/weights';

type Loss = (weights: Weights) => tf.Scalar;

/** The slope of a loss along one parameter, by moving it both ways; the step is wide because numbers are single precision. */
function slope(loss: Loss, weights: Weights, { index, width }: { index: number; width: number }): number {
  const at = (shift: number): number =>
    tf.tidy(() => {
      const moved = Float32Array.from(flattened(Object.values(weights)).dataSync());
      moved[index] += shift;
      return loss(unflattened(tf.tensor1d(moved), layoutOf(weights))).dataSync()[0];
    });
  return (at(width) - at(-width)) / (2 * width);
}

/** Pairs of slopes [by backpropagation, by finite differences] at `count` parameters spread over all of them. */
export function slopePairs(
  loss: Loss,
  weights: Weights,
  { count = 40, width = 1e-2 } = {},
): [number, number][] {
  const parameters = flattened(Object.values(weights));
  const { loss: value, gradient } = lossAndGradient(loss, parameters, layoutOf(weights));
  const slopes = gradient.dataSync();
  const pairs = Array.from({ length: count }, (_, k): [number, number] => {
    const index = Math.floor(((k + 0.5) * parameters.size) / count);
    return [slopes[index], slope(loss, weights, { index, width })];
  });
  tf.dispose([parameters, value, gradient]);
  return pairs;
}
