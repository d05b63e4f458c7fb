import { describe, expect, it } from 'vitest';
import { magnitudesOf } from '#data/harmonics';
import { createRandom } from '#data/random';
import { spectrumOf, timbres, wavetable } from '#data/wavetables';
import { farthest, timbreOf, timbreShares } from '#metrics/timbres';

const templates = timbres.map(spectrumOf);
const judged = (cycle: ArrayLike<number>) => timbreOf(magnitudesOf(cycle), templates);
const many = 1000;

describe('the judge of timbres', () => {
  it.each(timbres)('knows at least 99 in 100 fresh cycles of the timbre %s', (timbre) => {
    const random = createRandom(7).fork(timbre);
    const found = Array.from({ length: many }, () => judged(wavetable(timbre, random)));
    const right = found.filter((verdict) => timbres[verdict.timbre] === timbre);
    expect(right.length / many).toBeGreaterThanOrEqual(0.99);
  });

  it('says of the middle of each family that it lies nowhere else', () => {
    templates.forEach((template, i) => {
      expect(timbreOf(template, templates)).toEqual({ timbre: i, distance: 0 });
      const others = templates.filter((_, other) => other !== i);
      expect(timbreOf(template, others).distance).toBeGreaterThan(1.8 * farthest);
      expect(timbreOf(template, others).timbre).toBe(-1);
    });
  });

  it('calls white noise, silence and what is not finite none of them', () => {
    const random = createRandom(8);
    for (let i = 0; i < many; i++) expect(judged(random.normals(64)).timbre).toBe(-1);
    expect(judged(new Float32Array(64))).toEqual({ timbre: -1, distance: 30 });
    expect(judged(new Float32Array(64).fill(1)).timbre).toBe(-1);
    expect(judged(new Float32Array(64).fill(NaN))).toEqual({ timbre: -1, distance: 30 });
  });

  it('hears neither loudness nor where a cycle begins', () => {
    const cycle = wavetable('sawtooth', createRandom(9));
    const { timbre, distance } = judged(cycle);
    const turned = judged(cycle.map((_, i) => 3 * cycle[(i + 17) % 64]));
    expect(turned.timbre).toBe(timbre);
    expect(turned.distance).toBeCloseTo(distance, 4);
  });

  it('measures decibels, down to 30 below the whole', () => {
    const even = [1, 1, 1, 1];
    const { distance } = timbreOf([1e-9, 1, 1, 1], [even]);
    // Three harmonics gain log(4/3), the fourth falls from -6 dB to the -30 at which it no longer counts.
    const gained = 10 * Math.log10(4 / 3);
    const lost = 30 - 10 * Math.log10(4);
    expect(distance).toBeCloseTo(Math.sqrt((3 * gained ** 2 + lost ** 2) / 4), 6);
  });
});

it('shares count what is none of them last', () => {
  const found = [0, 0, 1, -1].map((timbre) => ({ timbre, distance: 1 }));
  expect([...timbreShares(found, 3)]).toEqual([0.5, 0.25, 0, 0.25]);
});
