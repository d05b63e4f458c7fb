import { describe, expect, it } from 'vitest';
import { normalAt, seededNormals, symmetric, threefry } from '../../src/engine/threefry.ts';

const word = (text: string): number => Number.parseInt(text, 16);

describe('seeded normals', () => {
  // The known answers that come with Random123, the authors' own library.
  it.each([
    ['00000000 00000000', '00000000 00000000', '6b200159 99ba4efe'],
    ['ffffffff ffffffff', 'ffffffff ffffffff', '1cb996fc bb002be7'],
    ['13198a2e 03707344', '243f6a88 85a308d3', 'c4923a9c 483df7a0'],
  ])('are made from the words of Threefry: key %s, counter %s', (key, counter, answer) => {
    const pair = (text: string) => text.split(' ').map(word) as [number, number];
    expect(threefry(pair(key), pair(counter))).toEqual(pair(answer));
  });

  it('invert the normal distribution function', () => {
    // Quantiles from tables of the normal distribution.
    for (const [probability, quantile] of [
      [0.5, 0],
      [0.8413447461, 1],
      [0.975, 1.959963985],
      [0.9986501, 3],
      [0.99999971335, 5],
    ]) {
      expect(normalAt(2 * probability - 1)).toBeCloseTo(quantile, 4);
      expect(normalAt(1 - 2 * probability)).toBeCloseTo(-quantile, 4);
    }
  });

  it('never meet the ends', () => {
    expect(symmetric(0)).toBeGreaterThan(-1);
    expect(symmetric(0xffffffff)).toBeLessThan(1);
    expect(Number.isFinite(normalAt(symmetric(0)))).toBe(true);
  });

  it('have the moments of the standard normal distribution', () => {
    const values = seededNormals(12345, 200_000);
    const mean = (power: number) => values.reduce((sum, value) => sum + value ** power, 0) / values.length;
    // Four standard errors: sqrt(1, 2, 15, 96) / sqrt(200,000).
    expect(Math.abs(mean(1))).toBeLessThan(0.009);
    expect(Math.abs(mean(2) - 1)).toBeLessThan(0.013);
    expect(Math.abs(mean(3))).toBeLessThan(0.035);
    expect(Math.abs(mean(4) - 3)).toBeLessThan(0.088);
  });

  it('are the same for the same seed, others for another, and do not depend on how many are asked for', () => {
    expect(seededNormals(7, 64)).toEqual(seededNormals(7, 64));
    expect(seededNormals(7, 65).subarray(0, 64)).toEqual(seededNormals(7, 64));
    expect(seededNormals(8, 64)).not.toEqual(seededNormals(7, 64));
    expect(seededNormals(4294967295, 2).every(Number.isFinite)).toBe(true);
  });
});
