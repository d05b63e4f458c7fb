/**
 * What the tests of the variational autoencoder compare with: exact averages by quadrature, models with a hidden cause in which
 * everything is known, and an optimiser that shares no code with the models.
 */
import type { Random } from '#data/random';
import { symmetricEigen } from '#metrics/symmetric-eigen';

/** The mean of independent draws, its standard error, and their variance. */
export function spreadOf(draws: ArrayLike<number>): { mean: number; error: number; variance: number } {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < draws.length; i++) sum += draws[i];
  const mean = sum / draws.length;
  for (let i = 0; i < draws.length; i++) squares += (draws[i] - mean) ** 2;
  const variance = squares / (draws.length - 1);
  return { mean, error: Math.sqrt(variance / draws.length), variance };
}

export function drawsOf(count: number, draw: () => number): Float64Array {
  return Float64Array.from({ length: count }, draw);
}

/**
 * E g(noise) for noise ~ N(0, 1) by Gauss and Hermite, exact for polynomials up to degree 2 count - 1. Nodes and weights are the
 * eigenvalues of the recurrence's matrix and the squared first entries of its eigenvectors (Golub and Welsch 1969).
 */
export function gaussHermite(count: number): { nodes: Float64Array; shares: Float64Array } {
  const matrix = new Float64Array(count * count);
  for (let i = 1; i < count; i++) {
    matrix[i * count + i - 1] = Math.sqrt(i);
    matrix[(i - 1) * count + i] = Math.sqrt(i);
  }
  const { values, vectors } = symmetricEigen(matrix, count);
  return { nodes: values, shares: vectors.slice(0, count).map((entry) => entry ** 2) };
}

const fine = gaussHermite(80);

/** E g(noise) for noise ~ N(0, 1), with 80 nodes. */
export function average(g: (noise: number) => number): number {
  return fine.nodes.reduce((sum, node, i) => sum + fine.shares[i] * g(node), 0);
}

/** The integral of g from `from` to `to` by Simpson's rule over `intervals`, an even number. */
export function integral(g: (at: number) => number, [from, to]: [number, number], intervals = 1000): number {
  const width = (to - from) / intervals;
  let sum = g(from) + g(to);
  for (let i = 1; i < intervals; i++) sum += (i % 2 === 1 ? 4 : 2) * g(from + i * width);
  return (sum * width) / 3;
}

/** The central difference of g in its argument. */
export function slopeOf(g: (at: number) => number, at: number, reach = 1e-5): number {
  return (g(at + reach) - g(at - reach)) / (2 * reach);
}

export type Vector = readonly number[];
/** Row by row. */
export type Matrix = readonly Vector[];

export const randomVector = (size: number, random: Random): Vector =>
  Array.from({ length: size }, () => random.normal());
export const randomMatrix = (rows: number, columns: number, random: Random): Matrix =>
  Array.from({ length: rows }, () => randomVector(columns, random));
export const diagonal = (values: Vector): Matrix =>
  values.map((value, i) => values.map((_, j) => (i === j ? value : 0)));
export const identity = (size: number): Matrix => diagonal(new Array<number>(size).fill(1));
export const transposed = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));
export const scaled = (a: Matrix, factor: number): Matrix =>
  a.map((row) => row.map((value) => factor * value));
export const dot = (a: Vector, b: Vector): number => a.reduce((sum, value, i) => sum + value * b[i], 0);
export const plus = (a: Vector, b: Vector, factor = 1): Vector => a.map((value, i) => value + factor * b[i]);
export const total = (a: Matrix, b: Matrix, factor = 1): Matrix => a.map((row, i) => plus(row, b[i], factor));
export const applied = (a: Matrix, x: Vector): Vector => a.map((row) => dot(row, x));
export const product = (a: Matrix, b: Matrix): Matrix => {
  const columns = transposed(b);
  return a.map((row) => columns.map((column) => dot(row, column)));
};
export const trace = (a: Matrix): number => a.reduce((sum, row, i) => sum + row[i], 0);

const eigenOf = (a: Matrix) => symmetricEigen(Float64Array.from(a.flat()), a.length);

/** V g(values) V^T of a symmetric matrix. */
function mapped(a: Matrix, g: (eigenvalue: number) => number): Matrix {
  const { values, vectors } = eigenOf(a);
  const columns = a.map((_, i) => Array.from(vectors.slice(i * a.length, (i + 1) * a.length)));
  return product(product(columns, diagonal(Array.from(values, g))), transposed(columns));
}

