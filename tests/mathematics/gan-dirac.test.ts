import { describe, expect, it } from 'vitest';
import {
  distance,
  eigenvalues,
  flowMatrix,
  growth,
  inTurn,
  inTurnMatrix,
  pulls,
  together,
  togetherMatrix,
  velocity,
  type DiracRules,
  type Players,
  type Pull,
  type Stride,
} from '#models/dirac-gan';

const { minimax, nonSaturating, relativistic, leastSquares, wasserstein } = pulls;
type Move = typeof together;

function after(rounds: number, move: Move, rules: Stride, start: Players = { place: 1, slope: 0 }): Players {
  let players = start;
  for (let round = 0; round < rounds; round++) players = move(players, rules);
  return players;
}

/** The flow, by the rule of Runge and Kutta of order four. */
function flowed(start: Players, rules: DiracRules, { time, step }: { time: number; step: number }): Players {
  const along = (from: Players, { place, slope }: Players, reach: number): Players => ({
    place: from.place + reach * place,
    slope: from.slope + reach * slope,
  });
  let players = start;
  for (let round = 0; round < Math.round(time / step); round++) {
    const first = velocity(players, rules);
    const second = velocity(along(players, first, step / 2), rules);
    const third = velocity(along(players, second, step / 2), rules);
    const fourth = velocity(along(players, third, step), rules);
    players = [second, third].reduce(
      (sum, push) => along(sum, push, step / 3),
      along(players, first, step / 6),
    );
    players = along(players, fourth, step / 6);
  }
  return players;
}

/** How fast half the squared distance grows along the flow. */
const drift = (players: Players, rules: DiracRules): number => {
  const { place, slope } = velocity(players, rules);
  return players.place * place + players.slope * slope;
};

const places: readonly Players[] = [
  { place: 1, slope: 0 },
  { place: 0.8, slope: 1.7 },
  { place: -2, slope: 0.6 },
];

describe('the flow without a penalty', () => {
  it.each([
    ['minimax', minimax, 0.5],
    ['non-saturating', nonSaturating, 0.5],
    ['relativistic', relativistic, 0.5],
    ['Wasserstein', wasserstein, 1],
    ['least squares with targets 0 and 1', leastSquares, 0.5],
  ] as const)('turns about rest with a = %s: %d', (_, pull, a) => {
    const [first, second] = eigenvalues(flowMatrix({ pull }));
    expect(first).toEqual({ real: 0, imaginary: a });
    expect(second).toEqual({ real: 0, imaginary: -a });
  });

  it('keeps the distance exactly for minimax and Wasserstein', () => {
    for (const pull of [minimax, wasserstein]) {
      for (const players of places) expect(Math.abs(drift(players, { pull }))).toBeLessThan(1e-15);
      expect(distance(flowed(places[1], { pull }, { time: 50, step: 0.01 }))).toBeCloseTo(
        distance(places[1]),
        8,
      );
    }
  });

  it('drifts inward by t tanh(t/2) for non-saturating and pairs, by 2 t² for least squares', () => {
    for (const players of places) {
      const t = players.place * players.slope;
      for (const pull of [nonSaturating, relativistic])
        expect(drift(players, { pull })).toBeCloseTo(-t * Math.tanh(t / 2), 12);
      expect(drift(players, { pull: leastSquares })).toBeCloseTo(-2 * t ** 2, 12);
    }
  });

  it('of the non-saturating game comes in like one over the root of time: .13616 against .13608', () => {
    const [start, time] = [0.5, 400];
    const found = flowed({ place: start, slope: 0 }, { pull: nonSaturating }, { time, step: 0.02 });
    const averaged = start / Math.sqrt(1 + (start ** 2 * time) / 8);
    expect(distance(found)).toBeCloseTo(0.13616, 5);
    expect(averaged).toBeCloseTo(0.13608, 5);
  });

  it('targets -1 and 1 with aim 1 turn with a = 1 and drift by 2 t²; aim 0 leaves no linear pull', () => {
    const squares = (aim: number): Pull => ({
      critic: (score) => score + 1,
      generator: (score) => score - aim,
    });
    expect(eigenvalues(flowMatrix({ pull: squares(1) }))[0]).toEqual({ real: 0, imaginary: 1 });
    for (const players of places) {
      const t = players.place * players.slope;
      expect(drift(players, { pull: squares(1) })).toBeCloseTo(-2 * t ** 2, 12);
    }
    const [[a, b], [c, d]] = flowMatrix({ pull: squares(0) });
    expect([a, b, c, d].map(Math.abs)).toEqual([0, 0, 1, 0]);
  });

  it('targets 0 and 1 without a bias leave the critic no linear pull: it calls the data half real only with one', () => {
    const unbiased: Pull = { critic: (score) => score, generator: (score) => score - 1 };
    const [[a, b], [c, d]] = flowMatrix({ pull: unbiased });
    expect([a, b, c, d].map(Math.abs)).toEqual([0, 1, 0, 0]);
  });
});

