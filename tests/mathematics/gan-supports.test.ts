import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { nonSaturating } from '#models/adversarial-objectives';
import { criticLoss, generatorLoss } from '#models/gan';
import { discreteJs, discreteKl, line, lineSlopes, transport } from './game-oracles.ts';

/** Two upright lines: data at 0, fakes `shift` to the right, heights uniform between 0 and 1. */
const cells = 100;
const heights = (count: number, seed: number): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.uniform());
};

/** Shares of cells of a grid, 100 columns between -1/2 and 3/2 and 10 rows. */
function histogram(shift: number, heights: readonly number[]): number[] {
  const shares = new Array<number>(10 * cells).fill(0);
  for (const height of heights) {
    const column = Math.floor(((shift + 0.5) / 2) * cells);
    shares[10 * column + Math.floor(10 * height)] += 1 / heights.length;
  }
  return shares;
}

/** The mean way of the best pairing of points on both lines. */
function wasserstein(shift: number, own: readonly number[], other: readonly number[]): number {
  const costs = own.map((a) => other.map((b) => Math.hypot(shift, a - b)));
  return transport(costs).cost / own.length;
}

describe('two lines that share no point', () => {
  const [real, fake] = [heights(2000, 1), heights(2000, 2)];

  it.each([0.2, 0.5, 1])('at distance %d: JS log 2, both KL infinite, total variation 1', (shift) => {
    const [p, q] = [histogram(0, real), histogram(shift, fake)];
    expect(Math.abs(discreteJs(p, q) - Math.LN2)).toBeLessThan(1e-9);
    expect([discreteKl(p, q), discreteKl(q, p)]).toEqual([Infinity, Infinity]);
    expect(p.reduce((sum, share, i) => sum + Math.abs(share - q[i]) / 2, 0)).toBeCloseTo(1, 9);
  });

  it.each([0.2, 0.5, 1])('at distance %d: W1 is the distance, which shared heights reach', (shift) => {
    const shared = heights(200, 3);
    expect(Math.abs(wasserstein(shift, shared, shared) - shift)).toBeLessThan(1e-9);
    expect(wasserstein(shift, shared, heights(200, 4))).toBeGreaterThan(shift + 1e-4);
  });

  it('all of them are 0 where the lines meet', () => {
    const p = histogram(0, real);
    expect([discreteJs(p, p), discreteKl(p, p)]).toEqual([0, 0]);
    const shared = heights(50, 5);
    expect(wasserstein(0, shared, shared)).toBe(0);
  });

  it('W1 has the slope 1 or -1, JS none', () => {
    const shared = heights(50, 6);
    const slope = (g: (shift: number) => number, at: number): number => (g(at + 0.05) - g(at - 0.05)) / 0.1;
    for (const at of [0.6, -0.4]) {
      const found = slope((shift) => wasserstein(shift, shared, shared), at);
      expect(found).toBeCloseTo(Math.sign(at), 9);
      expect(slope((shift) => discreteJs(histogram(0, real), histogram(shift, fake)), at)).toBeCloseTo(0, 9);
    }
  });
});

describe('a critic that is not the best one', () => {
  beforeAll(() => useBackend('cpu'));

  it('still tells the fakes where to go: after one step of gradient descent its slope points to the data', () => {
    const [real, fake] = [tf.zeros<tf.Rank.R2>([4, 1]), tf.fill<tf.Rank.R2>([4, 1], 0.5)];
    const rules = { objective: nonSaturating };
    const first = lineSlopes((weights) => criticLoss(weights, { real, fake }, rules), line(0, 0));
    const critic = line(-first.weight, -first.bias);
    const noise = tf.zeros<tf.Rank.R2>([4, 1]);
    const { bias } = lineSlopes(
      (weights) => generatorLoss(weights, { critic, noise, real }, rules),
      line(1, 0.5),
    );
    expect(bias).toBeGreaterThan(0.05);
  });
});
