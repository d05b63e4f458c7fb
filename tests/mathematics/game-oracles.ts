/**
 * What the tests of the adversarial game compare with: two normal distributions between which everything is known, divergences by
 * quadrature, the best transport of points, and a critic fitted by Newton's method. None of it shares code with the networks.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { GanWeights } from '#models/gan';
import { logDensity, type Normal } from '#models/latent-line';
import { normalQuantile } from '#models/normal-grid';
import { integral } from './latent-oracles.ts';

export const softplus = (value: number): number =>
  Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));
export const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/** The data N(0, 1) and the fakes N(shift, 1) of a generator that adds `shift` to its noise. */
export const data: Normal = { mean: 0, deviation: 1 };
export const fakes = (shift: number): Normal => ({ mean: shift, deviation: 1 });

export const density = (x: number, normal: Normal): number => Math.exp(logDensity(x, normal));

/** The score of the best critic, log p / q: a straight line. */
export const bestScore = (x: number, shift: number): number => (shift * shift) / 2 - shift * x;

/** The integral over the line. */
export const everywhere = (g: (x: number) => number): number => integral(g, [-14, 18], 4000);

/** E g(x) for x of a distribution. */
export const expected = (normal: Normal, g: (x: number) => number): number =>
  everywhere((x) => density(x, normal) * g(x));

/** KL to the mixture of both, averaged over both, in nats. */
export function jensenShannon(p: Normal, q: Normal): number {
  const half = (one: Normal, other: Normal): number =>
    expected(one, (x) => Math.LN2 - softplus(logDensity(x, other) - logDensity(x, one)));
  return (half(p, q) + half(q, p)) / 2;
}

/** What is known about four shifts, to six digits: the column heads are the fields. */
export const table = [
  {
    shift: 0.5,
    js: 0.030311,
    value: -1.325672,
    saturating: 0.235264,
    nonSaturating: 0.264736,
    pearson: 0.117892,
    pairs: -0.634269,
  },
  {
    shift: 1,
    js: 0.111421,
    value: -1.163451,
    saturating: 0.397973,
    nonSaturating: 0.602027,
    pearson: 0.408109,
    pairs: -0.491802,
  },
  {
    shift: 2,
    js: 0.336831,
    value: -0.712633,
    saturating: 0.4496,
    nonSaturating: 1.5504,
    pearson: 1.100801,
    pairs: -0.193075,
  },
  {
    shift: 4,
    js: 0.63272,
    value: -0.120854,
    saturating: 0.137195,
    nonSaturating: 3.862805,
    pearson: 1.862805,
    pairs: -0.006611,
  },
];

/** Quantiles of N(0, 1) that stand for equal shares, moved by `shift`: a sample without chance, [count, 1]. */
export function evenSample(shift = 0, count = 4000): tf.Tensor2D {
  const values = Float32Array.from({ length: count }, (_, i) => shift + normalQuantile((i + 0.5) / count));
  return tf.tensor2d(values, [count, 1]);
}

/** A network without hidden layers on the line, weight * x + bias: a critic, or a generator that scales and moves its noise. */
export const line = (weight: number, bias: number): GanWeights => ({
  'output.weight': tf.tensor2d([weight], [1, 1]),
  'output.bias': tf.tensor1d([bias]),
});

/** What a loss of such a network is, and its slopes in weight and bias. */
export function lineSlopes(loss: (weights: GanWeights) => tf.Scalar, weights: GanWeights) {
  const names = ['output.weight', 'output.bias'];
  const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) =>
    loss(Object.fromEntries(names.map((name, i) => [name, tensors[i]]))),
  )(names.map((name) => weights[name]));
  return { loss: value.dataSync()[0], weight: grads[0].dataSync()[0], bias: grads[1].dataSync()[0] };
}

/** KL(p || q) of two rows of probabilities, in nats; infinite where q misses what p has. */
export function discreteKl(p: readonly number[], q: readonly number[]): number {
  return p.reduce((sum, share, i) => (share === 0 ? sum : sum + share * Math.log(share / q[i])), 0);
}

