/** Without JavaScript the whole publication is there: what authors wrote is looked up, piece by piece, in what is shown. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/tools.mjs';
import { articles, launch, open } from './browser.ts';
import { manuscript, passages } from './manuscript.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const openWithoutScript = async (path: string): Promise<Page> =>
  (await open(browser, path, { javaScriptEnabled: false })).page;

const contentFile = (name: string): string => readFileSync(join(root, 'content', name), 'utf8');

/** The passages of a text that the page does not show. */
async function missing(page: Page, text: string): Promise<string[]> {
  const shown = await page.locator('main').evaluate((main) => {
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    const texts: string[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode.nodeValue!);
    return texts.join(' ');
  });
  const words = ` ${passages(shown).join(' ')} `;
  return passages(text).filter((passage) => !words.includes(` ${passage} `));
}

/** What is on the page, but not to be seen. */
const unseen = (page: Page, selector: string): Promise<string[]> =>
  page
    .locator(selector)
    .evaluateAll((elements) =>
      elements
        .filter((element) => !element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
        .map((element) => element.outerHTML.slice(0, 120)),
    );

describe.each(articles)('/%s without JavaScript', (path) => {
  const written = manuscript(path);
  let page: Page;
  beforeAll(async () => {
    page = await openWithoutScript(path);
  });
  afterAll(() => page.context().close());

  it('shows every word, in open parts', async () => {
    expect(passages(written.prose).length).toBeGreaterThan(100);
    expect(await missing(page, written.prose)).toEqual([]);
    // The answers to questions are folded for everybody, in an element that opens without a script; a demo's tools are not shown.
    const folded = '.article-body details:not([open], .predict, .answer, .controls *)';
    expect(await page.locator(folded).count()).toBe(0);
    const parts = '.article-body :is(p, li, td, .equation, pre, figure)';
    expect(
      await unseen(
        page,
        `${parts}:not(:is(.predict, .answer, .controls, .view-controls, [hidden]) *, [hidden])`,
      ),
    ).toEqual([]);
  });

  it('shows every formula, figure, citation and note', async () => {
    const count = (selector: string) => page.locator(`.article-body ${selector}`).count();
    expect(await count('.equation math')).toBe(written.displayed);
    expect(await count('math:not(.equation math, .view math)')).toBe(written.inline);
    expect(await count('.figure > svg')).toBe(written.figures);
    expect(await count('a.citation')).toBe(written.citations);
    expect(await page.locator('.references ol > li').count()).toBe(written.sources);
  });

  it('shows every listing as it stands in its file', async () => {
    const listings = page.locator('.snippet');
    expect(await listings.count()).toBe(written.listings);
    for (const listing of await listings.all()) {
      const file = (await listing.locator('figcaption code').textContent())!;
      const code = (await listing.locator('pre').textContent()) ?? '';
      expect(code).toMatch(/\S/);
      expect(readFileSync(join(root, file), 'utf8')).toContain(code.trim());
    }
  });

  it('shows the recorded run of every demo, with its badge, its numbers and a word about it', async () => {
    const demos = page.locator('demo-lab');
    expect(await demos.count()).toBe(written.demos);
    for (const demo of await demos.all()) {
      expect(await demo.locator('.badge').textContent()).toMatch(/^\s*(recorded|illustration)\s*$/);
      expect(await demo.locator('.view:not([hidden]) :is(svg path[d^=M], img)').count()).toBeGreaterThan(0);
      expect(await demo.locator('.view').first().isVisible()).toBe(true);
      expect(await demo.locator('noscript').textContent()).toMatch(/With JavaScript on/);
      expect(await demo.locator('.controls').isVisible()).toBe(false);
    }
  });
});

describe('without JavaScript', () => {
  it('the home page shows the map with every article and every planned topic', async () => {
    const page = await openWithoutScript('');
    for (const path of articles)
      expect(await page.locator(`main a[href$="/${path}"]`).count()).toBeGreaterThan(0);
    const planned = contentFile('planned.yaml').match(/(?<=^  (?:title|summary): ).*/gm) ?? [];
    expect(planned.length).toBeGreaterThan(4);
    expect(await missing(page, planned.join('\n'))).toEqual([]);
    expect(await unseen(page, '.map-card')).toEqual([]);
    await page.context().close();
  });

  it.each([
    ['glossary/', 'glossary.yaml', /(?<=^ +(?:words|text): ).*/gm],
    ['timeline/', 'timeline.yaml', /(?<=^ +(?:title|text): ).*/gm],
  ])('/%s shows every entry', async (path, file, entries) => {
    const page = await openWithoutScript(path);
    const texts = contentFile(file).match(entries) ?? [];
    expect(texts.length).toBeGreaterThan(20);
    expect(await missing(page, texts.join('\n'))).toEqual([]);
    await page.context().close();
  });

  it('the page of changes shows every change', async () => {
    const page = await openWithoutScript('changes/');
    const changes = articles.flatMap((path) => manuscript(path).changes);
    expect(changes.length).toBeGreaterThanOrEqual(articles.length);
    expect(await missing(page, changes.join('\n'))).toEqual([]);
    await page.context().close();
  });
});