describe('penalties', () => {
  it('give the eigenvalues -gamma/2 ± root(gamma²/4 - a²)', () => {
    for (const gamma of [0.3, 1, 4]) {
      const [first, second] = eigenvalues(flowMatrix({ pull: minimax, r1: gamma }));
      const square = gamma ** 2 / 4 - 0.25;
      const root = Math.sqrt(Math.abs(square));
      expect(first.real).toBeCloseTo(-gamma / 2 + (square > 0 ? root : 0), 12);
      expect(second.real).toBeCloseTo(-gamma / 2 - (square > 0 ? root : 0), 12);
      expect(first.imaginary).toBeCloseTo(square < 0 ? root : 0, 12);
    }
  });

  it('R1 and R2 together count twice', () => {
    expect(flowMatrix({ pull: minimax, r1: 0.4, r2: 0.4 })).toEqual(flowMatrix({ pull: minimax, r1: 0.8 }));
    for (const players of places)
      expect(velocity(players, { pull: minimax, r2: 0.8 })).toEqual(
        velocity(players, { pull: minimax, r1: 0.8 }),
      );
  });

  it.each([
    ['minimax', minimax, 0.5],
    ['Wasserstein', wasserstein, 1],
  ] as const)('damp best at gamma = 2 a, and a larger gamma is slower: %s', (_, pull, a) => {
    const slowest = (r1: number): number =>
      Math.max(...eigenvalues(flowMatrix({ pull, r1 })).map((one) => one.real));
    expect(slowest(2 * a)).toBeCloseTo(-a, 12);
    for (const gamma of [0.5, 1, 1.5, 1.9, 2.1, 3, 8]) expect(slowest(gamma * a)).toBeGreaterThan(-a);
    expect(slowest(8 * a)).toBeGreaterThan(slowest(4 * a));
  });

  it('make the flow come to rest from afar, by LaSalle: the distance never grows', () => {
    for (const players of places) {
      expect(drift(players, { pull: minimax, r1: 0.5 })).toBeCloseTo(-0.5 * players.slope ** 2, 12);
      const found = flowed(players, { pull: minimax, r1: 0.5 }, { time: 100, step: 0.05 });
      expect(distance(found)).toBeLessThan(1e-4);
    }
  });

  it('on unit slope do not bring the players to rest', () => {
    const rules = { pull: wasserstein, unitSlope: 0.25, stepSize: 0.1 };
    for (const move of [inTurn, together]) {
      const late = Array.from({ length: 200 }, (_, i) => distance(after(3000 + i, move, rules)));
      expect(Math.min(...late)).toBeGreaterThan(0.4);
    }
    const damped = { pull: wasserstein, r1: 0.5, stepSize: 0.1 };
    for (const move of [inTurn, together]) expect(distance(after(3000, move, damped))).toBeLessThan(1e-9);
  });
});

