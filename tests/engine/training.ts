/** The same fifty steps twice: by the models on the backend that is set up, and by plain TensorFlow.js. */
import * as tf from '@tensorflow/tfjs-core';
import { createRandom } from '#data/random';
import { trainingStep } from '#models/diffusion';
import { batchOf, createTraining, disposeTraining } from '#models/training';
import { linearSchedule } from '#models/noise-schedule';
import { createPointDenoiser, pointDenoiser } from '#models/point-denoiser';
import { seededNormals } from '../../src/engine/threefry.ts';
import { plainTraining } from './plain.ts';

const schedule = linearSchedule(100);
const learningRate = 3e-3;

export interface Size {
  readonly width: number;
  readonly batch: number;
  readonly steps: number;
}

const start = ({ width }: Size) => createPointDenoiser(createRandom(5), { width });
const points = createRandom(6).normals(600);

/** Losses and the parameters at the end, by `trainingStep`. */
export async function trained(size: Size): Promise<number[]> {
  const random = createRandom(7);
  const first = start(size);
  const training = createTraining(first);
  tf.dispose(first);
  const network = (weights: Parameters<typeof pointDenoiser>[0]) => pointDenoiser(weights, { steps: 100 });
  const options = { network, schedule, target: 'noise', learningRate, random } as const;
  const losses: number[] = [];
  for (let step = 0; step < size.steps; step++) {
    const batch = batchOf({ values: points, dimension: 2 }, size.batch, random);
    const loss = trainingStep(training, batch, options);
    losses.push((await loss.data())[0]);
    tf.dispose([loss, batch.clean]);
  }
  const parameters = await training.parameters.data();
  disposeTraining(training);
  return [...losses, ...parameters];
}

/** The same by a straightforward loop; it draws the same numbers in the same order. */
export async function trainedPlainly(size: Size, adam: (rate: number) => tf.Optimizer): Promise<number[]> {
  const random = createRandom(7);
  const first = start(size);
  const training = plainTraining(Object.values(first), adam(learningRate), schedule.alphaBar);
  tf.dispose(first);
  const losses: number[] = [];
  for (let step = 0; step < size.steps; step++) {
    const { clean } = batchOf({ values: points, dimension: 2 }, size.batch, random);
    const time = new Int32Array(size.batch).map(() => 1 + random.integer(100));
    const noise = tf.tensor2d(seededNormals(random.integer(2 ** 32), 2 * size.batch), [size.batch, 2]);
    const loss = training.step(clean, time, noise);
    losses.push((await loss.data())[0]);
    tf.dispose([loss, clean, noise]);
  }
  const parameters: number[] = [];
  for (const variable of training.variables) parameters.push(...(await variable.data()));
  training.dispose();
  return [...losses, ...parameters];
}
