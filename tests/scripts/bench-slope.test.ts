import { describe, expect, it } from 'vitest';
import { multiplications } from '../../scripts/bench/growth.ts';
import { median, slopeOf } from '../../scripts/bench/slope.ts';

describe('the slope of growth', () => {
  const works = [1, 2, 4, 8, 16];

  it.each([0, 0.5, 1, 2])('is the power %d of time that grows as that power of the work', (power) => {
    const points = works.map((work) => ({ work, seconds: 0.3 * work ** power }));
    expect(slopeOf(points)).toBeCloseTo(power, 10);
  });

  it('lies between 0 and 1 where a fixed cost stands beside one that grows', () => {
    const slope = slopeOf(works.map((work) => ({ work, seconds: 4 + work })));
    expect(slope).toBeGreaterThan(0.2);
    expect(slope).toBeLessThan(0.8);
  });

  it('is that of least squares: no other line through the middle is nearer', () => {
    const seconds = [1, 2.6, 3.1, 9, 14];
    const points = works.map((work, i) => ({ work, seconds: seconds[i] }));
    const best = slopeOf(points);
    expect(errorOf(best)).toBeLessThan(Math.min(errorOf(best - 0.01), errorOf(best + 0.01)));

    function errorOf(slope: number): number {
      const rests = points.map(({ work, seconds }) => Math.log(seconds) - slope * Math.log(work));
      const middle = rests.reduce((sum, rest) => sum + rest, 0) / rests.length;
      return rests.reduce((sum, rest) => sum + (rest - middle) ** 2, 0);
    }
  });

  it('is refused where the work never changes', () => {
    const points = [1, 2, 3].map((seconds) => ({ work: 5, seconds }));
    expect(() => slopeOf(points)).toThrow(/two points that differ/);
  });
});

it('the median is the value in the middle, or between the two there', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 9, 2])).toBe(3);
});

it('a network of width 128 multiplies once for each of its weights', () => {
  expect(multiplications(128)).toBe(34 * 128 + 128 * 128 + 128 * 128 + 128 * 2);
});
