import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import { wasserstein } from '#models/adversarial-objectives';
import { criticLoss } from '#models/gan';
import { lossAndGradient, flattened, layoutOf } from '#models/weights';
import {
  applied,
  dot,
  randomMatrix,
  randomVector,
  transposed,
  type Matrix,
  type Vector,
} from './latent-oracles.ts';

/** A unit with its first two derivatives. */
interface Unit {
  value(sum: number): number;
  slope(sum: number): number;
  bend(sum: number): number;
}
const tanh: Unit = {
  value: Math.tanh,
  slope: (sum) => 1 - Math.tanh(sum) ** 2,
  bend: (sum) => -2 * Math.tanh(sum) * (1 - Math.tanh(sum) ** 2),
};
const leaky: Unit = {
  value: (sum) => (sum > 0 ? sum : 0.2 * sum),
  slope: (sum) => (sum > 0 ? 1 : 0.2),
  bend: () => 0,
};

/** A critic of one hidden layer without bias, score(x) = output . unit(hidden x). */
interface Critic {
  /** [units][inputs] */
  readonly hidden: Matrix;
  readonly output: Vector;
}

const scoreOf = ({ hidden, output }: Critic, unit: Unit, x: Vector): number =>
  dot(output, applied(hidden, x).map(unit.value));

/** The slope of the score in x: hidden^T (unit′ * output). */
const slopeIn = ({ hidden, output }: Critic, unit: Unit, x: Vector): Vector =>
  applied(
    transposed(hidden),
    applied(hidden, x).map((sum, i) => unit.slope(sum) * output[i]),
  );

const penalty = (critic: Critic, unit: Unit, x: Vector): number => {
  const slope = slopeIn(critic, unit, x);
  return dot(slope, slope) / 2;
};

/** The slopes of the penalty, whose slope in the critic's slope is that slope itself. */
function penaltySlopes(critic: Critic, unit: Unit, x: Vector): Critic {
  const sums = applied(critic.hidden, x);
  const back = slopeIn(critic, unit, x);
  const along = applied(critic.hidden, back); // W1 e
  return {
    output: sums.map((sum, i) => unit.slope(sum) * along[i]),
    hidden: sums.map((sum, i) => {
      const bend = unit.bend(sum) * critic.output[i] * along[i];
      return x.map((entry, j) => unit.slope(sum) * critic.output[i] * back[j] + bend * entry);
    }),
  };
}

/** Central differences of a function of a critic, in double precision. */
function differences(g: (critic: Critic) => number, critic: Critic, reach = 1e-5): Critic {
  const along = (moved: (shift: number) => Critic): number =>
    (g(moved(reach)) - g(moved(-reach))) / (2 * reach);
  const shifted = (row: Vector, k: number, shift: number): Vector =>
    row.map((value, j) => (j === k ? value + shift : value));
  return {
    output: critic.output.map((_, k) =>
      along((shift) => ({ ...critic, output: shifted(critic.output, k, shift) })),
    ),
    hidden: critic.hidden.map((row, i) =>
      row.map((_, k) =>
        along((shift) => ({
          ...critic,
          hidden: critic.hidden.map((other, j) => (j === i ? shifted(other, k, shift) : other)),
        })),
      ),
    ),
  };
}

const flat = ({ hidden, output }: Critic): number[] => [...hidden.flat(), ...output];

/** The largest difference, in units of the largest number that is expected. */
function distance(found: readonly number[], expected: readonly number[]): number {
  const size = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(found[i] - value) / size));
}

const random = createRandom(21);
const critic: Critic = { hidden: randomMatrix(5, 3, random), output: randomVector(5, random) };
const x: Vector = [0.5, -1.2, 0.8];

