/** Mean 0 and variance 1 is what a noise schedule expects of data; these functions go there and back. */

/** Where a set of points lies and how far it spreads. */
export interface Standardisation {
  readonly mean: readonly [number, number];
  /** Root of the mean variance of the two axes: one number, so that shapes are not distorted. */
  readonly deviation: number;
}

/**
 * Measures [count * 2] points x0, y0, x1, y1, ....
 * @throws RangeError if there are no points
 */
export function standardisation(points: Float32Array): Standardisation {
  const count = points.length / 2;
  if (count === 0) throw new RangeError('There are no points to standardise.');
  const mean: [number, number] = [0, 0];
  points.forEach((value, i) => (mean[i % 2] += value / count));
  const variance = points.reduce((sum, value, i) => sum + (value - mean[i % 2]) ** 2 / (2 * count), 0);
  // Points that all coincide have no spread to divide by.
  return { mean, deviation: Math.sqrt(variance) || 1 };
}

/** (x - mean) / deviation. */
export function standardised(points: Float32Array, { mean, deviation }: Standardisation): Float32Array {
  return points.map((value, i) => (value - mean[i % 2]) / deviation);
}

/** The inverse of `standardised`. */
export function restored(points: Float32Array, { mean, deviation }: Standardisation): Float32Array {
  return points.map((value, i) => value * deviation + mean[i % 2]);
}
