/** The small game: a generator and a critic of two hidden layers each learn eight Gaussians; the critic moves twice a round. */
import * as tf from '@tensorflow/tfjs-core';
import { eightGaussians } from '#data/eight-gaussians';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { nonSaturating } from '#models/adversarial-objectives';
import { createCritic, createGenerator, criticStep, generatorStep } from '#models/gan';
import { batchOf, createTraining } from '#models/training';
import { weightValues } from '#models/weights';
import { learningRate, type Engine, type Setting, type Trainer, type WeightValues } from '../contract.ts';

export async function game({ place, width, batch }: Setting): Promise<Trainer> {
  await useBackend(place === 'wasm-threads' ? 'wasm' : place);
  const random = createRandom(1);
  const plan = { dimension: 2, widths: [width, width] };
  const generator = createGenerator(random, { latent: 2, ...plan });
  const critic = createCritic(random, plan);
  const players = { generator: createTraining(generator), critic: createTraining(critic) };
  const examples = { values: eightGaussians(12_000, random), dimension: 2 };
  const move = { objective: nonSaturating, random, learningRate };
  const moved = (step: typeof criticStep): tf.Scalar => {
    const drawn = batchOf(examples, batch, random);
    const loss = step(players, drawn, move);
    tf.dispose(drawn.clean);
    return loss;
  };
  return {
    engine: tf.engine() as unknown as Engine,
    async train(count) {
      let value = NaN;
      for (let round = 0; round < count; round++) {
        const losses = [moved(criticStep), moved(criticStep), moved(generatorStep)];
        [value] = await losses[2].data();
        tf.dispose(losses);
      }
      return value;
    },
    weights: async () => (await weightValues(generator)) as WeightValues,
  };
}
