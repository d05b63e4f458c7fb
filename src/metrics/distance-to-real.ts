import { dataFloor } from './data-floor.ts';
import { frechetDistance } from './frechet-distance.ts';
import type { Sample } from './samples.ts';

/** Two sets of real data make each pair of the floor, and one more is the reference. */
const pairs = 2;
const sets = 1 + 2 * pairs;

/**
 * The Fréchet distance of samples to as many real examples, in the features of a judge, and its floor: the same between real
 * examples and others of them. Every model that is judged by the same features and real examples is judged on equal terms.
 *
 * @param features of the samples, [n * dimension]
 * @param real features of real examples in random order, at least 5 n of them
 * @throws RangeError if there are too few real examples
 */
export function distanceToReal(
  features: Sample,
  real: Sample,
  { dimension }: { dimension: number },
): { distance: number; floor: number } {
  const count = features.length / dimension;
  if (real.length < sets * features.length)
    throw new RangeError(
      `${count} samples need ${sets * count} real examples, got ${real.length / dimension}.`,
    );
  let drawn = 0;
  const next = () => real.slice(drawn * features.length, ++drawn * features.length);
  const between = (a: Sample, b: Sample) => frechetDistance(a, b, { dimension });
  const reference = next();
  return { floor: dataFloor(between, next, { count, pairs }), distance: between(features, reference) };
}
