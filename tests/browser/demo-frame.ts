import type { Browser, Locator, Page } from 'playwright';
import { expect } from 'vitest';
import { open, type Noise, type Opening } from './browser.ts';

/** One demo of a page and what a reader does with it. */
export class DemoFrame {
  readonly frame: Locator;
  readonly page: Page;
  readonly noise: Noise;

  constructor(page: Page, name: string, noise: Noise) {
    this.page = page;
    this.frame = page.locator(`#demo-${name}`);
    this.noise = noise;
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
    return this.frame.locator(selector).first().innerText();
  }

  /** What stands beside the controls when something went wrong. */
  problem(): Promise<string> {
    return this.text('.controls > .problem [data-problem]');
  }

  async step(): Promise<number> {
    return Number((await this.frame.getAttribute('data-step')) ?? -1);
  }

  /** Waits until the frame of this step, or a later one, is painted. */
  async reaches(step: number): Promise<void> {
    await expect.poll(() => this.step(), { timeout: 240_000, interval: 100 }).toBeGreaterThanOrEqual(step);
  }

  tells(words: RegExp): Promise<void> {
    return expect.poll(() => this.problem(), { timeout: 240_000, interval: 100 }).toMatch(words);
  }

  /** Waits until these words stand in a part of the demo. */
  says(selector: string, words: RegExp): Promise<void> {
    return expect.poll(() => this.text(selector), { timeout: 240_000, interval: 100 }).toMatch(words);
  }

  /** Resets, and waits until everything is freed: how many tensors the thread still holds. */
  async tensorsAfterReset(): Promise<number> {
    await this.frame.evaluate((element) => delete (element as HTMLElement).dataset.tensors);
    await this.press('reset');
    await expect.poll(() => this.frame.getAttribute('data-tensors'), { timeout: 60_000 }).not.toBeNull();
    return Number(await this.frame.getAttribute('data-tensors'));
  }

  /** Pauses, and waits until the frame that was being made is painted. */
  async pauses(): Promise<void> {
    await this.press('play');
    await expect.poll(() => this.text('[data-status]'), { timeout: 60_000 }).toMatch(/Paused/);
    await this.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
  }

  /** The steps of all frames, as the timeline names them, with the numbers that stand there. */
  async history(): Promise<{ step: string; numbers: string }[]> {
    const timeline = this.frame.locator('[data-timeline]');
    const count = Number(await timeline.getAttribute('max')) + 1;
    const found: { step: string; numbers: string }[] = [];
    for (let index = 0; index < count; index++) {
      await timeline.fill(String(index));
      const numbered = async () =>
        (await this.frame.locator('[data-timeline]').inputValue()) === String(index);
      await expect.poll(numbered).toBe(true);
      // The stage paints with the next animation frame.
      await this.page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
      const [step, numbers] = [
        await this.text('[data-timeline-step]'),
        await this.text('[data-view="numbers"] .view-body'),
      ];
      found.push({ step, numbers });
    }
    return found;
  }
}

/** A demo of the diffusion article on the page that holds it alone, which opens faster; on WebAssembly unless the path says otherwise. */
export async function openDemo(
  browser: Browser,
  name: string,
  { path = alone(name), ...options }: Opening & { path?: string } = {},
): Promise<DemoFrame & { close: () => Promise<void> }> {
  const { page, noise } = await open(browser, path, { viewport: { width: 1000, height: 1200 }, ...options });
  const demo = new DemoFrame(page, name, noise);
  await demo.frame.scrollIntoViewIfNeeded();
  // What was far off is laid out with the next frame.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return Object.assign(demo, { close: () => page.context().close() });
}

/** Where a demo of the diffusion article stands alone. */
export const alone = (name: string, query = '?backend=wasm'): string =>
  `embed/denoising-diffusion/${name}/${query}`;