export const inverse = (a: Matrix): Matrix => mapped(a, (value) => 1 / value);
export const root = (a: Matrix): Matrix => mapped(a, Math.sqrt);
export const logDeterminant = (a: Matrix): number =>
  eigenOf(a).values.reduce((sum, value) => sum + Math.log(value), 0);

/** A normal distribution of several numbers. */
export interface MultiNormal {
  readonly mean: Vector;
  readonly covariance: Matrix;
}

export function logNormal(x: Vector, { mean, covariance }: MultiNormal): number {
  const off = plus(x, mean, -1);
  const square = dot(off, applied(inverse(covariance), off));
  return -0.5 * (square + logDeterminant(covariance) + x.length * Math.log(2 * Math.PI));
}

/** KL(q || p). */
export function divergence(q: MultiNormal, p: MultiNormal): number {
  const precision = inverse(p.covariance);
  const shift = plus(q.mean, p.mean, -1);
  const volumes = logDeterminant(p.covariance) - logDeterminant(q.covariance);
  return (
    0.5 *
    (trace(product(precision, q.covariance)) + dot(shift, applied(precision, shift)) - shift.length + volumes)
  );
}

/** z ~ N(0, I), x ~ N(W z + bias, variance I). Tipping and Bishop 1999. */
export interface LinearModel {
  /** [pixels][latents] */
  readonly weights: Matrix;
  readonly bias: Vector;
  readonly variance: number;
}

export function marginal({ weights, bias, variance }: LinearModel): MultiNormal {
  const noise = scaled(identity(bias.length), variance);
  return { mean: bias, covariance: total(product(weights, transposed(weights)), noise) };
}

export function linearPosterior({ weights, bias, variance }: LinearModel, x: Vector): MultiNormal {
  const back = transposed(weights);
  const inner = inverse(total(product(back, weights), scaled(identity(back.length), variance)));
  return {
    mean: applied(inner, applied(back, plus(x, bias, -1))),
    covariance: scaled(inner, variance),
  };
}

export const standard = (size: number): MultiNormal => ({
  mean: new Array<number>(size).fill(0),
  covariance: identity(size),
});

export function linearLogJoint({ weights, bias, variance }: LinearModel, x: Vector, latent: Vector): number {
  const off = plus(x, plus(applied(weights, latent), bias), -1);
  const volumes = x.length * Math.log(2 * Math.PI * variance) + latent.length * Math.log(2 * Math.PI);
  return -0.5 * (dot(off, off) / variance + dot(latent, latent) + volumes);
}

/** E_q log p(x | z) - KL(q || prior); the average of the squared error is |x - W mean - bias|^2 + tr(W C W^T). */
export function linearElbo({ weights, bias, variance }: LinearModel, x: Vector, q: MultiNormal): number {
  const off = plus(x, plus(applied(weights, q.mean), bias), -1);
  const square = dot(off, off) + trace(product(product(weights, q.covariance), transposed(weights)));
  const fit = -square / (2 * variance) - 0.5 * x.length * Math.log(2 * Math.PI * variance);
  return fit - divergence(q, standard(q.mean.length));
}

export const drawOf = ({ mean, covariance }: MultiNormal, random: Random): Vector =>
  plus(mean, applied(root(covariance), randomVector(mean.length, random)));

/** Adam (Kingma and Ba 2015) in double precision, with a rate that falls in a straight line to 0. */
export function minimiser(
  gradient: (parameters: Float64Array) => ArrayLike<number>,
  start: ArrayLike<number>,
  { steps = 5000, rate = 0.01 }: { steps?: number; rate?: number } = {},
): Float64Array {
  const parameters = Float64Array.from(start);
  const [first, second] = [new Float64Array(start.length), new Float64Array(start.length)];
  for (let step = 1; step <= steps; step++) {
    const slope = gradient(parameters);
    for (let i = 0; i < parameters.length; i++) {
      first[i] += 0.1 * (slope[i] - first[i]);
      second[i] += 0.001 * (slope[i] ** 2 - second[i]);
      const scale = Math.sqrt(second[i] / (1 - 0.999 ** step)) + 1e-12;
      parameters[i] -= (rate * (1 - step / steps) * first[i]) / (1 - 0.9 ** step) / scale;
    }
  }
  return parameters;
}
