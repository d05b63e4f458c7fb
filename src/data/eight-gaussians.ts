/** Eight small Gaussians on a circle: the classic test of whether a model finds every mode. */

import type { Random } from './random.ts';

/** Standard deviation of each Gaussian along each axis. */
export const eightGaussianDeviation = 0.1;

/** 1.4071: the radius at which radius^2 / 2 + deviation^2, the variance along each axis, is 1. */
const radius = Math.sqrt(2 * (1 - eightGaussianDeviation ** 2));

/** [8 * 2] centres x0, y0, x1, y1, ..., counter-clockwise from (radius, 0). */
export const eightGaussianModes = Float32Array.from({ length: 16 }, (_, i) => {
  const angle = (Math.PI / 4) * Math.floor(i / 2);
  return radius * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
});

/** [count * 2] points x0, y0, x1, y1, ... of mean 0 and variance 1 along each axis; every mode is equally likely. */
export function eightGaussians(count: number, random: Random): Float32Array {
  const points = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) {
    const mode = random.integer(8);
    points[2 * i] = eightGaussianModes[2 * mode] + eightGaussianDeviation * random.normal();
    points[2 * i + 1] = eightGaussianModes[2 * mode + 1] + eightGaussianDeviation * random.normal();
  }
  return points;
}
