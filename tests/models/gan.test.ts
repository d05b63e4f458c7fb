import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { minimax, objectives, relativistic } from '#models/adversarial-objectives';
import {
  between,
  createCritic,
  createGenerator,
  criticLoss,
  criticStep,
  generated,
  generatorLoss,
  generatorStep,
  judged,
  scored,
  slopePenalty,
  unitSlopePenalty,
  type Game,
  type GanWeights,
} from '#models/gan';
import { normalNoise } from '#models/noise';
import { batchOf, createTraining, disposeTraining, type Training } from '#models/training';
import { layoutOf, parameterCount, unflattened } from '#models/weights';
import { slopePairs } from './finite-differences.ts';

const plan = { latent: 3, dimension: 2, widths: [10, 7] };
const read = (tensor: tf.Tensor): number[] => [...tensor.dataSync()];
const number = (scalar: tf.Tensor): number => scalar.dataSync()[0];
const label = Int32Array.of(0, 2, 1, 2);
const share = (): tf.Tensor2D => tf.tensor2d([0.1, 0.4, 0.7, 0.9], [4, 1]);
const points = (seed: number): tf.Tensor2D => normalNoise([4, 2], createRandom(seed));

/** A generator and a critic, without and with labels. */
const kinds = [
  ['points', { classes: 0 }, {}],
  ['labelled points', { classes: 3 }, { label }],
] as const;

const penalties = {
  R1: { r1: 0.8 },
  R2: { r2: 0.6 },
  'R1 and R2': { r1: 0.8, r2: 0.6 },
  'unit slope': { unitSlope: 0.5 },
  all: { r1: 0.8, r2: 0.6, unitSlope: 0.5 },
};

function expectSlopes(loss: (weights: GanWeights) => tf.Scalar, weights: GanWeights): void {
  const pairs = slopePairs(loss, weights, { width: 2e-3, count: 16 });
  expect(Math.max(...pairs.map(([back]) => Math.abs(back)))).toBeGreaterThan(0.01);
  for (const [back, difference] of pairs) expect(Math.abs(back - difference)).toBeLessThan(2e-3);
}

describe.each(['cpu', 'wasm'] as const)('the two players on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  describe.each(kinds)('%s', (_, { classes }, input) => {
    const critic = () => createCritic(createRandom(1), { ...plan, classes });
    const generator = () => createGenerator(createRandom(2), { ...plan, classes });

    it('the written slope of the score is that of finite differences', () => {
      const [weights, x] = [critic(), points(3)];
      const { score, slope } = judged(weights, x, input);
      expect(read(score)).toEqual(read(scored(weights, x, input)));
      const slopes = slope.arraySync();
      for (const axis of [0, 1]) {
        const along = (shift: number) =>
          read(scored(weights, tf.add(x, tf.oneHot(axis, 2).mul(shift)), input));
        const [right, left] = [along(1e-3), along(-1e-3)];
        slopes.forEach((row, i) => expect(row[axis]).toBeCloseTo((right[i] - left[i]) / 2e-3, 3));
      }
    });

    const pair = () => ({ real: points(3), fake: points(4), share: share(), ...input });

    it.each(Object.keys(objectives) as (keyof typeof objectives)[])(
      "the critic's loss has the slopes of finite differences, bare and with every penalty: %s",
      (name) => {
        for (const rules of [{}, penalties.all])
          expectSlopes(
            (weights) => criticLoss(weights, pair(), { objective: objectives[name], ...rules }),
            critic(),
          );
      },
    );

    it.each(Object.keys(penalties) as (keyof typeof penalties)[])(
      'each penalty has them alone: %s',
      (name) => {
        const loss = (rules: object) => (weights: GanWeights) =>
          criticLoss(weights, pair(), { objective: relativistic, ...rules });
        expectSlopes((weights) => tf.sub(loss(penalties[name])(weights), loss({})(weights)), critic());
      },
    );

    it.each([false, true])("every objective's generator has them too; bounded: %s", (bounded) => {
      const against = {
        critic: critic(),
        noise: normalNoise([4, 3], createRandom(5)),
        real: points(3),
        ...input,
      };
      for (const objective of Object.values(objectives))
        expectSlopes((weights) => generatorLoss(weights, against, { objective, bounded }), generator());
    });
  });
});

