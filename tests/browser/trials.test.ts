/**
 * Where a demo computes is found by trial: what is slow leads to one, the fastest that computes rightly runs, and the page says which
 * and why. The reader's choice comes before it, and is remembered.
 */
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { address, launch } from './browser.ts';
import { alone, openDemo, type DemoFrame } from './demo-frame.ts';

const article = alone('points', '');

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Puts a text before the program of each thread that runs demos. */
const beforeThreads =
  (text: string) =>
  async (page: Page): Promise<void> => {
    await page.route('**/_astro/worker*.js', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `${text}\n${await response.text()}` });
    });
  };

/** The emulated card of this browser goes by the name of a real one: a slow card, as the lab sees it. */
const disguise = `
  const { getParameter } = WebGL2RenderingContext.prototype;
  WebGL2RenderingContext.prototype.getParameter = function (asked) {
    const isName = asked === this.RENDERER || asked === 0x9246;
    return isName ? 'A slow card' : getParameter.call(this, asked);
  };
  for (const name of ['drawArrays', 'drawElements']) {
    const draw = WebGL2RenderingContext.prototype[name];
    WebGL2RenderingContext.prototype[name] = function (...given) {
      for (const end = performance.now() + 6; performance.now() < end; );
      draw.apply(this, given);
    };
  }`;
const slowCard = beforeThreads(disguise);
/** Whatever is read from that card is nought. */
const wrongCard = beforeThreads(`${disguise}
  WebGL2RenderingContext.prototype.getBufferSubData = () => undefined;
  WebGL2RenderingContext.prototype.readPixels = () => undefined;`);

const where = (demo: DemoFrame, part: string): ReturnType<DemoFrame['frame']['locator']> =>
  demo.frame.locator(`[data-tool="where"] ${part}`);
const measured = async (demo: DemoFrame): Promise<string> =>
  (await where(demo, '[data-measured]').textContent()) ?? '';

const runsOn = (demo: DemoFrame, words: RegExp): Promise<void> =>
  expect.poll(() => demo.text('[data-backend]'), { timeout: 120_000, interval: 100 }).toMatch(words);

async function choose(demo: DemoFrame, backend: string): Promise<void> {
  await demo.frame.locator('details.tools > summary').click();
  await where(demo, '> summary').click();
  await where(demo, 'select').selectOption(backend);
}

describe('the lab', () => {
  it('begins on the processor where the card is only emulated, and tries nothing else', async () => {
    const demo = await openDemo(browser, 'points', { path: article });
    await demo.slide('width', 16);
    await demo.press('play');
    await demo.reaches(100);
    expect(await demo.text('[data-backend]')).toMatch(/WebAssembly\..*only emulates a graphics card/);
    expect(demo.page.workers().length).toBe(1);
    expect(await measured(demo)).toBe('Not measured on this device yet.');
    await demo.close();
  });

  it('leaves a slow card for what is faster; the same run goes on there, and the next begins there', async () => {
    const demo = await openDemo(browser, 'points', { path: article, prepare: slowCard });
    await demo.slide('width', 16);
    await demo.press('play');
    await runsOn(demo, /^Runs on WebGL\.$/);
    await runsOn(demo, /^Runs on WebAssembly\. It was measured to be the fastest here\.$/);
    const list =
      /a second, measured on this device: WebAssembly [\d.]+; WebGL [\d.]+\. Left out: this browser offers no WebGPU\./;
    expect(await measured(demo)).toMatch(list);
    await demo.reaches((await demo.step()) + 20);
    expect(demo.page.workers().length).toBe(1);
    await demo.pauses();
    const steps = (await demo.history()).map(({ step }) => step);
    expect(steps).toEqual(steps.map((_, i) => `Step ${(10 * i).toLocaleString('en')}`));
    expect(await demo.tensorsAfterReset()).toBe(0);

    await demo.page.reload();
    await demo.press('play');
    await demo.reaches(0);
    expect(await demo.text('[data-backend]')).toMatch(/WebAssembly\. It was measured/);
    await demo.close();
  });

  it('passes over a card that computes wrongly, and names it', async () => {
    const demo = await openDemo(browser, 'points', { path: article, prepare: wrongCard });
    await demo.slide('width', 16);
    await demo.press('play');
    await runsOn(demo, /WebAssembly\. It is slower here, because WebGL gave wrong numbers\./);
    await demo.reaches(10);
    await demo.close();
  });
});

describe('the reader', () => {
  it("chooses another place for all demos, before the address's, and finds it again", async () => {
    const demo = await openDemo(browser, 'points', { path: `${article}?backend=wasm` });
    await demo.slide('width', 16);
    await demo.press('play');
    await demo.reaches(20);
    expect(await demo.text('[data-backend]')).toMatch(/WebAssembly\. The address/);
    await choose(demo, 'cpu');
    await runsOn(demo, /^Runs on the processor\. You chose it\.$/);
    await demo.reaches((await demo.step()) + 10);
    expect(await demo.tensorsAfterReset()).toBe(0);

    await demo.page.goto(address(alone('noising', '')));
    const other = demo.page.locator('#demo-noising');
    await other.scrollIntoViewIfNeeded();
    await other.locator('[data-knob="time"] input').fill('40');
    await expect
      .poll(() => other.locator('[data-backend]').innerText(), { timeout: 60_000 })
      .toBe('Runs on the processor. You chose it.');
    expect(await other.locator('[data-tool="where"] select').inputValue()).toBe('cpu');
    await demo.close();
  });

  it('is not left without demos where that place is gone', async () => {
    const demo = await openDemo(browser, 'points', { path: article });
    await demo.page.evaluate(() => localStorage.setItem('backend', 'webgpu'));
    await demo.slide('width', 16);
    await demo.press('play');
    await demo.reaches(10);
    expect(await demo.text('[data-backend]')).toMatch(
      /It is slower here, because this browser offers no WebGPU/,
    );
    await demo.close();
  });
});
