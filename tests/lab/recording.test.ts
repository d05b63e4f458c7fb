import { expect, test } from 'vitest';
import type { Demo, Frame } from '#lab/contract';
import { defaults, packed, record, unpacked } from '#lab/recording';

function counting(frames: number): Demo {
  return {
    knobs: { speed: { kind: 'range', label: '', value: 2, min: 0, max: 9, effect: 'live' } },
    views: {},
    recording: { seed: 7, frames, kept: 3 },
    async *run({ knobs, seed }): AsyncGenerator<Frame, void, void> {
      for (let step = 0; step < 10; step++) {
        yield {
          step,
          value: step * (knobs as { speed: number }).speed + seed,
          xy: Float32Array.of(step, -step),
        };
      }
    },
  };
}

const load = () => Promise.reject(new Error('nothing to load'));

test('a recording keeps every number and a few pictures, the first and the last among them', async () => {
  const frames = await record(counting(6), load);
  expect(frames.map(({ value }) => value)).toEqual([7, 9, 11, 13, 15, 17]);
  expect(frames.flatMap(({ step, xy }) => (xy ? [step] : []))).toEqual([0, 3, 5]);
});

test('a run that ends early is recorded to its end', async () => {
  expect(await record(counting(99), load)).toHaveLength(10);
});

test('packing loses less than a 30,000th of the largest coordinate, and no grey', () => {
  const frame = {
    step: 3,
    xy: Float32Array.of(1.5, -0.25, 0.1),
    grey: Uint8Array.of(0, 7, 255),
    gap: null,
    word: 'ok',
  };
  const back = unpacked(JSON.parse(JSON.stringify(packed(frame))));
  (back.xy as Float32Array).forEach((value, i) =>
    expect(Math.abs(value - frame.xy[i])).toBeLessThan(1.5 / 30_000),
  );
  expect(back.grey).toEqual(frame.grey);
  expect([back.step, back.gap, back.word]).toEqual([3, null, 'ok']);
});

test('defaults are the knobs’ values', () => {
  expect(defaults(counting(1).knobs)).toEqual({ speed: 2 });
});