export function discreteJs(p: readonly number[], q: readonly number[]): number {
  const mixture = p.map((share, i) => (share + q[i]) / 2);
  return (discreteKl(p, mixture) + discreteKl(q, mixture)) / 2;
}

/** The place of the largest value of a function with a single peak, by thirds. */
export function peak(g: (at: number) => number, [from, to]: [number, number]): number {
  let [low, high] = [from, to];
  for (let round = 0; round < 200; round++) {
    const [left, right] = [low + (high - low) / 3, high - (high - low) / 3];
    if (g(left) < g(right)) low = left;
    else high = right;
  }
  return (low + high) / 2;
}

/**
 * The cheapest way to pair n rows with n columns (Kuhn 1955, by shortest ways), with the prices that prove it: rows[i] + columns[j] is
 * at most costs[i][j], and all prices add up to the whole cost.
 */
export function transport(costs: readonly (readonly number[])[]) {
  const n = costs.length;
  const [rows, columns] = [new Array<number>(n + 1).fill(0), new Array<number>(n + 1).fill(0)];
  const rowOf = new Array<number>(n + 1).fill(0); // of each column, counted from 1; 0 is none
  for (let row = 1; row <= n; row++) {
    rowOf[0] = row;
    const before = new Array<number>(n + 1).fill(0);
    const least = new Array<number>(n + 1).fill(Infinity);
    const seen = new Array<boolean>(n + 1).fill(false);
    let column = 0;
    do {
      seen[column] = true;
      const from = rowOf[column];
      let [step, next] = [Infinity, 0];
      for (let j = 1; j <= n; j++) {
        if (seen[j]) continue;
        const spare = costs[from - 1][j - 1] - rows[from] - columns[j];
        if (spare < least[j]) [least[j], before[j]] = [spare, column];
        if (least[j] < step) [step, next] = [least[j], j];
      }
      for (let j = 0; j <= n; j++) {
        if (seen[j]) {
          rows[rowOf[j]] += step;
          columns[j] -= step;
        } else least[j] -= step;
      }
      column = next;
    } while (rowOf[column] !== 0);
    for (; column !== 0; column = before[column]) rowOf[column] = rowOf[before[column]];
  }
  const cost = rowOf.slice(1).reduce((sum, row, j) => sum + costs[row - 1][j], 0);
  return { cost, rows: rows.slice(1), columns: columns.slice(1) };
}

/** Weights w for which sigmoid(w . features) fits labels of 1 (real) and 0 (fake) best, by Newton's method. */
export function logisticFit(features: readonly Float64Array[], labels: ArrayLike<number>): number[] {
  const size = features.length;
  let weights = new Array<number>(size).fill(0);
  for (let round = 0; round < 8; round++) {
    const gradient = new Array<number>(size).fill(0);
    const curvature = Array.from({ length: size }, () => new Array<number>(size).fill(0));
    for (let n = 0; n < labels.length; n++) {
      let score = 0;
      for (let i = 0; i < size; i++) score += weights[i] * features[i][n];
      const chance = sigmoid(score);
      for (let i = 0; i < size; i++) {
        gradient[i] += (labels[n] - chance) * features[i][n];
        for (let j = 0; j < size; j++)
          curvature[i][j] += chance * (1 - chance) * features[i][n] * features[j][n];
      }
    }
    const move = solved(curvature, gradient);
    weights = weights.map((weight, i) => weight + move[i]);
  }
  return weights;
}

/** x with A x = b, by elimination; A is positive definite. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  rows.forEach((pivot, i) => {
    rows.forEach((row, k) => {
      if (k === i) return;
      const factor = row[i] / pivot[i];
      row.forEach((_, j) => (row[j] -= factor * pivot[j]));
    });
  });
  return rows.map((row, i) => row[right.length] / row[i]);
}
