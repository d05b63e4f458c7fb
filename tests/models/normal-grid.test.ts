import { describe, expect, it } from 'vitest';
import { codeGrid, normalQuantile, normalShare } from '#models/normal-grid';

describe('the standard normal distribution', () => {
  it('has the shares of the tables', () => {
    const known = {
      '-3': 0.0013499,
      '-1': 0.1586553,
      0: 0.5,
      1: 0.8413447,
      1.959964: 0.975,
      5: 0.9999997133,
    };
    for (const [x, share] of Object.entries(known)) expect(normalShare(Number(x))).toBeCloseTo(share, 6);
  });

  it('has quantiles that undo the shares', () => {
    for (const x of [-4, -1.2, 0, 0.3, 2.5]) expect(normalQuantile(normalShare(x))).toBeCloseTo(x, 6);
  });
});

it('a grid of codes starts at the top left, is symmetric, and gives each code the same share', () => {
  const grid = codeGrid(3);
  expect(grid).toHaveLength(18);
  expect([...grid.slice(0, 6)].map((x) => Number(x.toFixed(4)) + 0)).toEqual([
    -0.9674, 0.9674, 0, 0.9674, 0.9674, 0.9674,
  ]);
  expect([...grid.slice(8, 10)].map(Math.abs)).toEqual([expect.closeTo(0, 6), expect.closeTo(0, 6)]);
});
