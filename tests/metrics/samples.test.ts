import { describe, expect, it } from 'vitest';
import { pairMean, sampleCount } from '#metrics/samples';

describe('sampleCount', () => {
  it('counts whole vectors', () => {
    expect(sampleCount(new Float32Array(6))).toBe(3);
    expect(sampleCount(new Float64Array(6), { dimension: 3 })).toBe(2);
    expect(sampleCount(new Float32Array(0), { least: 0 })).toBe(0);
  });

  it.each<[string, Float32Array, { dimension?: number; least?: number }, RegExp]>([
    ['nothing', new Float32Array(0), {}, /at least 1 is needed, got 0/],
    ['too little', new Float32Array(4), { least: 3 }, /at least 3 is needed, got 2/],
    ['an odd length', new Float32Array(5), {}, /5 numbers are not whole vectors of dimension 2/],
    ['no dimension', new Float32Array(4), { dimension: 1.5 }, /whole number from 1, got 1.5/],
    ['NaN', new Float32Array([0, 0, 0, NaN]), {}, /Vector 1 of the sample holds NaN/],
    ['infinity', new Float32Array([-Infinity, 0]), {}, /Vector 0 of the sample holds -Infinity/],
  ])('refuses %s', (_, sample, options, message) => {
    expect(() => sampleCount(sample, options)).toThrow(message);
  });
});

describe('pairMean', () => {
  it('averages over all pairs of two samples, and over pairs of different members of one', () => {
    const line = new Float32Array([0, 1, 3]);
    const kernel = (square: number): number => square;
    expect(pairMean(line, new Float32Array([2]), { dimension: 1, kernel })).toBeCloseTo((4 + 1 + 1) / 3, 12);
    expect(pairMean(line, line, { dimension: 1, kernel })).toBeCloseTo((1 + 9 + 4) / 3, 12);
    // An equal but separate sample is another one: its zeros count.
    expect(pairMean(line, line.slice(), { dimension: 1, kernel })).toBeCloseTo((2 * 14) / 9, 12);
  });
});
