/** Two half circles that interlock: the simplest shape whose classes no straight line separates. */

import type { Random } from './random.ts';

/** Blur across the curve, in standardised units. */
const deviation = 0.08;

/** Mean and variance of the two arcs before scaling, by integration over the angle. */
const centre = [0.5, 0.25] as const;
const variance = [0.75, 0.5 - (2 / Math.PI) ** 2 + (2 / Math.PI - 0.25) ** 2] as const;
const scale = variance.map((value) => Math.sqrt((1 - deviation ** 2) / value));

/** [count * 2] points x0, y0, x1, y1, ... of mean 0 and variance 1 along each axis; half of them on each moon on average. */
export function twoMoons(count: number, random: Random): Float32Array {
  const points = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) {
    const angle = Math.PI * random.uniform();
    const upper = random.uniform() < 0.5;
    const x = upper ? Math.cos(angle) : 1 - Math.cos(angle);
    const y = upper ? Math.sin(angle) : 0.5 - Math.sin(angle);
    points[2 * i] = scale[0] * (x - centre[0]) + deviation * random.normal();
    points[2 * i + 1] = scale[1] * (y - centre[1]) + deviation * random.normal();
  }
  return points;
}
