/** Five bent arms around a centre: long Gaussians, each turned further the further out it is. */

import type { Random } from './random.ts';

const arms = 5;
/** Along and across an arm, before scaling; the arms are centred at distance 1. */
const along = 0.3;
const across = 0.1;
/** How strongly an arm bends. */
const bend = 0.25;

/** Turning keeps distances, so the variance along each axis is half of E r^2 = 1 + along^2 + across^2. */
const scale = Math.sqrt(2 / (1 + along ** 2 + across ** 2));

/** [count * 2] points x0, y0, x1, y1, ... of mean 0 and variance 1 along each axis; every arm is equally likely. */
export function pinwheel(count: number, random: Random): Float32Array {
  const points = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) {
    const outwards = 1 + along * random.normal();
    const sideways = across * random.normal();
    const angle = (2 * Math.PI * random.integer(arms)) / arms + bend * Math.exp(outwards);
    points[2 * i] = scale * (outwards * Math.cos(angle) - sideways * Math.sin(angle));
    points[2 * i + 1] = scale * (outwards * Math.sin(angle) + sideways * Math.cos(angle));
  }
  return points;
}
