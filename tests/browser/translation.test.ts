/** The site with an article in German, and in Arabic for a language that runs the other way: made in a copy of the project. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wordsOf } from '#words/words';
import { root } from '../../scripts/tools.mjs';
import { launch, open } from './browser.ts';
import { deadLinks } from './dead-links.ts';
import { slug, SmallSeries } from './small-series.ts';

const series = new SmallSeries();
let browser: Browser;
let site: Awaited<ReturnType<SmallSeries['site']>>;

beforeAll(async () => {
  translate('de', wordsOf('de').sections);
  translate('ar', wordsOf('en').sections);
  // Arabic has no words yet: for this test it borrows the English ones.
  series.edit('src/words/words.ts', (text) => text.replace('{ de, en }', '{ ar: en, de, en }'));
  site = await series.site();
  browser = await launch();
}, 300_000);
afterAll(async () => {
  await browser.close();
  await series.close();
});

/** The article itself, with the headings that its language asks for. */
function translate(language: string, names: Readonly<Record<string, string>>): void {
  const english: Readonly<Record<string, string>> = wordsOf('en').sections;
  const headings = new Map(Object.entries(english).map(([key, name]) => [name, names[key]]));
  const text = readFileSync(join(root, `content/articles/${slug}/index.mdx`), 'utf8');
  const translated = text
    .replace(/^(##+) (.+)$/gm, (_, marks: string, name: string) => `${marks} ${headings.get(name) ?? name}`)
    .replace(/^title: .*$/m, `title: Title in ${language}`);
  series.write(`content/articles/${slug}/index.${language}.mdx`, translated);
}

const see = (path: string, width = 1280) =>
  open(browser, site.url + path, { viewport: { width, height: 800 } });

const attributes = (element: Locator, names: readonly string[]) =>
  Promise.all(names.map((name) => element.getAttribute(name)));

const alternates = (page: Page) =>
  page
    .locator('link[rel=alternate][hreflang]')
    .evaluateAll((links) =>
      links.map((link) => [link.getAttribute('hreflang'), new URL((link as HTMLLinkElement).href).pathname]),
    );

describe('an article in German', () => {
  it('speaks German around the text, and leads to the other languages', async () => {
    const { page, noise } = await see(`de/${slug}/`);
    await page.waitForLoadState('networkidle');
    expect(noise).toEqual({ complaints: [], foreign: [], broken: [] });
    expect(await attributes(page.locator('html'), ['lang', 'dir'])).toEqual(['de', 'ltr']);
    expect(await page.locator('.skip-link').innerText()).toBe('Zum Text springen');
    expect(await page.locator('h2').allInnerTexts()).toContain('Warum');
    const dead = await deadLinks(page);
    expect(dead.filter((link) => !series.leftOut.some((slug) => link.includes(`"/${slug}/`)))).toEqual([]);
    const english = page.locator(`.article-title a[hreflang="en"]`);
    expect(await english.getAttribute('lang')).toBe('en');
    expect(await english.innerText()).toBe('English');
    await english.click();
    await page.waitForURL(`**/${slug}/`);
    expect(await page.locator('.article-title a[hreflang="de"]').innerText()).toBe('Deutsch');
    await page.context().close();
  });

  it('says where each language is, the one of the site as the default', async () => {
    const expected = [
      ['en', `/${slug}/`],
      ['ar', `/ar/${slug}/`],
      ['de', `/de/${slug}/`],
      ['x-default', `/${slug}/`],
    ];
    for (const path of [`${slug}/`, `de/${slug}/`]) {
      const { page } = await see(path);
      expect(await alternates(page)).toEqual(expected);
      await page.context().close();
    }
  });

  it('runs the demo of the original, in German words', async () => {
    const { page } = await see(`de/${slug}/?backend=cpu`);
    const demo = page.locator('demo-lab').first();
    expect(await demo.locator('.badge').innerText()).toBe('aufgezeichnet');
    await demo.locator('[data-action="step"]').click();
    const backend = () => demo.locator('[data-backend]').innerText();
    await expect
      .poll(backend, { timeout: 60_000 })
      .toBe('Rechnet mit JavaScript. Die Adresse dieser Seite verlangt es.');
    expect(await demo.locator('[data-action="play"]').innerText()).toBe('Start');
    await page.context().close();
  });

  it('is not in the lists of the series', async () => {
    const { page } = await see('');
    expect(await page.locator('a[href*="/de/"]').count()).toBe(0);
    await page.context().close();
  });
});

describe('an article in Arabic', () => {
  it('runs from right to left, with listings and formulas as they are', async () => {
    const { page } = await see(`ar/${slug}/`);
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    const direction = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => getComputedStyle(element).direction);
    expect(await direction('.article-body p')).toBe('rtl');
    expect(await direction('math')).toBe('ltr');
    expect(await direction('pre')).toBe('ltr');
    await page.context().close();
  });

  it('fits a narrow screen', async () => {
    const { page } = await see(`ar/${slug}/`, 320);
    const width = () => document.documentElement.scrollWidth;
    expect(await page.evaluate(width)).toBeLessThanOrEqual(320);
    await page.context().close();
  });
});
