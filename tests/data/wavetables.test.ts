import { describe, expect, it } from 'vitest';
import { harmonicsOf, magnitudesOf } from '#data/harmonics';
import { createRandom } from '#data/random';
import {
  spectrumOf,
  timbres,
  wavetable,
  wavetableLength,
  wavetableLevel,
  wavetables,
} from '#data/wavetables';

const random = createRandom(1);

describe('harmonics of a cycle', () => {
  it('build the cycle again, but for its mean and the last harmonic', () => {
    const cycle = random.normals(64);
    const { cosine, sine } = harmonicsOf(cycle);
    const mean = cycle.reduce((sum, value) => sum + value, 0) / 64;
    const last = cycle.reduce((sum, value, i) => sum + (i % 2 === 0 ? value : -value), 0) / 64;
    cycle.forEach((value, i) => {
      const built = Array.from(cosine, (part, k) => {
        const angle = (2 * Math.PI * (k + 1) * i) / 64;
        return part * Math.cos(angle) + sine[k] * Math.sin(angle);
      }).reduce((sum, part) => sum + part, 0);
      expect(built + mean + (i % 2 === 0 ? last : -last)).toBeCloseTo(value, 5);
    });
  });

  it('tell a strength whatever the phase', () => {
    const cycle = Float64Array.from({ length: 64 }, (_, i) => 0.7 * Math.cos((2 * Math.PI * 3 * i) / 64 + 1));
    magnitudesOf(cycle).forEach((magnitude, i) => expect(magnitude).toBeCloseTo(i === 2 ? 0.7 : 0, 12));
  });
});

describe.each(timbres)('cycles of the timbre %s', (timbre) => {
  const cycles = Array.from({ length: 200 }, () => wavetable(timbre, random));
  const levelOf = (cycle: Float32Array) =>
    Math.sqrt(cycle.reduce((sum, value) => sum + value ** 2, 0) / wavetableLength);

  it('have the level that is stated, no mean, and no peak above 1.75', () => {
    for (const cycle of cycles) {
      expect(levelOf(cycle)).toBeCloseTo(wavetableLevel, 6);
      expect(Math.abs(cycle.reduce((sum, value) => sum + value, 0))).toBeLessThan(1e-5);
      expect(Math.max(...cycle.map(Math.abs))).toBeLessThan(1.75);
    }
  });

  it('stray from the middle of their family within their bounds, and do stray', () => {
    const middle = spectrumOf(timbre);
    const present = Array.from(middle.keys()).filter((i) => middle[i] > 1e-3);
    for (const cycle of cycles) {
      const found = magnitudesOf(cycle);
      // The level scales all harmonics alike: their ratios stray twice as far as one of them at most.
      const ratios = present.map((i) => Math.log(found[i] / middle[i]));
      expect(Math.max(...ratios) - Math.min(...ratios)).toBeLessThan(2 * 0.3 + 0.01);
      for (let i = 16; i < 31; i++) expect(found[i]).toBeLessThan(1e-6);
    }
    const second = cycles.map((cycle) => harmonicsOf(cycle).sine[0]);
    expect(new Set(second).size).toBeGreaterThan(190);
  });
});

it('draws every timbre equally often, and the same cycles for the same seed', () => {
  const count = 2000;
  const cycles = wavetables(count, createRandom(3));
  expect(wavetables(count, createRandom(3))).toEqual(cycles);
  expect(cycles).toHaveLength(count * wavetableLength);
  // Only the sawtooth and the square have a strong third harmonic; the voice has a strong fifth, the sine neither.
  const strong = (harmonic: number) =>
    Array.from({ length: count }, (_, i) =>
      magnitudesOf(cycles.subarray(i * wavetableLength, (i + 1) * wavetableLength)),
    ).filter((magnitudes) => magnitudes[harmonic - 1] > 0.35).length;
  expect(Math.abs(strong(5) / count - 0.25)).toBeLessThan(0.04);
});
