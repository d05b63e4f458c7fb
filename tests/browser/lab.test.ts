/**
 * Journeys through the demos in a real browser: a model trains, pauses, steps, resets, and what goes wrong is said in words.
 * On WebGL, drawn by the processor, where that is the point; else where a machine without a graphics card is quick.
 */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from './browser.ts';
import { alone, openDemo } from './demo-frame.ts';

const article = 'denoising-diffusion/';
const onWebgl = { path: `${article}?backend=webgl` };

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const numbers = '[data-view="numbers"] .view-body';

describe('points', () => {
  it('learns eight Gaussians to within twice the floor in 1,500 steps', async () => {
    const demo = await openDemo(browser, 'points', onWebgl);
    expect(await demo.text('.badge')).toBe('recorded');
    await demo.press('play');
    await demo.reaches(10);
    expect(await demo.text('.badge')).toBe('live');
    expect(await demo.text('[data-backend]')).toContain('WebGL');
    let verdict = '';
    for (let step = 50; step <= 1500; step += 50) {
      await demo.reaches(step);
      verdict = await demo.text(numbers);
      const [distance, floor] = [/distance ([\d.]+)/, /distance [\d.]+ \(floor ([\d.]+)/].map((number) =>
        Number(number.exec(verdict)?.[1]),
      );
      if (distance <= 2 * floor && verdict.includes('8 of 8 modes')) break;
      verdict = '';
    }
    expect(verdict, 'distance at most twice its floor with all modes, by step 1,500').not.toBe('');
    expect(await demo.tensorsAfterReset()).toBe(0);
    expect(demo.noise.complaints).toEqual([]);
    await demo.close();
  });

  it('pauses, steps, resets and looks back', async () => {
    const demo = await openDemo(browser, 'points');
    await demo.press('step');
    await demo.reaches(0);
    await demo.says('[data-status]', /Paused at step 0/);
    await demo.press('step');
    await demo.reaches(10);
    await demo.press('play');
    await demo.reaches(30);
    await demo.pauses();
    const paused = await demo.step();
    await demo.frame.locator('[data-timeline]').fill('1');
    await expect.poll(() => demo.text('[data-timeline-step]')).toBe('Step 10');
    expect(await demo.step()).toBe(paused);
    // Where the run goes on, by a step or by itself, the timeline is at the newest frame again.
    await demo.press('step');
    await demo.says('[data-timeline-step]', new RegExp(`^Step ${paused + 10}$`));
    await demo.frame.locator('[data-timeline]').fill('1');
    await expect.poll(() => demo.text('[data-timeline-step]')).toBe('Step 10');
    await demo.press('play');
    const shown = async () => Number((await demo.text('[data-timeline-step]')).replace('Step ', ''));
    await expect.poll(shown).toBeGreaterThan(paused + 10);
    expect(await demo.tensorsAfterReset()).toBe(0);
    expect(await demo.text('.badge')).toBe('recorded');
    await demo.says(numbers, /Step 1500/);
    await demo.frame.locator('[data-timeline]').fill('100');
    await demo.says(numbers, /Step 1000/);
    await demo.close();
  });

  it('gives the same numbers for the same seed, others for another', async () => {
    const demo = await openDemo(browser, 'points');
    const firstLoss = async (seed: string) => {
      await demo.frame.locator('[data-seed]').fill(seed);
      await demo.press('step');
      await demo.press('step');
      await demo.says(numbers, /Step 10:/);
      const text = await demo.text(numbers);
      await demo.press('reset');
      await demo.says(numbers, /Step 1500/);
      return text;
    };
    const first = await firstLoss('7');
    expect(await firstLoss('7')).toBe(first);
    expect(await firstLoss('8')).not.toBe(first);
    await demo.close();
  });

  it('rests while it is off screen and goes on when it comes back', async () => {
    const demo = await openDemo(browser, 'points', { path: `${article}?backend=wasm` });
    await demo.press('play');
    await demo.reaches(10);
    await demo.page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await demo.page.waitForTimeout(2500);
    const resting = await demo.step();
    await demo.page.waitForTimeout(2500);
    expect(await demo.step()).toBe(resting);
    await demo.frame.scrollIntoViewIfNeeded();
    await demo.reaches(resting + 10);
    await demo.close();
  });

  it('explains numbers that are no longer finite', async () => {
    const demo = await openDemo(browser, 'points');
    // Beyond what the slider offers a reader: ten to the power of nine.
    await demo.frame.locator('[data-knob="learningRate"] input').evaluate((input: HTMLInputElement) => {
      input.max = '30';
      input.value = '30';
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await demo.press('play');
    await demo.says('[data-problem]', /no longer a finite number.*learning rate/s);
    await demo.close();
  });

  it('trains on what the reader draws, with the keyboard or a pointer, and asks for more points when there are too few', async () => {
    const demo = await openDemo(browser, 'points');
    await demo.turn('data', 'drawing');
    await demo.press('play');
    await demo.says('[data-problem]', /at least 20 points/);
    const surface = demo.frame.locator('.drawing');
    await surface.focus();
    await demo.page.keyboard.press('ArrowRight');
    await demo.page.keyboard.press('Space');
    await demo.says('[data-knob="drawing"] output', /1 of 2000 points/);
    const box = (await surface.boundingBox())!;
    await demo.page.mouse.move(box.x + 0.2 * box.width, box.y + box.height / 2);
    await demo.page.mouse.down();
    for (let i = 1; i <= 40; i++)
      await demo.page.mouse.move(box.x + (0.2 + 0.015 * i) * box.width, box.y + box.height / 2);
    await demo.page.mouse.up();
    await demo.press('play');
    await demo.reaches(20);
    expect(await demo.text('[data-problem]')).toBe('');
    await demo.close();
  });

  it('works by keyboard alone', async () => {
    const demo = await openDemo(browser, 'points');
    await demo.frame.locator('[data-action="play"]').focus();
    await demo.page.keyboard.press('Enter');
    await demo.reaches(10);
    await demo.page.keyboard.press('Enter');
    await demo.says('[data-status]', /Paused/);
    await demo.page.keyboard.press('Tab');
    const before = await demo.step();
    await demo.page.keyboard.press('Space');
    await demo.reaches(before + 10);
    await demo.close();
  });
});

describe('digits', () => {
  it('draws the digits asked for from the trained weights: at least 190 of 200', async () => {
    const demo = await openDemo(browser, 'digits');
    await demo.slide('count', 200);
    await demo.press('play');
    await demo.says(numbers, /n = 200 as asked/);
    const [, right] = /reads (\d+) of n = 200/.exec(await demo.text(numbers)) ?? [];
    expect(Number(right)).toBeGreaterThanOrEqual(190);
    await demo.says('[data-status]', /Finished/);
    await expect.poll(() => demo.frame.getAttribute('data-tensors')).toBe('0');
    expect(demo.noise.complaints).toEqual([]);
    await demo.close();
  });

  it('trains from scratch and lets go of everything when it is reset half-way', async () => {
    const demo = await openDemo(browser, 'digits');
    await demo.turn('task', 'scratch');
    await demo.press('play');
    await demo.reaches(10);
    expect(await demo.tensorsAfterReset()).toBe(0);
    await demo.close();
  });

  it('offers to try again when a download fails', async () => {
    const demo = await openDemo(browser, 'digits');
    await demo.page.route('**/*.safetensors', (route) => route.abort());
    await demo.press('play');
    await demo.says('[data-problem]', /could not be downloaded/);
    await demo.page.unroute('**/*.safetensors');
    await demo.press('retry');
    await demo.reaches(1);
    expect(await demo.text('[data-problem]')).toBe('');
    await demo.close();
  });
});

describe('noising', () => {
  it('answers a knob at once, also inside the formula', async () => {
    const demo = await openDemo(browser, 'noising');
    await demo.slide('time', 60);
    await demo.says(numbers, /At t = 60:/);
    expect(await demo.frame.locator('[data-slot="step"]').first().textContent()).toBe('60');
    expect(await demo.text('.badge')).toBe('illustration');
    await demo.close();
  });
});

describe('where it computes', () => {
  it.each([
    ['?backend=wasm', /WebAssembly/],
    ['?backend=cpu', /processor/],
    ['?backend=webgl&thread=page', /WebGL/],
  ])('%s', async (wish, named) => {
    const demo = await openDemo(browser, 'points', { path: alone('points', wish) });
    await demo.press('play');
    await demo.reaches(10);
    expect(await demo.text('[data-backend]')).toMatch(named);
    expect(await demo.tensorsAfterReset()).toBe(0);
    await demo.close();
  });

  it('says why it is not WebGL where there is none', async () => {
    const without = await launch(['--use-gl=disabled']);
    const demo = await openDemo(without, 'points', { path: alone('points', '') });
    await demo.press('play');
    await demo.reaches(10);
    expect(await demo.text('[data-backend]')).toMatch(/WebAssembly.*WebGL/s);
    await demo.close();
    await without.close();
  });
});
