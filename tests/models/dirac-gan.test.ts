import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '#lab/backend';
import { objectives } from '#models/adversarial-objectives';
import {
  averagedOrbit,
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
  type Matrix,
  type Players,
  type Stride,
} from '#models/dirac-gan';
import { criticLoss, generatorLoss, type GanWeights } from '#models/gan';

type Name = keyof typeof pulls;
const names = Object.keys(pulls) as Name[];
const rulesOf = (name: Name, rules: Omit<DiracRules, 'pull'> = {}): DiracRules => ({
  pull: pulls[name],
  ...rules,
});
const somewhere: readonly Players[] = [
  { place: 1, slope: 0 },
  { place: -0.7, slope: 1.3 },
  { place: 0.4, slope: -0.6 },
];

/** Minus the slopes of the losses of the great game, whose networks have one weight that counts. */
function pushOf(name: Name, { place, slope }: Players, rules: object): Players {
  const objective = objectives[name];
  const one = (value: number): tf.Tensor2D => tf.tensor2d([value], [1, 1]);
  const bias = tf.tensor1d([name === 'leastSquares' ? 0.5 : 0]);
  const critic = (weight: tf.Tensor): GanWeights => ({ 'output.weight': weight, 'output.bias': bias });
  const generator = (bias: tf.Tensor): GanWeights => ({ 'output.weight': one(0), 'output.bias': bias });
  const real = one(0);
  const ofCritic = tf.grad((weight) =>
    criticLoss(critic(weight), { real, fake: one(place), share: one(0.3) }, { objective, ...rules }),
  )(one(slope));
  const ofGenerator = tf.grad((bias) =>
    generatorLoss(generator(bias), { critic: critic(one(slope)), noise: one(1), real }, { objective }),
  )(tf.tensor1d([place]));
  return { place: -ofGenerator.dataSync()[0], slope: -ofCritic.dataSync()[0] };
}

describe('the smallest game is the great one with a critic of one weight', () => {
  beforeAll(() => useBackend('cpu'));

  it('knows all objectives', () => {
    expect(names).toEqual(Object.keys(objectives));
  });

  it.each(names)('%s, without and with penalties', (name) => {
    for (const rules of [{}, { r1: 0.8 }, { r2: 0.6 }, { r1: 0.8, r2: 0.6 }, { unitSlope: 0.5 }]) {
      for (const players of somewhere.filter(({ slope }) => slope !== 0)) {
        const [own, expected] = [velocity(players, rulesOf(name, rules)), pushOf(name, players, rules)];
        expect(own.place).toBeCloseTo(expected.place, 5);
        expect(own.slope).toBeCloseTo(expected.slope, 5);
      }
    }
  });

  it('least squares: a critic that cannot tell answers 1/2', () => {
    const slope = tf.grad((bias) => objectives.leastSquares.critic(bias as tf.Tensor1D, bias as tf.Tensor1D));
    expect(slope(tf.tensor1d([0.5])).dataSync()[0]).toBeCloseTo(0, 6);
  });

  it('a faster critic feels everything that many times', () => {
    const [slow, fast] = [1, 4].map((criticSpeed) =>
      velocity(somewhere[1], rulesOf('minimax', { r1: 0.3, criticSpeed })),
    );
    expect(fast.place).toBe(slow.place);
    expect(fast.slope).toBeCloseTo(4 * slow.slope, 12);
  });
});

/** The Jacobian of a map of both players at rest, by central differences. */
function differences(map: (players: Players) => Players): Matrix {
  const reach = 1e-4;
  const along = (side: Partial<Players>): Players => map({ place: 0, slope: 0, ...side });
  const column = (key: keyof Players) => {
    const [right, left] = [along({ [key]: reach }), along({ [key]: -reach })];
    return {
      place: (right.place - left.place) / (2 * reach),
      slope: (right.slope - left.slope) / (2 * reach),
    };
  };
  const [first, second] = [column('place'), column('slope')];
  return [
    [first.place, second.place],
    [first.slope, second.slope],
  ];
}

function expectEqual(found: Matrix, expected: Matrix): void {
  found.flat().forEach((entry, i) => expect(Math.abs(entry - expected.flat()[i])).toBeLessThan(1e-6));
}

describe('near rest', () => {
  it.each(names)('the matrices are the finite differences of what they linearise: %s', (name) => {
    for (const rules of [{}, { r1: 0.7, r2: 0.4, criticSpeed: 3 }]) {
      const stride: Stride = { ...rulesOf(name, rules), stepSize: 0.3 };
      expectEqual(
        flowMatrix(stride),
        differences((players) => velocity(players, stride)),
      );
      expectEqual(
        togetherMatrix(stride),
        differences((players) => together(players, stride)),
      );
      expectEqual(
        inTurnMatrix(stride),
        differences((players) => inTurn(players, stride)),
      );
    }
  });

  it('eigenvalues have the trace as their sum and the determinant as their product', () => {
    for (const matrix of [
      [
        [1, 0.05],
        [-0.05, 1],
      ],
      [
        [2, 1],
        [1, -3],
      ],
      [
        [0, 1],
        [0, 0],
      ],
    ] as const) {
      const [first, second] = eigenvalues(matrix);
      const [[a, b], [c, d]] = matrix;
      expect(first.real + second.real).toBeCloseTo(a + d, 12);
      expect(first.imaginary + second.imaginary).toBeCloseTo(0, 12);
      const product = first.real * second.real - first.imaginary * second.imaginary;
      expect(product).toBeCloseTo(a * d - b * c, 12);
    }
  });

  it('the growth is what a hundred rounds near rest show, over a hundred', () => {
    for (const [move, matrix] of [
      [together, togetherMatrix],
      [inTurn, inTurnMatrix],
    ] as const) {
      const stride: Stride = { ...rulesOf('nonSaturating', { r1: 3 }), stepSize: 0.2 };
      let players: Players = { place: 1e-6, slope: 0 };
      for (let round = 0; round < 100; round++) players = move(players, stride);
      const before = distance(players);
      for (let round = 0; round < 100; round++) players = move(players, stride);
      expect((distance(players) / before) ** 0.01).toBeCloseTo(growth(matrix(stride)), 9);
    }
  });
});

it('a moving average of an orbit has the size that its formula says', () => {
  for (const [turn, decay] of [
    [0.01, 0.999],
    [0.5, 0.9],
  ]) {
    let [x, y] = [0, 0];
    for (let round = 0; round < 40_000; round++) {
      x += (1 - decay) * (Math.cos(turn * round) - x);
      y += (1 - decay) * (Math.sin(turn * round) - y);
    }
    expect(Math.hypot(x, y)).toBeCloseTo(averagedOrbit(turn, decay), 9);
  }
});
