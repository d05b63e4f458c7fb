import * as tf from '@tensorflow/tfjs-core';
import { adamStep, createAdam, disposeAdam, warmedUpCosine } from './adam.ts';
import { dense, denseWeights } from './dense.ts';
import {
  flattened,
  layoutOf,
  lossAndGradient,
  unflattened,
  type RandomNumbers,
  type Weights,
} from './weights.ts';

/** Layers `hidden1` 256 -> 128, `hidden2` 128 -> 64 and `scores` 64 -> 10, each with a weight and a bias. */
export type DigitClassifierWeights = Weights;

/** Features per picture: the units of the last hidden layer. */
export const featureCount = 64;

/** First weights of the judge of digits, for the caller to dispose of: 41,802 parameters. */
export function createDigitClassifier(random: RandomNumbers): DigitClassifierWeights {
  const gain = Math.SQRT2; // keeps the spread through layers that cut at zero (He et al. 2015)
  return {
    ...denseWeights('hidden1', [256, 128], { random, gain }),
    ...denseWeights('hidden2', [128, featureCount], { random, gain }),
    ...denseWeights('scores', [featureCount, 10], { random }),
  };
}

/** The last hidden layer, in which digits that look alike lie close together: pictures [batch, 256] -> [batch, 64]. */
export function digitFeatures(weights: DigitClassifierWeights, pictures: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const ink: tf.Tensor2D = tf.add(pictures, 1); // paper is 0: most inputs say nothing, and learning is faster
    const hidden = tf.relu(dense(ink, weights, 'hidden1')); // [batch, 128]
    return tf.relu(dense(hidden, weights, 'hidden2')); // [batch, 64]
  });
}

/** One score per class, of which softmax makes probabilities: pictures [batch, 256] -> [batch, 10]. */
export function digitScores(weights: DigitClassifierWeights, pictures: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => dense(digitFeatures(weights, pictures), weights, 'scores'));
}

/**
 * Cross-entropy: the mean of -log p(label | picture), with p the softmax of the scores.
 *
 * @param label [batch] from 0 to 9
 */
export function classificationLoss(
  weights: DigitClassifierWeights,
  pictures: tf.Tensor2D,
  label: Int32Array,
): tf.Scalar {
  return tf.tidy(() => {
    const logProbability = tf.logSoftmax(digitScores(weights, pictures)); // [batch, 10]
    const wanted = tf.oneHot(tf.tensor1d(label, 'int32'), 10);
    return tf.neg(tf.mean<tf.Scalar>(tf.sum(tf.mul(wanted, logProbability), 1)));
  });
}

/** The class with the highest score for each picture, from 0 to 9. */
export async function classifiedDigits(
  weights: DigitClassifierWeights,
  pictures: tf.Tensor2D,
): Promise<Int32Array> {
  const best = tf.tidy(() => tf.argMax(digitScores(weights, pictures), 1));
  const classes = Int32Array.from(await best.data());
  tf.dispose(best);
  return classes;
}

/** The features of pictures as plain numbers: [batch * 256] -> [batch * 64]. */
export async function featuresOf(
  weights: DigitClassifierWeights,
  pixels: Float32Array,
): Promise<Float32Array> {
  const features = tf.tidy(() => digitFeatures(weights, tf.tensor2d(pixels, [pixels.length / 256, 256])));
  const values = Float32Array.from(await features.data());
  tf.dispose(features);
  return values;
}

/**
 * Trains for `steps` steps of Adam. `batch` makes the pictures [batch, 256] and labels of a step; its pictures are freed here.
 *
 * @returns the trained weights, for the caller to dispose of; the first weights stay the caller's
 */
export function trainedClassifier(
  first: DigitClassifierWeights,
  batch: () => { pictures: tf.Tensor2D; label: Int32Array },
  { steps, learningRate = 2e-3 }: { steps: number; learningRate?: number },
): DigitClassifierWeights {
  const layout = layoutOf(first);
  let parameters = flattened(Object.values(first));
  const adam = createAdam(parameters.size);
  for (let step = 0; step < steps; step++) {
    const { pictures, label } = batch();
    const lossOf = (weights: Weights) => classificationLoss(weights, pictures, label);
    const { loss, gradient } = lossAndGradient(lossOf, parameters, layout);
    const rate = warmedUpCosine(step, { peak: learningRate, total: steps, floor: 0 });
    const moved = adamStep(adam, { parameters, gradient }, { learningRate: rate });
    tf.dispose([pictures, loss, gradient, parameters]);
    parameters = moved;
  }
  const trained = unflattened(parameters, layout);
  disposeAdam(adam);
  tf.dispose(parameters);
  return trained;
}
