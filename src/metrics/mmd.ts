/** Do the two clouds look alike through a soft window? */

import { pairMean, sampleCount, type Sample } from './samples.ts';

/**
 * Squared maximum mean discrepancy E k(X, X') + E k(Y, Y') - 2 E k(X, Y) with the Gaussian kernel
 * k(x, y) = exp(-|x - y|^2 / (2 bandwidth^2)), estimated without bias: pairs of a point with itself are left out. For two
 * samples of one distribution it scatters around 0 and may be negative.
 * Source: Gretton, Borgwardt, Rasch, Schölkopf and Smola, A kernel two-sample test (2012), equation 3.
 * @param a [n * dimension] with n at least 2
 * @param b [m * dimension] with m at least 2
 * @throws RangeError if a sample is too small, ragged or not finite, or the bandwidth is not positive
 */
export function squaredMaximumMeanDiscrepancy(
  a: Sample,
  b: Sample,
  { dimension = 2, bandwidth = 1 } = {},
): number {
  if (!(bandwidth > 0)) throw new RangeError(`The bandwidth must be positive, got ${bandwidth}.`);
  sampleCount(a, { dimension, least: 2 });
  sampleCount(b, { dimension, least: 2 });
  const kernel = (square: number): number => Math.exp(-square / (2 * bandwidth ** 2));
  const pairs = { dimension, kernel };
  return pairMean(a, a, pairs) + pairMean(b, b, pairs) - 2 * pairMean(a, b, pairs);
}
