/** A run whose numbers leave the finite range says so in a frame, by which the lab goes back: it does not throw. */
import { expect, test } from 'vitest';
import { demoSource } from '#build/demo-source';
import { useBackend } from '#lab/backend';
import type { Frame } from '#lab/contract';
import { defaults } from '#lab/recording';

const isLost = (frame: Frame) =>
  Object.values(frame).some((value) => typeof value === 'number' && !Number.isFinite(value));

/** The steps between two pictures. */
const period = 50;

/** In the last of them the loss is still that of the weights before it, and only what is drawn from the new ones shows it. */
test(
  'points: the rate leaves all reason in the very step before a picture',
  { timeout: 60_000 },
  async () => {
    await useBackend('wasm');
    const { demo, load } = await demoSource('content/articles/denoising-diffusion/points.demo.ts');
    const knobs = { ...defaults(demo.knobs), width: 16 };
    let asked = 0;
    Object.defineProperty(knobs, 'learningRate', { get: () => (++asked < period ? 0.001 : 1e30) });
    const ignore = (): void => undefined;
    const context = { knobs: knobs as never, seed: 1, load, report: ignore, keep: ignore };
    const frames: Frame[] = [];
    for await (const frame of demo.run(context)) {
      frames.push(frame);
      if (isLost(frame) || frame.step > period) break;
    }
    expect(frames.at(-1)).toMatchObject({ step: period, distance: NaN });
    expect(Number.isFinite(frames.at(-1)!.loss)).toBe(true);
  },
);
