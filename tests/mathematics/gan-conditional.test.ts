import { describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { bestScore, data, expected, fakes, jensenShannon, logisticFit, softplus } from './game-oracles.ts';

/** Two labels; the fakes of each are moved by another amount. */
const shifts = [1, 2];

describe('two labels, equally frequent, shifts 1 and 2', () => {
  const value = (score: (x: number, shift: number) => number): number =>
    shifts.reduce(
      (sum, shift) =>
        sum -
        0.5 * expected(data, (x) => softplus(-score(x, shift))) -
        0.5 * expected(fakes(shift), (x) => softplus(score(x, shift))),
      0,
    );

  it('the value is the mean of both games: -.938042', () => {
    const games = shifts.map((shift) => -Math.log(4) + 2 * jensenShannon(data, fakes(shift)));
    expect(value(bestScore)).toBeCloseTo((games[0] + games[1]) / 2, 9);
    expect(value(bestScore)).toBeCloseTo(-0.938042, 5);
  });

  it('a critic that is not told the label reaches less: it sees only both kinds mixed', () => {
    const blind = (x: number): number => {
      const mixture = shifts.reduce((sum, shift) => sum + 0.5 * Math.exp(-bestScore(x, shift)), 0);
      return -Math.log(mixture);
    };
    expect(value(blind)).toBeLessThan(value(bestScore) - 0.01);
  });
});

it('where labels are not equally frequent among data and fakes, the score gains the logarithm of their ratio', () => {
  const random = createRandom(5);
  const count = 100_000;
  const shares = { real: 0.8, fake: 0.5 };
  const labels = Float64Array.from({ length: 2 * count }, (_, n) => (n < count ? 1 : 0));
  const first = labels.map((real) => (random.uniform() < (real === 1 ? shares.real : shares.fake) ? 1 : 0));
  const x = labels.map((real) => random.normal() + (real === 1 ? 0 : 1));
  const [slope, ofFirst, ofSecond] = logisticFit([x, first, first.map((is) => 1 - is)], labels);
  expect(Math.abs(slope + 1)).toBeLessThan(0.03);
  expect(Math.abs(ofFirst - 0.5 - Math.log(0.8 / 0.5))).toBeLessThan(0.03);
  expect(Math.abs(ofSecond - 0.5 - Math.log(0.2 / 0.5))).toBeLessThan(0.03);
});
