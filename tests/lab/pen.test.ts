import { expect, it } from 'vitest';
import { levelStep } from '#lab/ink';
import { drawStroke, type Spot } from '#lab/pen';

const size = { width: 16, height: 16 };

function drawn(...spots: readonly Spot[]): number[] {
  const bytes = new Array<number>(256).fill(0);
  spots.forEach((spot, i) => drawStroke(bytes, size, [spots[i - 1] ?? spot, spot]));
  return bytes;
}
const inkOf = (bytes: readonly number[]): number => bytes.reduce((sum, byte) => sum + byte, 0) / 255;

it('draws a line not quite two pixels across, with soft edges, as long as its way', () => {
  const bytes = drawn([8, 4], [8, 12]);
  const row = bytes.slice(8 * 16, 9 * 16);
  expect(row.filter((byte) => byte > 0)).toEqual([13 * levelStep, 13 * levelStep]);
  const beside = drawn([8.5, 4], [8.5, 12]).slice(8 * 16, 9 * 16);
  expect(beside.filter((byte) => byte > 0)).toEqual([5 * levelStep, 255, 5 * levelStep]);
  expect(inkOf(bytes)).toBeGreaterThan(8 * 1.6);
  expect(inkOf(bytes)).toBeLessThan(8 * 1.8 + 4);
});

it('draws a slanted line as heavy as an upright one', () => {
  const slanted = inkOf(drawn([4, 4], [4 + 8 * Math.SQRT1_2, 4 + 8 * Math.SQRT1_2]));
  expect(slanted / inkOf(drawn([8, 4], [8, 12]))).toBeCloseTo(1, 1);
});

it('inks a pixel no more for being passed twice, nor for the spots in between', () => {
  const once = drawn([3, 3], [12, 9]);
  expect(drawn([3, 3], [12, 9], [3, 3])).toEqual(once);
  expect(drawn([3, 3], [6, 5], [12, 9])).toEqual(once);
});

it('makes a dot where it only touches, and leaves what lies outside the picture', () => {
  expect(inkOf(drawn([8, 8]))).toBeGreaterThan(2);
  expect(drawn([-5, 8])).toEqual(new Array(256).fill(0));
  expect(inkOf(drawn([0, 0]))).toBeGreaterThan(0);
});

it('uses the sixteen greys that fit an address', () => {
  const bytes = drawn([2.3, 3.1], [9.7, 12.2], [14.4, 5.6]);
  expect(bytes.every((byte) => byte % levelStep === 0)).toBe(true);
  expect(new Set(bytes).size).toBeGreaterThan(8);
});
