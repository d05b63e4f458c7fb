import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { eightGaussians } from '#data/eight-gaussians';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { objectives } from '#models/adversarial-objectives';
import {
  chanceLosses,
  fade,
  fakesOf,
  playRound,
  pull,
  savedRound,
  type Round,
} from '#models/adversarial-round';
import { pullArrows, scoresAt, signals } from '#models/game-signals';
import { createCritic, createGenerator, scored, type Game } from '#models/gan';
import { roundInWords } from '#models/round-words';
import { gameFrom } from '#models/saved-game';
import { batchOf, disposeTraining } from '#models/training';
import { unflattened } from '#models/weights';

beforeAll(async () => {
  await useBackend('cpu');
});

const plan = { latent: 2, dimension: 2, widths: [8, 8] };

function gameOf(seed: number): Game {
  const random = createRandom(seed);
  return gameFrom({ generator: createGenerator(random, plan), critic: createCritic(random, plan) });
}

const dispose = ({ generator, critic }: Game): void => [generator, critic].forEach(disposeTraining);

const values = eightGaussians(200, createRandom(5));

function roundOf(changes: Partial<Round> = {}) {
  const random = createRandom(7);
  const pace = { criticSteps: 1, generatorSteps: 1, criticRate: 0.01, generatorRate: 0.01 };
  const round: Round = { objective: objectives.relativistic, r1: 0.1, r2: 0.1, ...pace, random, ...changes };
  return { round, batches: () => batchOf({ values, dimension: 2 }, 16, random) };
}

describe('a round', () => {
  it('moves each player as often as it says, and holds no tensor', async () => {
    const held = tf.memory().numTensors;
    const game = gameOf(1);
    const { round, batches } = roundOf({ criticSteps: 3, generatorSteps: 2 });
    await playRound(game, batches, round);
    expect([game.critic.step, game.generator.step]).toEqual([3, 2]);
    dispose(game);
    expect(tf.memory().numTensors).toBe(held);
  });

  it.each(['critic', 'generator'] as const)('leaves a frozen %s as it was', async (player) => {
    const game = gameOf(1);
    const before = await savedRound(game, 0);
    const { round, batches } = roundOf({ [`${player}Steps`]: 0 });
    await playRound(game, batches, round);
    const after = await savedRound(game, 1);
    const changed = Object.keys(after.training).filter(
      (name) => String(after.training[name].values) !== String(before.training[name].values),
    );
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.filter((name) => name.startsWith(`${player}.`))).toEqual([]);
    expect(after.notes[`${player}Steps`]).toBe('0');
    dispose(game);
  });

  it.each([
    { criticSteps: 1, generatorSteps: 1 },
    { criticSteps: 2, generatorSteps: 1, r1: 0, r2: 0, unitSlope: 0.5, objective: objectives.wasserstein },
    { criticSteps: 0, generatorSteps: 2, objective: objectives.minimax },
    { criticSteps: 1, generatorSteps: 0 },
  ])('told in words leaves the same game and the same random numbers: %j', async (changes) => {
    const held = tf.memory().numTensors;
    const [plain, told] = [gameOf(2), gameOf(2)];
    const [one, other] = [roundOf(changes), roundOf(changes)];
    await playRound(plain, one.batches, one.round);
    const parts = [];
    for await (const part of roundInWords(told, other.batches, other.round)) parts.push(part);
    expect(await savedRound(told, 1)).toEqual(await savedRound(plain, 1));
    expect(other.round.random.uniform()).toBe(one.round.random.uniform());
    expect(parts).toHaveLength(5 * changes.criticSteps + 2 * changes.generatorSteps);
    expect(parts.map(({ ends }) => ends)).toEqual(parts.map((_, i) => i === parts.length - 1));
    expect(parts.map(({ numbers }) => numbers).join()).not.toMatch(/NaN|undefined|Infinity/);
    dispose(plain);
    dispose(told);
    expect(tf.memory().numTensors).toBe(held);
  });

  it('that is left amid its parts frees what it held', async () => {
    const held = tf.memory().numTensors;
    for (const count of [1, 3, 4, 6]) {
      const game = gameOf(2);
      const { round, batches } = roundOf();
      const parts = roundInWords(game, batches, round);
      for (let i = 0; i < count; i++) await parts.next();
      await parts.return();
      dispose(game);
    }
    expect(tf.memory().numTensors).toBe(held);
  });
});

