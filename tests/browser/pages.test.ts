import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { address, launch, open, pages } from './browser.ts';

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

/** Links within the site whose page does not answer or whose anchor is not on it. */
async function deadLinks(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const documents = new Map<string, Promise<Document | undefined>>([
      [location.pathname, Promise.resolve(document)],
    ]);
    const read = async (path: string): Promise<Document | undefined> => {
      const response = await fetch(path);
      if (!response.ok) return undefined;
      return new DOMParser().parseFromString(await response.text(), 'text/html');
    };
    const dead: string[] = [];
    for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href]')) {
      const target = new URL(link.href);
      if (target.origin !== location.origin) continue;
      if (!documents.has(target.pathname)) documents.set(target.pathname, read(target.pathname));
      const found = await documents.get(target.pathname);
      const anchor = decodeURIComponent(target.hash.slice(1));
      if (!found || (anchor && !found.getElementById(anchor))) dead.push(link.outerHTML.slice(0, 160));
    }
    return dead;
  });
}
