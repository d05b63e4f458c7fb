/** The demo of forged digits in a real browser: from scratch, on the backend that the page chooses, within the steps that it states. */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { knobs } from '../../content/articles/generative-adversarial-network/digits.demo.ts';
import { launch } from './browser.ts';
import { openDemo } from './demo-frame.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const path = 'embed/generative-adversarial-network/digits/';

it(
  'from scratch, the judge finds each of the ten digits in at least 3 % of 1,000 forgeries',
  { timeout: 300_000 },
  async () => {
    const demo = await openDemo(browser, 'digits', { path });
    await demo.press('play');
    await demo.says('.badge', /live/);
    // At step 0 nothing is drawn yet, and only a few digits are read into it.
    await demo.says('[data-view="numbers"] .view-body', /^Step [1-9][0-9]*: 10 of 10 digits/);
    expect(await demo.step()).toBeLessThanOrEqual(knobs.trainingSteps.value);
    expect(demo.noise.complaints).toEqual([]);
    expect(demo.noise.broken).toEqual([]);
    await demo.close();
  },
);

it(
  'the trained weights draw the digit asked for, and another walk between two noises without a step',
  { timeout: 120_000 },
  async () => {
    const demo = await openDemo(browser, 'digits', { path });
    await demo.turn('task', 'ask');
    await demo.press('play');
    await demo.says('.badge', /live/);
    await demo.says('[data-view="numbers"] .view-body', /reads [\d.]+ % as the digit asked for/);
    const numbers = await demo.text('[data-view="numbers"] .view-body');
    expect(Number(/reads ([\d.]+) %/.exec(numbers)?.[1])).toBeGreaterThan(80);
    const picture = (view: string) => demo.frame.locator(`[data-view="${view}"] img`).getAttribute('src');
    const [samples, way] = [await picture('samples'), await picture('between')];
    await demo.slide('pair', 2);
    await expect.poll(() => picture('between')).not.toBe(way);
    expect(await picture('samples')).toBe(samples);
    await demo.turn('digit', '7');
    await expect.poll(() => picture('samples')).not.toBe(samples);
    expect(await demo.step()).toBe(0);
    expect(demo.noise.complaints).toEqual([]);
    await demo.close();
  },
);
