import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { trainingStep } from '#models/diffusion';
import { batchOf, createTraining, disposeTraining } from '#models/training';
import { cosineSchedule } from '#models/noise-schedule';
import { createPointDenoiser, pointDenoiser } from '#models/point-denoiser';
import { sizes, trainingParts } from '#models/training-parts';
import type { Weights } from '#models/weights';

beforeAll(() => useBackend('cpu'));

const steps = 20;

function setting() {
  const random = createRandom(3);
  const weights = createPointDenoiser(random.fork('weights'), { width: 8 });
  const training = createTraining(weights);
  tf.dispose(weights);
  const examples = { values: random.fork('data').normals(60), dimension: 2 };
  const options = {
    network: (weights: Weights) => pointDenoiser(weights, { steps }),
    schedule: cosineSchedule(steps),
    target: 'noise',
    learningRate: 0.01,
    random,
  } as const;
  return { training, options, batch: () => batchOf(examples, 16, random) };
}

test('a step in parts is the step, and leaves nothing behind', async () => {
  const [whole, parts] = [setting(), setting()];
  for (let round = 0; round < 3; round++) {
    const [a, b] = [whole.batch(), parts.batch()];
    const loss = trainingStep(whole.training, a, whole.options);
    const before = tf.memory().numTensors;
    const seen: string[] = [];
    for await (const part of trainingParts(parts.training, b, parts.options)) {
      seen.push(part.part);
      if (part.part === 'loss') expect((await part.loss.data())[0]).toBe((await loss.data())[0]);
    }
    expect(seen).toEqual(['draw', 'forward', 'loss', 'backward', 'update']);
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([loss, a.clean, b.clean]);
  }
  for (const name of ['parameters', 'average'] as const)
    expect(await parts.training[name].data()).toEqual(await whole.training[name].data());
  expect(parts.training.step).toBe(3);
  disposeTraining(whole.training);
  disposeTraining(parts.training);
});

test('a step that is left before its last part changes nothing', async () => {
  const { training, options, batch } = setting();
  const { clean } = batch();
  const before = await training.parameters.data();
  const tensors = tf.memory().numTensors;
  for await (const { part } of trainingParts(training, { clean }, options)) if (part === 'backward') break;
  expect(await training.parameters.data()).toEqual(before);
  expect(training.step).toBe(0);
  expect(tf.memory().numTensors).toBe(tensors);
  tf.dispose(clean);
  disposeTraining(training);
});

test('sizes are root mean squares by name', async () => {
  const layout = [
    { name: 'a', shape: [2] },
    { name: 'b', shape: [1, 2] },
  ];
  const vector = tf.tensor1d([3, -3, 1, 7]);
  const found = await sizes(vector, layout);
  expect(found.a).toBeCloseTo(3, 6);
  expect(found.b).toBeCloseTo(5, 6);
  tf.dispose(vector);
});
