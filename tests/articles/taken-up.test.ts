/**
 * A run that is taken up again gives the very frames that it would have given: every demo that says how to save itself is
 * stopped somewhere, saved, freed, and gone on with.
 */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { demoSource } from '#build/demo-source';
import { useBackend } from '#lab/backend';
import type { Frame, Saved } from '#lab/contract';
import type { Settings } from '#lab/protocol';
import { defaults } from '#lab/recording';

beforeAll(async () => {
  await useBackend('wasm');
});

/** A run in Node, frame by frame. */
async function started(name: string, changes: Settings, from?: Saved) {
  const { demo, load } = await demoSource(`content/articles/${name}.demo.ts`);
  let save: (() => Promise<Saved>) | undefined;
  const how = { inParts: false };
  const run = demo.run({
    knobs: { ...defaults(demo.knobs), ...changes } as never,
    seed: 5,
    load,
    report: () => undefined,
    from,
    keep: (kept) => (save = kept),
    inParts: () => how.inParts,
  });
  const frames = async (count: number): Promise<Frame[]> => {
    const found: Frame[] = [];
    while (found.length < count) {
      const { value, done } = await run.next();
      if (done) break;
      found.push(value);
    }
    return found;
  };
  // As it travels between threads.
  const saved = async () => structuredClone(await save!());
  return { frames, saved, how, stop: () => run.return() };
}

const points = { width: 16, samplingSteps: 2 };
const digits = { task: 'scratch', count: 10, samplingSteps: 2, digit: '3' };

/** A run, after how many of its frames it is saved, and a step that it pretends to begin at. */
const cases: [string, Settings, number[], number?][] = [
  ['denoising-diffusion/points', points, [1, 4]],
  ['denoising-diffusion/points', { ...points, sampler: 'ancestral', data: 'pinwheel' }, [6]],
  // The first frame is step 100, where a grid of three frames follows.
  ['denoising-diffusion/digits', { ...digits, sampler: 'ancestral' }, [1, 2, 4], 95],
  ['denoising-diffusion/digits', { ...digits, task: 'continue' }, [1]],
  ['generative-adversarial-network/game', { width: 16, criticSteps: 2 }, [1, 3]],
  ['generative-adversarial-network/game', { width: 16, penalty: 'unit', generatorSteps: 0 }, [2]],
  ['generative-adversarial-network/collapse', {}, [1, 3]],
  ['generative-adversarial-network/digits', { width: 32, criticSteps: 2, labels: 'told' }, [1, 3]],
];

test.each(cases)(
  '%s %j goes on after frames %j',
  { timeout: 240_000 },
  async (name, settings, cuts, step) => {
    const held = tf.memory().numTensors;
    const from = step === undefined ? undefined : { ...(await early(name, settings)), step };
    const whole = await started(name, settings, from);
    const expected: Frame[] = [];
    const saves = new Map<number, Saved>();
    while (expected.length < cuts.at(-1)! + 1) {
      expected.push(...(await whole.frames(1)));
      if (cuts.includes(expected.length)) saves.set(expected.length, await whole.saved());
    }
    await whole.stop();
    for (const [cut, saved] of saves) {
      const resumed = await started(name, settings, saved);
      const frames = await resumed.frames(expected.length === cut + 1 ? 1 : 2);
      await resumed.stop();
      expect(saved.step).toBe(expected[cut - 1].step);
      const told = Object.keys(frames[0]).filter((field) => !(field in expected[cut]));
      for (const field of told) expect(frames[0][field]).toEqual(expected[0][field]);
      expect([without(told, frames[0]), ...frames.slice(1)]).toEqual(
        expected.slice(cut, cut + frames.length),
      );
    }
    expect(tf.memory().numTensors).toBe(held);
  },
);

/** What is saved after the first frame. */
async function early(name: string, settings: Settings): Promise<Saved> {
  const run = await started(name, settings);
  await run.frames(1);
  const saved = await run.saved();
  await run.stop();
  return saved;
}

/** The first frame may repeat what only the first frame of the run had told. */
function without(told: readonly string[], frame: Frame): Frame {
  return Object.fromEntries(Object.entries(frame).filter(([field]) => !told.includes(field))) as Frame;
}

test('a step that was gone through in parts is not made twice', async () => {
  const whole = await started('denoising-diffusion/points', points);
  await whole.frames(1);
  whole.how.inParts = true;
  const parts = await whole.frames(5);
  expect(parts.at(-1)).toMatchObject({ part: 'update', step: 1 });
  whole.how.inParts = false;
  const saved = await whole.saved();
  const expected = await whole.frames(1);
  await whole.stop();
  const resumed = await started('denoising-diffusion/points', points, saved);
  const frames = await resumed.frames(1);
  await resumed.stop();
  expect(saved.step).toBe(1);
  expect(frames).toMatchObject(expected);
});

test('weights alone begin a run from its first frame', async () => {
  const trained = await started('denoising-diffusion/points', points);
  await trained.frames(3);
  const { weights } = await trained.saved();
  await trained.stop();
  const run = await started('denoising-diffusion/points', points, {
    step: 0,
    weights,
    training: {},
    notes: {},
  });
  const frames = await run.frames(2);
  const { weights: now } = await run.saved();
  await run.stop();
  expect(frames.map(({ step }) => step)).toEqual([0, 10]);
  const [fresh] = await (await started('denoising-diffusion/points', points)).frames(1);
  expect(Object.keys(frames[0])).toEqual(Object.keys(fresh));
  expect(Object.keys(now)).toEqual(Object.keys(weights));
});

test('a run of other shapes is refused in words and leaves nothing behind', async () => {
  const narrow = await started('denoising-diffusion/points', points);
  await narrow.frames(1);
  const saved = await narrow.saved();
  await narrow.stop();
  const held = tf.memory().numTensors;
  const wide = await started('denoising-diffusion/points', { ...points, width: 32 }, saved);
  await expect(wide.frames(1)).rejects.toThrow(/does not fit these settings/);
  expect(tf.memory().numTensors).toBe(held);
  const broken = await started('denoising-diffusion/points', points, { ...saved, notes: { random: 'x' } });
  await expect(broken.frames(1)).rejects.toThrow(/no state/);
  expect(tf.memory().numTensors).toBe(held);
});
