import { describe, expect, it } from 'vitest';
import { binarised } from '#data/binarised';
import { createRandom } from '#data/random';

describe('binarised greys', () => {
  it('are ink as often as the grey says, paper for -1 and ink for 1 always', () => {
    const n = 20_000;
    for (const grey of [-1, -0.5, 0, 0.8, 1]) {
      const ink = binarised(new Float32Array(n).fill(grey), createRandom(3));
      expect(new Set(ink).size).toBeLessThanOrEqual(2);
      const p = (grey + 1) / 2;
      const share = ink.reduce((sum, value) => sum + value, 0) / n;
      expect(Math.abs(share - p)).toBeLessThanOrEqual(5 * Math.sqrt((p * (1 - p)) / n));
    }
  });

  it('are drawn anew at each call', () => {
    const random = createRandom(3);
    const greys = new Float32Array(100);
    expect(binarised(greys, random)).not.toEqual(binarised(greys, random));
  });
});
