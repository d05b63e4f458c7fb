/**
 * Data whose best denoiser is known in closed form. They stand in for the network: if samples fail with them, the sampler
 * is wrong; if they pass, training is to blame.
 */

import * as tf from '@tensorflow/tfjs-core';
import type { Denoiser } from '#models/diffusion';
import type { NoiseSchedule } from '#models/noise-schedule';

/** Equally likely one-dimensional Gaussians of one variance. */
export interface Mixture {
  readonly means: readonly number[];
  readonly variance: number;
}

/** Variance of x_t around sqrt(alphaBar) m for data N(m, variance). */
export function noisyVariance(alphaBar: number, variance: number): number {
  return alphaBar * variance + 1 - alphaBar;
}

/** The probability of each component once x_t is known. */
export function responsibilities(x: number, { means, variance }: Mixture, alphaBar: number): number[] {
  const v = noisyVariance(alphaBar, variance);
  const exponents = means.map((mean) => -((x - Math.sqrt(alphaBar) * mean) ** 2) / (2 * v));
  const largest = Math.max(...exponents);
  const weights = exponents.map((exponent) => Math.exp(exponent - largest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** E[noise | x_t]. */
export function meanNoise(x: number, mixture: Mixture, alphaBar: number): number {
  const share = responsibilities(x, mixture, alphaBar);
  const scale = Math.sqrt(1 - alphaBar) / noisyVariance(alphaBar, mixture.variance);
  return share.reduce((sum, r, k) => sum + r * scale * (x - Math.sqrt(alphaBar) * mixture.means[k]), 0);
}

/** E[x_0 | x_t], from the posterior of each component. */
export function meanClean(x: number, mixture: Mixture, alphaBar: number): number {
  const share = responsibilities(x, mixture, alphaBar);
  const pull = (Math.sqrt(alphaBar) * mixture.variance) / noisyVariance(alphaBar, mixture.variance);
  return share.reduce(
    (sum, r, k) => sum + r * (mixture.means[k] + pull * (x - Math.sqrt(alphaBar) * mixture.means[k])),
    0,
  );
}

/** log q_t(x). */
export function logDensity(x: number, { means, variance }: Mixture, alphaBar: number): number {
  const v = noisyVariance(alphaBar, variance);
  const densities = means.map((mean) => Math.exp(-((x - Math.sqrt(alphaBar) * mean) ** 2) / (2 * v)));
  return Math.log(
    densities.reduce((sum, density) => sum + density, 0) / means.length / Math.sqrt(2 * Math.PI * v),
  );
}

/** The exact noise prediction for data N(mean, variance) in every coordinate, as a network. */
export function gaussianDenoiser({ alphaBar }: NoiseSchedule, mean: number, variance: number): Denoiser {
  return (noisy, time) =>
    denoiserOf(noisy, (x, row) => {
      const kept = alphaBar[time[row]];
      return (Math.sqrt(1 - kept) * (x - Math.sqrt(kept) * mean)) / noisyVariance(kept, variance);
    });
}

/** A network from a rule for one coordinate. */
export function denoiserOf(noisy: tf.Tensor2D, rule: (x: number, row: number) => number): tf.Tensor2D {
  const dimension = noisy.shape[1];
  const values = noisy.dataSync().map((x, i) => rule(x, Math.floor(i / dimension)));
  return tf.tensor2d(values, noisy.shape);
}
