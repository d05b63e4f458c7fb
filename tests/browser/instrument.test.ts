/** The instrument: a generator of sounds that trains in the page, and a keyboard that is silent until it is played. */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, open } from './browser.ts';
import { openDemo, type DemoFrame } from './demo-frame.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

declare global {
  interface Window {
    /** Every opening of the sound, with a meter on what goes to the loudspeakers; noted by the test's own script. */
    sounds: { context: AudioContext; meter: AnalyserNode }[];
  }
}

/** Puts a meter between the page and its loudspeakers. */
function listen(): void {
  window.sounds = [];
  const Original = window.AudioContext;
  window.AudioContext = class extends Original {
    constructor() {
      super();
      window.sounds.push({ context: this, meter: new AnalyserNode(this, { fftSize: 2048 }) });
    }
  };
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (this: AudioNode, ...to: unknown[]) {
    const heard = window.sounds.find(({ context }) => to[0] === context.destination);
    if (heard) connect.call(this, heard.meter as never);
    return connect.apply(this, to as never) as never;
  } as typeof connect;
}

const path = 'embed/generative-adversarial-network/instrument/?backend=wasm';

const instrument = (options = {}) =>
  openDemo(browser, 'instrument', {
    path,
    prepare: async (page) => void (await page.addInitScript(listen)),
    ...options,
  });

/** The highest peak that has just gone to the loudspeakers; 0 where the sound rests. */
const peak = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const heard = window.sounds.at(-1);
    if (heard?.context.state !== 'running') return 0;
    const values = new Float32Array(heard.meter.fftSize);
    heard.meter.getFloatTimeDomainData(values);
    return Math.max(...values.map(Math.abs));
  });

const running = (page: Page): Promise<number> =>
  page.evaluate(() => window.sounds.filter(({ context }) => context.state === 'running').length);

const key = (demo: DemoFrame, number: number) => demo.frame.locator(`[data-key="${number}"]`);
const played = (demo: DemoFrame) => demo.text('[data-played]');
const sounds = (demo: DemoFrame) =>
  expect.poll(() => peak(demo.page), { timeout: 60_000, interval: 20 }).toBeGreaterThan(0.02);
const rests = (demo: DemoFrame) => expect.poll(() => running(demo.page), { timeout: 60_000 }).toBe(0);

/** Until the keyboard is awake. */
const wakes = async (demo: DemoFrame) => {
  await key(demo, 0).hover();
  await expect.poll(() => demo.frame.getAttribute('data-ready'), { timeout: 60_000 }).toBe('');
};

/** Holds a key with the pointer. */
async function holds(demo: DemoFrame, number: number): Promise<void> {
  // Near its lower edge, where no black key lies over it.
  const { height } = (await key(demo, number).boundingBox())!;
  await key(demo, number).hover({ position: { x: 22, y: height - 8 } });
  await demo.page.mouse.down();
}

describe('the generator', () => {
  it('learns all four timbres within its stated steps', { timeout: 720_000 }, async () => {
    const demo = await instrument();
    await demo.frame.locator('[data-seed]').fill('2');
    await demo.press('play');
    await demo.says('.badge', /live/);
    const numbers = () => demo.text('[data-view="numbers"] .view-body');
    const least = async () => {
      const shares = [...(await numbers()).matchAll(/([\d.]+) % (?:sine|square|sawtooth|voice)/g)];
      expect(shares).toHaveLength(4);
      return Math.min(...shares.map(([, share]) => Number(share)));
    };
    await expect.poll(least, { timeout: 600_000, interval: 200 }).toBeGreaterThanOrEqual(10);
    const [, step] = /^Step (\d+):/.exec(await numbers()) ?? [];
    expect(Number(step)).toBeGreaterThan(0);
    expect(Number(step)).toBeLessThanOrEqual(1500);
    expect(demo.noise.complaints).toEqual([]);
    await demo.close();
  });
});

