import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import {
  classificationLoss,
  classifiedDigits,
  createDigitClassifier,
  digitFeatures,
  digitScores,
  featureCount,
  trainedClassifier,
} from '#models/digit-classifier';
import { layoutOf, parameterCount } from '#models/weights';

beforeAll(() => useBackend('wasm'));

/** Stand-ins for digits that a small network tells apart at once: class k is a bright row k on noisy paper. */
function bars(count: number, seed: number) {
  const random = createRandom(seed);
  const label = Int32Array.from({ length: count }, () => random.integer(10));
  const values = random.normals(count * 256).map((value) => 0.3 * value - 1);
  label.forEach((row, k) => values.fill(1, k * 256 + row * 16, k * 256 + row * 16 + 16));
  return { pictures: tf.tensor2d(values, [count, 256]), label };
}

describe('the judge of digits', () => {
  it('has 41,802 parameters and 64 features that are never negative', () => {
    const weights = createDigitClassifier(createRandom(1));
    expect(parameterCount(layoutOf(weights))).toBe(41_802);
    const features = digitFeatures(weights, bars(3, 1).pictures);
    expect(features.shape).toEqual([3, featureCount]);
    expect(tf.min(features).dataSync()[0]).toBeGreaterThanOrEqual(0);
  });

  it('measures cross-entropy like an explicit loop', () => {
    const weights = createDigitClassifier(createRandom(1));
    const { pictures, label } = bars(6, 2);
    const scores = digitScores(weights, pictures).arraySync();
    const losses = scores.map((row, k) => {
      const total = row.reduce((sum, score) => sum + Math.exp(score), 0);
      return Math.log(total) - row[label[k]];
    });
    const mean = losses.reduce((sum, loss) => sum + loss) / 6;
    expect(classificationLoss(weights, pictures, label).dataSync()[0]).toBeCloseTo(mean, 4);
  });

  it('learns, and frees what it used', async () => {
    const before = tf.memory().numTensors;
    const first = createDigitClassifier(createRandom(1));
    let seed = 0;
    const trained = trainedClassifier(first, () => bars(32, ++seed), { steps: 120 });
    tf.dispose(Object.values(first));
    const { pictures, label } = bars(200, 1000);
    const judged = await classifiedDigits(trained, pictures);
    expect(judged.filter((digit, k) => digit === label[k]).length).toBeGreaterThan(180);
    tf.dispose([pictures, ...Object.values(trained)]);
    expect(tf.memory().numTensors).toBe(before);
  });
});
