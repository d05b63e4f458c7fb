/** The data sets of the plane that a reader chooses between, a drawing among them. */
import { resampled } from './drawing.ts';
import { eightGaussians } from './eight-gaussians.ts';
import { pinwheel } from './pinwheel.ts';
import type { Random } from './random.ts';
import { swissRoll } from './swiss-roll.ts';
import { twoMoons } from './two-moons.ts';

/** Draws [count * 2] points x0, y0, x1, y1, ... */
export type Points = (count: number, random: Random) => Float32Array;

/** Every set by its key, as a reader reads it. */
export const pointSets = {
  eightGaussians: 'Eight Gaussians',
  twoMoons: 'Two moons',
  swissRoll: 'Swiss roll',
  pinwheel: 'Pinwheel',
  drawing: 'Draw your own',
} as const;

/** Fewer drawn points than this tell nothing of a shape. */
const fewest = 20;

/**
 * The set of this key. Of a drawing a copy is taken: a run keeps its data while the reader draws on.
 * @param drawn x0, y0, x1, y1, ...
 * @throws Error, in words for a reader, if the drawing has fewer than 20 points
 */
export function pointsOf(key: keyof typeof pointSets, drawn: readonly number[]): Points {
  if (key !== 'drawing') return { eightGaussians, twoMoons, swissRoll, pinwheel }[key];
  const kept = [...drawn];
  if (kept.length < 2 * fewest) {
    throw new Error(
      `A drawing needs at least ${fewest} points; this one has ${kept.length / 2}. Draw in the first picture, then press Play.`,
    );
  }
  return (count, random) => resampled(kept, count, random);
}

/** [side * side * 2] middles of the cells of a grid over the square from -extent to extent, row after row from below. */
export function cellMiddles(side: number, extent: number): Float32Array {
  const cell = (2 * extent) / side;
  return Float32Array.from({ length: 2 * side * side }, (_, i) => {
    const place = i % 2 === 0 ? Math.floor(i / 2) % side : Math.floor(i / 2 / side);
    return (place + 0.5) * cell - extent;
  });
}
