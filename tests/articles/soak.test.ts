/**
 * What a demo holds does not grow with its steps. All of 10,000 steps are `npm run soak`: half an hour, most of it for the digits.
 * Here each demo runs for about as long as the others, which is 10,000 steps of the light ones.
 */
import { beforeAll, expect, test } from 'vitest';
import { useBackend } from '#lab/backend';
import { least, soak, soaks } from '../../scripts/soaking.ts';

beforeAll(async () => {
  await useBackend('wasm');
});

/** In fewer steps than this, what is compiled and made room for once is more than what would leak. */
const enough = 1000;

test.each(await soaks())('$name', { timeout: 300_000 }, async (each) => {
  await soak(each, { steps: 5 });
  const held = await soak(each, { steps: 10_000, seconds: 2 });
  expect(held.length).toBeGreaterThan(1);
  const half = Math.ceil(held.length / 2);
  const [first, last] = [least(held.slice(0, half)), least(held.slice(half))];
  expect(last.tensors, `after ${last.steps} steps`).toBeLessThanOrEqual(first.tensors);
  expect(last.bytes, `after ${last.steps} steps`).toBeLessThanOrEqual(first.bytes);
  if (last.steps >= enough) expect(last.heapBytes - first.heapBytes).toBeLessThan(8e6);
});
