/** The demos of the variational autoencoder in a real browser: they train, and can be looked around in while they rest. */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from './browser.ts';
import { openDemo, type DemoFrame } from './demo-frame.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const demoOf = (name: string) =>
  openDemo(browser, name, { path: `embed/variational-autoencoder/${name}/?backend=wasm` });

const numbers = (demo: DemoFrame): Promise<string> => demo.text('[data-view="numbers"] .view-body');

const numberIn = async (demo: DemoFrame, pattern: RegExp): Promise<number> =>
  Number(pattern.exec(await numbers(demo))?.[1]);

/** Plays, and waits until what is shown is no longer the recorded run. */
async function plays(demo: DemoFrame): Promise<void> {
  await demo.press('play');
  await demo.says('.badge', /live/);
}

const pictureOf = (demo: DemoFrame, view: string): Promise<string | null> =>
  demo.frame.locator(`[data-view="${view}"] img`).getAttribute('src');

/**
 * Nats for each of MNIST's 10,000 test digits at 16 x 16 with a code of two numbers, as a program of its own in NumPy reached them:
 * the same plan of network, 3,000 steps of 128 digits out of 60,000, learning rate 0.001, seed 1.
 */
const recomputed = 44.33;

describe('the map of codes', () => {
  it('comes within 3 nats of an independent figure in at most 3,000 steps', async () => {
    const demo = await demoOf('map');
    await demo.slide('trainingSteps', 3000);
    await plays(demo);
    const cost = () => numberIn(demo, / = ([\d.]+) nats/);
    await expect.poll(cost, { timeout: 240_000, interval: 500 }).toBeLessThan(recomputed + 3);
    expect(await demo.step()).toBeLessThanOrEqual(3000);
    expect(demo.noise.complaints).toEqual([]);
    await demo.close();
  });

  it('decodes another place while the run rests, without a step', async () => {
    const demo = await demoOf('map');
    await plays(demo);
    await demo.reaches(25);
    await demo.pauses();
    const [step, before] = [await demo.step(), await pictureOf(demo, 'looks')];
    const box = (await demo.frame.locator('[data-view="map"] .view-surface').boundingBox())!;
    const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
    await demo.page.mouse.move(...at(0.5, 0.5));
    await demo.page.mouse.down();
    await demo.page.mouse.move(...at(0.3, 0.7), { steps: 5 });
    await demo.page.mouse.up();
    await expect.poll(() => pictureOf(demo, 'looks')).not.toBe(before);
    expect(await demo.text('[data-knob="place"] output')).toMatch(/^−1\.\d+, −1\.\d+$/);
    expect(await demo.step()).toBe(step);
    expect(await demo.text('[data-status]')).toMatch(/Paused/);
    expect(demo.noise.complaints).toEqual([]);
    await demo.close();
  });

  it('answers a drawn digit with an ellipse, two prices and what comes back', async () => {
    const demo = await demoOf('map');
    await demo.turn('task', 'trained');
    await plays(demo);
    await demo.says('[data-view="numbers"] .view-body', /nats/);
    expect(await numberIn(demo, / = ([\d.]+) nats/)).toBeLessThan(recomputed);
    expect(await demo.frame.locator('[data-view="map"] .view-body .ellipses').count()).toBe(0);
    const pad = demo.frame.locator('[data-knob="sketch"] canvas');
    await pad.scrollIntoViewIfNeeded();
    const box = (await pad.boundingBox())!;
    await demo.page.mouse.move(box.x + 0.5 * box.width, box.y + 0.2 * box.height);
    await demo.page.mouse.down();
    await demo.page.mouse.move(box.x + 0.5 * box.width, box.y + 0.8 * box.height, { steps: 10 });
    await demo.page.mouse.up();
    await demo.says(
      '[data-view="numbers"] .view-body',
      /Your digit: [\d.]+ nats for its code, [\d.]+ for its pixels/,
    );
    expect(await demo.frame.locator('[data-view="map"] .view-body .ellipses').count()).toBeGreaterThan(0);
    expect(demo.noise.complaints).toEqual([]);
    await demo.close();
  });
});

describe('the two terms', () => {
  it('lose the code when the rate gets too dear, in a run that has one', async () => {
    const demo = await demoOf('terms');
    await demo.turn('task', 'continue');
    await plays(demo);
    await demo.reaches(25);
    const inUse = () => numberIn(demo, /(\d+) of 10 numbers/);
    expect(await inUse()).toBeGreaterThan(5);
    const rate = () => numberIn(demo, /rate ([\d.]+)/);
    expect(await rate()).toBeGreaterThan(4);
    await demo.slide('beta', Math.log10(250));
    await expect.poll(inUse, { timeout: 120_000, interval: 500 }).toBe(0);
    expect(await rate()).toBeLessThan(0.5);
    expect(demo.noise.complaints).toEqual([]);
    await demo.close();
  });
});
