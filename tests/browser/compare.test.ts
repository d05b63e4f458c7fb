/** Runs set side by side: pinned lines in the charts, what sets runs apart in words, the table of the visit. */
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, open } from './browser.ts';
import { wideElements } from './reading.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Patient: the machine may be busy. */
const poll = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 60_000 });

async function smallest(width = 1000) {
  const { page, noise } = await open(browser, 'embed/introduction/smallest/?backend=cpu', {
    viewport: { width, height: 1000 },
    reducedMotion: 'reduce',
  });
  const demo = page.locator('#demo-smallest');
  await demo.scrollIntoViewIfNeeded();
  await demo.locator('[data-action="play"]').focus();
  await demo.locator('details.tools > summary').click();
  await demo.locator('[data-tool="compare"] > summary').click();
  return { page, noise, demo, tool: demo.locator('[data-tool="compare"]') };
}

type Opened = Awaited<ReturnType<typeof smallest>>;

/** Runs to the end with these settings. */
async function runs({ demo }: Opened, knobs: Readonly<Record<string, string>> = {}): Promise<void> {
  for (const [name, value] of Object.entries(knobs))
    await demo.locator(`[data-knob="${name}"] select`).selectOption(value);
  await demo.evaluate((element: HTMLElement) => delete element.dataset.step);
  await demo.locator('[data-action="play"]').click();
  await poll(() => demo.getAttribute('data-step')).toBe('60');
  await poll(() => demo.locator('[data-status]').innerText()).toMatch(/Finished/);
}

async function downloaded(page: Page, press: () => Promise<void>) {
  const [file] = await Promise.all([page.waitForEvent('download'), press()]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

describe('comparing runs', () => {
  it('draws the next run over a pinned one, names what differs and lists both', async () => {
    const opened = await smallest();
    const { page, demo, tool, noise } = opened;
    const chart = demo.locator('[data-view="surprise"]');
    await tool.locator('[data-press="pin"]').click();
    expect(await tool.locator('[data-said]').innerText()).toMatch(/no run to pin/);
    await runs(opened);
    await tool.locator('[data-press="pin"]').click();
    expect(await tool.locator('[data-said]').innerText()).toBe(
      'Run 1 is pinned. The next run is drawn over it.',
    );
    expect(await chart.locator('path.ghost').count()).toBe(0);
    await runs(opened, { model: 'histogram' });
    expect(await chart.locator('path.ghost').count()).toBe(2);
    expect(await chart.locator('text.ghost').allTextContents()).toEqual(['1', '1']);
    const told = 'pinned run 1: Model One Gaussian, now Histogram';
    expect(await chart.locator('.legend .ghost').innerText()).toBe(told);
    expect(await chart.locator('.view-body').getAttribute('aria-label')).toContain(told);
    expect(await tool.locator('[data-pins] li').allInnerTexts()).toEqual([
      'Run 1: Model One Gaussian, now Histogram',
    ]);
    const rows = await tool.locator('tbody tr').allInnerTexts();
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatch(/One Gaussian/);
    expect(rows[1]).toMatch(/Histogram/);
    const { name, text } = await downloaded(page, () => tool.locator('[data-press="csv"]').click());
    expect(name).toBe('introduction-smallest-runs.csv');
    const [head, first, second] = text.split('\r\n').map((line) => line.split(','));
    const model = head.indexOf('Model');
    expect([first[model], second[model]]).toEqual(['One Gaussian', 'Histogram']);
    // The numbers inside the model's line of words are the last of the run; the file has the same, unrounded.
    const shown = await demo.locator('[data-view="numbers"] .view-body').innerText();
    const surprise = Number(/Surprise: ([\d.]+)/.exec(shown)?.[1]);
    const column = head.findIndex((label) => label.endsWith(': points it learns from'));
    expect(Number(second[column])).toBeCloseTo(surprise, 2);
    expect(noise.complaints).toEqual([]);
    await page.context().close();
  });

  it('takes pins off again, holds four at most, and leaves the recorded run alone', async () => {
    const opened = await smallest();
    const { page, demo, tool } = opened;
    for (let i = 1; i <= 5; i++) {
      await runs(opened);
      await tool.locator('[data-press="pin"]').click();
    }
    expect(await tool.locator('[data-said]').innerText()).toMatch(/4 runs are pinned/);
    const ghosts = demo.locator('[data-view="surprise"] path.ghost');
    expect(await ghosts.count()).toBe(8);
    const button = tool.getByRole('button', { name: 'Unpin run 2' });
    await button.click();
    expect(await ghosts.count()).toBe(6);
    // The button stays where it was, and takes the run back.
    expect(await tool.locator(':focus').innerText()).toBe('Pin run 2');
    await demo.locator('[data-action="reset"]').click();
    await poll(() => ghosts.count()).toBe(0);
    expect(await demo.locator('.legend .ghost').count()).toBe(0);
    await page.context().close();
  });

  it('fits in 320 pixels, with targets that a thumb hits and nothing for axe to find', async () => {
    const opened = await smallest(320);
    const { page, demo, tool } = opened;
    await runs(opened);
    await tool.locator('[data-press="pin"]').click();
    await runs(opened, { model: 'histogram' });
    expect(await wideElements(page)).toEqual([]);
    const box = tool.locator('.table-box');
    expect(await box.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeGreaterThan(
      0,
    );
    const small = await tool.locator('button, summary').evaluateAll((elements) =>
      elements
        .map((element) => ({ name: element.textContent, box: element.getBoundingClientRect() }))
        .filter(({ box: { width, height } }) => Math.min(width, height) < 44)
        .map(({ name }) => name),
    );
    expect(small).toEqual([]);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page })
        .include('#demo-smallest')
        .setLegacyMode()
        .analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
    }
    expect(await demo.locator('[data-view="surprise"] path.ghost').count()).toBeGreaterThan(0);
    await page.context().close();
  });

  it('stays away where each turn of a knob is answered at once', async () => {
    const { page } = await open(browser, 'denoising-diffusion/');
    const demo = page.locator('#demo-schedules');
    await demo.scrollIntoViewIfNeeded();
    await demo.locator('[data-action="reset"]').focus();
    await demo.locator('details.tools > summary').click();
    await poll(() => demo.getAttribute('data-ready')).toBe('');
    expect(await demo.locator('[data-tool="compare"]').isVisible()).toBe(false);
    await page.context().close();
  });
});
