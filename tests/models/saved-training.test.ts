import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { train } from '#models/diffusion';
import { batchOf, disposeTraining, type Training } from '#models/training';
import { cosineSchedule } from '#models/noise-schedule';
import { createPointDenoiser, pointDenoiser } from '#models/point-denoiser';
import { savedTraining, trainingFrom } from '#models/saved-training';

const steps = 10;
const schedule = cosineSchedule(steps);
const examples = { values: createRandom(1).normals(40), dimension: 2 };

beforeAll(async () => {
  await useBackend('wasm');
});

const fresh = (width = 4) => createPointDenoiser(createRandom(2), { width });

/** The losses of `count` steps more. */
async function losses(training: Training, random = createRandom(3), count = 3): Promise<number[]> {
  const rounds = train(training, () => batchOf(examples, 8, random), {
    network: (weights) => pointDenoiser(weights, { steps }),
    schedule,
    target: 'noise',
    learningRate: 0.01,
    random,
    every: 1,
  });
  const found: number[] = [];
  for await (const { loss } of rounds) if (found.push(loss) === count) break;
  return found;
}

/** Calls back with a training of three steps and frees what it held. */
async function afterThreeSteps<T>(work: (training: Training) => Promise<T>): Promise<T> {
  const training = trainingFrom(fresh());
  await losses(training);
  try {
    return await work(training);
  } finally {
    disposeTraining(training);
  }
}

test('the steps that follow are those that would have followed, and no tensor is left over', async () => {
  const before = tf.memory().numTensors;
  await afterThreeSteps(async (training) => {
    const saved = structuredClone(await savedTraining(training));
    expect(saved.step).toBe(3);
    const resumed = trainingFrom(fresh(), saved);
    expect(await losses(resumed, createRandom(4))).toEqual(await losses(training, createRandom(4)));
    expect(await savedTraining(resumed)).toEqual(await savedTraining(training));
    disposeTraining(resumed);
  });
  expect(tf.memory().numTensors).toBe(before);
});

test('weights alone start a training of their own, whatever their order', async () => {
  await afterThreeSteps(async (training) => {
    const { weights } = await savedTraining(training);
    const names = Object.fromEntries(Object.entries(weights).reverse());
    const started = trainingFrom(fresh(), { step: 0, weights: names, training: {} });
    expect(started.step).toBe(0);
    expect(await started.parameters.data()).toEqual(await training.average.data());
    expect(Math.max(...(await started.adam.square.data()))).toBe(0);
    disposeTraining(started);
  });
});

test('other shapes and missing weights are named, and leave nothing behind', async () => {
  await afterThreeSteps(async (under) => {
    const saved = await savedTraining(under);
    const before = tf.memory().numTensors;
    expect(() => trainingFrom(fresh(6), saved)).toThrow(/"hidden1.weight" is \[34, 4\], not \[34, 6\]/);
    const { ['adamMean.output.bias']: gone, ...training } = saved.training;
    expect(gone.shape).toEqual([2]);
    expect(() => trainingFrom(fresh(), { ...saved, training })).toThrow(/no "adamMean.output.bias"/);
    expect(() => trainingFrom(fresh(), { ...saved, weights: {} })).toThrow(/no "hidden1.weight"/);
    expect(tf.memory().numTensors).toBe(before);
  });
});
