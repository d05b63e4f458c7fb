/** What every metric expects of its samples, said in one place. */

/** Points or feature vectors one after another: [count * dimension]. */
export type Sample = Float32Array | Float64Array;

/** Draws a set of so many points. */
export type Sampler = (count: number) => Sample;

/**
 * How many vectors a sample holds.
 * @throws RangeError if it holds fewer than `least`, a part of a vector, or a number that is not finite; that one is named
 *   `NotFiniteSample`, by which a run that diverged is known
 */
export function sampleCount(sample: Sample, { dimension = 2, least = 1 } = {}): number {
  if (!Number.isInteger(dimension) || dimension < 1) {
    throw new RangeError(`The dimension must be a whole number from 1, got ${dimension}.`);
  }
  const count = sample.length / dimension;
  if (!Number.isInteger(count)) {
    throw new RangeError(`${sample.length} numbers are not whole vectors of dimension ${dimension}.`);
  }
  if (count < least) throw new RangeError(`A sample of at least ${least} is needed, got ${count}.`);
  const wrong = sample.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    const text = `Vector ${Math.floor(wrong / dimension)} of the sample holds ${sample[wrong]}.`;
    throw Object.assign(new RangeError(text), { name: 'NotFiniteSample' });
  }
  return count;
}

/**
 * The mean of `kernel` over all pairs: i of `a` with j of `b`, or within one sample over i < j, never a vector with itself.
 * `kernel` receives the squared Euclidean distance.
 */
export function pairMean(a: Sample, b: Sample, { dimension, kernel }: PairOptions): number {
  const within = a === b;
  const countA = a.length / dimension;
  const countB = b.length / dimension;
  const squares = new Float64Array(countB);
  let sum = 0;
  for (let i = 0; i < countA; i++) {
    const others = within ? b.subarray((i + 1) * dimension) : b;
    const count = others.length / dimension;
    squaredDistances(a.subarray(i * dimension, (i + 1) * dimension), others, squares);
    for (let j = 0; j < count; j++) sum += kernel(squares[j]);
  }
  return sum / (within ? (countA * (countA - 1)) / 2 : countA * countB);
}

/** Squared distances of one vector to each vector of a sample. One coordinate after another keeps the inner loop short. */
function squaredDistances(from: Sample, sample: Sample, squares: Float64Array): void {
  const dimension = from.length;
  squares.fill(0);
  for (let k = 0; k < dimension; k++) {
    const coordinate = from[k];
    for (let j = 0, at = k; at < sample.length; j++, at += dimension)
      squares[j] += (coordinate - sample[at]) ** 2;
  }
}

interface PairOptions {
  readonly dimension: number;
  readonly kernel: (squaredDistance: number) => number;
}
