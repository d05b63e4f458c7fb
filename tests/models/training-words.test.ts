import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { batchOf, createTraining, disposeTraining } from '#models/training';
import { cosineSchedule } from '#models/noise-schedule';
import { createPointDenoiser, pointDenoiser } from '#models/point-denoiser';
import { partsInWords } from '#models/training-words';
import type { Weights } from '#models/weights';

beforeAll(() => useBackend('cpu'));

test('a step of training is told part by part, by the first point, and leaves nothing behind', async () => {
  const random = createRandom(3);
  const weights = createPointDenoiser(random.fork('weights'), { width: 8 });
  const training = createTraining(weights);
  const before = tf.memory().numTensors;
  const batch = batchOf({ values: Float32Array.of(0.25, -1.5), dimension: 2 }, 4, random);
  const told = [];
  for await (const part of partsInWords(training, batch, {
    network: (weights: Weights) => pointDenoiser(weights, { steps: 20 }),
    schedule: cosineSchedule(20),
    target: 'noise',
    learningRate: 0.01,
    random,
  }))
    told.push(part);
  expect(told.map(({ part }) => part)).toEqual(['draw', 'forward', 'loss', 'backward', 'update']);
  expect(told.map(({ step }) => step)).toEqual([0, 0, 0, 0, 1]);
  const noise = /its noise (\([^)]*\))/.exec(told[0].numbers)?.[1];
  expect(told[0].numbers).toContain('x₀ = (0.250, −1.500)');
  // The output layer starts at zero.
  expect(told[1].numbers).toBe(
    `For the first point the network answers (0.000, 0.000). The noise was ${noise}.`,
  );
  expect(told[2].numbers).toMatch(/squared error is \d+\.\d{3}\.$/);
  expect(told[4].numbers).toMatch(/^Root mean square of the moves: hidden1\.weight .*output\.bias 0\.010\.$/);
  expect(tf.memory().numTensors).toBe(before);
  disposeTraining(training);
  tf.dispose(weights);
});