it('rates stay for half of the rounds and then fall to 0 in a straight line', () => {
  expect([0, 250, 500, 750, 900, 1000, 2000].map((round) => fade(round, 1000))).toEqual([
    1, 1, 1, 0.5, 0.19999999999999996, 0, 0,
  ]);
});

describe.each(Object.entries(objectives))('%s', (name, objective) => {
  it('at chance costs both players what equal scores cost at their best', async () => {
    const expected = {
      minimax: [Math.log(4), -Math.log(2)],
      nonSaturating: [Math.log(4), Math.log(2)],
      leastSquares: [0.25, 0.125],
      wasserstein: [0, 0],
      relativistic: [Math.log(2), Math.log(2)],
    }[name]!;
    const { critic, generator } = await chanceLosses(objective);
    expect(critic).toBeCloseTo(expected[0], 5);
    expect(generator).toBeCloseTo(expected[1], 5);
  });

  it('pulls each fake along minus its gradient, by finite differences', () => {
    tf.tidy(() => {
      const critic = createCritic(createRandom(3), plan);
      const [real, fake] = [1, 2].map((seed) => tf.tensor2d(createRandom(seed).normals(10), [5, 2]));
      const lossAt = (fakes: tf.Tensor2D) =>
        objective.generator(scored(critic, fakes), scored(critic, real)).dataSync()[0];
      const found = pull(critic, { real, fake }, objective).dataSync();
      const h = 0.01;
      found.forEach((value, i) => {
        const moved = (by: number) =>
          tf.tensor2d(
            fake.dataSync().map((x, k) => (k === i ? x + by : x)),
            [5, 2],
          );
        const slope = (lossAt(moved(h)) - lossAt(moved(-h))) / (2 * h);
        expect(value).toBeCloseTo(-5 * slope, 2);
      });
    });
  });
});

describe('signals', () => {
  it('of a critic that measures height: accuracy, slope, pull and mean score by hand', async () => {
    const critic = {
      layout: [
        { name: 'output.weight', shape: [2, 1] },
        { name: 'output.bias', shape: [1] },
      ],
      parameters: tf.tensor1d([0, 2, 0]),
    } as never;
    const real = tf.tensor2d([[0, 1], [0, 3]]); // prettier-ignore
    const fake = tf.tensor2d([[0, 0], [0, 4]]); // prettier-ignore
    const read = await signals(critic, { real, fake }, objectives.wasserstein);
    expect(read.accuracy).toBe(50);
    expect(read.slope).toBeCloseTo(2, 6);
    expect(read.pullLength).toBeCloseTo(2, 6);
    expect(read.meanScore).toBeCloseTo(4, 6);
    expect(read.criticLoss).toBeCloseTo(0, 6);
    expect(read.generatorLoss).toBeCloseTo(-4, 6);
    expect([...(await scoresAt(critic, fake))]).toEqual([0, 8]);
    const arrows = await pullArrows(critic, { real, fake, count: 2 }, objectives.wasserstein);
    const length = 0.4 * Math.sqrt(2);
    [0, 0, 0, length, 0, 4, 0, length].forEach((value, i) => expect(arrows[i]).toBeCloseTo(value, 5));
    tf.dispose([real, fake]);
  });

  it('come from the present weights of the critic, and fakes from those that are asked for', async () => {
    const game = gameOf(4);
    const { round, batches } = roundOf();
    for (let i = 0; i < 3; i++) await playRound(game, batches, round);
    const noise = tf.tensor2d(createRandom(1).normals(6), [3, 2]);
    const [live, averaged] = [false, true].map((averaged) => fakesOf(game.generator, noise, { averaged }));
    expect(await live).not.toEqual(await averaged);
    const weights = unflattened(game.critic.parameters, game.critic.layout);
    expect([...(await scoresAt(game.critic, noise))]).toEqual([...scored(weights, noise).dataSync()]);
    tf.dispose([noise, ...Object.values(weights)]);
    dispose(game);
  });
});
