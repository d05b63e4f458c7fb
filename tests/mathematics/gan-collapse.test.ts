import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { nonSaturating } from '#models/adversarial-objectives';
import { createGenerator, generated, generatorStep, scored, type GanWeights } from '#models/gan';
import { normalNoise } from '#models/noise';
import { createTraining, disposeTraining } from '#models/training';
import { unflattened } from '#models/weights';
import { discreteJs, discreteKl } from './game-oracles.ts';

const modes = 8;
const data = new Array<number>(modes).fill(1 / modes);
const covering = (count: number): number[] => data.map((_, i) => (i < count ? 1 / count : 0));

describe('eight modes that share no point', () => {
  const formula = (share: number): number =>
    0.5 * (share * Math.log((2 * share) / (1 + share)) + Math.log(2 / (1 + share))) +
    ((1 - share) / 2) * Math.LN2;

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('fakes on %i of them: JS has its formula', (count) => {
    expect(Math.abs(discreteJs(data, covering(count)) - formula(count / modes))).toBeLessThan(1e-12);
  });

  it('the missing ones cost KL(q || p) = log K/k only, and KL(p || q) everything', () => {
    for (let count = 1; count < modes; count++) {
      expect(discreteKl(covering(count), data)).toBeCloseTo(Math.log(modes / count), 12);
      expect(discreteKl(data, covering(count))).toBe(Infinity);
    }
    expect(discreteKl(data, covering(modes))).toBeCloseTo(0, 12);
  });

  it('the last mode that is missing is the cheapest: JS rises little at first', () => {
    const costs = [8, 7, 6, 5, 4, 3, 2, 1].map((count) => discreteJs(data, covering(count)));
    const rises = costs.slice(1).map((cost, i) => cost - costs[i]);
    expect(rises).toEqual([...rises].sort((a, b) => a - b));
    expect(costs[1]).toBeLessThan(0.05);
    expect(costs[7]).toBeLessThan(Math.LN2);
  });
});

describe('against a critic that stands still', () => {
  beforeAll(() => useBackend('wasm'));

  /** -0.8 (|x - 1| + |y + 1|), out of leaky units: highest at (1, -1). */
  const peaked = (): GanWeights => ({
    'hidden1.weight': tf.tensor2d([1, -1, 0, 0, 0, 0, 1, -1], [2, 4]),
    'hidden1.bias': tf.tensor1d([-1, 1, 1, -1]),
    'output.weight': tf.tensor2d([-1, -1, -1, -1], [4, 1]),
    'output.bias': tf.tensor1d([0]),
  });

  it("the generator's best answer is one point, where the score is highest", () => {
    const scores = scored(peaked(), tf.tensor2d([1, -1, 0, -1, 3, 1], [3, 2])).dataSync();
    [0, -0.8, -3.2].forEach((score, i) => expect(scores[i]).toBeCloseTo(score, 6));
    const random = createRandom(2);
    const game = {
      generator: createTraining(createGenerator(random, { latent: 2, dimension: 2, widths: [32] })),
      critic: createTraining(peaked()),
    };
    const spread = () => {
      const weights = unflattened(game.generator.parameters, game.generator.layout);
      const { mean, variance } = tf.moments(generated(weights, normalNoise([500, 2], createRandom(3))), 0);
      return { mean: [...mean.dataSync()], deviation: Math.max(...tf.sqrt(variance).dataSync()) };
    };
    const before = spread();
    const steps = 600;
    const learningRate = (step: number) => 0.02 * (1 - step / steps);
    for (let step = 0; step < steps; step++) {
      const clean = normalNoise([64, 2], random);
      tf.dispose([generatorStep(game, { clean }, { objective: nonSaturating, learningRate, random }), clean]);
    }
    const after = spread();
    expect(before.deviation).toBeGreaterThan(0.5);
    expect(after.deviation).toBeLessThan(0.1 * before.deviation);
    [1, -1].forEach((at, i) => expect(Math.abs(after.mean[i] - at)).toBeLessThan(0.05));
    disposeTraining(game.generator);
    disposeTraining(game.critic);
  });
});
