import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { relativistic } from '#models/adversarial-objectives';
import { criticLoss } from '#models/gan';
import { integral } from './latent-oracles.ts';
import {
  bestScore,
  data,
  density,
  expected,
  fakes,
  jensenShannon,
  line,
  lineSlopes,
  peak,
  sigmoid,
  softplus,
  table,
} from './game-oracles.ts';

/** E over independent pairs of -log sigmoid(score of the real one - score of the fake). */
const pairLoss = (shift: number, score: (x: number) => number): number =>
  integral(
    (x) =>
      density(x, data) *
      integral((y) => density(y, fakes(shift)) * softplus(score(y) - score(x)), [-8, 14], 300),
    [-10, 12],
    300,
  );

describe.each(table)('pairs of data N(0, 1) and fakes N($shift, 1)', ({ shift, pairs }) => {
  it('the value at the best critic is -log 2 plus the divergence of both orders, that of single ones at root 2 times the shift', () => {
    expect(-pairLoss(shift, (x) => bestScore(x, shift))).toBeCloseTo(pairs, 5);
    expect(jensenShannon(data, fakes(Math.SQRT2 * shift)) - Math.LN2).toBeCloseTo(pairs, 5);
  });
});

describe('the best critic of pairs', () => {
  it('turns the difference of log p / q into the chance that the first of two is the real one', () => {
    const [x, y, shift] = [0.4, -0.9, 1.3];
    const [first, second] = [
      density(x, data) * density(y, fakes(shift)),
      density(y, data) * density(x, fakes(shift)),
    ];
    const best = peak((d) => first * Math.log(d) + second * Math.log(1 - d), [1e-9, 1 - 1e-9]);
    expect(best).toBeCloseTo(sigmoid(bestScore(x, shift) - bestScore(y, shift)), 6);
  });

  it('is known but for a constant', () => {
    const loss = (constant: number) => pairLoss(1, (x) => bestScore(x, 1) + constant);
    expect(loss(5)).toBeCloseTo(loss(0), 9);
  });

  it('costs more when scaled, or bent', () => {
    const least = pairLoss(1, (x) => bestScore(x, 1));
    for (const other of [
      (x: number) => 0.9 * bestScore(x, 1),
      (x: number) => 1.1 * bestScore(x, 1),
      (x: number) => bestScore(x, 1) + 0.1 * Math.sin(x),
    ])
      expect(pairLoss(1, other)).toBeGreaterThan(least + 1e-4);
  });

  it('has no middle that would part real from fake: a single threshold at 0 depends on that constant', () => {
    const called = (constant: number) => expected(data, (x) => (bestScore(x, 1) + constant > 0 ? 1 : 0));
    expect(called(5)).toBeGreaterThan(0.99);
    expect(called(-5)).toBeLessThan(0.01);
  });
});

describe('by the network, half a million pairs at shift 1', () => {
  beforeAll(() => useBackend('cpu'));
  const random = createRandom(7);
  const count = 500_000;
  const [x, y] = [random.normals(count), random.normals(count).map((noise) => noise + 1)];
  const at = (scale: number) => {
    const pair = { real: tf.tensor2d(x, [count, 1]), fake: tf.tensor2d(y, [count, 1]) };
    const found = lineSlopes(
      (weights) => criticLoss(weights, pair, { objective: relativistic }),
      line(-scale, 0.5 * scale),
    );
    tf.dispose([pair.real, pair.fake]);
    return found;
  };

  it('the loss is .4918, more for a scaled critic, and nothing pulls at the bias', () => {
    const { loss, weight, bias } = at(1);
    expect(Math.abs(loss - 0.4918)).toBeLessThan(0.002);
    expect(Math.abs(weight)).toBeLessThan(0.005);
    expect(Math.abs(bias)).toBeLessThan(1e-6);
    expect(at(0.9).loss).toBeGreaterThan(loss);
    expect(at(1.1).loss).toBeGreaterThan(loss);
  });
});
