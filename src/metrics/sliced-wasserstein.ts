/**
 * How far must one cloud of points be moved to become the other? On a line the best transport pairs the sorted points; in
 * the plane we look along many directions and average.
 */

import { sampleCount, type Sample } from './samples.ts';
import { sortingRoom, spreadSort } from './spread-sort.ts';

/**
 * Sliced Wasserstein-2 distance: the root of the mean, over random directions, of the squared Wasserstein-2 distance
 * between the two samples projected on that direction. It is 0 for equal samples only, has the unit of the data, and for
 * finite samples of one distribution it stays above 0, so it is read beside the floor of data against data.
 * Source: Bonneel, Rabin, Peyré and Pfister, Sliced and Radon Wasserstein barycenters of measures (2015).
 * @param a [n * dimension]
 * @param b [m * dimension]; n and m may differ
 * @throws RangeError if a sample is empty, ragged or not finite
 */
export function slicedWasserstein(
  a: Sample,
  b: Sample,
  { directions = 100, dimension = 2, random }: SlicedWassersteinOptions,
): number {
  const sortedA = new Float64Array(sampleCount(a, { dimension }));
  const sortedB = new Float64Array(sampleCount(b, { dimension }));
  const roomA = sortingRoom(sortedA.length);
  const roomB = sortingRoom(sortedB.length);
  let sum = 0;
  for (let i = 0; i < directions; i++) {
    const direction = unitVector(random.normals(dimension));
    spreadSort(project(a, direction, sortedA), roomA);
    spreadSort(project(b, direction, sortedB), roomB);
    sum += squaredTransport(sortedA, sortedB);
  }
  return Math.sqrt(sum / directions);
}

export interface SlicedWassersteinOptions {
  readonly directions?: number;
  readonly dimension?: number;
  /** Where the directions come from; the same stream gives the same directions. */
  readonly random: { normals(count: number): Float32Array };
}

/** A Gaussian vector points in every direction equally often. */
function unitVector(normals: Float32Array): Float64Array {
  const length = Math.hypot(...normals);
  return Float64Array.from(normals, (value) => value / length);
}

function project(sample: Sample, direction: Float64Array, shadow: Float64Array): Float64Array {
  const dimension = direction.length;
  shadow.fill(0);
  for (let k = 0; k < dimension; k++) {
    const weight = direction[k];
    for (let i = 0, at = k; i < shadow.length; i++, at += dimension) shadow[i] += weight * sample[at];
  }
  return shadow;
}

/**
 * Squared Wasserstein-2 distance on the line: the sorted points are paired in order. Where the counts differ, each of the n
 * points carries mass m and each of the m points mass n, and the masses are poured from left to right.
 */
function squaredTransport(a: Float64Array, b: Float64Array): number {
  const n = a.length;
  const m = b.length;
  let sum = 0;
  if (n === m) {
    for (let i = 0; i < n; i++) sum += (a[i] - b[i]) ** 2;
    return sum / n;
  }
  let poured = 0;
  for (let i = 0, j = 0; i < n && j < m;) {
    const until = Math.min((i + 1) * m, (j + 1) * n);
    sum += (until - poured) * (a[i] - b[j]) ** 2;
    poured = until;
    if (until === (i + 1) * m) i++;
    if (until === (j + 1) * n) j++;
  }
  return sum / (n * m);
}
