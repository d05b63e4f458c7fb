/** Are the samples as different from one another as real data are, and are they more than copies of the training data? */

import { pairMean, sampleCount, type Sample } from './samples.ts';

/**
 * Mean distance between two samples over mean distance between two real examples, within one class: about 1 is healthy,
 * near 0 means that one picture is repeated.
 * @param sample [n * dimension] samples of one class
 * @param real [m * dimension] real examples of that class
 * @throws RangeError if there are fewer than two of either, or the real examples are all the same
 */
export function relativeDiversity(
  sample: Sample,
  real: Sample,
  { dimension }: { dimension: number },
): number {
  sampleCount(sample, { dimension, least: 2 });
  sampleCount(real, { dimension, least: 2 });
  const pairs = { dimension, kernel: Math.sqrt };
  const spread = pairMean(real, real, pairs);
  if (spread === 0) throw new RangeError('The real examples are all the same.');
  return pairMean(sample, sample, pairs) / spread;
}

/**
 * Mean distance to the nearest training example over mean distance to the nearest test example: about 1 is healthy, far
 * below 1 means that training data are being copied.
 * @param sample [n * dimension]
 * @throws RangeError unless there are as many training as test examples, since more of them lie nearer by chance alone
 */
export function copyingRatio(
  sample: Sample,
  { train, test, dimension }: { train: Sample; test: Sample; dimension: number },
): number {
  sampleCount(sample, { dimension });
  const counts = [sampleCount(train, { dimension }), sampleCount(test, { dimension })];
  if (counts[0] !== counts[1]) {
    throw new RangeError(
      `Compare with as many training as test examples, not ${counts[0]} and ${counts[1]}.`,
    );
  }
  return meanNearest(sample, train, dimension) / meanNearest(sample, test, dimension);
}

/** Mean distance from a sample to the nearest example. */
export function meanNearest(sample: Sample, examples: Sample, dimension: number): number {
  let sum = 0;
  for (let start = 0; start < sample.length; start += dimension) {
    const one = sample.subarray(start, start + dimension);
    let nearest = Infinity;
    for (let other = 0; other < examples.length; other += dimension) {
      let square = 0;
      for (let k = 0; k < dimension && square < nearest; k++) square += (one[k] - examples[other + k]) ** 2;
      nearest = Math.min(nearest, square);
    }
    sum += Math.sqrt(nearest);
  }
  return sum / (sample.length / dimension);
}
