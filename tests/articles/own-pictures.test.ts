/** The digits' demo trained on the reader's own pictures: its samples turn into their kin. */
import { beforeAll, expect, it } from 'vitest';
import { demoSource } from '#build/demo-source';
import { useBackend } from '#lab/backend';
import type { Frame } from '#lab/contract';
import { defaults } from '#lab/recording';

beforeAll(async () => {
  await useBackend('wasm');
});

const side = 16;

/** A cross whose arms reach so far from its middle. */
function cross(x: number, y: number, reach: number): number[] {
  return Array.from({ length: side * side }, (_, i) => {
    const [right, down] = [Math.abs((i % side) - x), Math.abs(Math.floor(i / side) - y)];
    const ink = Math.max(right, down) <= reach ? Math.max(0, 1.6 - Math.abs(right - down)) : 0;
    return 17 * Math.round(15 * Math.min(1, ink));
  });
}

const crosses = [cross(7.5, 7.5, 5), cross(8, 7, 4), cross(7, 8, 6), cross(7.5, 8, 5.5), cross(8, 8, 4.5)];

async function framesOf(pictures: readonly number[]): Promise<Frame[]> {
  const { demo, load } = await demoSource('content/articles/denoising-diffusion/digits.demo.ts');
  const small = { count: 10, samplingSteps: 10, trainingSteps: 100 };
  const knobs = { ...defaults(demo.knobs), ...small, task: 'own', pictures };
  const ignore = (): void => undefined;
  const frames: Frame[] = [];
  for await (const frame of demo.run({ knobs: knobs as never, seed: 1, load, report: ignore, keep: ignore }))
    frames.push(frame);
  return frames;
}

it('asks for more where there are too few', async () => {
  await expect(framesOf([])).rejects.toThrow(/at least 5 pictures of your own; there are 0/);
  await expect(framesOf(crosses.slice(0, 4).flat())).rejects.toThrow(/there are 4/);
});

it('comes nearer to them within a hundred steps', { timeout: 300_000 }, async () => {
  const frames = await framesOf(crosses.flat());
  const distances = frames.flatMap(({ verdict }) => {
    const said = /of your 5 pictures.*: ([\d.]+)\.$/.exec(String(verdict ?? ''));
    return said ? [Number(said[1])] : [];
  });
  expect(distances).toHaveLength(2);
  expect(distances[1]).toBeLessThan(0.75 * distances[0]);
});
