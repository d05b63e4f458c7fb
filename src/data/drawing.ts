/** A data set out of the points that a reader draws. */

import type { Random } from './random.ts';

/** Blur around each drawn point, in the plane's units: a stroke becomes a soft band instead of a row of dots. */
const jitter = 0.04;

/**
 * [count * 2] points, each a drawn point at random with a little Gaussian jitter. The plane's units are kept, so that the
 * samples appear where the reader drew.
 * @param drawn x0, y0, x1, y1, ...
 * @throws RangeError if nothing is drawn, a coordinate is missing or not finite
 */
export function resampled(drawn: ArrayLike<number>, count: number, random: Random): Float32Array {
  const available = drawn.length / 2;
  if (available === 0) throw new RangeError('Nothing is drawn yet.');
  if (!Number.isInteger(available)) {
    throw new RangeError(`Points come as x, y pairs, so ${drawn.length} numbers cannot be points.`);
  }
  const points = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) {
    const from = random.integer(available);
    points[2 * i] = drawn[2 * from] + jitter * random.normal();
    points[2 * i + 1] = drawn[2 * from + 1] + jitter * random.normal();
  }
  if (!points.every(Number.isFinite)) throw new RangeError('A drawn coordinate is not a finite number.');
  return points;
}
