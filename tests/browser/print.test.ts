/** The paper version of every page, printed from the dark theme on the width that A4 leaves between its margins. */
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { articles, launch, open, pages } from './browser.ts';

const paper = { width: 612, height: 900 };
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function printed(path: string): Promise<Page> {
  const { page } = await open(browser, path, { viewport: paper, colorScheme: 'dark' });
  await page.evaluate(() => (document.documentElement.dataset.theme = 'dark'));
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  return page;
}

/** Which of the elements are to be seen, as the first letters of their markup. */
const seen = (page: Page, selector: string, wanted: boolean): Promise<string[]> =>
  page
    .locator(selector)
    .evaluateAll(
      (elements, visible) =>
        elements
          .filter((element) => (element.checkVisibility() && element.getClientRects().length > 0) === visible)
          .map((element) => element.outerHTML.slice(0, 120)),
      wanted,
    );

const after = (page: Page, selector: string): Promise<{ href: string; shown: string }[]> =>
  page.locator(selector).evaluateAll((links) =>
    links.map((link) => ({
      href: link.getAttribute('href')!,
      shown: getComputedStyle(link, '::after').content,
    })),
  );

describe.each(pages)('/%s on paper', (path) => {
  let page: Page;
  beforeAll(async () => {
    page = await printed(path);
  });
  afterAll(() => page.context().close());

  it('is light, and no wider than the sheet', async () => {
    const paperColour = () => getComputedStyle(document.documentElement).backgroundColor;
    expect(await page.evaluate(paperColour)).toBe('rgb(255, 255, 255)');
    const ink = () => getComputedStyle(document.querySelector('main')!).color;
    expect(await page.evaluate(ink)).toBe('rgb(0, 0, 0)');
    const wide = await page.evaluate(() =>
      [...document.querySelectorAll('main *')]
        .filter((element) => element.checkVisibility())
        .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .map((element) => element.outerHTML.slice(0, 120)),
    );
    expect(wide).toEqual([]);
    const cut = await page
      .locator('pre, .table-scroll, .equation-box')
      .evaluateAll((boxes) =>
        boxes
          .filter((box) => getComputedStyle(box).overflowX !== 'visible')
          .map((box) => box.outerHTML.slice(0, 80)),
      );
    expect(cut).toEqual([]);
  });

  it('has nothing to press', async () => {
    const pressed =
      'button, input, select, textarea, .controls, nav, .site-header, .site-footer, .newsletter, .anchor';
    expect(await seen(page, pressed, true)).toEqual([]);
  });

  it('says nothing on a screen of what only paper says', async () => {
    await page.emulateMedia({ media: 'screen' });
    expect(await seen(page, '.paper-only', true)).toEqual([]);
  });
});

describe.each(articles)('the article /%s on paper', (path) => {
  let page: Page;
  beforeAll(async () => {
    page = await printed(path);
  });
  afterAll(() => page.context().close());

  it('has every folded part open', async () => {
    expect(await page.locator('.article-body details:not([open])').count()).toBeGreaterThan(0);
    expect(await seen(page, '.article-body details:not(.controls *) > :not(summary)', false)).toEqual([]);
    expect(await seen(page, '.references ol > li', false)).toEqual([]);
  });

  it('shows the pictures of its demos with the address where they run', async () => {
    expect(await page.locator('demo-lab').count()).toBeGreaterThan(0);
    for (const demo of await page.locator('demo-lab').all()) {
      expect(await demo.locator('.view :is(svg, img)').first().isVisible()).toBe(true);
      const note = demo.locator('.paper-only');
      expect(await note.isVisible()).toBe(true);
      expect(await note.innerText()).toContain(`/${path}#${await demo.getAttribute('id')}`);
    }
  });

  it('prints the addresses of other sites, and none for places on its own pages', async () => {
    const outward = await after(page, '.references ol > li > a[href^="http"]');
    expect(outward.length).toBeGreaterThan(0);
    expect(outward.filter(({ href, shown }) => !shown.includes(href))).toEqual([]);
    const inward = await after(page, 'main a:not([href^="http"])');
    expect(inward.filter(({ href, shown }) => shown.includes(href))).toEqual([]);
    const source = page.locator('.article-end > .paper-only');
    expect(await source.innerText()).toMatch(new RegExp(`/${path}\\. .*\\d{4}`));
  });
});

it('carries the title of the page at the head of each sheet', async () => {
  const { page } = await open(browser, 'denoising-diffusion/');
  const title = await page.evaluate(() =>
    getComputedStyle(document.documentElement).getPropertyValue('--running-title'),
  );
  expect(title).toBe('"Denoising diffusion"');
  await page.context().close();
});
