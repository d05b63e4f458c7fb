import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { relativistic } from '#models/adversarial-objectives';
import { createCritic, createGenerator, criticStep, generatorStep, type Game } from '#models/gan';
import { gameFrom, savedGame } from '#models/saved-game';
import { batchOf, disposeTraining } from '#models/training';

const plan = { latent: 2, dimension: 2, widths: [6] };
const examples = { values: createRandom(1).normals(40), dimension: 2 };

beforeAll(async () => {
  await useBackend('wasm');
});

const fresh = () => ({
  generator: createGenerator(createRandom(2), plan),
  critic: createCritic(createRandom(3), plan),
});

/** Rounds of some steps of the critic and one of the generator; the losses of all of them. */
function losses(game: Game, random = createRandom(4), { rounds = 3, criticSteps = 1 } = {}): number[] {
  const move = { objective: relativistic, r1: 0.1, r2: 0.1, learningRate: 0.01, random };
  const found: number[] = [];
  const take = (step: typeof criticStep) => {
    const batch = batchOf(examples, 8, random);
    const loss = step(game, batch, move);
    found.push(loss.dataSync()[0]);
    tf.dispose([batch.clean, loss]);
  };
  for (let round = 0; round < rounds; round++) {
    for (let step = 0; step < criticSteps; step++) take(criticStep);
    take(generatorStep);
  }
  return found;
}

function disposeGame({ generator, critic }: Game): void {
  disposeTraining(generator);
  disposeTraining(critic);
}

test.each([1, 2])(
  'a game goes on as if it had never been saved; %i critic steps a round',
  async (criticSteps) => {
    const before = tf.memory().numTensors;
    const game = gameFrom(fresh());
    losses(game, createRandom(4), { criticSteps });
    const saved = structuredClone(await savedGame(game));
    expect(saved.step).toBe(3);
    const resumed = gameFrom(fresh(), saved, 3 * criticSteps);
    expect(resumed.critic.step).toBe(game.critic.step);
    const rest = losses(game, createRandom(5), { criticSteps });
    expect(losses(resumed, createRandom(5), { criticSteps })).toEqual(rest);
    expect(await savedGame(resumed)).toEqual(await savedGame(game));
    disposeGame(game);
    disposeGame(resumed);
    expect(tf.memory().numTensors).toBe(before);
  },
);

test('a critic whose steps are miscounted goes on otherwise', async () => {
  const game = gameFrom(fresh());
  losses(game, createRandom(4), { criticSteps: 2 });
  const wrong = gameFrom(fresh(), await savedGame(game), 3);
  expect(losses(wrong, createRandom(5))).not.toEqual(losses(game, createRandom(5)));
  disposeGame(game);
  disposeGame(wrong);
});

test('both players are saved under their names, and what is missing is named', async () => {
  const game = gameFrom(fresh());
  const saved = await savedGame(game);
  expect(Object.keys(saved.weights).sort()).toEqual(
    ['critic', 'generator'].flatMap((player) =>
      ['hidden1.bias', 'hidden1.weight', 'output.bias', 'output.weight'].map((name) => `${player}.${name}`),
    ),
  );
  const { ['critic.output.bias']: gone, ...weights } = saved.weights;
  expect(gone.shape).toEqual([1]);
  expect(() => gameFrom(fresh(), { ...saved, weights })).toThrow(/no "output.bias"/);
  disposeGame(game);
});

test('weights alone start a game of their own', async () => {
  const game = gameFrom(fresh());
  losses(game);
  const { weights } = await savedGame(game);
  const started = gameFrom(fresh(), { step: 0, weights, training: {} });
  expect([started.generator.step, started.critic.step]).toEqual([0, 0]);
  expect(await started.critic.parameters.data()).toEqual(await game.critic.average.data());
  disposeGame(game);
  disposeGame(started);
});