describe('steps', () => {
  const pairs = [
    [minimax, 0.5],
    [wasserstein, 1],
  ] as const;

  it('at the same time: squared modulus 1 - h gamma + h² a², stable if and only if h < gamma / a²', () => {
    for (const [pull, a] of pairs) {
      for (const gamma of [0, 0.2 * a, a]) {
        for (const stepSize of [0.05, 0.1, 0.5]) {
          const expected = Math.sqrt(1 - stepSize * gamma + (stepSize * a) ** 2);
          expect(growth(togetherMatrix({ pull, r1: gamma, stepSize }))).toBeCloseTo(expected, 9);
        }
      }
      const at = (share: number) => growth(togetherMatrix({ pull, r1: a, stepSize: share / a }));
      expect(at(1)).toBeCloseTo(1, 9);
      expect(at(0.99)).toBeLessThan(1);
      expect(at(1.01)).toBeGreaterThan(1);
    }
  });

  it('in turn: determinant 1 - h gamma, whose root is the modulus while both turn', () => {
    for (const [pull, a] of pairs) {
      for (const [gamma, stepSize] of [
        [0, 0.1],
        [0.3 * a, 0.1],
        [a, 0.5],
      ]) {
        const rules = { pull, r1: gamma, stepSize };
        const [[m11, m12], [m21, m22]] = inTurnMatrix(rules);
        expect([m11, m12, m21, m22]).toEqual(
          [1, stepSize * a, -stepSize * a, 1 - stepSize * gamma - (stepSize * a) ** 2].map((entry) =>
            expect.closeTo(entry, 12),
          ),
        );
        expect(m11 * m22 - m12 * m21).toBeCloseTo(1 - stepSize * gamma, 12);
        expect(growth(inTurnMatrix(rules))).toBeCloseTo(Math.sqrt(1 - stepSize * gamma), 9);
      }
      const alone = (share: number) => growth(inTurnMatrix({ pull, stepSize: share / a }));
      for (const share of [0.1, 1, 1.9]) expect(alone(share)).toBeCloseTo(1, 9);
      expect(alone(2.1)).toBeGreaterThan(1.1);
    }
  });

  it('of Wasserstein at the same time grow by root(1 + h²) each, exactly', () => {
    for (const [stepSize, rounds] of [
      [0.1, 500],
      [0.5, 20],
    ]) {
      const found = distance(after(rounds, together, { pull: wasserstein, stepSize }));
      expect(found / (1 + stepSize ** 2) ** (rounds / 2)).toBeCloseTo(1, 9);
    }
  });

  it.each([
    ['minimax, at the same time', minimax, together, 0, 2000, 3.0515, 4],
    ['minimax, in turn', minimax, inTurn, 0, 2000, 0.9879, 4],
    ['non-saturating, at the same time', nonSaturating, together, 0, 2000, 0.4463, 4],
    ['minimax with gamma 1, at the same time', minimax, together, 1, 200, 0.0011, 5],
  ] as const)('from (1, 0) with h = .1: %s', (_, pull, move, r1, rounds, expected, digits) => {
    expect(distance(after(rounds, move, { pull, r1, stepSize: 0.1 }))).toBeCloseTo(expected, digits);
  });
});

describe('a faster critic', () => {
  it('has the eigenvalues -tau gamma/2 ± root(tau² gamma²/4 - tau a²)', () => {
    for (const [criticSpeed, r1] of [
      [4, 0.1],
      [4, 1],
      [0.5, 3],
    ]) {
      const square = (criticSpeed * r1) ** 2 / 4 - criticSpeed / 4;
      const [first] = eigenvalues(flowMatrix({ pull: minimax, criticSpeed, r1 }));
      expect(first.real).toBeCloseTo((-criticSpeed * r1) / 2 + (square > 0 ? Math.sqrt(square) : 0), 12);
      expect(first.imaginary).toBeCloseTo(square < 0 ? Math.sqrt(-square) : 0, 12);
    }
  });

  it('alone only turns faster: ± i for tau = 4, a = 1/2', () => {
    const [first, second] = eigenvalues(flowMatrix({ pull: minimax, criticSpeed: 4 }));
    expect([first, second]).toEqual([
      { real: 0, imaginary: 1 },
      { real: 0, imaginary: -1 },
    ]);
    expect(growth(inTurnMatrix({ pull: minimax, criticSpeed: 4, stepSize: 0.1 }))).toBeCloseTo(1, 12);
  });
});
