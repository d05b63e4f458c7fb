import { describe, expect, test } from 'vitest';
import { isPlateau } from '#lab/plateau';

const falling = Array.from({ length: 60 }, (_, i) => Math.exp(-i / 20));
const wobble = (i: number): number => 0.05 * Math.sin(37 * i);

describe('a plateau', () => {
  test('is a curve that stays where it is, wobbling or not', () => {
    expect(isPlateau(new Array<number>(40).fill(0.5))).toBe(true);
    expect(isPlateau(Array.from({ length: 40 }, (_, i) => 0.5 + wobble(i)))).toBe(true);
  });

  test('is a curve that rises', () => {
    expect(isPlateau(Array.from({ length: 40 }, (_, i) => 1 + i / 10))).toBe(true);
  });

  test('is no curve that still falls, wobbling or not', () => {
    expect(isPlateau(falling)).toBe(false);
    expect(isPlateau(falling.map((value, i) => value + wobble(i)))).toBe(false);
  });

  test('is not seen before there are 40 values; gaps do not count', () => {
    expect(isPlateau(new Array<number>(39).fill(0.5))).toBe(false);
    expect(isPlateau([...new Array<number>(39).fill(0.5), NaN])).toBe(false);
    expect(isPlateau([...new Array<number>(40).fill(0.5), NaN])).toBe(true);
  });
});