describe('the pieces', () => {
  beforeAll(() => useBackend('cpu'));
  const critic = () => createCritic(createRandom(1), plan);

  it('have as many parameters as their layers need', () => {
    const sizes = { latent: 4, dimension: 2, widths: [128, 128] };
    const count = (weights: GanWeights) => parameterCount(layoutOf(weights));
    expect(count(createGenerator(createRandom(1), sizes))).toBe(5 * 128 + 129 * 128 + 129 * 2);
    expect(count(createCritic(createRandom(1), sizes))).toBe(3 * 128 + 129 * 128 + 129);
    expect(count(createCritic(createRandom(1), { ...sizes, classes: 10 }))).toBe(13 * 128 + 129 * 128 + 129);
  });

  it('a critic that answers 0 loses 2 log 2, and one that answers 800 to everything 800', () => {
    const answering = (score: number) => ({
      'hidden1.weight': tf.zeros([2, 3]),
      'hidden1.bias': tf.zeros([3]),
      'output.weight': tf.zeros([3, 1]),
      'output.bias': tf.tensor1d([score]),
    });
    const loss = (score: number) =>
      number(criticLoss(answering(score), { real: points(3), fake: points(4) }, { objective: minimax }));
    expect(loss(0)).toBeCloseTo(1.3862944, 6);
    expect(loss(800)).toBe(800);
    expect(loss(-800)).toBe(800);
  });

  it('the loss is the objective at both scores plus gamma / 2 times both mean squared slopes', () => {
    const [weights, real, fake] = [critic(), points(3), points(4)];
    const meanSquare = (x: tf.Tensor2D) =>
      judged(weights, x)
        .slope.arraySync()
        .reduce((sum, [a, b]) => sum + (a * a + b * b) / 4, 0);
    const loss = (rules: object) =>
      number(criticLoss(weights, { real, fake }, { objective: relativistic, ...rules }));
    const plain = number(relativistic.critic(scored(weights, real), scored(weights, fake)));
    expect(loss({})).toBeCloseTo(plain, 6);
    expect(loss({ r1: 3 })).toBeCloseTo(plain + 1.5 * meanSquare(real), 5);
    expect(loss({ r2: 3 })).toBeCloseTo(plain + 1.5 * meanSquare(fake), 5);
  });

  it('the penalty on unit slope looks between real and fake', () => {
    const [weights, real, fake] = [critic(), points(3), points(4)];
    const { slope } = judged(weights, between({ real, fake }, share()));
    const expected = slope.arraySync().reduce((sum, row) => sum + (Math.hypot(...row) - 1) ** 2 / 4, 0);
    const rules = { objective: minimax };
    const loss = (unitSlope: number) =>
      number(criticLoss(weights, { real, fake, share: share() }, { ...rules, unitSlope }));
    expect(loss(10) - loss(0)).toBeCloseTo(10 * expected, 4);
  });

  it('the penalties are 0 for slopes of length 1 and of length 0, each for its own', () => {
    const unit = tf.tensor2d([0.6, 0.8, 0, -1], [2, 2]);
    expect(number(unitSlopePenalty(unit, 10))).toBeCloseTo(0, 6);
    expect(number(slopePenalty(unit, 3))).toBeCloseTo(1.5, 6);
    expect(number(unitSlopePenalty(tf.zeros([2, 2]), 10))).toBeCloseTo(10, 4);
    expect(number(slopePenalty(tf.zeros([2, 2]), 3))).toBe(0);
    const gradient = tf.grad((slope) => unitSlopePenalty(slope as tf.Tensor2D, 1))(tf.zeros([2, 2]));
    for (const slope of read(gradient)) expect(Math.abs(slope)).toBe(0);
  });

  it('a point between is the fake for share 0, the real one for share 1, halfway for one half', () => {
    const pair = {
      real: tf.tensor2d([2, 4, 2, 4, 2, 4], [3, 2]),
      fake: tf.tensor2d([0, 0, 0, 0, 1, 1], [3, 2]),
    };
    expect(read(between(pair, tf.tensor2d([0, 1, 0.5], [3, 1])))).toEqual([0, 0, 2, 4, 1.5, 2.5]);
  });

  it('a bounded generator stays between -1 and 1 where the other does not', () => {
    const weights = createGenerator(createRandom(2), plan);
    const noise = tf.mul<tf.Tensor2D>(normalNoise([20, 3], createRandom(5)), 5);
    const [bounded, free] = [true, false].map((bounded) => read(generated(weights, noise, { bounded })));
    expect(Math.max(...free.map(Math.abs))).toBeGreaterThan(1);
    bounded.forEach((value, i) => expect(value).toBeCloseTo(Math.tanh(free[i]), 5));
  });

  it('a critic that counts from -1 judges examples as another judges them one higher, in every loss', () => {
    const [weights, real, fake] = [critic(), points(3), points(4)];
    const higher = ({ real, fake }: Record<'real' | 'fake', tf.Tensor2D>) => ({
      real: tf.add<tf.Tensor2D>(real, 1),
      fake: tf.add<tf.Tensor2D>(fake, 1),
    });
    const rules = { objective: relativistic, ...penalties.all };
    const moved = criticLoss(weights, { ...higher({ real, fake }), share: share() }, rules);
    const counted = criticLoss(weights, { real, fake, share: share() }, { ...rules, blank: -1 });
    expect(number(counted)).toBeCloseTo(number(moved), 5);
    expect(number(criticLoss(weights, { real, fake, share: share() }, rules))).not.toBeCloseTo(
      number(moved),
      2,
    );
    const maker = createGenerator(createRandom(2), plan);
    const lifted = { ...maker, 'output.bias': tf.add(maker['output.bias'], 1) };
    const noise = normalNoise([4, 3], createRandom(5));
    const before = generatorLoss(maker, { critic: weights, noise, real }, { ...rules, blank: -1 });
    const after = generatorLoss(lifted, { critic: weights, noise, real: higher({ real, fake }).real }, rules);
    expect(number(before)).toBeCloseTo(number(after), 5);
  });

  it('conditional networks ask for labels and heed them', () => {
    const conditional = { ...plan, classes: 3 };
    const judge = createCritic(createRandom(1), conditional);
    const maker = createGenerator(createRandom(2), conditional);
    const noise = tf.ones<tf.Rank.R2>([4, 3]);
    expect(() => scored(judge, points(3))).toThrow(/needs a label/);
    expect(() => generated(maker, noise)).toThrow(/needs a label/);
    const rows = generated(maker, noise, { label }).arraySync();
    expect(rows[1]).toEqual(rows[3]);
    expect(rows[1]).not.toEqual(rows[0]);
    const same = tf.ones<tf.Rank.R2>([4, 2]);
    const [a, b, c, d] = read(scored(judge, same, { label }));
    expect(b).toBe(d);
    expect(new Set([a, b, c]).size).toBe(3);
  });
});

