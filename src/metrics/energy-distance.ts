/** Are the two clouds further from each other than each is from itself? */

import { pairMean, sampleCount, type Sample } from './samples.ts';

/**
 * Energy distance 2 E|X - Y| - E|X - X'| - E|Y - Y'|, estimated without bias: pairs of a point with itself are left out
 * (a U-statistic). For two samples of one distribution it therefore scatters around 0 and may be negative.
 * Source: Székely and Rizzo, Energy statistics (2013).
 * @param a [n * dimension] with n at least 2
 * @param b [m * dimension] with m at least 2
 * @throws RangeError if a sample is too small, ragged or not finite
 */
export function energyDistance(a: Sample, b: Sample, { dimension = 2 } = {}): number {
  sampleCount(a, { dimension, least: 2 });
  sampleCount(b, { dimension, least: 2 });
  const pairs = { dimension, kernel: Math.sqrt };
  return 2 * pairMean(a, b, pairs) - pairMean(a, a, pairs) - pairMean(b, b, pairs);
}
