/** A spiral of one and a half turns: a curve that passes close to itself, so that neighbours must be told apart. */

import type { Random } from './random.ts';

/** Blur across the curve, in standardised units. */
const deviation = 0.05;

/**
 * Mean and variance of (t cos t, t sin t) for t uniform on [1.5 pi, 4.5 pi], by integration: E t^2 is 9.75 pi^2, and
 * E t^2 cos 2t is -1/2.
 */
const centre = [2, 2 / (3 * Math.PI)] as const;
const variance = [
  4.875 * Math.PI ** 2 - 0.25 - centre[0] ** 2,
  4.875 * Math.PI ** 2 + 0.25 - centre[1] ** 2,
] as const;
const scale = variance.map((value) => Math.sqrt((1 - deviation ** 2) / value));

/** [count * 2] points x0, y0, x1, y1, ... of mean 0 and variance 1 along each axis. */
export function swissRoll(count: number, random: Random): Float32Array {
  const points = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) {
    const turn = 1.5 * Math.PI * (1 + 2 * random.uniform());
    points[2 * i] = scale[0] * (turn * Math.cos(turn) - centre[0]) + deviation * random.normal();
    points[2 * i + 1] = scale[1] * (turn * Math.sin(turn) - centre[1]) + deviation * random.normal();
  }
  return points;
}