describe('the keyboard', () => {
  it('opens no sound before it is played, not even while the run plays', async () => {
    const demo = await instrument();
    await wakes(demo);
    await demo.press('play');
    await demo.reaches(20);
    expect(await demo.page.evaluate(() => window.sounds.length)).toBe(0);
    await demo.close();
  });

  it('plays the recorded sounds one after another while a key is held, within its level, and says what they are', async () => {
    const demo = await instrument();
    await wakes(demo);
    await holds(demo, 0);
    await sounds(demo);
    expect(await peak(demo.page)).toBeLessThan(0.2);
    expect(await played(demo)).toMatch(
      /^Sound 1 of 16: (sine|square|sawtooth|voice|none of them), [\d.]+ dB off\.$/,
    );
    await demo.page.mouse.up();
    await rests(demo);
    await holds(demo, 4);
    await sounds(demo);
    expect(await played(demo)).toMatch(/^Sound 2 of 16/);
    expect(await demo.frame.locator('.cell.sounding').count()).toBe(1);
    await demo.page.mouse.up();
    await demo.frame.locator('[data-hold]').check();
    await holds(demo, 7);
    expect(await played(demo)).toMatch(/^Sound 2 of 16/);
    await demo.page.mouse.up();
    await rests(demo);
    expect(demo.noise.complaints).toEqual([]);
    await demo.close();
  });

  it('is played by letters, Space and arrows once it has the focus', async () => {
    const demo = await instrument();
    await wakes(demo);
    await key(demo, 0).focus();
    const { keyboard } = demo.page;
    await keyboard.down('d');
    await sounds(demo);
    expect(await key(demo, 4).getAttribute('class')).toContain('pressed');
    await keyboard.down('g');
    await expect.poll(() => played(demo)).toMatch(/^Sound 2 of 16/);
    await keyboard.up('d');
    await keyboard.up('g');
    await rests(demo);
    await keyboard.press('ArrowRight');
    await keyboard.press('End');
    expect(await key(demo, 12).evaluate((element) => element === document.activeElement)).toBe(true);
    await keyboard.down(' ');
    await sounds(demo);
    await expect.poll(() => played(demo)).toMatch(/^Sound 3 of 16/);
    await keyboard.up(' ');
    await rests(demo);
    // Elsewhere letters are letters.
    await demo.frame.locator('[data-seed]').focus();
    await keyboard.press('d');
    expect(await played(demo)).toMatch(/^Sound 3 of 16/);
    await demo.close();
  });

  it('falls silent with the demo: at a pause, a reset, and in a hidden page', async () => {
    const demo = await instrument();
    await wakes(demo);
    const press = (action: string) =>
      demo.frame.locator(`[data-action="${action}"]`).evaluate((button: HTMLElement) => button.click());
    await demo.press('play');
    await demo.reaches(10);
    await holds(demo, 0);
    await sounds(demo);
    await press('play');
    await rests(demo);
    await demo.page.mouse.up();
    await holds(demo, 2);
    await sounds(demo);
    await press('reset');
    await rests(demo);
    await demo.page.mouse.up();
    await holds(demo, 5);
    await sounds(demo);
    await demo.page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await rests(demo);
    expect(demo.noise.complaints).toEqual([]);
    await demo.close();
  });

  it('plays what the data sound like when asked to, without a step', async () => {
    const demo = await instrument();
    await demo.press('step');
    await demo.reaches(0);
    const picture = () => demo.frame.locator('[data-view="instrument"] .view-body').innerHTML();
    const before = await picture();
    await demo.turn('plays', 'data');
    await expect.poll(picture, { timeout: 60_000 }).not.toBe(before);
    expect(await demo.frame.locator('.cell', { hasText: 'none of them' }).count()).toBe(0);
    expect(await demo.step()).toBe(0);
    await demo.close();
  });

  it('has nothing for axe to find, and keys as large as a finger on a small screen too', async () => {
    for (const width of [320, 1000]) {
      const demo = await instrument({ viewport: { width, height: 1200 } });
      await wakes(demo);
      await key(demo, 3).click();
      const { violations } = await new AxeBuilder({ page: demo.page }).include('#demo-instrument').analyze();
      expect(violations.map(({ id }) => id)).toEqual([]);
      for (let number = 0; number < 13; number++) {
        const box = (await key(demo, number).boundingBox())!;
        expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(44);
      }
      await demo.close();
    }
  });

  it('is drawn, and sleeps, without a script', async () => {
    const { page } = await open(browser, path, { javaScriptEnabled: false });
    expect(await page.locator('.key').first().isDisabled()).toBe(true);
    expect(await page.locator('.cell').count()).toBe(16);
    await page.context().close();
  });
});