describe('the moves', () => {
  beforeAll(() => useBackend('wasm'));
  const held: Training[] = [];
  afterAll(() => held.forEach(disposeTraining));

  function newGame(classes = 0): Game {
    const game = {
      generator: createTraining(createGenerator(createRandom(2), { ...plan, classes })),
      critic: createTraining(createCritic(createRandom(1), { ...plan, classes })),
    };
    held.push(game.generator, game.critic);
    return game;
  }
  const state = ({ parameters, average, adam, step }: Training) => [
    ...read(parameters),
    ...read(average),
    ...read(adam.mean),
    step,
  ];
  const moves = { critic: criticStep, generator: generatorStep };
  const move = (seed: number, rules = {}) => ({
    objective: relativistic,
    learningRate: 0.01,
    random: createRandom(seed),
    ...rules,
  });

  it.each([
    ['critic', 'generator'],
    ['generator', 'critic'],
  ] as const)('a step of the %s moves it and leaves the %s untouched', (mover, other) => {
    const game = newGame();
    const [moved, still] = [state(game[mover]), state(game[other])];
    moves[mover](game, { clean: points(3) }, move(1));
    expect(state(game[other])).toEqual(still);
    expect(game[mover].step).toBe(1);
    expect(state(game[mover])).not.toEqual(moved);
  });

  it.each(['critic', 'generator'] as const)('a step of the %s leaves no tensor over', (mover) => {
    for (const [classes, batch] of [
      [0, { clean: points(3) }],
      [3, { clean: points(3), label }],
    ] as const) {
      const game = newGame(classes);
      for (const rules of [{}, { r1: 1, r2: 1 }, { unitSlope: 10 }, { bounded: true }]) {
        const before = tf.memory().numTensors;
        tf.dispose(moves[mover](game, batch, move(1, rules)));
        expect(tf.memory().numTensors).toBe(before);
      }
    }
  });

  it('every step draws fakes of its own, and the same seed the same ones', () => {
    const loss = (random: ReturnType<typeof createRandom>) =>
      number(criticStep(newGame(), { clean: points(3) }, { ...move(1), random }));
    const random = createRandom(1);
    const [first, second] = [loss(random), loss(random)];
    expect(loss(createRandom(1))).toBe(first);
    expect(second).not.toBe(first);
  });

  it('a penalty is felt in the step', () => {
    const after = (rules: object) => {
      const game = newGame();
      criticStep(game, { clean: points(3) }, move(1, rules));
      return read(game.critic.adam.mean);
    };
    const plain = after({});
    for (const rules of [{ r1: 1 }, { r2: 1 }, { unitSlope: 1 }]) expect(after(rules)).not.toEqual(plain);
  });

  it('some hundred moves carry the fakes to the data', () => {
    const game = newGame();
    const random = createRandom(9);
    const rules = { ...move(9, { r1: 0.1, r2: 0.1, meanDecay: 0, squareDecay: 0.99 }), random };
    const values = random.normals(2000).map((value, i) => value / 2 + (i % 2 === 0 ? 3 : -2));
    const middle = () => {
      const weights = unflattened(game.generator.parameters, game.generator.layout);
      return tf.tidy(() => read(tf.mean(generated(weights, normalNoise([500, 3], createRandom(3))), 0)));
    };
    const missed = () => Math.hypot(middle()[0] - 3, middle()[1] + 2);
    expect(missed()).toBeGreaterThan(2);
    for (let step = 0; step < 300; step++) {
      const batch = batchOf({ values, dimension: 2 }, 64, random);
      tf.dispose([criticStep(game, batch, rules), generatorStep(game, batch, rules), batch.clean]);
    }
    expect(missed()).toBeLessThan(0.5);
  });
});
