import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { address, launch, open } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const article = 'denoising-diffusion/';
const readers = ['beginner', 'researcher', 'professional'] as const;
const kinds = { beginner: '.worked', researcher: '.deeper, .sources', professional: '.practice' } as const;
type Reader = (typeof readers)[number];

const choice = (page: Page, reader: string) => page.locator(`.lens input[value="${reader}"]`);

/** For each reader, the share of the parts made for that reader that are open: 0, 1, or something between. */
async function shares(page: Page): Promise<Record<Reader, number>> {
  const of = (reader: Reader): Promise<number> =>
    page
      .locator(kinds[reader])
      .evaluateAll((parts) => parts.filter((part) => part.hasAttribute('open')).length / parts.length);
  return {
    beginner: await of('beginner'),
    researcher: await of('researcher'),
    professional: await of('professional'),
  };
}

const only = (reader: Reader | undefined): Record<Reader, number> => ({
  beginner: Number(reader === 'beginner'),
  researcher: Number(reader === 'researcher'),
  professional: Number(reader === 'professional'),
});

async function opened(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  return (await open(browser, path, options)).page;
}

describe('the lens', () => {
  it('is a beginner’s until it is chosen, and folds no question open', async () => {
    const page = await opened(article);
    expect(await shares(page)).toEqual(only('beginner'));
    expect(await choice(page, 'beginner').isChecked()).toBe(true);
    await choice(page, 'all').check({ force: true });
    expect(Object.values(await shares(page))).toEqual([1, 1, 1]);
    expect(await page.locator(':is(.predict, .answer)[open]').count()).toBe(0);
    await page.context().close();
  });

  it('is chosen by the keyboard, goes into the address, and is kept for this page and others', async () => {
    const page = await opened(article);
    await choice(page, 'beginner').focus();
    await page.keyboard.press('ArrowRight');
    expect(await choice(page, 'researcher').isChecked()).toBe(true);
    expect(await shares(page)).toEqual(only('researcher'));
    expect(new URL(page.url()).searchParams.get('lens')).toBe('researcher');

    await page.goto(address(article));
    expect(await shares(page)).toEqual(only('researcher'));
    await page.goto(address('introduction/'));
    expect(await page.locator('.deeper').first().getAttribute('open')).not.toBeNull();
    expect(await choice(page, 'researcher').isChecked()).toBe(true);
    await page.context().close();
  });

  it('is the one of the address where there is one, and a copied address opens with it', async () => {
    const page = await opened(`${article}?lens=professional`);
    expect(await shares(page)).toEqual(only('professional'));
    await choice(page, 'researcher').check({ force: true });
    const copied = page.url();
    const other = await opened(copied);
    expect(await shares(other)).toEqual(only('researcher'));
    await page.goto(address(`${article}?lens=beginner`));
    expect(await shares(page)).toEqual(only('beginner'));
    await page.goto(address(`${article}?lens=nobody`));
    expect(await shares(page)).toEqual(only('researcher'));
    await page.context().close();
    await other.context().close();
  });

  it('leaves what the reader opens by hand open until the lens changes', async () => {
    const page = await opened(article);
    await page.locator('.deeper summary').first().click();
    expect(await page.locator('.deeper').first().getAttribute('open')).not.toBeNull();
    await choice(page, 'professional').check({ force: true });
    expect(await shares(page)).toEqual(only('professional'));
    await page.context().close();
  });

  it('keeps what is being read in its place', async () => {
    const page = await opened(article, { viewport: { width: 1280, height: 800 } });
    await page.locator('#math-noise-score-and-the-best-guess').scrollIntoViewIfNeeded();
    const paragraph = page.locator('#math-noise-score-and-the-best-guess + p');
    await paragraph.evaluate((element) =>
      scrollBy({ top: element.getBoundingClientRect().top - 260, behavior: 'instant' }),
    );
    await page.waitForTimeout(300);
    const top = async () => (await paragraph.boundingBox())?.y ?? NaN;
    const before = await top();
    await choice(page, 'researcher').check({ force: true });
    await page.waitForTimeout(300);
    expect(Math.abs((await top()) - before)).toBeLessThan(4);
    await page.context().close();
  });

  it('stays within reach at every width', async () => {
    for (const width of [320, 768, 1440]) {
      const page = await opened(article, { viewport: { width, height: 700 } });
      await page.locator('#recap').scrollIntoViewIfNeeded();
      for (const reader of [...readers, 'all']) {
        const box = await page.locator(`.lens label:has([value="${reader}"])`).boundingBox();
        expect(box?.y).toBeGreaterThanOrEqual(0);
        expect((box?.y ?? NaN) + (box?.height ?? NaN)).toBeLessThan(700);
        expect(box?.height).toBeGreaterThanOrEqual(44);
        expect((box?.x ?? NaN) + (box?.width ?? NaN)).toBeLessThanOrEqual(width);
      }
      await page.context().close();
    }
  });
});

