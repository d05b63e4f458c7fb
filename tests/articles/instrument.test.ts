/** The instrument holds what its article says: its shares, its failures on purpose, and that a run can be taken up. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { demoSource } from '#build/demo-source';
import { useBackend } from '#lab/backend';
import type { Frame, Saved } from '#lab/contract';
import type { Settings } from '#lab/protocol';
import { defaults, type RecordedRun } from '#lab/recording';
import recorded from '../../content/articles/generative-adversarial-network/instrument.recorded.json';

beforeAll(async () => {
  await useBackend('wasm');
});

const { demo, load } = await demoSource('content/articles/generative-adversarial-network/instrument.demo.ts');

/** A run in Node, and how to save it. */
function started(changes: Settings, from?: Saved) {
  let save: (() => Promise<Saved>) | undefined;
  const run = demo.run({
    knobs: { ...defaults(demo.knobs), ...changes } as never,
    seed: demo.recording.seed,
    load,
    report: () => undefined,
    from,
    keep: (kept) => (save = kept),
  });
  return { run, saved: async () => structuredClone(await save!()) };
}

/** The last number of each field at a step. */
async function outcome(changes: Settings, until: number): Promise<Record<string, number>> {
  const last: Record<string, number> = {};
  for await (const frame of started(changes).run) {
    for (const [field, value] of Object.entries(frame)) if (typeof value === 'number') last[field] = value;
    if (frame.step >= until) break;
  }
  return last;
}

const preset = (name: string): Settings => demo.presets![name].knobs;

test('the recorded run plays each timbre at least every tenth time after 1,500 steps', () => {
  const last = (recorded as unknown as RecordedRun).frames.at(-1)!;
  expect(last.step).toBe(1500);
  for (const timbre of ['sine', 'square', 'sawtooth', 'voice'])
    expect(last[timbre]).toBeGreaterThanOrEqual(10);
  expect(Number(last.distance)).toBeLessThan(2 * Number(last.distanceFloor));
  expect(Math.abs(Number(last.variety) - 100)).toBeLessThan(10);
});

describe('failures on purpose', { timeout: 240_000 }, () => {
  test('five steps of the generator for one of the critic make one sound of all noises', async () => {
    const [usual, stuck] = [await outcome({}, 200), await outcome(preset('stuck'), 200)];
    expect(usual.variety).toBeGreaterThan(90);
    expect(stuck.variety).toBeLessThan(60);
  });

  test('a slow critic is left behind: the least loss of the generator, the farthest sounds', async () => {
    const { generatorLoss, distance, distanceFloor } = await outcome(preset('slowCritic'), 150);
    expect(generatorLoss).toBeLessThan(0.1);
    expect(distance).toBeGreaterThan(100 * distanceFloor);
  });
});

test('a run that is taken up goes on as it would have', { timeout: 120_000 }, async () => {
  const held = tf.memory().numTensors;
  const settings = { generatorSteps: 2 };
  const whole = started(settings);
  const frames: Frame[] = [];
  let saved: Saved | undefined;
  while (frames.length < 7) {
    frames.push((await whole.run.next()).value as Frame);
    if (frames.length === 5) saved = await whole.saved();
  }
  await whole.run.return();
  expect(saved?.step).toBe(frames[4].step);
  const resumed = started(settings, saved);
  const again = [(await resumed.run.next()).value, (await resumed.run.next()).value];
  await resumed.run.return();
  expect(again).toEqual(frames.slice(5));
  expect(tf.memory().numTensors).toBe(held);
});
