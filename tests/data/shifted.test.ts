import { expect, it } from 'vitest';
import { shifted } from '#data/shifted';

it('moves every picture each way, and paper comes in at the edges', () => {
  const one = Float32Array.from([0, 0, 0, 0, 1, 0, 0, 0, 2]);
  const other = Float32Array.from([5, 0, 0, 0, 0, 0, 0, 0, 0]);
  const all = shifted(Float32Array.from([...one, ...other]), { side: 3, reach: 1, paper: -1 });
  expect(all).toHaveLength(9 * 18);
  const copies = Array.from({ length: 18 }, (_, i) => [...all.subarray(9 * i, 9 * i + 9)]);
  expect(copies.filter((copy) => copy.join() === one.join())).toHaveLength(1);
  // Up and left: the middle goes to the corner, the last row and column are paper.
  expect(copies).toContainEqual([1, 0, -1, 0, 2, -1, -1, -1, -1]);
  // Right: nothing of one row comes to the next.
  expect(copies).toContainEqual([-1, 5, 0, -1, 0, 0, -1, 0, 0]);
});
