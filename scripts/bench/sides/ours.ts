/** Our side: the models' own code on the backend that demos would get, with all that makes it fast. */
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '#lab/backend';
import { createRandom } from '#data/random';
import { standardisation, standardised } from '#data/standardisation';
import { train } from '#models/diffusion';
import { averagedWeights, batchOf, createTraining } from '#models/training';
import { cosineSchedule } from '#models/noise-schedule';
import { createPointDenoiser, pointDenoiser } from '#models/point-denoiser';
import { weightValues, type Weights } from '#models/weights';
import {
  diffusionSteps,
  learningRate,
  type Engine,
  type Setting,
  type Trainer,
  type WeightValues,
} from '../contract.ts';
import { trainingPoints } from '../points.ts';

export async function ours({ place, width, batch }: Setting): Promise<Trainer> {
  await useBackend(place === 'wasm-threads' ? 'wasm' : place);
  if (place === 'wasm-threads' && (await threadsOfWasm()) < 2)
    throw new Error('more than one thread does not pay here');
  const random = createRandom(1);
  const data = trainingPoints();
  const examples = { values: standardised(data, standardisation(data)), dimension: 2 };
  const training = createTraining(createPointDenoiser(random.fork('weights'), { width }));
  const options = {
    network: (weights: Weights) => pointDenoiser(weights, { steps: diffusionSteps }),
    schedule: cosineSchedule(diffusionSteps, { maxBeta: 0.5 }),
    target: 'noise',
    learningRate,
    random,
  } as const;
  return {
    engine: tf.engine() as unknown as Engine,
    async train(count) {
      const rounds = train(training, () => batchOf(examples, batch, random), { ...options, every: count });
      const { value } = await rounds.next();
      await rounds.return();
      return value?.loss ?? NaN;
    },
    async weights() {
      const weights = averagedWeights(training);
      const values = await weightValues(weights);
      tf.dispose(weights);
      return values as WeightValues;
    },
  };
}

const threadsOfWasm = async (): Promise<number> =>
  (await import('@tensorflow/tfjs-backend-wasm')).getThreadsCount();
