import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { demoSource } from '#build/demo-source';
import { useBackend } from '#lab/backend';
import { defaults, type RecordedRun } from '#lab/recording';
import type { Settings } from '#lab/protocol';
import points from '../../content/articles/denoising-diffusion/points.recorded.json';
import game from '../../content/articles/generative-adversarial-network/game.recorded.json';

beforeAll(async () => {
  await useBackend('wasm');
});

/** Tensors held after each of so many frames of the game. */
async function heldTensors(frames: number, changes: Settings): Promise<number[]> {
  const { demo, load } = await demoSource('content/articles/generative-adversarial-network/game.demo.ts');
  const knobs = { ...defaults(demo.knobs), ...changes };
  const ignore = (): void => undefined;
  const run = demo.run({ knobs: knobs as never, seed: 1, load, report: ignore, keep: ignore });
  const held: number[] = [];
  while (held.length < frames && !(await run.next()).done) held.push(tf.memory().numTensors);
  await run.return();
  return held;
}

test('the recorded run of the points reaches twice the floor with all modes within 1,500 steps', () => {
  const { frames } = points as unknown as RecordedRun;
  const last = frames.at(-1);
  expect(last?.step).toBe(1500);
  expect(Number(last?.distance)).toBeLessThanOrEqual(2 * Number(last?.distanceFloor));
  expect(last?.modes).toContain('8 of 8 modes');
});

test(
  '100 rounds of the game hold as many tensors as its first, whoever moves',
  { timeout: 120_000 },
  async () => {
    const variants: Settings[] = [{ criticSteps: 2 }, { penalty: 'unit', objective: 'wasserstein' }];
    for (const changes of variants) {
      const held = await heldTensors(11, { width: 16, ...changes });
      expect(new Set(held).size).toBe(1);
    }
  },
);

test('the recorded game finds all modes, nine in ten fakes on one, within 1,500 rounds', () => {
  const { frames } = game as unknown as RecordedRun;
  const last = frames.at(-1);
  expect(last?.step).toBe(1500);
  expect(Number(last?.distance)).toBeLessThanOrEqual(3 * Number(last?.distanceFloor));
  expect(Number(last?.within)).toBeGreaterThanOrEqual(90);
  expect(last?.modes).toContain('8 of 8 modes');
});
