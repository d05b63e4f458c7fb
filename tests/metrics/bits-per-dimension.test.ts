import { expect, it } from 'vitest';
import { bitsPerDimension } from '#metrics/bits-per-dimension';

it('counts a fair coin for each pixel as one bit a pixel', () => {
  expect(bitsPerDimension(784 * Math.log(2), 784)).toBeCloseTo(1, 12);
  expect(bitsPerDimension(150, 784)).toBeCloseTo(0.276, 3);
});

it('refuses a dimension that is none', () => {
  for (const dimension of [0, -1, 2.5]) expect(() => bitsPerDimension(1, dimension)).toThrow(RangeError);
});
