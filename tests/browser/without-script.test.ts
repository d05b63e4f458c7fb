import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/tools.mjs';
import { articles, launch, open } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const openWithoutScript = async (path: string): Promise<Page> =>
  (await open(browser, path, { javaScriptEnabled: false })).page;

/** How often each thing stands in the author's text. */
function written(slug: string): { words: number; demos: number; snippets: number; formulas: number } {
  const text = readFileSync(join(root, 'content', 'articles', slug, 'index.mdx'), 'utf8');
  const times = (pattern: RegExp): number => [...text.matchAll(pattern)].length;
  return {
    words: times(/\p{L}+/gu),
    demos: times(/<Demo\s/g),
    snippets: times(/<Snippet\s/g),
    formulas: times(/^\s*\$\$/gm) / 2,
  };
}

describe.each(articles)('/%s without JavaScript', (path) => {
  it('holds the text, the formulas and the code', async () => {
    const page = await openWithoutScript(path);
    const expected = written(path);
    const text = (await page.locator('article').textContent()) ?? '';
    expect([...text.matchAll(/\p{L}+/gu)].length).toBeGreaterThan(expected.words * 0.8);
    expect(await page.locator('.equation math').count()).toBeGreaterThanOrEqual(expected.formulas);
    const listings = page.locator('.snippet pre');
    expect(await listings.count()).toBe(expected.snippets);
    for (const listing of await listings.all()) expect(await listing.textContent()).toMatch(/\S/);
    await page.context().close();
  });

  it('shows a picture with its badge for every demo', async () => {
    const page = await openWithoutScript(path);
    const demos = page.locator('demo-lab');
    expect(await demos.count()).toBe(written(path).demos);
    for (const demo of await demos.all()) {
      expect(await demo.locator('.badge').innerText()).toMatch(/^(recorded|illustration)$/i);
      expect(await demo.locator('.view svg, .view img').count()).toBeGreaterThan(0);
      expect(await demo.locator('.view').first().isVisible()).toBe(true);
      expect(await demo.locator('noscript').count()).toBe(1);
    }
    await page.context().close();
  });
});

it('lists the articles on the home page without JavaScript', async () => {
  const page = await openWithoutScript('');
  for (const path of articles) {
    expect(await page.locator(`main a[href$="/${path}"]`).count()).toBeGreaterThan(0);
  }
  await page.context().close();
});
