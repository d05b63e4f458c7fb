/**
 * A variational autoencoder without hidden layers, whose loss over all data has a formula: decoder W z, encoder N(V x, diag e^l), data
 * of mean 0. Lucas et al. 2019.
 */
import {
  diagonal,
  dot,
  identity,
  product,
  scaled,
  total,
  trace,
  transposed,
  type Matrix,
  type Vector,
} from './latent-oracles.ts';

export interface LinearVae {
  /** W: [pixels][latents] */
  readonly decoder: Matrix;
  /** V: [latents][pixels] */
  readonly encoder: Matrix;
  /** l: [latents] */
  readonly logVariance: Vector;
}

export interface Population {
  /** Of the data: [pixels][pixels]. */
  readonly covariance: Matrix;
  /** Of the decoder's noise on each pixel. */
  readonly variance: number;
  readonly beta: number;
}

/** D + beta R in nats, with its parts: the squared error summed over pixels, and the rate of each latent. */
export function linearLoss(
  { decoder, encoder, logVariance }: LinearVae,
  { covariance, variance, beta }: Population,
) {
  const left = total(identity(covariance.length), product(decoder, encoder), -1); // x - W V x
  const missed = trace(product(product(left, covariance), transposed(left)));
  const columns = transposed(decoder);
  const noise = columns.reduce((sum, column, j) => sum + Math.exp(logVariance[j]) * dot(column, column), 0);
  const codes = product(product(encoder, covariance), transposed(encoder));
  const rates = logVariance.map((log, j) => 0.5 * (codes[j][j] + Math.exp(log) - 1 - log));
  const squaredError = missed + noise;
  const pixels = covariance.length;
  const distortion = squaredError / (2 * variance) + (pixels / 2) * Math.log(2 * Math.PI * variance);
  return { loss: distortion + beta * rates.reduce((sum, rate) => sum + rate, 0), squaredError, rates };
}

/** The slopes of the loss, by hand. */
export function linearSlopes(
  { decoder, encoder, logVariance }: LinearVae,
  { covariance, variance, beta }: Population,
): LinearVae {
  const left = total(identity(covariance.length), product(decoder, encoder), -1);
  const missed = product(left, covariance); // (I - W V) S
  const spread = logVariance.map(Math.exp);
  const columns = transposed(decoder);
  return {
    decoder: scaled(
      total(product(missed, transposed(encoder)), product(decoder, diagonal(spread)), -1),
      -1 / variance,
    ),
    encoder: total(scaled(product(encoder, covariance), beta), product(columns, missed), -1 / variance),
    logVariance: spread.map(
      (s2, j) => (s2 * dot(columns[j], columns[j])) / (2 * variance) + 0.5 * beta * (s2 - 1),
    ),
  };
}

/** All parameters in one row, and back. */
export const flat = ({ decoder, encoder, logVariance }: LinearVae): number[] => [
  ...decoder.flat(),
  ...encoder.flat(),
  ...logVariance,
];

export function unflat(row: ArrayLike<number>, pixels: number, latents: number): LinearVae {
  const all = Array.from(row);
  const rows = (from: number, count: number, width: number): Matrix =>
    Array.from({ length: count }, (_, i) => all.slice(from + i * width, from + (i + 1) * width));
  const half = pixels * latents;
  return {
    decoder: rows(0, pixels, latents),
    encoder: rows(half, latents, pixels),
    logVariance: all.slice(2 * half),
  };
}
