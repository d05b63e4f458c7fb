import { describe, expect, it } from 'vitest';
import { ringsAbove, type Place } from '#lab/contours';

/** [side * side] heights of a function of column and row. */
const grid = (side: number, height: (column: number, row: number) => number): Float32Array =>
  Float32Array.from({ length: side * side }, (_, i) => height(i % side, Math.floor(i / side)));

/** Twice the area of a ring by the shoelace formula, with the sign of its turn. */
const area = (ring: readonly Place[]): number =>
  ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length];
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);

/** By the rule of even and odd: how often a ray to the right crosses the rings. */
function isInside([x, y]: Place, rings: readonly Place[][]): boolean {
  const crossed = rings.flatMap((ring) =>
    ring.filter(([ax, ay], i) => {
      const [bx, by] = ring[(i + 1) % ring.length];
      return ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax);
    }),
  );
  return crossed.length % 2 === 1;
}

describe('rings above a level', () => {
  it('of a cone are circles, as wide as the level says', () => {
    const cone = grid(21, (column, row) => 8 - Math.hypot(column - 10, row - 10));
    const [ring, ...more] = ringsAbove(cone, 3);
    expect(more).toEqual([]);
    for (const [x, y] of ring) expect(Math.hypot(x - 10, y - 10)).toBeCloseTo(5, 1);
    expect(Math.abs(Math.abs(area(ring)) - 25 * Math.PI)).toBeLessThan(1);
  });

  it('of a slope cross each row where a straight line would', () => {
    const slope = grid(6, (column) => column - 2.25);
    const [ring, ...more] = ringsAbove(slope, 0);
    expect(more).toEqual([]);
    const crossed = ring.filter(([, y]) => y >= 0 && y <= 5 && Number.isInteger(y)).map(([x]) => x);
    expect(crossed.filter((x) => Math.abs(x - 2.25) < 1e-6)).toHaveLength(6);
    // What reaches the edge is closed outside of it.
    expect(Math.max(...ring.map(([x]) => x))).toBeGreaterThan(5.9);
    expect(Math.min(...ring.map(([, y]) => y))).toBeLessThan(-0.9);
  });

  it('leave out a hollow', () => {
    const ringwall = grid(31, (column, row) => 3 - Math.abs(Math.hypot(column - 15, row - 15) - 9));
    const rings = ringsAbove(ringwall, 0);
    expect(rings).toHaveLength(2);
    const [outer, inner] = rings.map(area).sort((a, b) => Math.abs(b) - Math.abs(a));
    expect(Math.sign(outer)).toBe(-Math.sign(inner));
    expect(outer + inner).toBeCloseTo(Math.sign(outer) * Math.PI * (144 - 36), -1);
  });

  it('hold every place above the level and none below, whatever the heights', () => {
    const rough = grid(
      12,
      (column, row) => Math.sin(2.1 * column + 0.7) * Math.cos(1.7 * row * column + 0.3),
    );
    for (const level of [-0.5, 0, 0.4]) {
      const rings = ringsAbove(rough, level);
      for (let row = 0; row < 12; row++)
        for (let column = 0; column < 12; column++)
          expect(isInside([column + 1e-4, row + 1e-4], rings)).toBe(rough[12 * row + column] > level);
    }
  });

  it('join opposite corners where the middle of their cell lies above', () => {
    const saddle = (corner: number) => ringsAbove(Float32Array.of(corner, -1, -1, corner), 0);
    expect(saddle(2)).toHaveLength(1);
    expect(saddle(0.5)).toHaveLength(2);
    const other = (corner: number) => ringsAbove(Float32Array.of(-1, corner, corner, -1), 0);
    expect(other(2)).toHaveLength(1);
    expect(other(0.5)).toHaveLength(2);
  });

  it('are none where all lies below, and one around everything where all lies above', () => {
    expect(ringsAbove(new Float32Array(9), 1)).toEqual([]);
    const [ring] = ringsAbove(new Float32Array(9), -1);
    expect(Math.abs(area(ring))).toBeCloseTo(16, 0);
  });
});
