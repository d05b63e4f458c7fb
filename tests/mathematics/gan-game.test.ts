import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { minimax, nonSaturating, type Objective } from '#models/adversarial-objectives';
import { criticLoss, generatorLoss } from '#models/gan';
import { logDensity, normalKl } from '#models/latent-line';
import { slopeOf } from './latent-oracles.ts';
import {
  bestScore,
  data,
  density,
  evenSample,
  everywhere,
  expected,
  fakes,
  jensenShannon,
  line,
  lineSlopes,
  logisticFit,
  peak,
  sigmoid,
  softplus,
  table,
} from './game-oracles.ts';

const chance = Math.log(4);

/** What the generator pays per example where the critic stays as it is, best for the fakes at `shift`. */
const frozenCost = (shift: number, cost: (score: number) => number) => (moved: number) =>
  expected(fakes(moved), (x) => cost(bestScore(x, shift)));

describe.each(table)('data N(0, 1), fakes N($shift, 1)', (row) => {
  const { shift } = row;
  const q = fakes(shift);
  const value =
    -expected(data, (x) => softplus(-bestScore(x, shift))) -
    expected(q, (x) => softplus(bestScore(x, shift)));

  it('the value at the best critic is -log 4 plus twice the Jensen-Shannon divergence', () => {
    expect(jensenShannon(data, q)).toBeCloseTo(row.js, 5);
    expect(value).toBeCloseTo(row.value, 5);
    expect(value).toBeCloseTo(2 * jensenShannon(data, q) - chance, 9);
    expect(value).toBeGreaterThan(-chance);
    expect(value).toBeLessThan(0);
  });

  it('any other critic has a smaller value', () => {
    for (const other of [(score: number) => 0.9 * score, (score: number) => score + 0.1 * Math.sin(score)]) {
      const reached =
        -expected(data, (x) => softplus(-other(bestScore(x, shift)))) -
        expected(q, (x) => softplus(other(bestScore(x, shift))));
      expect(reached).toBeLessThan(value);
    }
  });

  it('the slopes of both losses of the generator, whose sum is the shift', () => {
    const saturating = slopeOf(
      frozenCost(shift, (score) => -softplus(score)),
      shift,
    );
    const other = slopeOf(
      frozenCost(shift, (score) => softplus(-score)),
      shift,
    );
    expect(saturating).toBeCloseTo(row.saturating, 5);
    expect(other).toBeCloseTo(row.nonSaturating, 5);
    expect(saturating + other).toBeCloseTo(shift, 6);
  });

  it('the saturating slope is that of twice the divergence: the critic may count as fixed', () => {
    const slope = slopeOf((moved) => 2 * jensenShannon(data, fakes(moved)), shift, 1e-4);
    expect(slope).toBeCloseTo(row.saturating, 5);
  });

  it('the non-saturating slope is that of KL(q || p) - 2 JS = 2 KL(m || p)', () => {
    const divergence = (moved: number) =>
      normalKl(fakes(moved), data) - 2 * jensenShannon(data, fakes(moved));
    const toData = everywhere((x) => {
      const mixture = (density(x, data) + density(x, q)) / 2;
      return mixture * (Math.log(mixture) - logDensity(x, data));
    });
    expect(divergence(shift)).toBeCloseTo(2 * toData, 6);
    expect(slopeOf(divergence, shift, 1e-4)).toBeCloseTo(row.nonSaturating, 4);
  });

  it('the value of the divergence is not that of the loss: only the slopes agree', () => {
    const loss = frozenCost(shift, (score) => softplus(-score))(shift);
    const divergence = normalKl(q, data) - 2 * jensenShannon(data, q);
    expect(Math.abs(loss - divergence)).toBeGreaterThan(0.1);
  });

  describe('by the networks', () => {
    beforeAll(() => useBackend('cpu'));

    it("the critic's loss at log p / q is minus the value, and none of its weights wants to move", () => {
      const pair = { real: evenSample(), fake: evenSample(shift) };
      const found = lineSlopes(
        (weights) => criticLoss(weights, pair, { objective: minimax }),
        line(-shift, shift ** 2 / 2),
      );
      expect(found.loss).toBeCloseTo(-row.value, 3);
      expect(found.weight).toBeCloseTo(0, 3);
      expect(found.bias).toBeCloseTo(0, 3);
    });

    it("the generator's slopes are those of the table", () => {
      const slope = (objective: Objective) =>
        lineSlopes(
          (weights) =>
            generatorLoss(
              weights,
              { critic: line(-shift, shift ** 2 / 2), noise: evenSample(), real: evenSample() },
              { objective },
            ),
          line(1, shift),
        ).bias;
      expect(slope(minimax)).toBeCloseTo(row.saturating, 3);
      expect(slope(nonSaturating)).toBeCloseTo(row.nonSaturating, 3);
    });
  });
});

