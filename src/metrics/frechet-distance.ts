/** Two clouds of feature vectors compared by their means and covariances, as if both were Gaussian. */

import { sampleCount, type Sample } from './samples.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/**
 * Fréchet distance |m1 - m2|^2 + Tr(S1 + S2 - 2 (S1 S2)^(1/2)), the squared Wasserstein-2 distance between the Gaussians
 * with the means and covariances of the two samples. With the features of a small classifier it is no "FID", which is
 * defined by one particular network, and it compares only with values of the same features and the same n.
 * Source: Heusel et al., GANs trained by a two time-scale update rule (2017), equation 6.
 * @param a [n * dimension] features with n at least 2
 * @param b [m * dimension]
 * @throws RangeError if a sample is too small, ragged or not finite
 */
export function frechetDistance(a: Sample, b: Sample, { dimension }: { dimension: number }): number {
  const first = moments(a, dimension);
  const second = moments(b, dimension);
  let sum = 0;
  for (let k = 0; k < dimension; k++) {
    const diagonal = k * (dimension + 1);
    sum += (first.mean[k] - second.mean[k]) ** 2 + first.covariance[diagonal] + second.covariance[diagonal];
  }
  // Rounding can leave a tiny negative number where the samples agree.
  return Math.max(0, sum - 2 * rootTrace(first.covariance, second.covariance, dimension));
}

/**
 * Tr (S1 S2)^(1/2). The product is not symmetric, but S1^(1/2) S2 S1^(1/2) has the same eigenvalues and is, so both
 * roots are those of a symmetric matrix.
 */
function rootTrace(first: Float64Array, second: Float64Array, size: number): number {
  const root = symmetricRoot(first, size);
  const between = product(product(root, second, size), root, size);
  const symmetric = between.map(
    (value, i) => (value + between[(i % size) * size + Math.floor(i / size)]) / 2,
  );
  return symmetricEigen(symmetric, size).values.reduce(
    (sum, value) => sum + Math.sqrt(Math.max(0, value)),
    0,
  );
}

function symmetricRoot(matrix: Float64Array, size: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, size);
  const scaled = vectors.map((value, i) => value * Math.sqrt(Math.max(0, values[i % size])));
  const transposed = vectors.map((_, i) => vectors[(i % size) * size + Math.floor(i / size)]);
  return product(scaled, transposed, size);
}

function product(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      for (let j = 0; j < size; j++) result[i * size + j] += a[i * size + k] * b[k * size + j];
    }
  }
  return result;
}

/** Mean [dimension] and unbiased covariance [dimension * dimension] of a sample. */
function moments(sample: Sample, dimension: number): { mean: Float64Array; covariance: Float64Array } {
  const count = sampleCount(sample, { dimension, least: 2 });
  const mean = new Float64Array(dimension);
  for (let i = 0; i < sample.length; i++) mean[i % dimension] += sample[i] / count;
  const covariance = new Float64Array(dimension * dimension);
  for (let start = 0; start < sample.length; start += dimension) {
    for (let j = 0; j < dimension; j++) {
      const deviation = (sample[start + j] - mean[j]) / (count - 1);
      for (let k = 0; k <= j; k++) covariance[j * dimension + k] += deviation * (sample[start + k] - mean[k]);
    }
  }
  for (let j = 0; j < dimension; j++) {
    for (let k = 0; k < j; k++) covariance[k * dimension + j] = covariance[j * dimension + k];
  }
  return { mean, covariance };
}
