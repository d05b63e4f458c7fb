/**
 * Journeys through the demos in a real browser without a graphics card: a model trains, pauses, steps, resets, and what goes
 * wrong is said in words.
 */
import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, open } from './browser.ts';

const article = 'denoising-diffusion/';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** One demo of a page and what a reader does with it. */
class Lab {
  readonly frame: Locator;
  readonly page: Page;

  constructor(page: Page, name: string) {
    this.page = page;
    this.frame = page.locator(`#demo-${name}`);
  }

  press(action: string): Promise<void> {
    return this.frame.locator(`[data-action="${action}"]`).click();
  }

  turn(knob: string, value: string): Promise<string[]> {
    return this.frame.locator(`[data-knob="${knob}"] select`).selectOption(value);
  }

  slide(knob: string, value: number): Promise<void> {
    return this.frame.locator(`[data-knob="${knob}"] input`).fill(String(value));
  }

  text(selector: string): Promise<string> {
    return this.frame.locator(selector).innerText();
  }

  /** Waits until the frame of this step, or a later one, is painted. */
  async reaches(step: number, timeout = 120_000): Promise<void> {
    const painted = (element: Element, wanted: number) =>
      Number((element as HTMLElement).dataset.step ?? -1) >= wanted;
    await expect.poll(() => this.frame.evaluate(painted, step), { timeout, interval: 100 }).toBe(true);
  }

  async step(): Promise<number> {
    return Number(await this.frame.getAttribute('data-step'));
  }

  says(selector: string, words: RegExp, timeout = 60_000): Promise<void> {
    return expect.poll(() => this.text(selector), { timeout, interval: 200 }).toMatch(words);
  }

  /** Tensors that the thread still holds after this demo let go of everything. */
  async tensorsAfterReset(): Promise<number> {
    await this.frame.evaluate((element) => delete (element as HTMLElement).dataset.tensors);
    await this.press('reset');
    await expect.poll(() => this.frame.getAttribute('data-tensors'), { timeout: 60_000 }).not.toBeNull();
    return Number(await this.frame.getAttribute('data-tensors'));
  }
}

async function lab(name: string, path = article, from = browser) {
  const { page, noise } = await open(from, path, { viewport: { width: 1000, height: 1200 } });
  const demo = new Lab(page, name);
  await demo.frame.scrollIntoViewIfNeeded();
  // What was far off is laid out with the next frame.
  await demo.frame.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  return { demo, page, noise, close: () => page.context().close() };
}

const numbers = '[data-view="numbers"] .view-body';

describe('points', () => {
  it('learns eight Gaussians to within twice the floor in 1,500 steps', async () => {
    const { demo, noise, close } = await lab('points');
    expect(await demo.text('.badge')).toBe('recorded');
    await demo.press('play');
    await demo.reaches(10);
    expect(await demo.text('.badge')).toBe('live');
    expect(await demo.text('[data-backend]')).toMatch(/WebAssembly\..*only emulates a graphics card/);
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
    expect(noise.complaints).toEqual([]);
    await close();
  });

  it('leaves the page smooth while it trains', async () => {
    const { demo, page, close } = await lab('points');
    await demo.press('play');
    await demo.reaches(60);
    const longest = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let [last, most] = [performance.now(), 0];
          const until = last + 8000;
          const tick = (now: number) => {
            most = Math.max(most, now - last);
            last = now;
            if (now < until) requestAnimationFrame(tick);
            else resolve(most);
          };
          requestAnimationFrame(tick);
        }),
    );
    expect(longest, 'longest gap between animation frames, ms').toBeLessThan(100);
    await close();
  });

  it('pauses, steps, resets and looks back', async () => {
    const { demo, close } = await lab('points');
    await demo.press('step');
    await demo.reaches(0);
    await demo.says('[data-status]', /Paused at step 0/);
    await demo.press('step');
    await demo.reaches(10);
    await demo.press('play');
    await demo.reaches(30);
    await demo.press('play');
    await demo.says('[data-status]', /Paused at step/);
    const paused = await demo.step();
    await demo.frame.locator('[data-timeline]').fill('1');
    await expect.poll(() => demo.text('[data-timeline-step]')).toBe('Step 10');
    expect(await demo.step()).toBe(paused);
    expect(await demo.tensorsAfterReset()).toBe(0);
    expect(await demo.text('.badge')).toBe('recorded');
    await demo.says(numbers, /Step 1500/);
    await demo.frame.locator('[data-timeline]').fill('100');
    await demo.says(numbers, /Step 1000/);
    await close();
  });

  it('gives the same numbers for the same seed, others for another', async () => {
    const { demo, close } = await lab('points');
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
    await close();
  });

  it('rests while it is off screen and goes on when it comes back', async () => {
    const { demo, page, close } = await lab('points');
    await demo.press('play');
    await demo.reaches(10);
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await page.waitForTimeout(2500);
    const resting = await demo.step();
    await page.waitForTimeout(2500);
    expect(await demo.step()).toBe(resting);
    await demo.frame.scrollIntoViewIfNeeded();
    await demo.reaches(resting + 10);
    await close();
  });

  it('explains numbers that are no longer finite', async () => {
    const { demo, close } = await lab('points');
    // Beyond what the slider offers a reader: ten to the power of nine.
    await demo.frame.locator('[data-knob="learningRate"] input').evaluate((input: HTMLInputElement) => {
      input.max = '30';
      input.value = '30';
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await demo.press('play');
    await demo.says('[data-problem]', /no longer a finite number.*learning rate/s);
    await close();
  });

  it('trains on what the reader draws, with the keyboard or a pointer, and asks for more points when there are too few', async () => {
    const { demo, page, close } = await lab('points');
    await demo.turn('data', 'drawing');
    await demo.press('play');
    await demo.says('[data-problem]', /at least 20 points/);
    const surface = demo.frame.locator('.drawing');
    await surface.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await demo.says('[data-knob="drawing"] output', /1 of 2000 points/);
    const box = (await surface.boundingBox())!;
    await page.mouse.move(box.x + 0.2 * box.width, box.y + box.height / 2);
    await page.mouse.down();
    for (let i = 1; i <= 40; i++)
      await page.mouse.move(box.x + (0.2 + 0.015 * i) * box.width, box.y + box.height / 2);
    await page.mouse.up();
    await demo.press('play');
    await demo.reaches(20);
    expect(await demo.text('[data-problem]')).toBe('');
    await close();
  });

  it('works by keyboard alone', async () => {
    const { demo, page, close } = await lab('points');
    await demo.frame.locator('[data-action="play"]').focus();
    await page.keyboard.press('Enter');
    await demo.reaches(10);
    await page.keyboard.press('Enter');
    await demo.says('[data-status]', /Paused/);
    await page.keyboard.press('Tab');
    const before = await demo.step();
    await page.keyboard.press('Space');
    await demo.reaches(before + 10);
    await close();
  });
});

