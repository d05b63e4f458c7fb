import { describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import {
  belief,
  cellOf,
  createHistogram,
  evenShare,
  negativeLogLikelihood,
  sample,
  trainingStep,
} from '#models/histogram';

const uniforms = (count: number, seed = 3): Float32Array => {
  const random = createRandom(seed);
  return Float32Array.from({ length: count }, () => random.uniform());
};
/** Two cells per side; three of four points lie in the upper right one, one in the lower left one. */
const corner = trainingStep(createHistogram(2, 2), Float32Array.of(0.5, 0.5, 1, 1, 1.9, 0.1, -1, -1));

describe('a histogram on the plane', () => {
  it('finds the cell of a point, and the nearest border cell beyond the square', () => {
    const histogram = createHistogram(2, 4);
    expect(cellOf(histogram, -1.9, -1.9)).toBe(0);
    expect(cellOf(histogram, 1.9, -1.9)).toBe(3);
    expect(cellOf(histogram, -1.9, 1.9)).toBe(12);
    expect(cellOf(histogram, 9, 9)).toBe(15);
    expect(cellOf(histogram, -9, 0.1)).toBe(8);
  });

  it('believes in cells by their share of the points, less a little for all', () => {
    expect(belief(corner, 3)).toBeCloseTo((1 - evenShare) * 0.75 + evenShare / 4, 12);
    expect(belief(corner, 1)).toBeCloseTo(evenShare / 4, 12);
    expect([0, 1, 2, 3].reduce((sum, cell) => sum + belief(corner, cell), 0)).toBeCloseTo(1, 12);
  });

  it('spreads its belief evenly before it has seen a point', () => {
    const blank = createHistogram(2, 8);
    expect(belief(blank, 5)).toBe(1 / 64);
    expect(negativeLogLikelihood(blank, Float32Array.of(0.3, 1.2))).toBeCloseTo(Math.log(16), 12);
  });

  it('gives the negative log-likelihood that counting by hand gives', () => {
    // The upper right cell has the belief 0.745 and the area 4.
    expect(negativeLogLikelihood(corner, Float32Array.of(1, 1))).toBeCloseTo(-Math.log(0.745 / 4), 12);
  });

  it('learns the same from all points at once as from some after others', () => {
    const points = createRandom(1).normals(200);
    const once = trainingStep(createHistogram(3, 6), points);
    const twice = trainingStep(
      trainingStep(createHistogram(3, 6), points.subarray(0, 60)),
      points.subarray(60),
    );
    expect(twice).toEqual(once);
    expect(once.total).toBe(100);
  });

  it('dreams in each cell as often as it believes in it', () => {
    const dreams = sample(corner, uniforms(3 * 20000));
    const found = [0, 0, 0, 0];
    for (let i = 0; i < dreams.length; i += 2) found[cellOf(corner, dreams[i], dreams[i + 1])] += 1 / 20000;
    found.forEach((share, cell) => expect(Math.abs(share - belief(corner, cell))).toBeLessThan(0.02));
  });

  it('dreams inside its square, even from the ends of the range of the uniform numbers', () => {
    const dreams = sample(corner, Float32Array.of(0, 0, 0, 0.99999994, 0.99999994, 0.99999994));
    for (const value of dreams) expect(Math.abs(value)).toBeLessThanOrEqual(2);
  });

  it('gives the numbers that the article works by hand', () => {
    // 300 points on a square of side 6 with 12 cells per side; nine of them share one cell.
    const points = Float32Array.from({ length: 600 }, (_, i) => (i < 18 ? 0.25 : -0.25));
    const histogram = trainingStep(createHistogram(3, 12), points);
    expect(belief(histogram, cellOf(histogram, 0.25, 0.25))).toBeCloseTo(0.02977, 5);
    expect(negativeLogLikelihood(histogram, Float32Array.of(0.25, 0.25))).toBeCloseTo(2.128, 3);
    expect(negativeLogLikelihood(histogram, Float32Array.of(2.75, 2.75))).toBeCloseTo(8.189, 3);
  });
});