it('two divergences at shifts 1 and 2: .277157 and 1.326338', () => {
  const divergence = (shift: number) => normalKl(fakes(shift), data) - 2 * jensenShannon(data, fakes(shift));
  expect(divergence(1)).toBeCloseTo(0.277157, 5);
  expect(divergence(2)).toBeCloseTo(1.326338, 5);
});

it('the saturating slope rises and then dies, the other goes on rising', () => {
  const columns = [table.map(({ saturating }) => saturating), table.map((row) => row.nonSaturating)];
  expect(columns[0][3]).toBeLessThan(columns[0][0]);
  expect(columns[1]).toEqual([...columns[1]].sort((a, b) => a - b));
});

describe('the best critic', () => {
  it('at a point with densities p and q is p / (p + q)', () => {
    for (const [p, q] of [
      [0.3, 0.1],
      [0.02, 0.5],
      [1, 1],
    ]) {
      const best = peak((d) => p * Math.log(d) + q * Math.log(1 - d), [1e-9, 1 - 1e-9]);
      expect(best).toBeCloseTo(p / (p + q), 6);
      expect(best).toBeCloseTo(sigmoid(Math.log(p / q)), 6);
    }
  });

  /** Slope and intercept of a line that tells so many data from so many fakes at shift 1. */
  function fitted(reals: number, fakeCount: number): number[] {
    const random = createRandom(3);
    const x = Float64Array.from(
      { length: reals + fakeCount },
      (_, n) => random.normal() + (n < reals ? 0 : 1),
    );
    const labels = x.map((_, n) => (n < reals ? 1 : 0));
    return logisticFit([x, new Float64Array(x.length).fill(1)], labels);
  }

  it('is found by fitting: slope -1, intercept 1/2', () => {
    const [slope, intercept] = fitted(200_000, 200_000);
    expect(Math.abs(slope + 1)).toBeLessThan(0.02);
    expect(Math.abs(intercept - 0.5)).toBeLessThan(0.02);
  });

  it('gains the logarithm of the ratio where one pool holds unequal counts', () => {
    const [slope, intercept] = fitted(200_000, 100_000);
    expect(Math.abs(slope + 1)).toBeLessThan(0.02);
    expect(Math.abs(intercept - 0.5 - Math.LN2)).toBeLessThan(0.02);
  });
});

describe('saturation', () => {
  beforeAll(() => useBackend('cpu'));

  it('at a score of -6 the two losses pull with .0024726 and .9975274, a ratio of 403.43', () => {
    const pull = ({ generator }: Objective) =>
      tf
        .grad((score) => generator(score as tf.Tensor1D, score as tf.Tensor1D))(tf.tensor1d([-6]))
        .dataSync()[0];
    const [weak, strong] = [pull(minimax), pull(nonSaturating)];
    expect(weak).toBeCloseTo(-0.0024726, 7);
    expect(strong).toBeCloseTo(-0.9975274, 6);
    expect(Math.abs(strong / weak / 403.43 - 1)).toBeLessThan(1e-4);
    expect(strong / weak).toBeCloseTo(Math.exp(6), 1);
  });
});
