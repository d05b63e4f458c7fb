/** A run followed by ear and by table: sentences, tones, numbers. */
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, open } from './browser.ts';
import { wideElements } from './reading.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Patient: the machine may be busy. */
const poll = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 120_000 });

declare global {
  interface Window {
    /** What the page was heard to do, noted by the test's own script. */
    heard: { pitches: number[]; contexts: AudioContext[] };
    /** Moves the page's clock ahead, in milliseconds. */
    ahead: number;
  }
}

/** Notes every tone and every opening of the sound, and lets the test move the clock. */
function listen(): void {
  window.heard = { pitches: [], contexts: [] };
  window.ahead = 0;
  const now = performance.now.bind(performance);
  performance.now = () => now() + window.ahead;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (this: OscillatorNode, when) {
    window.heard.pitches.push(this.frequency.value);
    start.call(this, when);
  };
  const Original = window.AudioContext;
  window.AudioContext = class extends Original {
    constructor() {
      super();
      window.heard.contexts.push(this);
    }
  };
}

async function follow(path: string, name: string, { width = 1000, script = listen } = {}) {
  const { page, noise } = await open(browser, 'changes/', {
    viewport: { width, height: 1000 },
    reducedMotion: 'reduce',
  });
  await page.addInitScript(script);
  await page.goto(new URL(`../${path}`, page.url()).href);
  const demo = page.locator(`#demo-${name}`);
  await demo.scrollIntoViewIfNeeded();
  await demo.locator('[data-action="reset"]').focus();
  await poll(() => demo.getAttribute('data-ready')).toBe('');
  await demo.locator('details.tools > summary').click();
  await demo.locator('[data-tool="follow"] > summary').click();
  const tool = demo.locator('[data-tool="follow"]');
  const reaches = (step: number) =>
    poll(async () => Number((await demo.getAttribute('data-step')) ?? -1)).toBeGreaterThanOrEqual(step);
  const press = (action: string) => demo.locator(`[data-action="${action}"]`).click();
  return { page, noise, demo, tool, reaches, press };
}

const points = 'embed/denoising-diffusion/points/?backend=wasm';

describe('the summary', () => {
  it('is said every ten seconds while the run plays, and when it pauses', async () => {
    const { page, tool, reaches, press, noise } = await follow(points, 'points');
    const summary = tool.locator('[data-summary]');
    expect(await summary.innerText()).toMatch(/No run yet/);
    // The clock stands: however long the first frames take, no ten seconds pass.
    await page.evaluate(() => (performance.now = () => window.ahead));
    await press('play');
    await reaches(100);
    expect(await summary.innerText()).toMatch(/No run yet/);
    await page.evaluate(() => (window.ahead = 20_000));
    await poll(() => summary.innerText()).toMatch(/^Step \d+\. Training loss: loss [\d.]+/);
    const said = await summary.innerText();
    expect(said).toMatch(/Distance to held-out data: samples [\d.]+, [\d.]+ times/);
    const step = Number(/^Step (\d+)/.exec(said)?.[1]);
    await reaches(step + 30);
    expect(await summary.innerText()).toBe(said);
    await press('play');
    await poll(() => summary.innerText()).not.toBe(said);
    expect(await summary.innerText()).toMatch(/falling|rising|flat/);
    expect(await summary.getAttribute('role')).toBe('status');
    expect(noise.complaints).toEqual([]);
    await page.context().close();
  });
});