describe.each([
  ['tanh', tanh],
  ['leaky', leaky],
] as const)('the formulas for %s', (_, unit) => {
  it("the critic's slope is that of central differences", () => {
    const moved = (axis: number, shift: number): Vector =>
      x.map((value, j) => (j === axis ? value + shift : value));
    const slopes = x.map(
      (_, axis) =>
        (scoreOf(critic, unit, moved(axis, 1e-5)) - scoreOf(critic, unit, moved(axis, -1e-5))) / 2e-5,
    );
    expect(distance(slopeIn(critic, unit, x), slopes)).toBeLessThan(1e-8);
  });

  it('the slopes of the penalty on it are those of central differences, within a millionth', () => {
    const expected = differences((moved) => penalty(moved, unit, x), critic);
    expect(distance(flat(penaltySlopes(critic, unit, x)), flat(expected))).toBeLessThan(1e-6);
  });
});

it('without the term of the second derivative tanh is wrong', () => {
  const expected = differences((moved) => penalty(moved, tanh, x), critic);
  const without = penaltySlopes(critic, { ...tanh, bend: () => 0 }, x);
  expect(distance(flat(without), flat(expected))).toBeGreaterThan(0.05);
});

describe('TensorFlow.js', () => {
  beforeAll(() => useBackend('cpu'));
  const asWeights = () => ({
    'hidden1.weight': tf.tensor2d(transposed(critic.hidden).map((row) => [...row])),
    'hidden1.bias': tf.zeros([5]),
    'output.weight': tf.tensor2d(critic.output.map((value) => [value])),
    'output.bias': tf.tensor1d([0.3]),
  });
  const example = () => tf.tensor2d([[...x]]);

  it("through the written slope the networks' penalty has the slopes of the formula, and none in the last bias", () => {
    const weights = asWeights();
    // Against itself an example costs the critic nothing but the penalty.
    const pair = { real: example(), fake: example() };
    const { gradient } = lossAndGradient(
      (weights) => criticLoss(weights, pair, { objective: wasserstein, r1: 1 }),
      flattened(Object.values(weights)),
      layoutOf(weights),
    );
    const found = [...gradient.dataSync()];
    const expected = penaltySlopes(critic, leaky, x);
    const rows = transposed(expected.hidden).flat();
    expect(
      distance([...found.slice(0, 15), ...found.slice(20, 25)], [...rows, ...expected.output]),
    ).toBeLessThan(1e-5);
    expect(found.slice(15, 20).map(Math.abs)).toEqual([0, 0, 0, 0, 0]);
    expect(Math.abs(found[25])).toBe(0);
  });

  /** The slopes of half the squared slope, by a gradient within a gradient. */
  function nested(unit: (sum: tf.Tensor) => tf.Tensor): number[] {
    const weights = asWeights();
    const penaltyOf = (hidden: tf.Tensor, output: tf.Tensor): tf.Scalar => {
      const score = (x: tf.Tensor) =>
        tf.sum(
          tf.matMul(
            unit(tf.matMul(x as tf.Tensor2D, hidden as tf.Tensor2D)) as tf.Tensor2D,
            output as tf.Tensor2D,
          ),
        );
      return tf.mul(tf.sum<tf.Scalar>(tf.square(tf.grad(score)(example()))), 0.5);
    };
    const [hidden, output] = tf.grads((hidden, output) => penaltyOf(hidden, output))([
      weights['hidden1.weight'],
      weights['output.weight'],
    ]);
    const columns = transposed(hidden.arraySync() as number[][]);
    return [...columns.flat(), ...output.dataSync()];
  }

  it('through a gradient within a gradient it drops the curvature of tanh without a word', () => {
    const right = flat(penaltySlopes(critic, tanh, x));
    const dropped = flat(penaltySlopes(critic, { ...tanh, bend: () => 0 }, x));
    const found = nested(tf.tanh);
    expect(distance(found, right)).toBeGreaterThan(0.05);
    expect(distance(found, dropped)).toBeLessThan(1e-5);
  });

  it('and stops at leakyRelu, but not at a leaky unit made of relu', () => {
    expect(() => nested((sum) => tf.leakyRelu(sum, 0.2))).toThrow(/gradient/i);
    const made = nested((sum) => tf.add(tf.mul(sum, 0.2), tf.mul(tf.relu(sum), 0.8)));
    expect(distance(made, flat(penaltySlopes(critic, leaky, x)))).toBeLessThan(1e-5);
  });
});
