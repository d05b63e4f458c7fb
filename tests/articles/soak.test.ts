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

/** About as long as each demo runs, once it has begun. */
const seconds = 3;
const most = 10_000;

async function duration(work: Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work;
  return performance.now() - begun;
}

test.each(await soaks())('$name', { timeout: 300_000 }, async (each) => {
  await soak(each, 5);
  const perStep = ((await duration(soak(each, 20))) - (await duration(soak(each, 10)))) / 10;
  const steps = Math.min(most, Math.max(20, Math.round((1000 * seconds) / Math.max(perStep, 0.1))));
  const held = await soak(each, steps);
  expect(held.length).toBeGreaterThan(2);
  const half = Math.ceil(held.length / 2);
  const [first, last] = [least(held.slice(0, half)), least(held.slice(half))];
  expect(sizes(last), `after ${steps} steps`).toEqual(sizes(first));
  expect(last.heapBytes - first.heapBytes).toBeLessThan(8e6);
});

const sizes = ({ tensors, bytes }: Held) => ({ tensors, bytes });
