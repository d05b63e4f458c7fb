import { describe, expect, it } from 'vitest';
import { logDensity, normalKl } from '#models/latent-line';
import { integral, slopeOf } from './latent-oracles.ts';
import {
  bestScore,
  data,
  density,
  everywhere,
  expected,
  fakes,
  jensenShannon,
  peak,
  sigmoid,
  table,
} from './game-oracles.ts';

/** A convex f and its conjugate. */
const divergences = {
  'KL(p || q)': {
    f: (u: number) => u * Math.log(u),
    slope: (u: number) => Math.log(u) + 1,
    conjugate: (t: number) => Math.exp(t - 1),
  },
  'the game of two players': {
    f: (u: number) => u * Math.log(u) - (u + 1) * Math.log(u + 1),
    slope: (u: number) => Math.log(u / (u + 1)),
    conjugate: (t: number) => -Math.log(1 - Math.exp(t)),
  },
};

describe.each(Object.entries(divergences))('%s', (name, { f, slope, conjugate }) => {
  it('has the conjugate sup of u t - f(u), reached where t is the slope of f', () => {
    for (const u of [0.3, 1, 2.5]) {
      const t = slope(u);
      const best = peak((v) => v * t - f(v), [1e-9, 50]);
      expect(best).toBeCloseTo(u, 5);
      expect(best * t - f(best)).toBeCloseTo(conjugate(t), 8);
    }
  });

  const [p, q] = [fakes(1), data];
  const ratio = (x: number): number => Math.exp(logDensity(x, p) - logDensity(x, q));
  const bound = (critic: (x: number) => number): number =>
    expected(p, critic) - expected(q, (x) => conjugate(critic(x)));

  it('is its bound at T = f′(p / q), and any other T gives less', () => {
    const divergence = expected(q, (x) => f(ratio(x)));
    const best = (x: number): number => slope(ratio(x));
    const known = name.startsWith('KL') ? normalKl(p, q) : 2 * jensenShannon(p, q) - Math.log(4);
    expect(divergence).toBeCloseTo(known, 6);
    expect(bound(best)).toBeCloseTo(divergence, 6);
    for (const off of [0.1, -0.1]) {
      // Stays below 0, where the game's T must lie.
      const other = (x: number) =>
        name.startsWith('KL') ? best(x) + off * Math.sin(x) : best(x) * (1 + off);
      expect(bound(other)).toBeLessThan(divergence - 1e-5);
    }
  });
});

it('KL of N(1, 1) from N(0, 1): E_p T = 1.5, E_q e^(T - 1) = 1, bound 1/2', () => {
  const critic = (x: number): number => logDensity(x, fakes(1)) - logDensity(x, data) + 1;
  expect(critic(0.7)).toBeCloseTo(0.7 + 0.5, 12);
  expect(expected(fakes(1), critic)).toBeCloseTo(1.5, 6);
  expect(expected(data, (x) => Math.exp(critic(x) - 1))).toBeCloseTo(1, 6);
});

it('the f of the game is not 0 at 1 but -log 4', () => {
  expect(divergences['the game of two players'].f(1)).toBeCloseTo(-Math.log(4), 12);
});

/** Least squares: targets a for fakes and b for data, and what the generator aims at. */
interface Targets {
  readonly fake: number;
  readonly real: number;
  readonly aim: number;
}
const centred: Targets = { fake: -1, real: 1, aim: 0 };
const usual: Targets = { fake: 0, real: 1, aim: 1 };

const bestScoreOf = ({ fake, real }: Targets, p: number, q: number): number =>
  (real * p + fake * q) / (p + q);

describe('least squares', () => {
  it('the best critic is (b p + a q) / (p + q)', () => {
    for (const targets of [centred, usual]) {
      const [p, q] = [0.3, 0.12];
      const loss = (d: number): number => (p * (d - targets.real) ** 2 + q * (d - targets.fake) ** 2) / 2;
      expect(peak((d) => -loss(d), [-2, 2])).toBeCloseTo(bestScoreOf(targets, p, q), 6);
    }
  });

  /** What the generator pays with the best critic, and the constant that it cannot change. */
  const cost = (targets: Targets, shift: number): number =>
    everywhere((x) => {
      const [p, q] = [density(x, data), density(x, fakes(shift))];
      return ((p + q) * (bestScoreOf(targets, p, q) - targets.aim) ** 2) / 2;
    });

  it.each(table)('at shift $shift: 2 C = Pearson, C = 1/4 + Pearson/8', ({ shift, pearson }) => {
    const squares = everywhere((x) => {
      const [p, q] = [density(x, data), density(x, fakes(shift))];
      return (p - q) ** 2 / (p + q);
    });
    expect(squares).toBeCloseTo(pearson, 5);
    expect(2 * cost(centred, shift)).toBeCloseTo(squares, 9);
    expect(cost(usual, shift)).toBeCloseTo(1 / 4 + squares / 8, 9);
  });

  it('C at shift 1 is .301014 with the usual targets', () => {
    expect(cost(usual, 1)).toBeCloseTo(0.301014, 5);
  });
});

/** What a generator's loss makes small whose critic stays fixed: the integral of p F(q / p), where F′(r) = g at D = 1 / (1 + r). */
const rules = {
  'saturating, 2 JS': {
    loss: (score: number) => Math.log(1 - sigmoid(score)),
    rise: (r: number) => Math.log(r / (1 + r)),
    isDivergence: true,
  },
  'non-saturating, 2 KL(m || p)': {
    loss: (score: number) => -Math.log(sigmoid(score)),
    rise: (r: number) => Math.log(1 + r),
    isDivergence: true,
  },
  'least squares with the usual targets': {
    loss: (score: number) => (sigmoid(score) - 1) ** 2 / 2,
    rise: (r: number) => (r / (1 + r)) ** 2 / 2,
    isDivergence: true,
  },
  'least squares with targets -1 and 1, aim 0': {
    loss: (score: number) => (2 * sigmoid(score) - 1) ** 2 / 2,
    rise: (r: number) => ((1 - r) / (1 + r)) ** 2 / 2,
    isDivergence: false,
  },
};

describe.each(Object.entries(rules))('with a fixed critic: %s', (_, { loss, rise, isDivergence }) => {
  it('the slope of the loss is that of the integral of p F(q / p)', () => {
    const frozen = (at: number) => (moved: number) => expected(fakes(moved), (x) => loss(bestScore(x, at)));
    // d/dshift of the integral of p F(q / p) is the integral of F′(q / p) dq/dshift, and dq/dshift = (x - shift) q.
    const slope = (shift: number): number =>
      expected(fakes(shift), (x) => rise(Math.exp(-bestScore(x, shift))) * (x - shift));
    for (const shift of [0.5, 1, 2]) expect(slopeOf(frozen(shift), shift)).toBeCloseTo(slope(shift), 6);
  });

  it(`F rises ${isDivergence ? 'ever more steeply: a divergence' : 'ever less steeply up to 1: none'}`, () => {
    const places = Array.from({ length: 60 }, (_, i) => 0.05 * (i + 1));
    const rises = places.map(rise);
    const grows = rises.slice(1).every((value, i) => value >= rises[i]);
    expect(grows).toBe(isDivergence);
    // Two outcomes, of which the fakes miss most of the rarer one: a divergence is above 0 there.
    const [p, q] = [
      [0.2, 0.8],
      [0.04, 0.96],
    ];
    const value = p.reduce((sum, share, i) => sum + share * integral(rise, [1, q[i] / share]), 0);
    expect(value > 0).toBe(isDivergence);
  });
});
