import type { Random } from './random.ts';

/**
 * Ink, 1, or paper, 0, for each grey from -1 to 1: ink with probability (grey + 1) / 2, drawn anew at each call. Salakhutdinov
 * and Murray 2008, section 4.
 */
export function binarised(greys: Float32Array, random: Pick<Random, 'uniform'>): Float32Array {
  return greys.map((grey) => (random.uniform() < (grey + 1) / 2 ? 1 : 0));
}
