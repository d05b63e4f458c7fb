/** What a perfect model would score: the metric between two fresh sets of real data, since finite samples always differ. */

import type { Sample, Sampler } from './samples.ts';

/**
 * The mean of `metric` over pairs of independent data sets of the same size as the samples that will be judged.
 * @param metric the very metric, with its options, that judges the model
 * @param data draws a fresh data set
 * @param count how many points each set has; a floor holds for this number only
 * @param pairs how many pairs are averaged
 * @throws RangeError if there is no pair
 */
export function dataFloor(
  metric: (a: Sample, b: Sample) => number,
  data: Sampler,
  { count, pairs = 10 }: { count: number; pairs?: number },
): number {
  if (!Number.isInteger(pairs) || pairs < 1)
    throw new RangeError(`At least one pair is needed, got ${pairs}.`);
  let sum = 0;
  for (let pair = 0; pair < pairs; pair++) sum += metric(data(count), data(count));
  return sum / pairs;
}