describe('a folded part', () => {
  it('is open without JavaScript', async () => {
    const page = await opened(article, { javaScriptEnabled: false });
    expect(Object.values(await shares(page))).toEqual([1, 1, 1]);
    expect(await page.locator('.lens').isVisible()).toBe(false);
    await page.context().close();
  });

  it('opens for a link into it, at first and later', async () => {
    const page = await opened(`${article}#ref-ho2020denoising`);
    await page.locator('#ref-ho2020denoising').waitFor({ state: 'visible' });
    expect(await page.locator('.sources').getAttribute('open')).not.toBeNull();
    const place = page.locator('#ref-ho2020denoising');
    expect(await place.evaluate((entry) => entry.getBoundingClientRect().top < innerHeight)).toBe(true);

    await choice(page, 'professional').check({ force: true });
    await page
      .locator('.deeper > .flow > p')
      .first()
      .evaluate((text) => (text.id = 'deep'));
    await page.evaluate(() => (location.hash = 'deep'));
    await page.locator('#deep').waitFor({ state: 'visible' });
    await page.context().close();
  });
});

describe.each([...readers, 'all'])('while the page of a reader of kind %s loads', (reader) => {
  it('no part is painted in another state first, and nothing moves', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.addInitScript(watch);
    await page.goto(address(`${article}?lens=${reader}`), { waitUntil: 'load' });
    await page.waitForTimeout(800);
    const { states, shifts } = await page.evaluate(() => {
      const { states, shifts } = globalThis as unknown as Watched;
      return { states, shifts };
    });
    expect(states.length).toBeGreaterThan(20);
    expect(states.filter((seen) => new Set(seen).size > 1)).toEqual([]);
    expect(shifts.reduce((all, one) => all + one, 0)).toBeLessThan(0.01);
    await context.close();
  });
});

it('a text face that comes late moves nothing', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  let asked = false;
  await page.route(/source-serif-4-latin-wght/, async (route) => {
    asked = true;
    await new Promise((resolve) => setTimeout(resolve, 700));
    await route.continue();
  });
  await page.addInitScript(watch);
  await page.goto(address(article), { waitUntil: 'load' });
  await page.waitForTimeout(1200);
  const shifts = await page.evaluate(() => (globalThis as unknown as Watched).shifts);
  expect(asked).toBe(true);
  expect(shifts.reduce((all, one) => all + one, 0)).toBeLessThan(0.01);
  await context.close();
});

interface Watched {
  /** For each part that a lens governs, whether it was open in each frame. */
  readonly states: boolean[][];
  readonly shifts: number[];
}

/** Runs in the page from its first byte on. */
function watch(): void {
  const states: boolean[][] = [];
  const shifts: number[] = [];
  const note = (): void => {
    // A part counts from the frame in which its content begins; before, there is nothing to fold.
    const all = [...document.querySelectorAll<HTMLDetailsElement>('details[data-opens-for]')];
    const parts = all.filter((part) => part.querySelector(':scope > lens-part'));
    for (const [index, part] of parts.entries()) (states[index] ??= []).push(part.open);
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
  }).observe({ type: 'layout-shift', buffered: true });
  Object.assign(globalThis, { states, shifts });
}