describe('digits', () => {
  it('draws the digits asked for from the trained weights: at least 190 of 200', async () => {
    const { demo, noise, close } = await lab('digits');
    await demo.slide('count', 200);
    await demo.press('play');
    await demo.says(numbers, /n = 200 as asked/, 240_000);
    const [, right] = /reads (\d+) of n = 200/.exec(await demo.text(numbers)) ?? [];
    expect(Number(right)).toBeGreaterThanOrEqual(190);
    await demo.says('[data-status]', /Finished/);
    await expect.poll(() => demo.frame.getAttribute('data-tensors')).toBe('0');
    expect(noise.complaints).toEqual([]);
    await close();
  });

  it('trains from scratch and lets go of everything when it is reset half-way', async () => {
    const { demo, close } = await lab('digits');
    await demo.turn('task', 'scratch');
    await demo.press('play');
    await demo.reaches(10, 240_000);
    expect(await demo.tensorsAfterReset()).toBe(0);
    await close();
  });

  it('offers to try again when a download fails', async () => {
    const { demo, page, close } = await lab('digits');
    await page.route('**/*.safetensors', (route) => route.abort());
    await demo.press('play');
    await demo.says('[data-problem]', /could not be downloaded/);
    await page.unroute('**/*.safetensors');
    await demo.press('retry');
    await demo.reaches(1);
    expect(await demo.text('[data-problem]')).toBe('');
    await close();
  });
});

describe('noising', () => {
  it('answers a knob at once, also inside the formula', async () => {
    const { demo, close } = await lab('noising');
    await demo.slide('time', 60);
    await demo.says(numbers, /At t = 60:/);
    expect(await demo.frame.locator('[data-slot="step"]').first().textContent()).toBe('60');
    expect(await demo.text('.badge')).toBe('illustration');
    await close();
  });
});

describe('where it computes', () => {
  it.each([
    ['?backend=webgl', /Runs on WebGL/],
    ['?backend=wasm', /WebAssembly/],
    ['?backend=cpu', /processor/],
    ['?thread=page&backend=webgl', /Runs on WebGL/],
  ])('%s', async (wish, named) => {
    const { demo, close } = await lab('points', `${article}${wish}`);
    await demo.press('play');
    await demo.reaches(10);
    expect(await demo.text('[data-backend]')).toMatch(named);
    expect(await demo.tensorsAfterReset()).toBe(0);
    await close();
  });

  it('says why it is not WebGL where there is none', async () => {
    const without = await launch(['--use-gl=disabled']);
    const { demo, close } = await lab('points', article, without);
    await demo.press('play');
    await demo.reaches(10);
    expect(await demo.text('[data-backend]')).toMatch(/WebAssembly.*WebGL/s);
    await close();
    await without.close();
  });
});
