/**
 * A histogram on a square of the plane: a generative model that counts. The square is cut into cells; what a cell is
 * believed to hold is the share of the points that fell into it. To dream, choose a cell by its share, then a place inside it.
 */

/** The counts are all that is learnt. */
export interface Histogram {
  /** The square reaches from -extent to +extent on both axes. */
  readonly extent: number;
  /** How many cells there are along one side. */
  readonly cells: number;
  /** How many points were seen in each cell, row by row from the lowest y: [cells * cells] */
  readonly counts: Float64Array;
  /** How many points were seen in all. */
  readonly total: number;
}

/** This share of the belief is spread evenly over the square: an empty cell is unlikely, never impossible. */
export const evenShare = 0.01;

/** A histogram that has seen nothing. */
export function createHistogram(extent: number, cells: number): Histogram {
  return { extent, cells, counts: new Float64Array(cells * cells), total: 0 };
}

/** The number of the cell that holds (x, y). A point beyond the square counts in the nearest cell of its border. */
export function cellOf(histogram: Histogram, x: number, y: number): number {
  const { extent, cells } = histogram;
  const place = (coordinate: number): number =>
    Math.min(cells - 1, Math.max(0, Math.floor(((coordinate + extent) / (2 * extent)) * cells)));
  return place(y) * cells + place(x);
}

/** The probability of one cell; over all cells it sums to 1. Before anything is seen all cells are equal. */
export function belief(histogram: Histogram, cell: number): number {
  const even = 1 / histogram.cells ** 2;
  if (histogram.total === 0) return even;
  return (1 - evenShare) * (histogram.counts[cell] / histogram.total) + evenShare * even;
}

/**
 * New points, spread evenly inside the chosen cells.
 * @param uniforms numbers in [0, 1), three per point: one chooses the cell, two the place in it: [3 * count]
 * @returns x0, y0, x1, y1, ...: [2 * count]
 */
export function sample(histogram: Histogram, uniforms: Float32Array): Float32Array {
  const { extent, cells } = histogram;
  const cellSide = (2 * extent) / cells;
  const upTo = cumulativeBeliefs(histogram);
  const points = new Float32Array((uniforms.length / 3) * 2);
  for (let i = 0; i * 3 < uniforms.length; i++) {
    const cell = firstAbove(upTo, uniforms[3 * i]);
    points[2 * i] = -extent + cellSide * ((cell % cells) + uniforms[3 * i + 1]);
    points[2 * i + 1] = -extent + cellSide * (Math.floor(cell / cells) + uniforms[3 * i + 2]);
  }
  return points;
}

/**
 * How surprised the model is by the points: the mean of -log p(x, y), in nats per point, where p is the cell's belief
 * divided by the cell's area.
 * @param points x0, y0, x1, y1, ...: [2 * count], count at least 1
 */
export function negativeLogLikelihood(histogram: Histogram, points: Float32Array): number {
  const cellArea = ((2 * histogram.extent) / histogram.cells) ** 2;
  let sum = 0;
  for (let i = 0; i < points.length; i += 2) {
    sum -= Math.log(belief(histogram, cellOf(histogram, points[i], points[i + 1])) / cellArea);
  }
  return sum / (points.length / 2);
}

/**
 * The histogram after it has also seen these points: learning is counting.
 * @param points x0, y0, x1, y1, ...: [2 * count]
 */
export function trainingStep(histogram: Histogram, points: Float32Array): Histogram {
  const counts = histogram.counts.slice();
  for (let i = 0; i < points.length; i += 2) counts[cellOf(histogram, points[i], points[i + 1])] += 1;
  return { ...histogram, counts, total: histogram.total + points.length / 2 };
}

/** Entry i is the belief in cells 0 to i together: [cells * cells] */
function cumulativeBeliefs(histogram: Histogram): Float64Array {
  let sum = 0;
  return histogram.counts.map((_, cell) => (sum += belief(histogram, cell)));
}

/** The first index whose entry exceeds `value`, by halving; the last index if rounding leaves none. */
function firstAbove(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
