/**
 * What every demo of the series promises, checked on each demo file that exists: frames that its views can draw, the same
 * frames for the same seed, nothing left behind wherever it is stopped, and a recorded run that this very code made.
 */
import { globSync, readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { demoSource, type DemoSource } from '#build/demo-source';
import { useBackend } from '#lab/backend';
import type { Frame } from '#lab/contract';
import { defaults, packed, type RecordedRun, unpacked } from '#lab/recording';
import { kindOf } from '#lab/view-kinds';

beforeAll(async () => {
  await useBackend('wasm');
});

describe.each(globSync('content/articles/*/*.demo.ts'))('%s', (file) => {
  const recorded = JSON.parse(
    readFileSync(file.replace('.demo.ts', '.recorded.json'), 'utf8'),
  ) as RecordedRun;
  /** The first three frames of the run that is recorded, made once. */
  let made: Promise<Frame[]> | undefined;
  const firstFrames = (source: DemoSource) => (made ??= framesOf(source, 3));

  test('stops at any moment and leaves the tensor count where it was', { timeout: 120_000 }, async () => {
    const source = await demoSource(file);
    await firstFrames(source);
    const before = tf.memory().numTensors;
    for (const count of [0, 1, 4]) {
      await framesOf(source, count);
      expect(tf.memory().numTensors, `after ${count} frames`).toBe(before);
    }
  });

  test('gives the same frames for the same seed, in arrays of their own', { timeout: 120_000 }, async () => {
    const source = await demoSource(file);
    const first = await firstFrames(source);
    expect((await framesOf(source, 3)).map(packed)).toEqual(first.map(packed));
    const buffers = first
      .flatMap((frame) => Object.values(frame))
      .flatMap((value) =>
        value instanceof Float32Array || value instanceof Uint8Array ? [value.buffer] : [],
      );
    expect(new Set(buffers).size).toBe(buffers.length);
  });

  test('has a recorded run that this code made with these knobs', { timeout: 120_000 }, async () => {
    const source = await demoSource(file);
    const { knobs, recording } = source.demo;
    expect(recorded.settings).toEqual({ ...defaults(knobs), ...recording.knobs });
    expect(recorded.seed).toBe(recording.seed);
    const fresh = (await firstFrames(source)).slice(0, recorded.frames.length);
    fresh.forEach((frame, i) => expectClose(frame, unpacked(recorded.frames[i])));
  });

  test('says nothing that is not a number', () => {
    const words = recorded.frames.flatMap((frame) =>
      Object.values(frame).filter((value) => typeof value === 'string'),
    );
    expect(words.join('\n')).not.toMatch(/NaN|Infinity|undefined/);
  });

  test('fills every field that its views draw', async () => {
    const { demo } = await demoSource(file);
    const carried = new Set(recorded.frames.flatMap((frame) => Object.keys(frame)));
    for (const view of Object.values(demo.views)) {
      for (const field of kindOf(view).fields(view)) expect([...carried], view.label).toContain(field);
    }
  });
});

/** The first frames of the run that is recorded; the run is closed after them. */
async function framesOf({ demo, load }: DemoSource, count: number): Promise<Frame[]> {
  const { knobs, recording } = demo;
  const settings = { ...defaults(knobs), ...recording.knobs };
  const run = demo.run({
    knobs: settings as never,
    seed: recording.seed,
    load,
    report: () => undefined,
    keep: () => undefined,
  });
  const frames: Frame[] = [];
  while (frames.length < count) {
    const { value, done } = await run.next();
    if (done) break;
    frames.push(value);
  }
  await run.return();
  return frames;
}

/** Another processor rounds differently, so numbers may differ a little; pictures of later frames may have been left out. */
function expectClose(fresh: Frame, recorded: Frame): void {
  for (const [field, value] of Object.entries(recorded)) {
    const now = fresh[field];
    if (typeof value === 'number')
      expect(Math.abs(Number(now) - value), field).toBeLessThan(0.01 * Math.abs(value) + 1e-4);
    else if (value instanceof Float32Array || value instanceof Uint8Array) {
      expect((now as typeof value).length, field).toBe(value.length);
      const slack = value instanceof Uint8Array ? 3 : 0.02;
      value.forEach((entry, i) =>
        expect(Math.abs((now as typeof value)[i] - entry), field).toBeLessThan(slack),
      );
    } else expect(now, field).toBe(value);
  }
}
