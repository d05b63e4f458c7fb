import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { address, launch, open, pages } from './browser.ts';
import { deadLinks } from './dead-links.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

describe.each(pages)('/%s', (path) => {
  it('loads without a complaint, a broken file or a request to another origin', async () => {
    const { page, noise } = await open(browser, path);
    await page.waitForLoadState('networkidle');
    expect(noise).toEqual({ complaints: [], foreign: [], broken: [] });
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)('has nothing for axe to find in the %s theme', async (colorScheme) => {
    const { page } = await open(browser, path, { colorScheme, reducedMotion: 'reduce' });
    await unfold(page);
    await everyScrollBoxIsReachable(page);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html.slice(0, 200)) })),
    ).toEqual([]);
    await page.context().close();
  });

  it('does not scroll sideways on a screen of 320 px', async () => {
    const { page } = await open(browser, path, { viewport: { width: 320, height: 640 } });
    await unfold(page);
    expect(await wideElements(page)).toEqual([]);
    await page.context().close();
  });

  it('links only to places that exist', async () => {
    const { page } = await open(browser, path);
    expect(await deadLinks(page)).toEqual([]);
    await page.context().close();
  });
});

it('answers an unknown address with a page that leads home', async () => {
  const { page } = await open(browser, 'no-such-article/');
  expect(await page.locator(`a[href="${new URL(address()).pathname}"]`).count()).toBeGreaterThan(0);
  await page.context().close();
});

/** Reads through the page: formulas and listings that scroll are opened to the keyboard as they come near. */
async function everyScrollBoxIsReachable(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight / 2) {
      scrollTo(0, top);
      await nextFrame();
      await nextFrame();
    }
  });
  const boxes = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.equation-box, pre')]
      .filter((box) => box.scrollWidth > box.clientWidth + 1 && box.tabIndex !== 0)
      .map((box) => box.innerText.slice(0, 80)),
  );
  expect(boxes, 'boxes that scroll but cannot be reached by keyboard').toEqual([]);
}

/** Opens every folded proof, answer and menu: what is hidden is checked as well. */
async function unfold(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const folded of document.querySelectorAll('details')) folded.open = true;
  });
}

/** What reaches beyond the right edge of a page that scrolls sideways; wide things scroll inside their own frames instead. */
async function wideElements(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.body.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > width + 1,
    );
    return [
      'the page scrolls sideways',
      ...wide.slice(0, 8).map((element) => element.outerHTML.slice(0, 120)),
    ];
  });
}