describe('the tables', () => {
  it('show the recorded run, then the live one, thinned; the file has every row', async () => {
    const { page, demo, tool, reaches, press } = await follow('introduction/?backend=cpu', 'smallest');
    const table = tool.locator('table');
    await tool.getByRole('button', { name: 'As a table: Surprise per point' }).click();
    await poll(() => table.locator('caption').innerText()).toMatch(/recorded run: 25 of 61 rows/);
    expect(await table.locator('tbody tr').count()).toBe(25);
    await press('play');
    await reaches(60);
    await poll(() => table.locator('caption').innerText()).toMatch(/: 25 of 61 rows, up to step 60/);
    expect(await table.locator('thead th').allInnerTexts()).toEqual([
      'step',
      'points it learns from',
      'points kept back',
    ]);
    const shown = await demo.locator('[data-view="numbers"] .view-body').innerText();
    const last = await table.locator('tbody tr').last().innerText();
    expect(last.split('\t')).toEqual([
      '60',
      ...[...shown.matchAll(/([\d.]+)(?: nats)? per point on|, ([\d.]+) on/g)].map(([, a, b]) => a ?? b),
    ]);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      tool.getByRole('button', { name: 'Download all as CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('introduction-smallest-surprise.csv');
    expect((await readFile(await file.path(), 'utf8')).trim().split('\r\n')).toHaveLength(62);
    await page.context().close();
  });

  it('stay as they are while a run plays, until the reader asks', async () => {
    const { page, tool, reaches, press } = await follow(points, 'points');
    await press('play');
    await reaches(20);
    await tool.getByRole('button', { name: 'As a table: Training loss' }).click();
    const caption = tool.locator('caption').first();
    await poll(() => caption.innerText()).toMatch(/up to step/);
    const before = await caption.innerText();
    await reaches(Number(/step (\d+)/.exec(before)?.[1]) + 20);
    expect(await caption.innerText()).toBe(before);
    await tool.getByRole('button', { name: 'Bring up to date' }).first().click();
    await poll(() => caption.innerText()).not.toBe(before);
    await page.context().close();
  });

  it('are all there is where knobs are answered at once', async () => {
    const { page, demo, tool } = await follow(
      'embed/denoising-diffusion/schedules/?backend=cpu',
      'schedules',
    );
    expect(await tool.locator('[data-summary]').isVisible()).toBe(false);
    await tool.getByRole('button', { name: /Signal that is left/ }).click();
    await demo.locator('[data-knob="steps"] input').fill('50');
    await poll(() => tool.locator('caption').first().innerText()).toMatch(/25 of 50 rows/);
    await page.context().close();
  });
});

describe('the sound', () => {
  it('begins with a click and not before, follows the loss, and stops with pause, hiding and switching off', async () => {
    const { page, demo, tool, reaches, press, noise } = await follow(points, 'points');
    const tones = () => page.evaluate(() => window.heard.pitches.length);
    const states = () => page.evaluate(() => window.heard.contexts.map(({ state }) => state));
    await press('play');
    await reaches(30);
    expect(await states()).toEqual([]);
    await tool.locator('[data-press="sound"]').click();
    expect(await tool.locator('[data-press="sound"]').getAttribute('aria-pressed')).toBe('true');
    await poll(states).toEqual(['running']);
    await poll(tones).toBeGreaterThan(3);
    const pitches = await page.evaluate(() => window.heard.pitches);
    for (const pitch of pitches) expect(pitch).toBeGreaterThanOrEqual(219);
    for (const pitch of pitches) expect(pitch).toBeLessThanOrEqual(881);
    expect(new Set(pitches).size).toBeGreaterThan(1);
    await press('play');
    await poll(states).toEqual(['suspended']);
    await press('play');
    await poll(states).toEqual(['running']);
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await poll(states).toEqual(['suspended']);
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: false, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await poll(states).toEqual(['running']);
    await tool.locator('[data-sound] input').fill('0');
    const before = await tones();
    await reaches(Number(await demo.getAttribute('data-step')) + 40);
    expect(await tones()).toBe(before);
    await tool.locator('[data-press="sound"]').click();
    await poll(states).toEqual(['closed']);
    await press('reset');
    expect(noise.complaints).toEqual([]);
    await page.context().close();
  });

  it('says so where the browser makes none', async () => {
    const silent = () => {
      window.AudioContext = function () {
        throw new Error('no device');
      } as unknown as typeof AudioContext;
    };
    const { page, tool } = await follow('introduction/', 'smallest', { script: silent });
    await tool.locator('[data-press="sound"]').click();
    await poll(() => tool.locator('[data-sound] [data-said]').innerText()).toMatch(/no device/);
    expect(await tool.locator('[data-press="sound"]').getAttribute('aria-pressed')).toBe('false');
    await page.context().close();
  });
});

it('fits in 320 pixels, with targets that a thumb hits and nothing for axe to find', async () => {
  const { page, tool, reaches, press } = await follow('introduction/?backend=cpu', 'smallest', {
    width: 320,
  });
  await press('play');
  await reaches(60);
  for (const button of await tool.locator('[data-press="table"]').all()) await button.click();
  await poll(() => tool.locator('tbody tr').count()).toBe(25);
  expect(await wideElements(page)).toEqual([]);
  const small = await tool.locator('button, summary, input').evaluateAll((elements) =>
    elements
      .map((element) => ({ name: element.outerHTML, box: element.getBoundingClientRect() }))
      .filter(({ box: { width, height } }) => width > 0 && Math.min(width, height) < 44)
      .map(({ name }) => name),
  );
  expect(small).toEqual([]);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).include('#demo-smallest').setLegacyMode().analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
  }
  await page.context().close();
});
