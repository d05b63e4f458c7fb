/**
 * What a demo holds does not grow with its steps. All of 10,000 steps are `npm run soak`: half an hour, most of it for the digits.
 * Here each demo runs for about as long as the others, which is 10,000 steps of the light ones.
 */
import { beforeAll, expect, test } from 'vitest';
import { useBackend } from '#lab/backend';
import { least, soak, soaks, type Held } from '../../scripts/soaking.ts';

beforeAll(async () => {
  await useBackend('wasm');
});

/** A demo whose first ten steps take a second gets a hundred in all. */
const seconds = 10;
const most = 10_000;

test.each(await soaks())('$name', { timeout: 300_000 }, async (each) => {
  const begun = performance.now();
  await soak(each, 10);
  const perStep = (performance.now() - begun) / 10;
  const steps = Math.min(most, Math.max(20, Math.round((1000 * seconds) / perStep)));
  const held = await soak(each, steps);
  expect(held.length).toBeGreaterThan(2);
  const half = Math.ceil(held.length / 2);
  const [first, last] = [least(held.slice(0, half)), least(held.slice(half))];
  expect(sizes(last), `after ${steps} steps`).toEqual(sizes(first));
  expect(last.heapBytes - first.heapBytes).toBeLessThan(8e6);
});

const sizes = ({ tensors, bytes }: Held) => ({ tensors, bytes });
